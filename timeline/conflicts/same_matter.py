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
from timeline.conflicts.reading import NEAR, Telling
from timeline.words import content_words, mostly_cjk

SAME_MATTER = 0.5  # of the words around a figure
MOST = 0.6  # of the words that say what is denied
SAME_TELLING = 0.5  # of the words of both
OF_ONE_OBJECT = ("amount", "share")  # a thing has one price, while many are killed in one town
FEW = 3  # words in common, at least
FEW_ACROSS = 2  # where only names can be in common: sentences in two scripts
_OF_DENYING = content_words(
    "deny denied denies denial refute reject dismiss dispute call false untrue wrong baseless"
    " report claim rumour rumor allegation accusation plan truth close going"
)
_GOES_ON = re.compile(r"; |[\s,](?:and (?:said|says)|but|while|saying)\s")


def same_matter(one: Claim, other: Claim, objects: Set[str]) -> bool:
    """Whether the figures of both can be of one thing. `objects` are those of the event.

    A sentence that quotes two who count sets them side by side.
    """
    if one.telling.statement == other.telling.statement:
        return True
    if _are_of_two_days(one.telling, other.telling):
        return False
    if one.field in OF_ONE_OBJECT and _name_one_object(one.beside, other.beside, objects):
        return True
    mine, others = _about(one), _about(other)
    few = FEW
    if _is_latin(mine) != _is_latin(others):
        mine, others, few = _latin(mine), _latin(others), FEW_ACROSS
    shared = len(mine & others)
    return shared >= few and shared >= SAME_MATTER * min(len(mine), len(others))


def _name_one_object(one: str, other: str, objects: Set[str]) -> bool:
    """Whether both say of one of the objects that the same was done."""
    named = any(name in one and name in other for name in objects)
    return named and not set(actions(one)).isdisjoint(actions(other))


def _are_of_two_days(one: Telling, other: Telling) -> bool:
    """Whether both write a day, and not the same."""
    days = {t.date for t in (one, other) if t.written and t.precision == "day"}
    return len(days) > 1


def same_happening(one: Telling, other: Telling) -> bool:
    """Whether both tell one thing that happened, in nearly the same words."""
    mine, others = _words(one.clause), _words(other.clause)
    shared = len(mine & others)
    return shared >= FEW and shared >= SAME_TELLING * len(mine | others)


def names_matter(denied: str) -> bool:
    """Whether the words after a denial say what is denied: not `the claim`, nor `it`."""
    return bool(_matter(denied)[0])


def says_what(clause: str, denied: str) -> bool:
    """Whether a clause says what follows the word for a denial in another one: of the same names,
    if any, most of the other words."""
    matter, names = _matter(denied)
    said = _words(clause)
    same = len(matter & said) >= MOST * len(matter)
    return (
        same
        and len((matter | names) & said) >= FEW_ACROSS
        and not (names and names.isdisjoint(said))
    )


def _matter(denied: str) -> tuple[frozenset[str], frozenset[str]]:
    """(the words of what is denied, those of names)"""
    first = _GOES_ON.split(denied)[0]
    names = frozenset(w for name in entities.names(f"- {first}") for w in _words(name))
    return _words(first) - names - _OF_DENYING, names


def _about(one: Claim) -> frozenset[str]:
    """The words around a figure, and those of what its sentence goes on from."""
    return _words(" ".join((one.beside, *_goes_on_from(one.telling))))


def _is_latin(words: frozenset[str]) -> bool:
    return not mostly_cjk("".join(words))


def _latin(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if not mostly_cjk(word))


def _goes_on_from(one: Telling) -> tuple[str, ...]:
    """The mention before a sentence; the headline, where a mention names nobody itself."""
    if one.bond == "near":
        return one.before[:NEAR]
    return () if _names_somebody(one.clause) else (one.title,)


@lru_cache(maxsize=10_000)
def _names_somebody(text: str) -> bool:
    return bool(entities.names(text))


@lru_cache(maxsize=10_000)  # each sentence is held against many
def _words(text: str) -> frozenset[str]:
    return frozenset(w for w in content_words(text) if not re.match(r"\d", w))
