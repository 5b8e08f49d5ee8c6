"""How much two mentions look like one happening, and why.

The score of a pair, 0..1, weighs what the sentences share:

    words        cosine of the content words, rare ones counting more
    names        a telling name in common; telling names, and none in common, weigh against
    action       a kind of action in common
    amounts      figures that can be roundings of one another; figures that cannot weigh against
    date         the same day, or days that a time zone or a late report explains; the more is
                 told of a day, the less does it mean to be of that day

A headline and the lead of its own article that tells the same news (`told_together`) are likely
one, and are compared with others both alone and together: a headline leaves out what the lead
says, and the next outlet's headline leaves out something else.

The weights are those of a logistic regression over pairs of sentences of unlike stories, judged
by hand to tell of one happening or of two (docs/quality.md).

Two mentions can never be one event when their dates cannot be one (`dates_agree`), when they
speak of different versions of one product, when one tells of a move of the market and the other
does not, when they stand in one article under different explicit dates, or when one announces
what the other tells of. The dates of a plan and of what became of it may differ
(`timeline.course`).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db import partial_dates
from db.model import Mention
from timeline.actions import actions
from timeline.aliases import name_key
from timeline.amounts import compatible
from timeline.course import Role, announces, course_score, on_one_course, role_of
from timeline.languages import differ_in_script, likeness_across
from timeline.words import content_words

WEIGHTS = {"words": 0.37, "names": 0.06, "action": 0.12, "amounts": 0.15, "date": 0.30}
TELLING_NAME = 2.0  # rarity from which a name tells something: in an eighth of the mentions
UNSEEN = 100  # mentions imagined besides: in a young story nearly every word would be rare
SAME_NEWS = 0.35  # share of the shorter one's words that a headline and its lead have in common
EXPLICIT_DAYS = 1  # 8 or 9 April: two explicit days this far apart may be one event
REPORT_DAYS = 5  # a publication this long after the day still tells of it
FADING_DAYS = 4  # in so many days the day in common loses its weight
CROWDED = 7.0  # log of the mentions of a day on which to be of that day says nothing
HEADLINE_AND_LEAD = 0.30  # one article tells its news twice: in the headline and in the lead
LEAD_POSITION = 1
SUBJECT_WORDS = 4  # a sentence begins with what it is about
RARE_TIMES, RARE_SHARE = 8, 0.02  # mentions, and of all mentions
COARSE_PENALTY = {"day": 0.0, "week": 0.02, "month": 0.06, "quarter": 0.15}
VAGUEST_PENALTY = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is compared of one mention; `first` and `last` are day ordinals of its period, `said`
    that of the day it was said, 0 when that is not known; `role` its part in a plan's course.

    What ends in `_told` is that of the mention and all that it is told together with.
    """

    mention: Mention
    words: frozenset[str]
    names: frozenset[str]
    words_told: frozenset[str]
    names_told: frozenset[str]
    actions_told: frozenset[str]
    of_market: bool  # what it tells is how a price moved, whatever moved it
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


def told_together(mentions: Iterable[Mention]) -> dict[str, tuple[Mention, ...]]:
    """By mention id: the headline of an article and the leads that tell the same under one date.

    Mentions that stand alone are left out.
    """
    opening: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.part == "title" or mention.position <= LEAD_POSITION:
            opening[mention.article_id, mention.version_id, mention.date].append(mention)
    together: dict[str, tuple[Mention, ...]] = {}
    for group in opening.values():
        titles = [m for m in group if m.part == "title"]
        same = titles + [m for m in group if any(_same_news(m, title) for title in titles)]
        unique = tuple({m.mention_id: m for m in same}.values())
        if len(unique) > 1:
            together.update((m.mention_id, unique) for m in unique)
    return together


def _same_news(one: Mention, title: Mention) -> bool:
    words, others = content_words(one.clause), content_words(title.clause)
    return len(words & others) >= SAME_NEWS * min(len(words), len(others))


def features(mention: Mention, told_with: Sequence[Mention] = ()) -> Features:
    """`told_with` as `told_together` has it."""
    period = partial_dates.period(mention.date)
    if period is None:
        raise ValueError(f"mention {mention.mention_id} has the date {mention.date!r}")
    until = partial_dates.period(mention.end_date) if mention.end_date else None
    return Features(
        mention=mention,
        words=content_words(mention.clause),
        names=_names(mention),
        words_told=content_words(mention.clause).union(
            *(content_words(m.clause) for m in told_with)
        ),
        names_told=_names(mention).union(*(_names(m) for m in told_with)),
        actions_told=frozenset(mention.actions).union(*(m.actions for m in told_with)),
        of_market="market" in actions(" ".join(mention.clause.split()[:SUBJECT_WORDS])),
        first=period.start.toordinal(),
        last=(until or period).end.toordinal(),
        said=date.fromisoformat(mention.said).toordinal() if mention.said else 0,
        role=role_of(mention),
    )


def _names(mention: Mention) -> frozenset[str]:
    return frozenset(name_key(name) for name in mention.entities)


