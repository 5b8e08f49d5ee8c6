"""Names in a sentence, without a gazetteer: runs of capitalised words.

A name starts with a capital (or is all capitals, or mixes letters and figures) and may go on
over `of`, `the`, `and`-free connectors and version numbers: `Bank of England`, `Model 4.1`. A
possessive ends it: `Tern's Orbit` are two; so does a compound: `the Lund-based Tern`.
The first word of a sentence is capitalised anyhow: alone it counts only when the article also
writes it with a capital elsewhere. Titles in Title Case tell nothing, so that a headline's
names are those the body or the topic knows too.
In Chinese, Japanese and Korean text names in Latin letters are names wherever they stand, and
end where the other script goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from timeline.actions import actions

_NAME = r"(?:[A-Z]\.){2,4}(?=\s[A-Z][a-z])|[A-Z][\w&.\-’']*[\w]|[A-Z]{2,}|[a-z]{1,2}[A-Z]\w+"
_RUN = re.compile(
    rf"(?<![\w$])(?:{_NAME}|[A-Z])(?:(?:\s(?:of|de|von|van|al|bin)\s|\s)(?:{_NAME}|\d+(?:\.\d+)*\b(?!\s?%)))*"
)
_ENDING = re.compile(r"['’]s?$")
_SHORTENED = re.compile(r"['’](?:m|re|ve|ll|d)$")  # `We're`
_OWNS = re.compile(r"(?<=['’]s)\s|(?<=s['’])\s")
_CJK_SCRIPT = r"\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uff60"
_CJK = re.compile(rf"[{_CJK_SCRIPT}]")
_OTHER_SCRIPT = re.compile(rf"[^{_CJK_SCRIPT}]+")
_COUNTED = re.compile(r"[年月日点時时分号號名人个個亿億万萬千百元円岁歳次款位家倍项項台代层]")
_UNITS = frozenset("kW MW GW TW kWh MWh GWh TWh MB GB TB PB EB MHz GHz AM PM".split())
_OF_FIGURES = _UNITS | frozenset("B M K T bn mn".split())
# What a run does not go on over: `the Lund-based Tern`.
_COMPOUND = re.compile(
    r"-(?:[a-z]+(?:ed|ing|ly|able)|led|run|made|born|style|like|class|era|wide|specific|native"
    r"|free|only|first|ready|agents?|parameters?|tokens?)\b\s?"
)
_LOOSE_NUMBER = re.compile(r"\s\d+\s*$")
_NOT_NAMES = frozenset(
    """The A An And But Or If In On At By For From To With Of As It Its This That These Those There
    Here He She They We You I His Her Their Our Your My Mr Mrs Ms Dr Sir Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday January February March April May June July August September
    October November December Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Today Yesterday
    Tomorrow What When Where Which While Who Why How Not No Yes So Then Now After Before Since
    Until During Under Over Also Although Because However Meanwhile Moreover Still Yet Even Just
    Only Both Each Every All Some Many Most More Other Another Such Same New Last Next First Second
    Third One Two Three Four Five Six Seven Eight Nine Ten According Read Image Photo Source
    Sources Click Subscribe Sign CEO CTO CFO COO PM AM ET PT EST PST UTC GMT US U.S UK EU AI Q1 Q2
    Q3 Q4 H1 H2 Here's It's That's There's About Despite Among Amid Unlike Like Without Within
    Between Besides Though Once Instead Rather Thus Hence Therefore Via Per Around Across Against
    Toward Towards Upon Given Through Early Late Everyone Is Are Was Were Be Called""".split()
)
# In the middle of a sentence these begin a name: `in New Lund`.
_NUMBERED = frozenset(
    "New First Second Third Next Last One Two Three Four Five Six Seven Eight Nine Ten".split()
)

_TAILS = frozenset({"AI"})
# What a run goes on after: `Tern Labs CEO Ada Park` are two names.
_ROLE = re.compile(
    r"(?:^|\s)(?:(?:Co-?)?(?:CEO|CTO|CFO|COO|CMO|CIO|Founder|Chairman|Chairwoman|Chair|President"
    r"|Vice President|VP|Chief (?:\w+ ){1,2}?(?:Officer|Scientist|Engineer)"
    r"|Chief (?:Executive|Scientist|Engineer)|Director|Prime Minister|Foreign Minister|Minister"
    r"|Secretary(?: of \w+|[- ]General)?|Senator|Governor|Spokesperson|Spokesman|Spokeswoman"
    r"|Analyst|Professor))(?:\s|$)"
)
_OPENERS = frozenset("Meet Inside Exclusive Breaking Update Report Analysis Opinion Watch".split())


def names(sentence: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Names in order, each once. `known` are words the article capitalises in mid-sentence."""
    if is_cjk(sentence):
        return _names_in_cjk(sentence, known)
    return tuple(dict.fromkeys(_names(sentence, known, begins=True)))


