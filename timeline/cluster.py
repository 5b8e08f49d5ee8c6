"""Mentions of one happening, brought together.

1. Blocking: only mentions that share a telling word or name and lie near each other in time
   are compared at all.
2. Each candidate pair gets a score (`timeline.pairs`).
3. From the best pair down, two groups become one when they are alike (`timeline.likeness`) and
   no pair in them is forbidden.
4. Judgements outrank all of it: groups that hold mentions judged the same become one at the end,
   and no step may bring mentions judged different together, be it by way of these.

The result depends on the mentions alone, not on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import TypeVar

from db.model import Mention
from timeline.bonds import Bonds
from timeline.course import SUPPORT, months_of_course
from timeline.likeness import likeness
from timeline.pairs import (
    Features,
    PairScore,
    Rarity,
    compare,
    dates_agree,
    features,
    same_time,
    told_together,
)

THRESHOLD = 0.31  # of a pair's score, and of the likeness of two groups
UNSURE = 0.25  # pairs from here to the threshold are listed for a person
TELLING_WORDS = 8  # the rarest words of a mention are what it is found by
MAX_BLOCK = 150  # what more mentions than these share tells nothing
BUCKET_DAYS = 6
COURSE_WORDS = 4  # the rarest of them lead from a plan to what became of it

T = TypeVar("T")
Pair = tuple[int, int]
Block = tuple[str, str]  # a word or name, and a stretch of time
IdPair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustering:
    """`groups` hold mentions by id; `scores` are by pair of mention ids, in id order."""

    groups: tuple[tuple[Mention, ...], ...]
    scores: dict[tuple[str, str], PairScore]

    def score(self, one: str, other: str) -> PairScore | None:
        """None for a pair that was never compared, or is far from alike."""
        return self.scores.get((min(one, other), max(one, other)))


def cluster(
    mentions: Sequence[Mention],
    threshold: float = THRESHOLD,
    *,
    together: Iterable[IdPair] = (),
    apart: Iterable[IdPair] = (),
) -> Clustering:
    """Group mentions into happenings. Pure, and the same for any order of `mentions`.

    `together` and `apart` are pairs of ids of `mentions` that were judged the same or different;
    they must not contradict each other (see `timeline.judged`).
    """
    ordered = sorted(mentions, key=lambda m: (m.mention_id, m.version_id))
    together_told = told_together(ordered)
    all_features = [features(m, together_told.get(m.mention_id, ())) for m in ordered]
    rarity = Rarity(all_features)
    scores = {
        pair: compare(all_features[pair[0]], all_features[pair[1]], rarity)
        for pair in sorted(_candidates(all_features, rarity))
    }
    groups = _agglomerate(all_features, scores, rarity, threshold, _bonds(ordered, together, apart))
    return Clustering(
        groups=tuple(tuple(ordered[i] for i in sorted(group)) for group in groups),
        scores={
            (ordered[a].mention_id, ordered[b].mention_id): score
            for (a, b), score in scores.items()
            if score.score >= UNSURE
        },
    )


def _bonds(
    ordered: Sequence[Mention], together: Iterable[IdPair], apart: Iterable[IdPair]
) -> Bonds[int]:
    index_of = {mention.mention_id: index for index, mention in enumerate(ordered)}
    bonds: Bonds[int] = Bonds()
    for one, other in together:
        bonds.join(index_of[one], index_of[other])
    for one, other in apart:
        bonds.part(index_of[one], index_of[other])
    return bonds


def blocks_of(one: Features, rarity: Rarity) -> Iterator[Block]:
    """Where a mention is looked for; one may come twice. Mentions without a block in common
    are never compared."""
    telling = sorted(one.words, key=lambda w: (-rarity.word(w), w))[:TELLING_WORDS]
    for term in (*telling, *sorted(one.names)):
        for bucket in _buckets(one):
            yield term, bucket
    for term in telling[:COURSE_WORDS]:
        for month in months_of_course(one):
            yield term, f"c{month}"


def _candidates(all_features: Sequence[Features], rarity: Rarity) -> set[Pair]:
    blocks: dict[Block, list[int]] = defaultdict(list)
    for index, one in enumerate(all_features):
        for block in blocks_of(one, rarity):
            blocks[block].append(index)
    pairs: set[Pair] = set()
    for members in blocks.values():
        if len(members) <= MAX_BLOCK:
            pairs.update(
                (a, b)
                for a, b in combinations(members, 2)
                if a != b and dates_agree(all_features[a], all_features[b])
            )
    return pairs


def _buckets(one: Features) -> Iterator[str]:
    """Days share a bucket with days near them; coarse periods with all that lie in them."""
    if one.is_day:
        slot = one.first // BUCKET_DAYS
        yield from (f"d{slot}", f"d{slot + 1}")
    first, last = date.fromordinal(one.first), date.fromordinal(one.last)
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= 3:
        yield from (f"m{month}" for month in months)
    else:
        yield from (f"y{year}" for year in range(first.year, last.year + 1))
    if len(months) == 1:
        yield f"y{first.year}"


def _agglomerate(
    all_features: Sequence[Features],
    scores: dict[Pair, PairScore],
    rarity: Rarity,
    threshold: float,
    bonds: Bonds[int],
) -> list[list[int]]:
    """Groups of indexes. The sets of `bonds` are groups with all that they are judged one with:
    what may join is decided for groups as the scores make them, so that a judgement adds or
    forbids a merge and changes no other."""
    group_of = list(range(len(all_features)))
    members: dict[int, list[int]] = {i: [i] for i in group_of}
    good = sorted(
        ((pair, s) for pair, s in scores.items() if s.score >= threshold and not s.blocked),
        key=lambda item: (-item[1].score, item[0]),
    )
    for (a, b), _ in good:
        one, other = group_of[a], group_of[b]
        if one == other or not bonds.may_join(one, other):
            continue
        if not _may_join(members[one], members[other], all_features, scores, rarity, threshold):
            continue
        bonds.join(one, other)
        keep, gone = min(one, other), max(one, other)
        members[keep] += members.pop(gone)
        for index in members[keep]:
            group_of[index] = keep
    whole: dict[int, list[int]] = defaultdict(list)
    for index in range(len(all_features)):
        whole[bonds.root(index)].append(index)
    return list(whole.values())


def _may_join(
    one: list[int],
    other: list[int],
    all_features: Sequence[Features],
    scores: dict[Pair, PairScore],
    rarity: Rarity,
    threshold: float,
) -> bool:
    def score(a: int, b: int) -> float:
        found = scores.get((min(a, b), max(a, b)))
        told = found.score if found else 0.0  # not even a candidate: unlike
        # A plan speaks in other words than its outcome, which tells neither for nor against.
        return told if same_time(all_features[a], all_features[b]) else max(told, SUPPORT)

    for a, b in product(one, other):
        found = scores.get((min(a, b), max(a, b)))
        if found.blocked if found else not dates_agree(all_features[a], all_features[b]):
            return False
    return likeness(one, other, score, all_features.__getitem__, rarity) >= threshold
