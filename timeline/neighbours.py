"""Mentions with whom each is near to, brought up to date as some go and others come. Pure.

Only those are compared that the change concerns: those that came; those with a word, name or date
that tells more or less than before (rarity goes by halvings, so few do); and those that lead a
crowded cell otherwise (`timeline.cells`): these with whom they were not compared before. When the
number of mentions passes a bound, that is everybody: see `timeline.rarity.outgrows`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain

from timeline import cells
from timeline.features import Features
from timeline.kept import Kept, Place, Ties
from timeline.nearness import Near, Nears, is_unsure, near, tie_in, tie_of, who
from timeline.pairs import compare
from timeline.rarity import Rarity
from timeline.tally import Tally
from timeline.when import When, dates_agree

BATCH = 500  # mentions compared anew at a time


class Neighbours:
    """`replace`, once; then `came`, `gone`, `tally`, `cells` and `changed` tell what is otherwise
    than it was kept, `compared` who was compared anew."""

    def __init__(self, kept: Kept, own: frozenset[str]) -> None:
        self.kept = kept
        self.tally = Tally(kept.counts, kept.total, own)
        self.rarity = self.tally.before
        self.came: dict[int, Features] = {}
        self.gone: set[int] = set()
        self.cells: dict[cells.Cell, list[int]] = {}
        self.compared: set[int] = set()
        self._read_anew: set[int] = set()  # of those, whom no pair can be taken over of
        self.changed: dict[int, Nears] = {}  # whom those are near to that changed in it
        self.kept_ties: dict[int, Ties] = {}
        self.datings: dict[int, When] = {}
        self._features: dict[int, Features] = {}
        self._members: dict[cells.Cell, Sequence[int]] = {}
        self._were: dict[cells.Cell, Sequence[int]] = {}  # the members of `cells`, before
        self._agreeing: dict[tuple[When, When], bool] = {}

    # ------------------------------------------------------------ mentions go and come

    def replace(self, gone: Collection[int], came: Mapping[int, Features]) -> None:
        """A mention that reads otherwise now goes and comes."""
        kept = self.kept
        left = kept.places(gone)
        self.gone, self.came = set(left), dict(came)
        self._features.update(came)
        self.datings.update((one, features.when) for one, features in came.items())
        self.tally.remove(left.values())
        self.tally.add(came.values())
        self.rarity = self.tally.now()
        crossed = self.tally.crossed(self.rarity)
        told = set(kept.having(crossed)) if any(crossed.values()) else set()
        shifted = kept.places(told - left.keys())
        leaders = self._move(self.tally.before, left, shifted)
        self._read_anew = {*shifted, *came}
        self.compared = leaders - left.keys() | self._read_anew
        self._compare_anew()

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
        otherwise = {
            cell
            for cell in entering.keys() | leaving.keys()
            if entering.get(cell) != leaving.get(cell)
        }
        self._load_members(otherwise)
        leaders: set[int] = set()
        for cell in otherwise:
            members = self._were[cell] = self._members[cell]
            now = sorted({*members} - leaving.get(cell, set()) | entering.get(cell, set()))
            leaders |= cells.leaders_changed(members, now)
            self._members[cell] = self.cells[cell] = now
        return leaders

    # ------------------------------------------------------------ compared anew

    def _compare_anew(self) -> None:
        self.load_ties(self.compared | self.gone)
        left = sorted(self.compared)
        found = {one: array("Q") for one in left}
        for start in range(0, len(left), BATCH):
            rivals = self._rivals(left[start : start + BATCH], found)
            alike = self._dated_alike(rivals)
            self.load_features({o for others in alike.values() for o in others}.union(alike))
            for one, others in alike.items():
                self._compare(one, others, found)
        self.changed.update((one, array("Q", sorted(some))) for one, some in found.items())
        self._mirror()

    def _rivals(self, some: Collection[int], found: Mapping[int, Nears]) -> dict[int, set[int]]:
        """With whom mentions are to be compared; `found` is told what is known of the others."""
        cells_of = self._cells_of(some)
        self._load_members(chain.from_iterable(cells_of.values()))
        were = ChainMap(self._were, self._members)
        rivals = {one: cells.compared_with(one, cells_of[one], self._members) for one in some}
        for one in rivals.keys() - self._read_anew:
            known = rivals[one] & cells.compared_with(one, cells_of[one], were)
            known -= self._read_anew
            found[one].extend(tie for tie in self.kept_ties[one].near if who(tie) in known)
            rivals[one] -= known
        return rivals

    def _cells_of(self, some: Collection[int]) -> dict[int, list[cells.Cell]]:
        places: dict[int, cells.Place] = {**self.kept.places(set(some) - self.came.keys())}
        places |= {one: self.came[one] for one in some if one in self.came}
        self.tally.load("word", {word for place in places.values() for word in place.words})
        return {
            one: [*chain.from_iterable(cells.cells_of(place, self.rarity).values())]
            for one, place in places.items()
        }

    def _dated_alike(self, rivals: Mapping[int, set[int]]) -> dict[int, list[int]]:
        """Those of the rivals whose dates can be one with that of the mention."""
        self._load_datings(rivals)
        self._load_datings({other for others in rivals.values() for other in others})
        datings = self.datings
        return {
            one: [other for other in others if self.agree(datings[one], datings[other])]
            for one, others in rivals.items()
        }

    def agree(self, one: When, other: When) -> bool:
        found = self._agreeing.get((one, other))
        if found is None:
            self._agreeing[one, other] = found = dates_agree(one, other)
        return found

    def _compare(self, one: int, others: Iterable[int], found: Mapping[int, Nears]) -> None:
        mine = self._features[one]
        for other in others:
            if other in found and other < one:
                continue  # this pair had the other one's turn
            tie = tie_of(compare(mine, self._features[other], self.rarity))
            if tie is not None:
                found[one].append(near(other, tie))
                if other in found:
                    found[other].append(near(one, tie))

    def _mirror(self) -> None:
        """Tell those that were not compared anew whom they are near to now."""
        anew = self.compared | self.gone
        news: dict[int, dict[int, Near | None]] = defaultdict(dict)
        for one in anew:
            before = {*self.kept_ties[one].near} if one in self.kept_ties else set()
            now = {*self.changed.get(one, ())}
            for packed in before - now:
                if who(packed) not in anew:
                    news[who(packed)][one] = None
            for packed in now - before:
                if who(packed) not in anew:
                    news[who(packed)][one] = near(one, tie_in(packed))
        self.load_ties(news.keys())
        for other, ties in news.items():
            self.changed[other] = _with_news(self.kept_ties[other].near, ties)

    def stirred(self) -> set[int]:
        """Those compared anew whose groups may come out otherwise, or be unsure otherwise. A
        leader's does not for what it is to those that came, of whom this is asked themselves, nor
        for a weak tie lost to another group: the two are less alike than when they were not one.
        """
        return {
            one
            for one in self.compared
            if one in self._read_anew
            or any(
                self._stirs(one, tie, gained=tie in self.changed[one])
                for tie in {*self.kept_ties[one].near} ^ {*self.changed[one]}
            )
        }

    def _stirs(self, one: int, tie: Near, *, gained: bool) -> bool:
        if who(tie) in self.came:
            return False
        same = self.kept_ties[one].group == self.kept_ties[who(tie)].group
        return gained or same or is_unsure(tie)

    def near_to(self, one: int) -> Nears:
        found = self.changed.get(one)
        return self.kept_ties[one].near if found is None else found

    def feature(self, one: int) -> Features:
        self.load_features({one})
        return self._features[one]

    # ------------------------------------------------------------ what was kept

    def load_features(self, mentions: Collection[int]) -> None:
        missing = {one for one in mentions if one not in self._features}
        if missing:
            found = self.kept.features(missing)
            self._features.update(found)
            self._load_counts(found.values())

    def load_ties(self, mentions: Collection[int]) -> None:
        missing = {one for one in mentions if one not in self.kept_ties}
        if missing:
            ties = self.kept.ties(missing)
            self.kept_ties.update(ties)
            # Those that are gone, or read otherwise now, are asked for as they were.
            there = (one for one in ties if one not in self.gone and one not in self.came)
            self.datings.update((one, ties[one].dating) for one in there)

    def _load_datings(self, mentions: Iterable[int]) -> None:
        missing = {one for one in mentions if one not in self.datings}
        if missing:
            self.datings.update(self.kept.datings(missing))

    def _load_members(self, of_cells: Iterable[cells.Cell]) -> None:
        missing = {cell for cell in of_cells if cell not in self._members}
        if missing:
            kept = self.kept.members(missing)
            self._members.update((cell, kept.get(cell, ())) for cell in missing)

    def _load_counts(self, some: Collection[Features]) -> None:
        self.tally.load("word", set().union(*(one.words_told for one in some)))
        self.tally.load("name", set().union(*(one.names_told for one in some)))
        self.tally.load("date", {one.when.date for one in some})


def _with_news(before: Nears, news: Mapping[int, Near | None]) -> Nears:
    """In order, as `before` is. `news` by mention: None where the two are not near any more."""
    now = array("Q", before)
    for one, packed in news.items():
        at = bisect_left(now, near(one, 0))
        if at < len(now) and who(now[at]) == one:
            del now[at]
        if packed is not None:
            now.insert(at, packed)
    return now
