"""Mentions of one happening, brought together.

From the best pair down, two groups become one when they are alike as a whole (`likeness`) and no
pair in them is forbidden. That every mention has its say keeps a chain of likenesses (A like B, B
like C) from joining two different happenings.

Judgements outrank all of it: groups that hold mentions judged the same become one at the end, and
no step may bring mentions judged different together, be it by way of these.

The result depends on the mentions alone, not on their order. Which pairs are compared is told in
`timeline.cells`, how alike they are in `timeline.pairs`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import product
from typing import TypeVar

from timeline.bonds import Bonds
from timeline.pairs import PairScore

THRESHOLD = 0.36  # of a pair's score, and of the likeness of two groups
LIKEST = 3  # so many pairs of a mention with a group count
UNSURE = 0.28  # pairs from here to the threshold are listed for a person; lesser ones forgotten

T = TypeVar("T")

# A mention that another one was compared with, in 64 bits: its id, whether the two are forbidden
# to be one, and their score in units of 1/10,000.
Near = int
_BLOCKED = 1 << 15
_SCORE = _BLOCKED - 1
UNITS = 10_000
_GOOD = round(THRESHOLD * UNITS)


def tie_of(score: PairScore) -> int | None:
    """What is kept of a score; None when the two are neither alike nor forbidden to be one."""
    if score.score < UNSURE and not score.blocked:
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


def score_of(one: Near) -> float:
    return (one & _SCORE) / UNITS


def likest_of(some: Iterable[Near]) -> int | None:
    """Who of them is likest, of equals the first; None of none."""
    best = min(((_SCORE - (one & _SCORE), one >> 16) for one in some), default=None)
    return None if best is None else best[1]


def is_good(one: Near) -> bool:
    return one & 0xFFFF >= _GOOD and not one & _BLOCKED


@dataclass(slots=True)
class _Group:
    """Mentions that are one so far, and all ways in which they are dated."""

    members: list[int]
    datings: set[str]
    failed: dict[int, int] = field(default_factory=dict)  # another's root -> its size back then

    def absorb(self, other: _Group) -> None:
        self.members += other.members
        self.datings |= other.datings
        self.failed.clear()


class Agglomeration:
    """Mentions with whom each is near to, brought together step by step.

    `dating_of` is equal for mentions whose dates read the same, `agree` tells whether two of
    these can be one.
    """

    def __init__(
        self,
        members: Collection[int],
        near_to: Callable[[int], Sequence[Near]],
        dating_of: Callable[[int], str],
        agree: Callable[[str, str], bool],
        bonds: Bonds[int],
    ) -> None:
        self._near_to = near_to
        self._agree = agree
        self._bonds = bonds
        self._root = {one: one for one in members}
        self._groups = {one: _Group([one], {dating_of(one)}) for one in members}

    def run(self) -> list[list[int]]:
        """Groups of mentions. The sets of `bonds` are groups with all that they are judged one
        with: what may join is decided for groups as the scores make them, so that a judgement
        adds or forbids a merge and changes no other."""
        for one, other in self._good_pairs():
            first, second = self._root[one], self._root[other]
            if first != second and self._may_join(first, second):
                self._join(first, second)
        whole: dict[int, list[int]] = defaultdict(list)
        for one in sorted(self._root):
            whole[self._bonds.root(one)].append(one)
        return list(whole.values())

    def _good_pairs(self) -> list[tuple[int, int]]:
        """Best first; each once, the lesser id in front."""
        root = self._root
        found = [
            (-(packed & _SCORE), one, packed >> 16)
            for one in root
            for packed in self._near_to(one)
            if packed & 0xFFFF >= _GOOD
            and not packed & _BLOCKED
            and one < packed >> 16
            and packed >> 16 in root
        ]
        found.sort()
        return [(one, other) for _, one, other in found]

    def _join(self, first: int, second: int) -> None:
        self._bonds.join(first, second)
        keep, gone = first, second
        if len(self._groups[keep].members) < len(self._groups[gone].members):
            keep, gone = gone, keep
        absorbed = self._groups.pop(gone)
        self._groups[keep].absorb(absorbed)
        for one in absorbed.members:
            self._root[one] = keep

    def _may_join(self, first: int, second: int) -> bool:
        one, other = self._groups[first], self._groups[second]
        if one.failed.get(second) == len(other.members):
            return False  # nothing has changed since
        may = self._bonds.may_join(first, second) and self._are_one(one, other)
        if not may:
            one.failed[second], other.failed[first] = len(other.members), len(one.members)
        return may

    def _are_one(self, one: _Group, other: _Group) -> bool:
        if not all(self._agree(a, b) for a, b in product(one.datings, other.datings)):
            return False
        few, many = sorted((one.members, other.members), key=len)
        if any(packed & _BLOCKED for member in few for packed in self._between(member, many)):
            return False
        return likeness(one.members, other.members, self._scores) >= THRESHOLD

    def _between(self, one: int, group: Sequence[int]) -> list[Near]:
        """Those of a group, another than its own, that a mention is near to."""
        root, get = self._root[group[0]], self._root.get
        return [packed for packed in self._near_to(one) if get(packed >> 16) == root]

    def _scores(self, one: int, group: Sequence[int]) -> list[int]:
        return [packed & _SCORE for packed in self._between(one, group)]


def likeness(
    one: Sequence[T], other: Sequence[T], scores: Callable[[T, Sequence[T]], Sequence[int]]
) -> float:
    """How alike two groups are: the mean, over the mentions of the smaller, of their likest
    pairs with the larger. Every mention has its say; that a large group also says the same in
    quite other words takes nothing away.

    `scores` gives those of a mention with the members of a group that it is near to, in units of
    1/10,000; the others count as unlike.
    """
    few, many = sorted((one, other), key=len)
    found = _likeness(few, many, scores)
    return found if len(few) < len(many) else min(found, _likeness(many, few, scores))


def _likeness(
    few: Sequence[T], many: Sequence[T], scores: Callable[[T, Sequence[T]], Sequence[int]]
) -> float:
    counted = min(LIKEST, len(many))
    # Whole numbers, whose sum does not depend on the order of the mentions.
    said = sum(sum(nlargest(counted, scores(mention, many))) for mention in few)
    return said / (counted * len(few) * UNITS)
