"""What an edit of an article changed: the substance told from the wording. Pure.

Sentences that stand in both texts, wherever, have not changed. Of the rest, a sentence gone and
one come that share most of their words are one sentence edited. The edit is material when the two
differ in a number, a date, a name or the claim itself (whether it happened, is planned, reported
or denied, or what was done); spelling, spaces, punctuation, stamps and links to other articles are
not. A sentence without a counterpart is material when it states something. Two texts that have
little in common are not compared: one of them may be another part of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from db.edits import Edit, EditKind
from timeline.actions import SPEAKING_OF_IT, actions
from timeline.amounts import amounts
from timeline.entities import names
from timeline.modality import modality, speaks_of_a_plan
from timeline.numbers import NUMBER, read_number
from timeline.sentences import sentences
from timeline.temporal import find_timexes

SAME_SENTENCE = 0.5  # share of words that a sentence and its edit have in common
MISSPELT = 0.8  # likeness of a word and its misspelling
ONE_TEXT = 2 / 3  # share of the shorter text's sentences that the other has, perhaps edited
CUT_OFF = 1 / 3  # of the sentences: a text that only lost so many is a part of it, as behind a gate
GROWN = 2 / 3  # of the sentences are new, and none is gone: the rest of what was only begun
ANY_DAY = date(2000, 1, 1)  # for texts of unknown day: only differences between dates count

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:[.,]\d+)*")
_NUMBER = re.compile(rf"(?<![\w.,])(?!a\b){NUMBER}", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|neither|nor|without)\b|n['’]t\b|\bcannot\b"
    r"|[不没沒未無无]|ない|않|\b(?:nicht|kein\w*|pas|jamais|sin|nunca)\b",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"\W*(?:(?:last|first|article|story|this (?:article|story) was)\s)*(?:updat|publish|modif|post"
    r"|edit|aktualisi|veröffentlich|zuletzt|mis à jour|publié|actualiz|publicad|更新|発行)"
    r"[^.!?]{0,60}\W*",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:corrections?|corrected|clarifications?|clarified|retract\w*|amended|errat\w+"
    r"|an? (?:earlier|previous) version|editor['’]?s note|berichtig\w*|korrigiert|rectificati\w+"
    r"|correcci[oó]n)\b|更正|訂正|정정",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[(?P<words>[^\]\n]*)\]\(\S*?\)|https?://\S+")  # where it leads is not said
_CAPITAL_INSIDE = re.compile(r"[a-z,] [A-Z]")
_ENDS = re.compile(r"[.!?。！？][\"'”’»)\]]*\Z")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a sentence says, as far as rules can tell."""

    numbers: Counter[tuple[float, float]]
    units: frozenset[str]
    dates: frozenset[str]
    names: frozenset[str]
    denied: bool
    stance: str  # planned, reported, ...
    done: frozenset[str]  # kinds of action


def what_changed(
    old: str, new: str, *, written: date | None = None, language: str = ""
) -> tuple[Edit, ...]:
    """The edits that make `old` into `new`, in the order of the new text, then what is gone.

    `written` is the day that "yesterday" counts from. Nothing for texts of the same sentences.
    """
    before, after = _lines(old, language), _lines(new, language)
    gone, come = _only_in_first(before, after), _only_in_first(after, before)
    if gone and not come and len(gone) >= CUT_OFF * len(before):
        return (Edit(kind="cut", old=gone[0], new=""),)
    if come and not gone and len(come) >= GROWN * len(after):
        return (Edit(kind="grown", old="", new=come[0]),)
    pairs = _pairs(gone, come)
    kept = len(before) - len(gone) + len(pairs)
    if kept < ONE_TEXT * min(len(before), len(after)):
        return (Edit(kind="rewritten", old=before[0], new=after[0]),)
    day = written or ANY_DAY
    edits = [
        Edit(kind=_kind(gone[pairs[at]], text, day, language), old=gone[pairs[at]], new=text)
        if at in pairs
        else Edit(kind=_kind_alone(text, day, language, come=True), old="", new=text)
        for at, text in enumerate(come)
    ]
    edits += [
        Edit(kind=_kind_alone(text, day, language, come=False), old=text, new="")
        for at, text in enumerate(gone)
        if at not in pairs.values()
    ]
    return tuple(edit for edit in edits if _plain(edit.old) != _plain(edit.new))


def headline_changed(
    old: str, new: str, *, written: date | None = None, language: str = ""
) -> tuple[Edit, ...]:
    """As `what_changed` of two headlines. One that is all new is another way to put it: which
    words were chosen for a headline says little."""
    if _plain(old) == _plain(new) or not old or not new:
        return ()
    alike = _share(_words(old), _words(new)) >= SAME_SENTENCE
    kind = _kind(old, new, written or ANY_DAY, language) if alike else "wording"
    return (Edit(kind=kind, part="title", old=old, new=new),)


