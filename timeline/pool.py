"""All mentions, with whom each is near to and the groups they are in, brought up to date. Pure.

A `Pool` starts from what was kept of the last build, or from nothing, lets mentions go and come,
and redoes what that changes and no more: the result is what a start from nothing with the
mentions there are now gives. What may change, and why that is all:

1. Rarity. It goes by halvings, so that few words, names and dates cross a bound; who tells one of
   those is compared anew. When the number of mentions crosses one, everything is: see
   `timeline.rarity.outgrows`.
2. Leaders. Who becomes or ceases to be a leader of a crowded cell is compared anew.
3. Groups. Whether two join depends on what the two say, how rare that is, and the pairs between
   them alone. So the groups of
   the mentions compared anew are taken apart and brought together again, among all groups they
   are near to. If one of those comes out otherwise than before, it is taken apart as well, until
   all that was not taken apart comes out as it was.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from db.pools import TermKind
from timeline import cells
from timeline.bonds import Bonds
from timeline.cluster import Agglomeration, Near, is_good, near, tie_in, tie_of, who
from timeline.features import Features
from timeline.kept import Kept, Place, Ties
from timeline.likeness import Whole, whole
from timeline.pairs import compare
from timeline.rarity import Rarity
from timeline.when import When, dates_agree

BATCH = 500  # mentions compared anew at a time

Link = tuple[int, int]


Terms = Mapping[TermKind, Counter[str]]  # how many mentions more have each


class Counts(dict[str, int]):
    """How many mentions have a term: what was kept, and what came since."""

    def __init__(self, kept: Callable[[str], int], since: Mapping[str, int]) -> None:
        self._kept = kept
        self._since = since

    def __missing__(self, term: str) -> int:
        self[term] = count = self._kept(term) + self._since.get(term, 0)
        return count


class Pool:
    """See the head of this module; `replace`, then `regroup`, each once.

    `came`, `gone`, `terms`, `cells`, `ties`, `taken_apart` and `grouped` (groups as they were and
    as they are) tell what is otherwise than it was kept.
    """

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.total = kept.total
        self.came: dict[int, Features] = {}
        self.gone: set[int] = set()
        self.terms: Terms = _no_terms()
        self.cells: dict[cells.Cell, list[int]] = {}
        self.ties: dict[int, Ties] = {}
        self.taken_apart: set[int] = set()
        self.grouped: dict[int, Sequence[int]] = {}
        self.rarity = Rarity(0, {}, {}, {})
        self._compared: set[int] = set()
        self._near: dict[int, Sequence[Near]] = {}
        self._kept_ties: dict[int, Ties] = {}
        self._features: dict[int, Features] = {}
        self._datings: dict[int, When] = {}
        self._agreeing: dict[tuple[When, When], bool] = {}

    # ------------------------------------------------------------ mentions go and come

    def replace(self, gone: Collection[int], came: Mapping[int, Features]) -> None:
        """A mention that reads otherwise now goes and comes."""
        kept = self.kept
        left = kept.places(gone)
        self.gone, self.came = set(left), dict(came)
        self._features.update(came)
        self._datings.update((one, features.when) for one, features in came.items())
        self._count(left.values(), -1)
        self._count(came.values(), 1)
        self.total += len(came) - len(left)
        before = self._rarity(kept.total, _no_terms())
        self.rarity = self._rarity(self.total, self.terms)
        crossed = self._crossed(before)
        shifted = kept.places(set(kept.having(*crossed)) - left.keys()) if any(crossed) else {}
        leaders = self._move(before, left, shifted)
        self._compared = (shifted.keys() | leaders) - left.keys() | came.keys()
        self._compare_anew()

    def _count(self, places: Iterable[Place | Features], by: int) -> None:
        for one in places:
            for word in one.words:
                self.terms["word"][word] += by
            for name in one.names:
                self.terms["name"][name] += by
            self.terms["date"][one.when.date] += by

    def _rarity(self, total: int, since: Terms) -> Rarity:
        kept = self.kept
        return Rarity(
            total,
            Counts(kept.word_count, since["word"]),
            Counts(kept.name_count, since["name"]),
            Counts(kept.date_count, since["date"]),
        )

    def _crossed(self, before: Rarity) -> tuple[set[str], set[str], set[str]]:
        """The words, names and dates that mentions had, and that tell more or less now."""
        now, terms = self.rarity, self.terms
        return (
            {w for w in terms["word"] if before.words[w] and before.word(w) != now.word(w)},
            {n for n in terms["name"] if before.names[n] and before.name(n) != now.name(n)},
            {d for d in terms["date"] if before.dates[d] and before.crowd(d) != now.crowd(d)},
        )

    def _move(
        self, before: Rarity, left: Mapping[int, Place], shifted: Mapping[int, Place]
    ) -> set[int]:
        """Bring the cells up to date; returns the mentions that lead otherwise in one."""
        entering: dict[cells.Cell, set[int]] = {}
        leaving: dict[cells.Cell, set[int]] = {}
        were: dict[int, cells.Place] = {**left, **shifted}
        are: dict[int, cells.Place] = {**shifted, **self.came}
        for places, rarity, moving in (
            (were, before, leaving),
            (are, self.rarity, entering),
        ):
            for one, place in places.items():
                for of_term in cells.cells_of(place, rarity).values():
                    for cell in of_term:
                        moving.setdefault(cell, set()).add(one)
        leaders: set[int] = set()
        for cell in entering.keys() | leaving.keys():
            members = self.kept.members(cell)
            if entering.get(cell) == leaving.get(cell):
                continue
            now = sorted({*members} - leaving.get(cell, set()) | entering.get(cell, set()))
            leaders |= cells.leaders_changed(members, now)
            self.cells[cell] = now
        return leaders

    # ------------------------------------------------------------ compared anew

    def _compare_anew(self) -> None:
        left = sorted(self._compared)
        found = {one: array("Q") for one in left}
        for start in range(0, len(left), BATCH):
            rivals = self._rivals(left[start : start + BATCH])
            alike = self._dated_alike(rivals)
            self._load_features({o for others in alike.values() for o in others}.union(alike))
            for one, others in alike.items():
                self._compare(one, others, found)
        self._load_ties(self._compared | self.gone)
        self._mirror(found)
        self._near.update(found)

    def _rivals(self, some: Collection[int]) -> dict[int, set[int]]:
        """With whom mentions are to be compared."""
        places: dict[int, cells.Place] = {**self.kept.places(set(some) - self.came.keys())}
        places |= {one: self.came[one] for one in some if one in self.came}
        return {
            one: cells.compared_with(one, self._cells_of(places[one]), self._members)
            for one in some
        }

    def _dated_alike(self, rivals: Mapping[int, set[int]]) -> dict[int, list[int]]:
        """Those of the rivals whose dates can be one with that of the mention."""
        self._load_datings(rivals)
        self._load_datings({other for others in rivals.values() for other in others})
        datings = self._datings
        return {
            one: [other for other in others if self._agree(datings[one], datings[other])]
            for one, others in rivals.items()
        }

    def _agree(self, one: When, other: When) -> bool:
        found = self._agreeing.get((one, other))
        if found is None:
            self._agreeing[one, other] = found = dates_agree(one, other)
        return found

    def _cells_of(self, place: cells.Place) -> Iterable[Iterable[cells.Cell]]:
        return cells.cells_of(place, self.rarity).values()

    def _members(self, cell: cells.Cell) -> Sequence[int]:
        found = self.cells.get(cell)
        return self.kept.members(cell) if found is None else found

    def _compare(self, one: int, others: Iterable[int], found: Mapping[int, array[int]]) -> None:
        mine = self._features[one]
        for other in others:
            if other in found and other < one:
                continue  # this pair had the other one's turn
            tie = tie_of(compare(mine, self._features[other], self.rarity))
            if tie is not None:
                found[one].append(near(other, tie))
                if other in found:
                    found[other].append(near(one, tie))

    def _mirror(self, found: Mapping[int, Sequence[Near]]) -> None:
        """Tell those that were not compared anew whom they are near to now."""
        news: dict[int, dict[int, Near | None]] = defaultdict(dict)
        for one in self._compared | self.gone:
            before = self._kept_ties[one].near if one in self._kept_ties else ()
            for packed in before:
                news[who(packed)][one] = None
            for packed in found.get(one, ()):
                news[who(packed)][one] = near(one, tie_in(packed))
        others = news.keys() - self._compared - self.gone
        self._load_ties(others)
        for other in others:
            before = self._kept_ties[other].near
            now = {who(packed): packed for packed in before} | news[other]
            self._near[other] = array(
                "Q", (packed for packed in now.values() if packed is not None)
            )

    # ------------------------------------------------------------ groups

    def regroup(
        self, together: Collection[Link], apart: Collection[Link], judged: Collection[int] = ()
    ) -> None:
        """Bring the groups up to date. `judged` are mentions on which another judgement holds
        now than before."""
        bonded = _families([*together, *apart])
        taken = set(self.kept.groups_of(self._compared | self.gone | set(judged)).values())
        while True:
            taken = self._with_bonded(taken, bonded)
            loose = self._members_of(taken) | self.came.keys()
            ring = self._with_bonded(self._around(loose), bonded) - taken
            as_they_were = {group: sorted(self._members_of([group])) for group in ring}
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
        others = set(self.kept.groups_of(set(mentions) - self.gone).values()) - self.taken_apart
        self.taken_apart |= others
        self.grouped |= {group: sorted(self._members_of([group])) for group in others}
        inside = {one for group in others for one in self.grouped[group]}
        self._load_ties(inside)

    def _with_bonded(self, groups: set[int], bonded: Mapping[int, set[int]]) -> set[int]:
        """With the groups that judgements link them to, by whatever way."""
        groups, fresh = set(groups), set(groups)
        while fresh and bonded:
            inside = self._members_of(fresh) | (self.came.keys() if fresh == groups else set())
            linked = {m for one in inside & bonded.keys() for m in bonded[one]}
            fresh = set(self.kept.groups_of(linked - self.gone).values()) - groups
            groups |= fresh
        return groups

    def _members_of(self, groups: Collection[int]) -> set[int]:
        found = self.kept.groups(groups).values()
        return {one for members in found for one in members} - self.gone

    def _around(self, loose: set[int]) -> set[int]:
        """The groups of those near enough to one of `loose` to become one with it."""
        self._load_ties(loose)
        alike = {who(p) for one in loose for p in self.near_to(one) if is_good(p)} - loose
        return set(self.kept.groups_of(alike).values())

    def _agglomerate(
        self, mentions: set[int], together: Iterable[Link], apart: Iterable[Link]
    ) -> dict[int, list[int]]:
        self._load_ties(mentions)
        bonds: Bonds[int] = Bonds()
        for one, other in together:
            bonds.join(one, other)
        for one, other in apart:
            bonds.part(one, other)
        groups = Agglomeration(
            {one: self._datings[one] for one in mentions},
            self.near_to,
            self._agree,
            self._whole,
            self.rarity,
            bonds,
        ).run()
        return {group[0]: group for group in groups}

    def _whole(self, mentions: Collection[int]) -> Whole:
        self._load_features(set(mentions))
        return whole([self._features[one] for one in mentions])

    def near_to(self, one: int) -> Sequence[Near]:
        found = self._near.get(one)
        return self._kept_ties[one].near if found is None else found

    def load(self, mentions: Collection[int]) -> None:
        """Have at hand what will be asked for: one question is dearer than what it is about."""
        self._load_features(set(mentions))
        self._load_ties(set(mentions))

    def feature(self, one: int) -> Features:
        self._load_features({one})
        return self._features[one]

    def _tell_ties(self) -> None:
        group_of = {one: group for group, members in self.grouped.items() for one in members}
        for one in group_of.keys() | self._near.keys():
            near_ones = self.near_to(one)
            group = group_of[one] if one in group_of else self._kept_ties[one].group
            told = Ties(group=group, dating=self._datings[one], near=near_ones)
            if one in self.came or told != self._kept_ties[one]:
                self.ties[one] = told

    # ------------------------------------------------------------ what was kept

    def _load_features(self, mentions: set[int]) -> None:
        missing = {one for one in mentions if one not in self._features}
        if missing:
            self._features.update(self.kept.features(missing))

    def _load_ties(self, mentions: set[int]) -> None:
        missing = {one for one in mentions if one not in self._kept_ties}
        if missing:
            ties = self.kept.ties(missing)
            self._kept_ties.update(ties)
            # Those that are gone, or read otherwise now, are asked for as they were.
            there = (one for one in ties if one not in self.gone and one not in self.came)
            self._datings.update((one, ties[one].dating) for one in there)

    def _load_datings(self, mentions: Iterable[int]) -> None:
        missing = {one for one in mentions if one not in self._datings}
        if missing:
            self._datings.update(self.kept.datings(missing))


def _no_terms() -> Terms:
    return {"word": Counter(), "name": Counter(), "date": Counter()}


def _families(links: Iterable[Link]) -> dict[int, set[int]]:
    """By mention, all that links lead to from it, itself among them."""
    bonds: Bonds[int] = Bonds()
    for one, other in (links := list(links)):
        bonds.join(one, other)
    families: dict[int, set[int]] = defaultdict(set)
    for mention in {mention for link in links for mention in link}:
        families[bonds.root(mention)].add(mention)
    return {mention: family for family in families.values() for mention in family}
