"""Why two events, or two mentions, are not one. Pure.

The same steps as `timeline.cluster`, asked about two groups: were they ever compared, how alike
is their likest pair, what forbids it, are the groups as a whole alike enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from db.model import Mention
from timeline.cluster import MAX_BLOCK, THRESHOLD, Block, blocks_of
from timeline.likeness import likeness
from timeline.pairs import (
    Features,
    PairScore,
    Rarity,
    compare,
    dates_agree,
    features,
    told_together,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPair:
    """A mention of each, and what comparing them gives.

    `shared` are words or names both can be found by, the rarest first, `crowded` those that too
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
        return tuple(p for p in self.pairs if not p.dates_agree or p.score.blocked)


def apart(one: Sequence[Mention], other: Sequence[Mention], among: Iterable[Mention]) -> Apart:
    """Compare two groups of mentions; `among` are all there are, which say what is rare."""
    every = list(among)
    told = told_together(every)
    everything = [features(m, told.get(m.mention_id, ())) for m in every]
    rarity = Rarity(everything)
    firsts, seconds = (
        [features(m, told.get(m.mention_id, ())) for m in group] for group in (one, other)
    )
    sizes = _sizes([*firsts, *seconds], everything, rarity)
    pairs = [_compared(a, b, rarity, sizes) for a, b in product(firsts, seconds)]
    pairs.sort(key=lambda p: (not p.was_compared, -p.score.score, p.one.mention_id))
    scores = {(p.one, p.other): p.score.score for p in pairs if p.was_compared}

    def score(a: Features, b: Features) -> float:
        found = scores.get((a.mention, b.mention))
        return found if found is not None else scores.get((b.mention, a.mention), 0.0)

    whole = likeness(firsts, seconds, score, lambda one: one, rarity)
    return Apart(pairs=tuple(pairs), likeness=whole)


def _sizes(
    asked: Iterable[Features], everything: Iterable[Features], rarity: Rarity
) -> Counter[Block]:
    """How many mentions are in each block that one of those asked about is in."""
    wanted = {block for one in asked for block in blocks_of(one, rarity)}
    return Counter(b for one in everything for b in blocks_of(one, rarity) if b in wanted)


def _compared(a: Features, b: Features, rarity: Rarity, sizes: Counter[Block]) -> ComparedPair:
    common = set(blocks_of(a, rarity)) & set(blocks_of(b, rarity))
    telling = {term for term, when in common if sizes[term, when] <= MAX_BLOCK}
    crowded = {term for term, _ in common} - telling
    return ComparedPair(
        one=a.mention,
        other=b.mention,
        score=compare(a, b, rarity),
        dates_agree=dates_agree(a, b),
        shared=tuple(sorted(telling, key=lambda term: (rarity.words[term], term))),
        crowded=tuple(sorted(crowded)),
    )
