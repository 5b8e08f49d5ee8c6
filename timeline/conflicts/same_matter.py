"""Whether two sentences of one event speak of the same thing, so that their values can clash.

An event may hold a day's reports of many things: two strikes, two tolls, two meetings. Figures are
compared where those share half of the words that have fewer around them, sums and shares also
where the same is said to be done to one thing; a sentence counts with the one it goes on from. Days
are compared only between sentences that tell nearly the same. What is denied has to be what
somebody else says.
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from timeline import entities
from timeline.actions import actions
from timeline.conflicts.claims import Claim
from timeline.conflicts.frame import Frame
from timeline.conflicts.parts import GROWING
from timeline.conflicts.reading import NEAR, Telling
from timeline.words import content_words, mostly_cjk

SAME_MATTER = 0.5  # of the words around a figure
SAME_TELLING = 0.5  # of the words of both
ONCE = "launch"  # the kind of action that is done but once to a thing
FEW = 3  # words in common, at least
FIGURES = ("amount", "share", "count")
FEW_OWN = 2  # besides those of what the sentences go on from
FEW_ACROSS = 2  # where only names can be in common: sentences in two scripts
_NUMBERS = content_words(
    "two three four five six seven eight nine ten eleven twelve hundred thousand million billion"
    " trillion percent"
)
_WHERE = r"\b(?:in|at|near|for|across|outside|around) (?:the )?"
_NOUN = re.compile(
    r"(?:\s(?:of (?:its|the|their) )?(?!(?:and|or|of|in|on|at|as|by|to|for|from|with|was|were|are"
    r"|is|had|has|have|who|since|after|when|while|during|including)\b)[a-z][a-z-]+){1,3}"
)
_ANYBODY = content_words(
    "people persons person men women residents civilians others dead killed died dies deaths lives"
    " victims casualties fatalities injured wounded hurt missing displaced homeless arrested"
    " detained job jobs position positions role roles employee employees worker workers staff"
    " cases infections users customers confirmed reported total full-time"
)


def same_matter(one: Claim, other: Claim, frame: Frame) -> bool:
    """Whether the figures of both can be of one thing.

    A sentence that quotes two who count sets them side by side.
    """
    if one.telling.statement == other.telling.statement:
        return True
    if _are_of_two_days(one.telling, other.telling):
        return False
    if one.field == "count" and (_count_others(one, other) or _name_others(one, other)):
        return False
    return _tell_of_one_thing(one, other, frame) or _share_words(one, other)


def same_happening(one: Telling, other: Telling, frame: Frame) -> bool:
    """Whether both tell one thing that happened: in nearly the same words, or the launch of one
    object, that is what it was first of all."""
    mine, others = words_of(one.clause), words_of(other.clause)
    shared = len(mine & others)
    if shared >= FEW and shared >= SAME_TELLING * len(mine | others):
        return True
    return (
        ONCE in frame.kinds
        and all(actions(telling.clause)[:1] == (ONCE,) for telling in (one, other))
        and _both_name(frame.objects, one.clause, other.clause)
        and not _name_strangers(one.clause, other.clause, frame)
    )


def _share_words(one: Claim, other: Claim) -> bool:
    """Whether they do, and not only because both go on from one sentence."""
    mine, others = _about(one), _about(other)
    few = FEW
    if _is_latin(mine) != _is_latin(others):
        mine, others, few = _latin(mine), _latin(others), FEW_ACROSS
    elif one.field in FIGURES and len(words_of(one.beside) & words_of(other.beside)) < FEW_OWN:
        return False
    shared = len(mine & others)
    return shared >= few and shared >= SAME_MATTER * min(len(mine), len(others))


def _tell_of_one_thing(one: Claim, other: Claim, frame: Frame) -> bool:
    """Whether both say that the same was done: to one object, of which there is one price or
    stake; or, of what is counted once, by the same and nobody else."""
    names = frame.objects
    if one.field == "count":
        names = frame.key
        quoted = f"{one.by} {other.by}"
        if one.subject.split(" ")[-1] in GROWING:
            return False
        if _name_strangers(one.beside, other.beside, frame, quoted=quoted):
            return False
    acts = set(actions(one.beside)) & set(actions(other.beside))
    return bool(acts) and _both_name(names, one.beside, other.beside)


def _both_name(names: Set[str], one: str, other: str) -> bool:
    return any(name in one and name in other for name in names)


def _name_strangers(one: str, other: str, frame: Frame, *, quoted: str = "") -> bool:
    """Whether either names anybody but the event's key names and those quoted, or where it was
    (`in Norway`), and the other does not."""
    return any(
        name not in others
        and name not in quoted
        and (not frame.knows_key(name) or _is_where(name, text))
        for text, others in ((one, other), (other, one))
        for name in _names(text)
    )


def _count_others(one: Claim, other: Claim) -> bool:
    """`5 rebels` and `9 guards`; `people` may be anybody's word for either."""
    return _counted(one) != _counted(other)


def _counted(one: Claim) -> frozenset[str]:
    """Stems of the words right after a count that say who, without those that say only that they
    are people."""
    after = one.beside.partition(one.value)[2]
    match = _NOUN.match(after)
    return content_words(match.group()) - _ANYBODY if match else frozenset()


def _name_others(one: Claim, other: Claim) -> bool:
    """Whether both name, besides whom they quote, what the other's sentence does not, or one of
    them a place (`in Norway`)."""

    def strange(mine: Claim, others: Claim) -> list[str]:
        clause, quoted = others.telling.clause, mine.by
        return [n for n in _names(mine.beside) if n not in clause and n not in quoted]

    mine, others = strange(one, other), strange(other, one)
    return bool(mine and others) or any(
        _is_where(name, claim.beside)
        for names, claim in ((mine, one), (others, other))
        for name in names
    )


def _is_where(name: str, text: str) -> bool:
    return re.search(rf"{_WHERE}{re.escape(name)}", text, re.I) is not None


def _are_of_two_days(one: Telling, other: Telling) -> bool:
    """Whether both write a day, and not the same."""
    days = {t.date for t in (one, other) if t.written and t.precision == "day"}
    return len(days) > 1


def _about(one: Claim) -> frozenset[str]:
    """The words around a figure, and those of what its sentence goes on from."""
    return words_of(" ".join((one.beside, *_goes_on_from(one.telling))))


def _is_latin(words: frozenset[str]) -> bool:
    return not mostly_cjk("".join(words))


def _latin(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if not mostly_cjk(word))


def _goes_on_from(one: Telling) -> tuple[str, ...]:
    """The mention before a sentence; the headline, where a mention names nobody itself."""
    if one.bond == "near":
        return one.before[:NEAR]
    return () if _names(one.clause) else (one.title,)


@lru_cache(maxsize=10_000)
def _names(text: str) -> tuple[str, ...]:
    return tuple(entities.names(text))


@lru_cache(maxsize=10_000)  # each sentence is held against many
def words_of(text: str) -> frozenset[str]:
    return frozenset(w for w in content_words(text) if not (re.match(r"\d", w) or w in _NUMBERS))