def _lines(text: str, language: str) -> list[str]:
    seen = _LINK.sub(lambda link: link["words"] or "", text)
    found = (" ".join(one.text.split()) for one in sentences(seen, language))
    return [one for one in found if not _STAMP.fullmatch(one)]


def _plain(text: str) -> str:
    """Without what typesetting alone changes: case, spaces, quotation marks, dashes."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(_WORD.findall(folded.replace("’", "'")))


def _only_in_first(one: Sequence[str], other: Sequence[str]) -> list[str]:
    there = Counter(_plain(text) for text in other)
    kept = []
    for text in one:
        key = _plain(text)
        if there[key]:
            there[key] -= 1
        elif key:
            kept.append(text)
    return kept


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _share(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)


def _pairs(gone: Sequence[str], come: Sequence[str]) -> dict[int, int]:
    """Index in `come` -> index in `gone`, the likest first. The same whichever text is older."""
    left, right = [_words(text) for text in gone], [_words(text) for text in come]
    scored = sorted(
        (-_share(one, other), abs(i - j), i + j, i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if _share(one, other) >= SAME_SENTENCE
    )
    pairs: dict[int, int] = {}
    for *_, i, j in scored:
        if j not in pairs and i not in pairs.values():
            pairs[j] = i
    return pairs


# ---------------------------------------------------------------- what a sentence says


def _facts(sentence: str, day: date, language: str) -> _Facts:
    timexes = find_timexes(sentence, day, language=language)
    rest = list(sentence)
    for timex in timexes:
        rest[timex.start : timex.end] = " " * (timex.end - timex.start)
    undated = "".join(rest)
    found = (match.group() for match in _NUMBER.finditer(undated))
    return _Facts(
        numbers=Counter((span.low, span.high) for span in map(read_number, found)),
        units=frozenset(a.kind for a in amounts(undated)),
        dates=frozenset(t.value for t in timexes if t.precision != "vague"),
        names=frozenset(names(sentence)),
        denied=len(_NEGATION.findall(sentence)) % 2 == 1,
        stance="planned" if speaks_of_a_plan(sentence) else modality(sentence, "", None),
        done=frozenset(actions(sentence)) - SPEAKING_OF_IT,
    )


def _kind(old: str, new: str, day: date, language: str) -> EditKind:
    before, after = _facts(old, day, language), _facts(new, day, language)
    if _replaced(before.units, after.units) or before.numbers != after.numbers:
        return "number"
    if before.dates != after.dates:
        return "date"
    if any(_other_names(before.names, after.names)):
        return "name"
    if (before.denied, before.stance) != (after.denied, after.stance):
        return "claim"
    if _replaced(before.done, after.done):
        return "claim"
    if before.done != after.done and not _is_spelling(old, new):
        return "claim"
    return "wording"


def _replaced(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one - other and other - one)


def _other_names(one: frozenset[str], other: frozenset[str]) -> Iterator[str]:
    """Names of either that the other has not, even as a part: `Ada Park` is in `Park`."""
    for these, those in ((one, other), (other, one)):
        known = [set(_plain(name).split()) for name in those]
        for name in these:
            parts = set(_plain(name).split())
            if not any(parts <= other_parts or other_parts <= parts for other_parts in known):
                yield name


def _is_spelling(old: str, new: str) -> bool:
    """Whether every word that differs is another spelling of the one in its place."""
    one, other = _WORD.findall(old.casefold()), _WORD.findall(new.casefold())
    for tag, i, i_end, j, j_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if i_end - i != j_end - j:
            return False
        pairs = zip(one[i:i_end], other[j:j_end], strict=True)
        if any(SequenceMatcher(None, *pair).ratio() < MISSPELT for pair in pairs):
            return False
    return True


def _kind_alone(sentence: str, day: date, language: str, *, come: bool) -> EditKind:
    if come and _CORRECTS.search(sentence):
        return "correction"
    if not (_ENDS.search(sentence) and _states_something(sentence, day, language)):
        return "wording"  # a link, a caption, a label
    return "added" if come else "withdrawn"


def _states_something(sentence: str, day: date, language: str) -> bool:
    return bool(  # the quick looks first: a text that came anew has hundreds of sentences
        _CAPITAL_INSIDE.search(sentence)
        or _NUMBER.search(sentence)
        or _NEGATION.search(sentence)
        or names(sentence)
        or actions(sentence)
        or find_timexes(sentence, day, language=language)
    )
