"""How alike two groups of mentions are. Pure.

Asked in two ways, and the better answer counts. By their pairs: every mention of the smaller
group has its say, so that a chain of likenesses (A like B, B like C) joins no two different
happenings. As wholes: all that each group says, taken together; a word that most of a group
uses tells what it is about, whoever's sentence it stands in.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from db.model import Amount
from timeline.features import Features
from timeline.pairs import amounts_likeness, date_likeness, names_likeness, telling_names, weigh
from timeline.rarity import Rarity
from timeline.when import When

LIKEST = 3  # so many pairs of a mention with a group count
WHOLES_MARGIN = 0.09  # wholes share more than single sentences do
MOST = 0.5  # a kind of action that so much of either group has is common to both
UNITS = 10_000  # of a score: sums of whole numbers do not depend on their order

T = TypeVar("T")
Scores = Callable[[T, Sequence[T]], Sequence[int]]


def by_pairs(one: Sequence[T], other: Sequence[T], scores: Scores[T]) -> float:
    """The mean, over the mentions of the smaller group, of their likest pairs with the larger.

    That a large group also says the same in quite other words takes nothing away. `scores` gives
    those of a mention with the members of a group that are alike at all, in `UNITS`.
    """
    few, many = sorted((one, other), key=len)
    found = _by_pairs(few, many, scores)
    return found if len(few) < len(many) else min(found, _by_pairs(many, few, scores))


def _by_pairs(few: Sequence[T], many: Sequence[T], scores: Scores[T]) -> float:
    counted = min(LIKEST, len(many))
    said = sum(sum(sorted(scores(mention, many))[-counted:]) for mention in few)
    return said / (counted * len(few) * UNITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All that a group says: how many mentions say it, by what they say."""

    mentions: int
    words: Counter[str]
    names: Counter[frozenset[str]]
    actions: Counter[str]
    amounts: frozenset[Amount]
    dates: Counter[When]

    def __add__(self, other: Whole) -> Whole:
        return Whole(
            mentions=self.mentions + other.mentions,
            words=_sum(self.words, other.words),
            names=_sum(self.names, other.names),
            actions=_sum(self.actions, other.actions),
            amounts=self.amounts | other.amounts,
            dates=_sum(self.dates, other.dates),
        )


def _sum(one: Counter[T], other: Counter[T]) -> Counter[T]:
    found = one.copy()
    found.update(other)
    return found


def whole(group: Sequence[Features]) -> Whole:
    return Whole(
        mentions=len(group),
        words=Counter(word for one in group for word in one.words_told),
        names=Counter(one.names_told for one in group),
        actions=Counter(kind for one in group for kind in one.actions_told),
        amounts=frozenset(amount for one in group for amount in one.mention.amounts),
        dates=Counter(one.when.day_alone() for one in group),
    )


def as_wholes(one: Whole, other: Whole, rarity: Rarity) -> float:
    """What `timeline.pairs.compare` weighs, of two groups in place of two mentions, on the same
    scale."""
    parts = {
        "words": rarity.bags_alike(one.words, other.words),
        "names": names_likeness(
            *([telling_names(names, rarity) for names in group.names] for group in (one, other))
        ),
        "action": 1.0 if _actions(one) & _actions(other) else 0.0,
        "amounts": amounts_likeness(one.amounts, other.amounts),
        "date": _dates_alike(one, other, rarity),
    }
    return weigh(parts) - WHOLES_MARGIN


def _actions(group: Whole) -> set[str]:
    return {kind for kind, n in group.actions.items() if n >= MOST * group.mentions}


def _dates_alike(one: Whole, other: Whole, rarity: Rarity) -> float:
    """The mean over all pairs; the exact sum does not depend on their order."""
    found = (
        n * m * date_likeness(date, other_date, rarity)
        for date, n in one.dates.items()
        for other_date, m in other.dates.items()
    )
    return math.fsum(found) / (one.mentions * other.mentions)
