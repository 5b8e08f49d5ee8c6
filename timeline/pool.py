"""The groups of mentions that are one happening, brought up to date. Pure.

A `Pool` starts from what was kept of the last build, or from nothing: the result is what a start
from nothing with the mentions there are now gives. Whether two groups join depends on what the
two say, how rare that is, and the pairs between them alone. So the groups of the mentions that
are otherwise near to others than before (`timeline.neighbours`) are taken apart and brought
together again, among all groups they are near to. If one of those comes out otherwise than before,
it is taken apart as well, until all that was not taken apart comes out as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from timeline.bonds import Bonds
from timeline.cluster import Agglomeration
from timeline.kept import Kept, Ties
from timeline.likeness import Whole, whole
from timeline.nearness import good_near, likest_near, who
from timeline.neighbours import Neighbours

Link = tuple[int, int]


class Pool:
    """`own` are the story's terms (`timeline.rarity`).

    `regroup`, once, when the neighbours are as they are now; then `ties`, `taken_apart` and
    `grouped` (groups as they were and as they are) tell what is otherwise than it was kept."""

    def __init__(self, kept: Kept, own: frozenset[str]) -> None:
        self.kept = kept
        self.near = Neighbours(kept, own)
        self.ties: dict[int, Ties] = {}
        self.taken_apart: set[int] = set()
        self.grouped: dict[int, Sequence[int]] = {}

    def regroup(
        self, together: Collection[Link], apart: Collection[Link], judged: Collection[int] = ()
    ) -> None:
        """Bring the groups up to date. `judged` are mentions on which another judgement holds
        now than before."""
        bonded = _families([*together, *apart])
        # What came mostly joins the likest: it is taken apart at once, not only when that is found.
        likest = likest_near(self.near.came, self.near.near_to)
        anew = self.near.stirred() | self.near.gone | likest.union(judged)
        taken = set(self.kept.groups_of(anew).values())
        while True:
            taken = self._with_bonded(taken, bonded)
            loose = self._members_of(taken) | self.near.came.keys()
            ring = self._with_bonded(self._around(loose), bonded) - taken
            as_they_were = self._as_they_were(ring)
            found = self._agglomerate(loose.union(*as_they_were.values()), together, apart)
            otherwise = {g for g, members in as_they_were.items() if found.get(g) != members}
            if not otherwise:
                break
            taken |= otherwise
        self.taken_apart = taken
        self.grouped = {group: members for group, members in found.items() if group not in ring}
        self._tell_ties()

    def look_again(self, mentions: Collection[int]) -> None:
        """Count the groups of `mentions` among those that are told anew, as they are."""
        others = (
            set(self.kept.groups_of(set(mentions) - self.near.gone).values()) - self.taken_apart
        )
        self.taken_apart |= others
        self.grouped |= self._as_they_were(others)
        self.near.load_ties({one for group in others for one in self.grouped[group]})

    def unaltered(self) -> set[int]:
        """The groups among those told anew that have the members they had, with the same words
        and dates."""
        were = self.kept.groups(self.taken_apart & self.grouped.keys())
        return {
            group
            for group, members in were.items()
            if list(members) == list(self.grouped[group])
            and self.near.came.keys().isdisjoint(members)
        }

    def compared_within(self, group: int) -> set[int]:
        """Its mentions that may be likest to another one in it than before, or otherwise alike."""
        members = set(self.grouped[group])
        anew = members & self.near.compared
        beside = {who(near) for one in anew for near in self.near.near_to(one)}
        return anew | members & beside

    def _with_bonded(self, groups: set[int], bonded: Mapping[int, set[int]]) -> set[int]:
        """With the groups that judgements link them to, by whatever way."""
        groups, fresh = set(groups), set(groups)
        while fresh and bonded:
            inside = self._members_of(fresh) | (self.near.came.keys() if fresh == groups else set())
            linked = {m for one in inside & bonded.keys() for m in bonded[one]}
            fresh = set(self.kept.groups_of(linked - self.near.gone).values()) - groups
            groups |= fresh
        return groups

    def _members_of(self, groups: Collection[int]) -> set[int]:
        found = self.kept.groups(groups).values()
        return {one for members in found for one in members} - self.near.gone

    def _as_they_were(self, groups: Collection[int]) -> dict[int, list[int]]:
        """Without those that are gone."""
        gone = self.near.gone
        found = self.kept.groups(groups).items()
        return {group: [one for one in members if one not in gone] for group, members in found}

    def _around(self, loose: set[int]) -> set[int]:
        """The groups of those near enough to one of `loose` to become one with it."""
        self.near.load_ties(loose)
        alike = good_near(loose, self.near.near_to) - loose
        return set(self.kept.groups_of(alike).values())

    def _agglomerate(
        self, mentions: set[int], together: Iterable[Link], apart: Iterable[Link]
    ) -> dict[int, list[int]]:
        self.near.load_ties(mentions)
        bonds: Bonds[int] = Bonds()
        for one, other in together:
            bonds.join(one, other)
        for one, other in apart:
            bonds.part(one, other)
        groups = Agglomeration(
            {one: self.near.datings[one] for one in mentions},
            self.near.near_to,
            self.near.agree,
            self._whole,
            self.near.rarity,
            bonds,
        ).run()
        return {group[0]: group for group in groups}

    def _whole(self, mentions: Collection[int]) -> Whole:
        self.near.load_features(set(mentions))
        return whole([self.near.feature(one) for one in mentions])

    def _tell_ties(self) -> None:
        group_of = {one: group for group, members in self.grouped.items() for one in members}
        for one in group_of.keys() | self.near.changed.keys():
            near_ones = self.near.near_to(one)
            group = group_of[one] if one in group_of else self.near.kept_ties[one].group
            told = Ties(group=group, dating=self.near.datings[one], near=near_ones)
            if one in self.near.came or told != self.near.kept_ties[one]:
                self.ties[one] = told


def _families(links: Iterable[Link]) -> dict[int, set[int]]:
    """By mention, all that links lead to from it, itself among them."""
    bonds: Bonds[int] = Bonds()
    for one, other in (links := list(links)):
        bonds.join(one, other)
    families: dict[int, set[int]] = defaultdict(set)
    for mention in {mention for link in links for mention in link}:
        families[bonds.root(mention)].add(mention)
    return {mention: family for family in families.values() for mention in family}
