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
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from timeline.bonds import Bonds
from timeline.course import SUPPORT
from timeline.likeness import UNITS, Whole, as_wholes, by_pairs
from timeline.nearness import THRESHOLD, NearTo, Pairs, is_forbidden
from timeline.rarity import Rarity
from timeline.when import When, same_time

SUPPORTED = round(SUPPORT * UNITS)


@dataclass(slots=True)
class _Group:
    """Mentions that are one so far, all ways in which they are dated, and all times."""

    members: list[int]
    datings: set[When]
    times: set[When]
    whole: Whole | None = None  # once it was asked for
    failed: dict[int, int] = field(default_factory=dict)  # another's number -> its size back then

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
        near_to: NearTo,
        agree: Callable[[When, When], bool],
        whole_of: Callable[[Collection[int]], Whole],
        rarity: Rarity,
        bonds: Bonds[int],
    ) -> None:
        """`datings` has the mentions. In here they are told by their place among them."""
        self._mentions = sorted(datings)
        self._datings = [datings[one] for one in self._mentions]
        self._pairs = Pairs(self._mentions, near_to)
        self._agree = agree
        self._whole_of = whole_of
        self._rarity = rarity
        self._bonds = bonds
        self._group_of = list(range(len(self._mentions)))
        self._groups = {
            one: _Group([one], {dating}, {dating.time_alone()})
            for one, dating in enumerate(self._datings)
        }

    def run(self) -> list[list[int]]:
        """Groups of mentions. The sets of `bonds` are groups with all that they are judged one
        with: what may join is decided for groups as the scores make them, so that a judgement
        adds or forbids a merge and changes no other."""
        group_of = self._group_of
        for one, other in self._pairs.good():
            first, second = group_of[one], group_of[other]
            if first != second and self._may_join(first, second):
                self._join(first, second)
        whole: dict[int, list[int]] = defaultdict(list)
        for mention in self._mentions:
            whole[self._bonds.root(mention)].append(mention)
        return list(whole.values())

    def _join(self, first: int, second: int) -> None:
        self._bonds.join(self._mentions[first], self._mentions[second])
        keep, gone = first, second
        if len(self._groups[keep].members) < len(self._groups[gone].members):
            keep, gone = gone, keep
        absorbed = self._groups.pop(gone)
        self._groups[keep].absorb(absorbed)
        self._pairs.move(absorbed.members, keep)
        for one in absorbed.members:
            self._group_of[one] = keep

    def _may_join(self, first: int, second: int) -> bool:
        one, other = self._groups[first], self._groups[second]
        if one.failed.get(second) == len(other.members):
            return False  # nothing has changed since
        may = self._bonds.may_join(self._mentions[first], self._mentions[second]) and self._are_one(
            one, other
        )
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
        if any(ties and is_forbidden(ties[-1]) for ties in between.values()):
            return False

        def scores(mention: int, group: Sequence[int]) -> list[int]:
            if not at_one_time:
                return self._scores_over_time(mention, group)
            return between[mention] if group is many else self._between(mention, group)

        if by_pairs(few, many, scores) >= THRESHOLD:
            return True
        return as_wholes(self._whole(one), self._whole(other), self._rarity) >= THRESHOLD

    def _whole(self, group: _Group) -> Whole:
        if group.whole is None:
            group.whole = self._whole_of([self._mentions[one] for one in group.members])
        return group.whole

    def _between(self, one: int, group: Sequence[int]) -> list[int]:
        """Scores of a mention with those of a group, another than its own, that it is near to."""
        return self._pairs.between(one, self._group_of[group[0]])

    def _scores_over_time(self, mention: int, group: Sequence[int]) -> list[int]:
        """Of groups whose dates cannot all be one: of a plan, and of what became of it."""
        scores = self._pairs.among(mention, self._group_of[group[0]])
        mine = self._datings[mention]
        for other in group:
            if not same_time(mine, self._datings[other]):
                # They speak in other words, which tells neither for nor against.
                scores[other] = max(scores.get(other, 0), SUPPORTED)
        return list(scores.values())
