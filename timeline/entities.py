"""Names in a sentence, without a gazetteer: runs of capitalised words.

A name starts with a capital (or is all capitals, or mixes letters and figures) and may go on
over `of`, `the`, `and`-free connectors and version numbers: `Bank of England`, `Model 4.1`.
The first word of a sentence is capitalised anyhow: alone it counts only when the article also
writes it with a capital elsewhere. Titles in Title Case tell nothing, so that a headline's
names are those the body or the topic knows too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from timeline.actions import actions

_NAME = r"[A-Z][\w&.\-’']*[\w]|[A-Z]{2,}|[a-z]{1,2}[A-Z]\w+"
_RUN = re.compile(
    rf"(?:{_NAME}|[A-Z])(?:(?:\s(?:of|de|von|van|al|bin)\s|\s)(?:{_NAME}|\d+(?:\.\d+)*\b(?!\s?%)))*"
)
_POSSESSIVE = re.compile(r"['’]s$")
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
    Q3 Q4 Here's It's That's There's""".split()
)

_OPENERS = frozenset("Meet Inside Exclusive Breaking Update Report Analysis Opinion Watch".split())


def names(sentence: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Names in order, each once. `known` are words the article capitalises in mid-sentence."""
    found: dict[str, None] = {}
    for match in _RUN.finditer(sentence):
        name = _trim(match.group(), first=match.start() == 0, known=known)
        if name:
            found[name] = None
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
    while words and (words[0].rstrip(".") in _NOT_NAMES or _opens_headline(words, first=first)):
        words.pop(0)
        first = False
    while words and (words[-1].rstrip(".") in _NOT_NAMES or words[-1].islower()):
        words.pop()
    words = _without_actions(words)
    name = _POSSESSIVE.sub("", " ".join(words)).rstrip(".")
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


def _opens_headline(words: list[str], *, first: bool) -> bool:
    """`Introducing Orbit`, `Inside Orbit`: the first word is no part of the name."""
    return first and len(words) > 1 and (words[0].endswith("ing") or words[0] in _OPENERS)


def _looks_coined(word: str) -> bool:
    return bool(re.search(r"[A-Z].*[A-Z]|\d", word[1:] + word[:1]))
