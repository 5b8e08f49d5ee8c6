"""How alike two groups of mentions are. Pure.

Asked in two ways, and the better answer counts. By their pairs: every mention of the smaller
group has its say, so that a chain of likenesses (A like B, B like C) joins no two different
happenings. As wholes: all that each group says, taken together; a word that most of a group
uses tells what it is about, whoever's sentence it stands in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from typing import TypeVar

from timeline.pairs import (
    Features,
    Rarity,
    amounts_likeness,
    date_likeness,
    names_likeness,
    weigh,
    weighed_cosine,
)

LIKEST = 3  # so many pairs of a mention with a group count
WHOLES_MARGIN = 0.09  # wholes share more than single sentences do
MOST = 0.5  # a kind of action that so much of either group has is common to both

T = TypeVar("T")


def likeness(
    one: Sequence[T],
    other: Sequence[T],
    score: Callable[[T, T], float],
    features: Callable[[T], Features],
    rarity: Rarity,
) -> float:
    """On the scale of pair scores."""
    wholes = as_wholes([features(m) for m in one], [features(m) for m in other], rarity)
    return max(by_pairs(one, other, score), wholes - WHOLES_MARGIN)


def by_pairs(one: Sequence[T], other: Sequence[T], score: Callable[[T, T], float]) -> float:
    """The mean, over the mentions of the smaller group, of their likest pairs with the larger.

    That a large group also says the same in quite other words takes nothing away.
    """
    if len(one) == len(other):
        return min(_by_pairs(one, other, score), _by_pairs(other, one, score))
    few, many = sorted((one, other), key=len)
    return _by_pairs(few, many, score)


def _by_pairs(few: Sequence[T], many: Sequence[T], score: Callable[[T, T], float]) -> float:
    said = []
    for mention in few:
        likest = sorted((score(mention, rival) for rival in many), reverse=True)[:LIKEST]
        said.append(sum(likest) / len(likest))
    return sum(said) / len(said)


def as_wholes(one: Sequence[Features], other: Sequence[Features], rarity: Rarity) -> float:
    """What `timeline.pairs.compare` weighs, of the two groups in place of two mentions."""
    pairs = list(product(one, other))
    amounts = {amounts_likeness(a.mention, b.mention) for a, b in pairs}
    parts = {
        "words": weighed_cosine(_shares(one), _shares(other), rarity.word),
        "names": max(names_likeness(a, b, rarity) for a, b in pairs),
        "action": 1.0 if _actions(one) & _actions(other) else 0.0,
        "amounts": 1.0 if 1.0 in amounts else min(amounts),
        "date": sum(date_likeness(a, b, rarity) for a, b in pairs) / len(pairs),
    }
    return weigh(parts)


def _shares(group: Sequence[Features]) -> dict[str, float]:
    """By word, the share of the mentions that use it."""
    counts: Counter[str] = Counter()
    for one in group:
        counts.update(one.words_told)
    return {word: n / len(group) for word, n in counts.items()}


def _actions(group: Sequence[Features]) -> set[str]:
    counts = Counter(kind for one in group for kind in one.actions_told)
    return {kind for kind, n in counts.items() if n >= MOST * len(group)}