class Rarity:
    """How much a word, a name or a date in common tells, by how many mentions have it."""

    def __init__(self, all_features: Iterable[Features]) -> None:
        self.words: Counter[str] = Counter()
        self.names: Counter[str] = Counter()
        self.dates: Counter[str] = Counter()
        self.total = 0
        for one in all_features:
            self.total += 1
            self.words.update(one.words)
            self.names.update(one.names)
            self.dates[one.mention.date] += 1

    def word(self, word: str) -> float:
        return self._weight(self.words[word])

    def is_rare(self, term: str) -> bool:
        """Whether a word or name stands in so few mentions that sharing it tells something."""
        times = max(self.words[term], self.names[term])
        return times <= max(RARE_TIMES, RARE_SHARE * self.total)

    def name(self, name: str) -> float:
        return self._weight(self.names[name])

    def quiet(self, date: str) -> float:
        """1 for a date of one mention, 0 for one that is told of all the time."""
        return max(0.0, 1.0 - math.log(max(1, self.dates[date])) / CROWDED)

    def _weight(self, mentions: int) -> float:
        return math.log((UNSEEN + self.total) / (1 + mentions)) + 0.1


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
    parts = likeness_parts(one, other, rarity)
    if not same_time(one, other):
        parts["date"] = 0.0
        parts["plan and outcome"] = score = course_score(one, other, rarity.is_rare)
    elif differ_in_script(one.mention.clause, other.mention.clause):
        score = likeness_across(
            parts,
            one.names_told,
            other.names_told,
            rarity.name,
            same_days=one.is_day and other.is_day,
        ) - _vagueness(one, other)
    else:
        score = weigh(parts) - _vagueness(one, other)
    if _headline_and_lead(one.mention, other.mention):
        parts["headline and lead"] = 1.0
        score += HEADLINE_AND_LEAD
    told = ", ".join(f"{name} {part:.2f}" for name, part in parts.items() if part)
    return PairScore(
        score=min(1.0, max(0.0, round(score, 4))), reason=told, blocked=_blocked(one, other)
    )


def likeness_parts(one: Features, other: Features, rarity: Rarity) -> dict[str, float]:
    """What a pair has in common, by the names of `WEIGHTS`; each -1..1."""
    return {
        "words": max(
            _cosine(one.words, other.words, rarity.word),
            _cosine(one.words_told, other.words_told, rarity.word),
        ),
        "names": names_likeness(one, other, rarity),
        "action": 1.0 if one.actions_told & other.actions_told else 0.0,
        "amounts": amounts_likeness(one.mention, other.mention),
        "date": date_likeness(one, other, rarity),
    }


def weigh(parts: Mapping[str, float]) -> float:
    """`parts` as `likeness_parts` gives them."""
    return sum(WEIGHTS[name] * part for name, part in parts.items())


def _headline_and_lead(one: Mention, other: Mention) -> bool:
    if one.article_id != other.article_id or one.date != other.date:
        return False
    parts = {one.part: one, other.part: other}
    lead = parts.get("text") or parts.get("summary")
    return "title" in parts and lead is not None and lead.position <= LEAD_POSITION


def _blocked(one: Features, other: Features) -> str:
    if not dates_agree(one, other):
        return f"dates {one.mention.date} and {other.mention.date} cannot be one"
    if one.of_market != other.of_market:
        return "a move of the market, and what may have moved it"
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


def weighed_cosine(
    one: Mapping[str, float], other: Mapping[str, float], weight: Callable[[str], float]
) -> float:
    """The cosine of two bags of terms: by term, how much of it there is."""
    # Sorted: the sum of floats depends on the order, and the order of a set on the process.
    shared = sum(one[t] * other[t] * weight(t) ** 2 for t in sorted(one.keys() & other.keys()))
    norm = math.sqrt(_square(one, weight) * _square(other, weight)) if shared else 0.0
    return shared / norm if norm else 0.0


def _square(terms: Mapping[str, float], weight: Callable[[str], float]) -> float:
    return sum((terms[term] * weight(term)) ** 2 for term in sorted(terms))


def _cosine(one: frozenset[str], other: frozenset[str], weight: Callable[[str], float]) -> float:
    if one.isdisjoint(other):
        return 0.0
    return weighed_cosine(dict.fromkeys(one, 1.0), dict.fromkeys(other, 1.0), weight)


def names_likeness(one: Features, other: Features, rarity: Rarity) -> float:
    """1 when a telling name is shared, if only in part; -1 when both have some and none is."""
    words = [
        {word for name in names if rarity.name(name) > TELLING_NAME for word in name.split()}
        for names in (one.names_told, other.names_told)
    ]
    if not all(words):
        return 0.0
    return 1.0 if words[0] & words[1] else -1.0


def amounts_likeness(one: Mention, other: Mention) -> float:
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


def date_likeness(one: Features, other: Features, rarity: Rarity) -> float:
    """1 on one day that nothing else is told of; less for neighbours and on crowded days."""
    if one.is_day and other.is_day:
        near = max(-1.0, 1.0 - abs(one.first - other.first) / FADING_DAYS)
    else:
        near = 0.5 if one.mention.date != other.mention.date else 1.0
    quiet = min(rarity.quiet(one.mention.date), rarity.quiet(other.mention.date))
    return near * quiet if near > 0 else near


def _vagueness(one: Features, other: Features) -> float:
    return max(
        COARSE_PENALTY.get(one.mention.precision, VAGUEST_PENALTY),
        COARSE_PENALTY.get(other.mention.precision, VAGUEST_PENALTY),
    )
