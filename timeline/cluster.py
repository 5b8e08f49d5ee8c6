"""Mentions of one happening, brought together.

From the best pair down, two groups become one when they are alike (`timeline.likeness`) and no
pair in them is forbidden.

Judgements outrank all of it: groups that hold mentions judged the same become one at the end, and
no step may bring mentions judged different together, be it by way of these.

The result depends on the mentions alone, not on their order. Which pairs are compared is told in
`timeline.cells`, how alike they are in `timeline.pairs`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from timeline.bonds import Bonds
from timeline.course import SUPPORT
from timeline.likeness import UNITS, Whole, as_wholes, by_pairs
from timeline.pairs import PairScore
from timeline.rarity import Rarity
from timeline.when import When, same_time

THRESHOLD = 0.31  # of a pair's score, and of the likeness of two groups
UNSURE = 0.25  # pairs from here to the threshold are listed for a person
LEAST = 0.10  # lesser scores are forgotten

# A mention that another one was compared with, in 64 bits: its id, whether the two are forbidden
# to be one, and their score in `UNITS`.
Near = int
_BLOCKED = 1 << 15
_SCORE = _BLOCKED - 1
_GOOD = round(THRESHOLD * UNITS)
SUPPORTED = round(SUPPORT * UNITS)


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


def is_good(one: Near) -> bool:
    return one & 0xFFFF >= _GOOD and not one & _BLOCKED


@dataclass(slots=True)
class _Group:
    """Mentions that are one so far, all ways in which they are dated, and all times."""

    members: list[int]
    datings: set[When]
    times: set[When]
    whole: Whole | None = None  # once it was asked for
    failed: dict[int, int] = field(default_factory=dict)  # another's root -> its size back then

    def absorb(self, other: _Group) -> None:
        self.members += other.members
        self.datings |= other.datings
        self.times |= other.times
        self.whole = self.whole + other.whole if self.whole and other.whole else None
        self.failed.clear()


class Agglomeration:
    """Mentions with whom each is near to, brought together step by step.

    `agree` tells whether two dates can be one; `whole_of` what some mentions say together.
    """

    def __init__(
        self,
        datings: Mapping[int, When],
        near_to: Callable[[int], Sequence[Near]],
        agree: Callable[[When, When], bool],
        whole_of: Callable[[Collection[int]], Whole],
        rarity: Rarity,
        bonds: Bonds[int],
    ) -> None:
        """`datings` has the mentions."""
        self._datings = datings
        self._near_to = near_to
        self._agree = agree
        self._whole_of = whole_of
        self._rarity = rarity
        self._bonds = bonds
        self._root = {one: one for one in datings}
        self._groups = {
            one: _Group([one], {dating}, {dating.time_alone()}) for one, dating in datings.items()
        }

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
        at_one_time = all(same_time(a, b) for a, b in product(one.times, other.times))
        if not at_one_time and not all(
            self._agree(a, b) for a, b in product(one.datings, other.datings)
        ):
            return False
        few, many = sorted((one.members, other.members), key=len)
        between = {member: self._between(member, many) for member in few}
        if any(packed & _BLOCKED for found in between.values() for packed in found):
            return False

        def scores(mention: int, group: Sequence[int]) -> list[int]:
            found = between[mention] if group is many else self._between(mention, group)
            if at_one_time:
                return [packed & _SCORE for packed in found]
            return self._scores_over_time(mention, group, found)

        if by_pairs(few, many, scores) >= THRESHOLD:
            return True
        return as_wholes(self._whole(one), self._whole(other), self._rarity) >= THRESHOLD

    def _whole(self, group: _Group) -> Whole:
        if group.whole is None:
            group.whole = self._whole_of(group.members)
        return group.whole

    def _between(self, one: int, group: Sequence[int]) -> list[Near]:
        """Those of a group, another than its own, that a mention is near to."""
        root, get = self._root[group[0]], self._root.get
        return [packed for packed in self._near_to(one) if get(packed >> 16) == root]

    def _scores_over_time(
        self, mention: int, group: Sequence[int], between: Sequence[Near]
    ) -> list[int]:
        """Of groups whose dates cannot all be one: of a plan, and of what became of it."""
        scores = {packed >> 16: packed & _SCORE for packed in between}
        mine = self._datings[mention]
        for other in group:
            if not same_time(mine, self._datings[other]):
                # They speak in other words, which tells neither for nor against.
                scores[other] = max(scores.get(other, 0), SUPPORTED)
        return list(scores.values())
