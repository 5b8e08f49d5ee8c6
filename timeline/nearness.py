"""Whom each mention is near to, as numbers, and many of them read at once. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from timeline.likeness import UNITS
from timeline.pairs import PairScore

THRESHOLD = 0.31  # of a pair's score, and of the likeness of two groups
UNSURE = 0.25  # pairs from here to the threshold are listed for a person
LEAST = 0.10  # lesser scores are forgotten

# A mention that another one was compared with, in 64 bits: its id, whether the two are forbidden
# to be one, and their score in `UNITS`.
Near = int
Nears: TypeAlias = "array[int]"  # all of one, in order
NearTo = Callable[[int], Nears]
_BLOCKED = 1 << 15
_SCORE = _BLOCKED - 1
_GOOD = round(THRESHOLD * UNITS)
_UNSURE = round(UNSURE * UNITS)


def tie_of(score: PairScore) -> int | None:
    """What is kept of a score; None when the two are neither alike nor forbidden to be one."""
    if score.score < LEAST and not score.blocked:
        return None
    return (_BLOCKED if score.blocked else 0) | round(score.score * UNITS)


def near(other: int, tie: int) -> Near:
    return other << 16 | tie


def tie_in(one: Near) -> int:
    return one & (_BLOCKED | _SCORE)


def who(one: Near) -> int:
    return one >> 16


def is_forbidden(one: Near) -> bool:
    return bool(one & _BLOCKED)


def is_unsure(one: Near) -> bool:
    """Whether two events with such a pair may be one, or are forbidden to be."""
    return tie_in(one) >= _UNSURE  # those that are forbidden have the highest bit


def score_of(one: Near) -> float:
    return (one & _SCORE) / UNITS


def likest_of(some: Iterable[Near], among: Collection[int]) -> int | None:
    """Who of those `among` is likest, of equals the first; None of none."""
    best, best_score = None, -1
    for one in some:
        score, other = one & _SCORE, one >> 16
        if score < best_score or other not in among:
            continue
        if best is None or score > best_score or other < best:
            best, best_score = other, score
    return best


def good_near(mentions: Collection[int], near_to: NearTo) -> set[int]:
    """Whom any of some mentions may become one with by their score."""
    _, packed = _listed(mentions, near_to)
    return set((packed[_are_good(_ties(packed))] >> 16).tolist())


def likest_near(mentions: Iterable[int], near_to: NearTo) -> set[int]:
    """Of whom each may become one with by their score, the likest."""
    good = ([one for one in near_to(mention) if _is_good(tie_in(one))] for mention in mentions)
    return {who(max(some, key=tie_in)) for some in good if some}


def unsure_near(mentions: Sequence[int], near_to: NearTo) -> Iterator[tuple[int, Near]]:
    """Some mentions, each with one whom `is_unsure` holds of."""
    owners, packed = _listed(mentions, near_to)
    listed = _ties(packed) >= _UNSURE  # as `is_unsure` asks
    for at, one in zip(owners[listed].tolist(), packed[listed].tolist(), strict=True):
        yield mentions[at], one


def _ties(packed: NDArray[np.uint64]) -> NDArray[np.uint16]:
    return packed.astype(np.uint16)  # the lowest bits


def _is_good(tie: int) -> bool:
    return _GOOD <= tie < _BLOCKED


def _are_good(ties: NDArray[np.uint16]) -> NDArray[np.bool_]:
    return (ties >= _GOOD) & (ties < _BLOCKED)


def _listed(
    mentions: Collection[int], near_to: NearTo
) -> tuple[NDArray[np.int32], NDArray[np.uint64]]:
    """(whose it is, by place among `mentions`; the near one) of all in one."""
    rows = [near_to(one) for one in mentions]
    owners = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) for row in rows])
    return owners, np.frombuffer(b"".join(rows), dtype=np.uint64)


class Pairs:
    """The pairs among some mentions, and the groups that these are in: at first each is one of
    its own. Mentions are told by their place in the order of their ids, groups by a number."""

    def __init__(self, mentions: Sequence[int], near_to: NearTo) -> None:
        """`mentions` in order."""
        numbers = np.array(mentions, dtype=np.uint64)
        owners, packed = _listed(mentions, near_to)
        others = packed >> 16
        places = np.searchsorted(numbers, others).astype(np.int32)
        places[places == len(mentions)] = 0
        inside = numbers[places] == others
        self._owners, self._others = owners[inside], places[inside]
        self._ties = _ties(packed[inside])
        self._starts = np.searchsorted(self._owners, np.arange(len(mentions) + 1)).tolist()
        self._groups = np.arange(len(mentions), dtype=np.int32)

    def good(self) -> Iterator[tuple[int, int]]:
        """Best first; each once, the lesser one in front."""
        good = _are_good(self._ties) & (self._owners < self._others)
        ones, others = self._owners[good], self._others[good]
        order = np.lexsort((others, ones, -self._ties[good].astype(np.int32)))
        return zip(ones[order].tolist(), others[order].tolist(), strict=True)

    def move(self, some: Sequence[int], group: int) -> None:
        self._groups[some] = group

    def between(self, one: int, group: int) -> list[int]:
        """The ties of a mention with those of a group, least first: with any that is forbidden
        to be one with it, last."""
        own, inside = self._inside(one, group)
        ties: list[int] = self._ties[own][inside].tolist()
        ties.sort()
        return ties

    def among(self, one: int, group: int) -> dict[int, int]:
        """The same by whom in the group."""
        own, inside = self._inside(one, group)
        others, ties = self._others[own][inside], self._ties[own][inside]
        return dict(zip(others.tolist(), ties.tolist(), strict=True))

    def _inside(self, one: int, group: int) -> tuple[slice, NDArray[np.bool_]]:
        own = slice(self._starts[one], self._starts[one + 1])
        return own, self._groups[self._others[own]] == group
