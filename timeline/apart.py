"""Why two events, or two mentions, are not one. Pure.

The same steps as those of a build, asked about two groups: were they ever compared, how alike is
their likest pair, what forbids it, are the groups as a whole alike enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from db.model import Mention, Topic
from timeline.cells import Cell, are_compared, cells_of
from timeline.cluster import SUPPORTED
from timeline.features import Features, features_of
from timeline.kept import number_of
from timeline.likeness import UNITS, as_wholes, by_pairs, whole
from timeline.nearness import LEAST, THRESHOLD
from timeline.pairs import PairScore, compare
from timeline.rarity import Rarity, own_terms
from timeline.when import dates_agree, same_time


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPair:
    """A mention of each, and what comparing them gives.

    `shared` are words or names both were found by, the rarest first, `crowded` those that too
    many mentions share to tell anything.
    """

    one: Mention
    other: Mention
    score: PairScore
    dates_agree: bool
    shared: tuple[str, ...]
    crowded: tuple[str, ...]

    @property
    def was_compared(self) -> bool:
        return self.dates_agree and bool(self.shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Two groups against each other: `pairs` likest first, and how alike they are as a whole."""

    pairs: tuple[ComparedPair, ...]
    likeness: float
    threshold: float = THRESHOLD

    @property
    def forbidden(self) -> tuple[ComparedPair, ...]:
        """The pairs that forbid a merge, whatever the others look like."""
        return tuple(
            p for p in self.pairs if not p.dates_agree or (p.was_compared and p.score.blocked)
        )


def apart(
    one: Sequence[Mention], other: Sequence[Mention], among: Iterable[Mention], topic: Topic
) -> Apart:
    """Compare two groups of mentions; `among` are all there are, which say what is rare."""
    everything = features_of(list(among))
    rarity = Rarity.among(everything, own_terms(topic))
    known = {features.mention.mention_id: features for features in everything}
    firsts, seconds = ([known[m.mention_id] for m in group] for group in (one, other))
    members = _members([*firsts, *seconds], everything, rarity)
    pairs = [_compared(a, b, rarity, members) for a, b in product(firsts, seconds)]
    pairs.sort(key=lambda p: (not p.was_compared, -p.score.score, p.one.mention_id))
    near = {
        frozenset((p.one.mention_id, p.other.mention_id)): round(p.score.score * UNITS)
        for p in pairs
        if p.was_compared and p.score.score >= LEAST
    }

    def scores(mine: Features, group: Sequence[Features]) -> list[int]:
        return [
            max(found, 0 if same_time(mine.when, rival.when) else SUPPORTED)
            for rival in group
            for found in [
                near.get(frozenset((mine.mention.mention_id, rival.mention.mention_id)), 0)
            ]
        ]

    wholes = as_wholes(whole(firsts), whole(seconds), rarity)
    return Apart(pairs=tuple(pairs), likeness=max(by_pairs(firsts, seconds, scores), wholes))


def _members(
    asked: Iterable[Features], everything: Iterable[Features], rarity: Rarity
) -> dict[Cell, list[int]]:
    """Who is in each cell that one of those asked about is in."""
    found: dict[Cell, list[int]] = {
        cell: [] for one in asked for of_term in cells_of(one, rarity).values() for cell in of_term
    }
    for one in everything:
        for of_term in cells_of(one, rarity).values():
            for cell in found.keys() & set(of_term):
                found[cell].append(number_of(one))
    return {cell: sorted(members) for cell, members in found.items()}


def _compared(
    a: Features, b: Features, rarity: Rarity, members: Mapping[Cell, Sequence[int]]
) -> ComparedPair:
    mine, theirs = cells_of(a, rarity), cells_of(b, rarity)
    telling, crowded = set(), set()
    for term in mine.keys() & theirs.keys():
        common = set(mine[term]) & set(theirs[term])
        if any(are_compared(members[cell], number_of(a), number_of(b)) for cell in common):
            telling.add(term)
        elif common:
            crowded.add(term)
    return ComparedPair(
        one=a.mention,
        other=b.mention,
        score=compare(a, b, rarity),
        dates_agree=dates_agree(a.when, b.when),
        shared=tuple(sorted(telling, key=lambda term: (rarity.words[term], term))),
        crowded=tuple(sorted(crowded)),
    )
