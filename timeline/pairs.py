"""How much two mentions look like one happening, and why.

The score of a pair, 0..1, weighs what the sentences share:

    words        cosine of the content words, rare ones counting more
    entities     the same of the names
    action       a kind of action in common
    amounts      figures that can be roundings of one another; figures that cannot weigh against
    date         the same day, or days that a time zone or a late report explains

A headline and the lead of its own article are likely one.

Two mentions can never be one event when their dates cannot be one (`dates_agree`), when they
speak of different versions of one product, when they stand in one article under different
explicit dates, or when one announces what the other tells of. The dates of a plan and of what
became of it may differ (`timeline.course`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from db import partial_dates
from db.model import Mention
from timeline.amounts import compatible
from timeline.course import Role, announces, course_score, on_one_course, role_of
from timeline.words import content_words

WEIGHTS = {"words": 0.38, "entities": 0.25, "action": 0.20, "amounts": 0.09, "date": 0.08}
EXPLICIT_DAYS = 1  # 8 or 9 April: two explicit days this far apart may be one event
REPORT_DAYS = 3  # a publication this long after the day tells of it
HEADLINE_AND_LEAD = 0.30  # one article tells its news twice: in the headline and in the lead
LEAD_POSITION = 1
RARE_TIMES, RARE_SHARE = 8, 0.02  # mentions, and of all mentions
COARSE_PENALTY = {"day": 0.0, "week": 0.02, "month": 0.06, "quarter": 0.15}
VAGUEST_PENALTY = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is compared of one mention; `first` and `last` are day ordinals of its period, `said`
    that of the day it was said, 0 when that is not known; `role` its part in a plan's course."""

    mention: Mention
    words: frozenset[str]
    names: frozenset[str]
    first: int
    last: int
    said: int = 0
    role: Role = "other"

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
        said=date.fromisoformat(mention.said).toordinal() if mention.said else 0,
        role=role_of(mention),
    )


class Rarity:
    """Inverse document frequency of words and names over all mentions."""

    def __init__(self, all_features: Iterable[Features]) -> None:
        self.words: Counter[str] = Counter()
        self.names: Counter[str] = Counter()
        self.total = 0
        for one in all_features:
            self.total += 1
            self.words.update(one.words)
            self.names.update(one.names)

    def word(self, word: str) -> float:
        return math.log((1 + self.total) / (1 + self.words[word])) + 0.1

    def is_rare(self, term: str) -> bool:
        """Whether a word or name stands in so few mentions that sharing it tells something."""
        times = max(self.words[term], self.names[term])
        return times <= max(RARE_TIMES, RARE_SHARE * self.total)

    def name(self, name: str) -> float:
        return math.log((1 + self.total) / (1 + self.names[name])) + 0.1


def dates_agree(one: Features, other: Features) -> bool:
    """Whether two dates can be those of one happening, or of its plan and its outcome."""
    return same_time(one, other) or on_one_course(one, other)


def same_time(one: Features, other: Features) -> bool:
    """Whether two dates can be one date."""
    if one.is_day and other.is_day:
        return abs(one.first - other.first) <= _days_allowed(one.mention, other.mention)
    return one.first <= other.last and other.first <= one.last


def _days_allowed(one: Mention, other: Mention) -> int:
    published = (one.basis == "published") + (other.basis == "published")
    return EXPLICIT_DAYS if published == 0 else REPORT_DAYS


def compare(one: Features, other: Features, rarity: Rarity) -> PairScore:
    """The score of a pair; symmetric."""
    blocked = _blocked(one, other)
    words = _cosine(one.words, other.words, rarity.word)
    names = _cosine(one.names, other.names, rarity.name)
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
    if not same_time(one, other):
        parts["date"] = 0.0
        parts["plan and outcome"] = score = course_score(one, other, rarity.is_rare)
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
    if announces(one, other):
        return "one announces what the other tells of"
    same_article = one.mention.article_id == other.mention.article_id
    explicit = "published" not in (one.mention.basis, other.mention.basis)
    if same_article and explicit and one.mention.date != other.mention.date:
        return "different dates in one article"
    return ""


def _cosine(one: frozenset[str], other: frozenset[str], weight: Callable[[str], float]) -> float:
    shared = one & other
    if not shared:
        return 0.0
    norm = math.sqrt(_square(one, weight) * _square(other, weight))
    return _square(shared, weight) / norm if norm else 0.0


def _square(terms: frozenset[str], weight: Callable[[str], float]) -> float:
    # Sorted: the sum of floats depends on the order, and the order of a set on the process.
    return sum(weight(term) ** 2 for term in sorted(terms))


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