def is_cjk(text: str) -> bool:
    """Whether any of it is Chinese, Japanese or Korean."""
    return bool(_CJK.search(text))


def _names(text: str, known: frozenset[str], *, begins: bool) -> Iterator[str]:
    """`begins`: the text is a sentence from its start, where a capital tells nothing."""
    for match in _RUN.finditer(text):
        run = match.group()
        if text[: match.start()].rstrip()[-1:].isdigit():
            run = _without_unit(run)
        for at, part in enumerate(_parts(run)):
            first = begins and match.start() == 0 and at == 0
            if name := _trim(part, first=first, known=known):
                yield name


def _without_unit(run: str) -> str:
    """`1.6 GW of Tern chips`: a figure's unit is no part of a name."""
    first, _, rest = run.partition(" ")
    return rest.removeprefix("of ") if first in _OF_FIGURES else run


def _parts(run: str) -> list[str]:
    owned = (part for owner in _OWNS.split(run) for part in _COMPOUND.split(owner))
    names = (name for part in owned for name in _ROLE.split(part))
    return [part for name in names for part in _between_verbs(name)]


def _between_verbs(run: str) -> list[str]:
    """`Tern Buys Gale Works`: Title Case runs two names into one, with what was done between."""
    words = run.split()
    if len(words) < 3:
        return [run]
    parts: list[list[str]] = [[]]
    for word in words:
        if word.endswith(("s", "ed", "ing")) and actions(word):
            parts.append([])
        else:
            parts[-1].append(word)
    return [" ".join(part) for part in parts if part]


def _names_in_cjk(sentence: str, known: frozenset[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for stretch in _OTHER_SCRIPT.finditer(sentence):
        text = stretch.group()
        if _COUNTED.match(sentence, stretch.end()):
            text = _LOOSE_NUMBER.sub("", text)  # `Tern 9 月`: the number belongs to the month
        found |= dict.fromkeys(_names(text, known, begins=False))
    return tuple(found)


def capitalised_inside(sentences: list[str]) -> frozenset[str]:
    """Words written with a capital although they do not begin a sentence."""
    words: set[str] = set()
    for sentence in sentences:
        for match in re.finditer(r"(?<=[a-z,;] )[A-Z][\w\-]+", sentence):
            words.add(match.group())
    return frozenset(words)


def canonical(name: str, aliases: Mapping[str, str]) -> str:
    """The name to show for one written differently; `aliases` maps lower case to it."""
    return aliases.get(name.lower(), name)


def _trim(run: str, *, first: bool, known: frozenset[str]) -> str:
    words = run.split()
    while words and (_begins_no_name(words, first=first) or _opens_headline(words, first=first)):
        words.pop(0)
        first = False
    while words and (words[-1].rstrip(".") in _NOT_NAMES - _TAILS or words[-1].islower()):
        words.pop()
    words = _without_actions(words)
    if len(words) == 1 and words[0] in _TAILS:
        return ""
    name = _ENDING.sub("", " ".join(words)).rstrip(".")
    alone_at_start = first and len(words) == 1
    if alone_at_start and not (name in known or _looks_coined(name)):
        return ""
    return name if len(name) > 1 and not name.replace(".", "").isdigit() else ""


def _without_actions(words: list[str]) -> list[str]:
    """`Tern Buys`, `Park Promotion`: Title Case runs a name into what was done."""
    while len(words) > 1 and actions(words[-1]):
        words = words[:-1]
    while len(words) > 1 and actions(words[0]):
        words = words[1:]
    return words


def _begins_no_name(words: list[str], *, first: bool) -> bool:
    if words[0] in _NUMBERED and len(words) > 1 and not first:
        return False
    return _ENDING.sub("", words[0]).rstrip(".") in _NOT_NAMES or bool(_SHORTENED.search(words[0]))


def _opens_headline(words: list[str], *, first: bool) -> bool:
    """`Introducing Orbit`, `Inside Orbit`: the first word is no part of the name."""
    return first and len(words) > 1 and (words[0].endswith("ing") or words[0] in _OPENERS)


def _looks_coined(word: str) -> bool:
    return bool(re.search(r"[A-Z].*[A-Z]|\d", word[1:] + word[:1]))
