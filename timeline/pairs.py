"""How much two mentions look like one happening, and why.

The score of a pair, 0..1, weighs what the sentences share:

    words        cosine of the content words, rare ones counting more
    entities     the same of the names
    action       a kind of action in common
    amounts      figures that can be roundings of one another; figures that cannot weigh against
    date         the same day, or days that a time zone or a late report explains

A headline and the lead of its own article are likely one.

Two mentions can never be one event when their dates cannot be one (`dates_agree`), when they
speak of different versions of one product, or when they stand in one article under different
explicit dates.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from db import partial_dates
from db.model import Mention
from timeline.amounts import compatible
from timeline.words import content_words

WEIGHTS = {"words": 0.38, "entities": 0.25, "action": 0.20, "amounts": 0.09, "date": 0.08}
EXPLICIT_DAYS = 1  # 8 or 9 April: two explicit days this far apart may be one event
REPORT_DAYS = 3  # a publication this long after the day tells of it
HEADLINE_AND_LEAD = 0.30  # one article tells its news twice: in the headline and in the lead
LEAD_POSITION = 1
DOUBLING = 7  # what being half as frequent adds to a weight
RAREST = 8  # so many halvings, and no more, count
COARSE_PENALTY = {"day": 0.0, "week": 0.02, "month": 0.06, "quarter": 0.15}
VAGUEST_PENALTY = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is compared of one mention; `first` and `last` are day ordinals of its period."""

    mention: Mention
    words: frozenset[str]
    names: frozenset[str]
    first: int
    last: int

    @property
    def is_day(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScore:
    """`score` 0..1 with the words that explain it; `blocked` says what forbids a merge."""

    score: float
    reason: str
    blocked: str = ""


def features(mention: Mention) -> Features:
    period = partial_dates.period(mention.date)
    if period is None:
        raise ValueError(f"mention {mention.mention_id} has the date {mention.date!r}")
    until = partial_dates.period(mention.end_date) if mention.end_date else None
    return Features(
        mention=mention,
        words=content_words(mention.clause),
        names=frozenset(name.lower() for name in mention.entities),
        first=period.start.toordinal(),
        last=(until or period).end.toordinal(),
    )


class Rarity:
    """How telling a word or name is: the rarer among all mentions, the more.

    Rarity goes by doublings, as does the number of mentions, and what less than one in some
    hundreds has is all equally rare. So a further mention changes that of next to no word,
    and with it the score of next to no pair.
    """

    def __init__(self, total: int, words: Mapping[str, int], names: Mapping[str, int]) -> None:
        self.total = total
        self.words = words
        self.names = names
        self._squared_words = _Squares(self.word)
        self._squared_names = _Squares(self.name)

    @classmethod
    def among(cls, all_features: Iterable[Features]) -> Rarity:
        total, words, names = 0, Counter[str](), Counter[str]()
        for one in all_features:
            total += 1
            words.update(one.words)
            names.update(one.names)
        return cls(total, words, names)

    def word(self, word: str) -> int:
        return weight(self.total, self.words[word])

    def name(self, name: str) -> int:
        return weight(self.total, self.names[name])

    def words_alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The cosine of two sets of words, 0..1."""
        return _cosine(one, other, self._squared_words)

    def names_alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        return _cosine(one, other, self._squared_names)


class _Squares(dict[str, int]):
    """Squared weights by term, found when first asked for; and of whole sets of terms."""

    def __init__(self, weight_of: Callable[[str], int]) -> None:
        self._weight_of = weight_of
        self._sums: dict[frozenset[str], int] = {}

    def __missing__(self, term: str) -> int:
        self[term] = square = self._weight_of(term) ** 2
        return square

    def sum_of(self, terms: frozenset[str]) -> int:
        if terms not in self._sums:
            self._sums[terms] = self.sum_once(terms)
        return self._sums[terms]

    def sum_once(self, terms: frozenset[str]) -> int:
        # Of whole numbers: their order, which differs between processes, does not matter.
        return sum(map(self.__getitem__, terms))


def weight(total: int, having: int) -> int:
    """Of a term that so many of all mentions have."""
    return 1 + DOUBLING * min(RAREST, total.bit_length() - having.bit_length())


def dates_agree(one: Features, other: Features) -> bool:
    """Whether two dates can be those of one happening."""
    if one.is_day and other.is_day:
        return abs(one.first - other.first) <= _days_allowed(one.mention, other.mention)
    return one.first <= other.last and other.first <= one.last


def _days_allowed(one: Mention, other: Mention) -> int:
    published = (one.basis == "published") + (other.basis == "published")
    return EXPLICIT_DAYS if published == 0 else REPORT_DAYS


def compare(one: Features, other: Features, rarity: Rarity) -> PairScore:
    """The score of a pair; symmetric."""
    blocked = _blocked(one, other)
    words = rarity.words_alike(one.words, other.words)
    names = rarity.names_alike(one.names, other.names)
    shared_action = bool(set(one.mention.actions) & set(other.mention.actions))
    figures = _amounts(one.mention, other.mention)
    parts = {
        "words": words,
        "entities": names,
        "action": 1.0 if shared_action else 0.0,
        "amounts": figures,
        "date": _date(one, other),
    }
    score = sum(WEIGHTS[name] * part for name, part in parts.items()) - _vagueness(one, other)
    if _headline_and_lead(one.mention, other.mention):
        parts["headline and lead"] = 1.0
        score += HEADLINE_AND_LEAD
    told = ", ".join(f"{name} {part:.2f}" for name, part in parts.items() if part)
    return PairScore(score=min(1.0, max(0.0, round(score, 4))), reason=told, blocked=blocked)


def _headline_and_lead(one: Mention, other: Mention) -> bool:
    if one.article_id != other.article_id or one.date != other.date:
        return False
    parts = {one.part: one, other.part: other}
    lead = parts.get("text") or parts.get("summary")
    return "title" in parts and lead is not None and lead.position <= LEAD_POSITION


def _blocked(one: Features, other: Features) -> str:
    if not dates_agree(one, other):
        return f"dates {one.mention.date} and {other.mention.date} cannot be one"
    for figure in one.mention.amounts:
        for rival in other.mention.amounts:
            if figure.kind != rival.kind or not figure.kind.startswith("version:"):
                continue
            if figure.low != rival.low:
                return f"different versions: {figure.text} and {rival.text}"
    same_article = one.mention.article_id == other.mention.article_id
    explicit = "published" not in (one.mention.basis, other.mention.basis)
    if same_article and explicit and one.mention.date != other.mention.date:
        return "different dates in one article"
    return ""


def _cosine(one: frozenset[str], other: frozenset[str], squares: _Squares) -> float:
    if shared := one & other:
        return squares.sum_once(shared) / math.sqrt(squares.sum_of(one) * squares.sum_of(other))
    return 0.0


def _amounts(one: Mention, other: Mention) -> float:
    """1 when a figure is shared, -1 when figures of one kind are there and none agrees."""
    rivals = False
    for figure in one.amounts:
        for other_figure in other.amounts:
            if figure.kind != other_figure.kind:
                continue
            if compatible(figure, other_figure):
                return 1.0
            rivals = True
    return -1.0 if rivals else 0.0


def _date(one: Features, other: Features) -> float:
    if one.is_day and other.is_day:
        return 1.0 - abs(one.first - other.first) / (REPORT_DAYS + 1)
    return 0.5 if one.mention.date != other.mention.date else 1.0


def _vagueness(one: Features, other: Features) -> float:
    return max(
        COARSE_PENALTY.get(one.mention.precision, VAGUEST_PENALTY),
        COARSE_PENALTY.get(other.mention.precision, VAGUEST_PENALTY),
    )
