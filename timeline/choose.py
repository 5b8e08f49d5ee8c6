"""What one event's row says, chosen from its mentions by stated rules. Pure.

Date: a day that a text writes comes before the publication's; among written days the one with
most independent publishers, then the one of the source nearest to the event, then the earliest.
A coarser date stands when nothing finer is said. Nothing is ever finer than its sources.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db import partial_dates
from db.model import TIERS, Mention, Status, StatusChange, Tier
from timeline.actions import KINDS

PRECISIONS = ("day", "week", "month", "quarter", "season", "half", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A mention with what counts when it is weighed: who says it, how near, and when."""

    mention: Mention
    publisher: str  # the original's where the article is a copy
    tier: Tier
    day: str  # day of publication, "" when undated
    foreign: bool = False  # in a script that the topic's own words are not in


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenDate:
    value: str
    end: str
    precision: str
    rule: str


def choose_date(said: Sequence[Said]) -> ChosenDate:
    """Every distinct date is a candidate; the best by the rule above wins."""
    written = [s for s in said if s.mention.basis != "published"]
    days = [s for s in written if s.mention.precision == "day"]
    published = [s for s in said if s.mention.basis == "published"]
    if days:
        return _most_said(days, "day written in the text")
    if published:
        first = min(published, key=lambda s: (s.mention.date, s.mention.mention_id))
        return ChosenDate(
            value=first.mention.date, end="", precision="day", rule="day of the first report"
        )
    finest = min(PRECISIONS.index(s.mention.precision) for s in written)
    of_finest = [s for s in written if PRECISIONS.index(s.mention.precision) == finest]
    return _most_said(of_finest, f"{PRECISIONS[finest]} written in the text, nothing finer is said")


def _most_said(candidates: Sequence[Said], rule: str) -> ChosenDate:
    by_date: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in candidates:
        by_date[one.mention.date, one.mention.end_date].append(one)

    def rank(key: tuple[str, str]) -> tuple[int, int, int, tuple[str, str]]:
        group = by_date[key]
        explicit = sum(s.mention.basis == "explicit" for s in group)
        return (-len({s.publisher for s in group}), _nearest(group), -explicit, key)

    (value, end), *others = sorted(by_date, key=rank)
    publishers = len({s.publisher for s in by_date[value, end]})
    told = f"{rule}: {value} by {publishers} publisher{'s' if publishers > 1 else ''}"
    if others:
        told += f", not {' or '.join(date for date, _ in others)}"
    precision = by_date[value, end][0].mention.precision
    return ChosenDate(value=value, end=end, precision=precision, rule=told)


def _nearest(said: Iterable[Said]) -> int:
    return min(TIERS.index(s.tier) for s in said)


def choose_history(said: Sequence[Said]) -> tuple[StatusChange, ...]:
    """The steps from announced to happened: each new status or date, in the order it was said."""
    steps: list[StatusChange] = []
    for one in sorted(said, key=lambda s: (s.day or "9999", s.mention.mention_id)):
        status = _status_said(one.mention)
        if steps and (steps[-1].status, steps[-1].date) == (status, one.mention.date):
            continue
        if steps and steps[-1].status == "happened":
            continue
        steps.append(
            StatusChange(
                said=one.day,
                status=status,
                date=one.mention.date,
                mention_id=one.mention.mention_id,
            )
        )
    return tuple(steps)


def _status_said(mention: Mention) -> Status:
    if mention.modality == "planned":
        return "slipped" if "delay" in mention.actions else "expected"
    return "reported" if mention.modality in ("reported", "denied") else "happened"


def choose_status(said: Sequence[Said]) -> Status:
    """`happened` once a source says so, else what most of them say."""
    statuses = Counter(_status_said(one.mention) for one in said)
    if statuses["happened"]:
        return "happened"
    return max(sorted(statuses), key=lambda status: statuses[status])


def choose_type(said: Sequence[Said]) -> str:
    """The kind of action that most publishers name first, then most mentions."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for one in said:
        for kind in one.mention.actions[:1]:
            kinds[kind].append(one.publisher)
    order = list(KINDS)
    return min(
        kinds,
        key=lambda k: (-len(set(kinds[k])), -len(kinds[k]), order.index(k)),
        default="other",
    )


def choose_entities(said: Sequence[Said], most: int = 8) -> tuple[str, ...]:
    """The names most publishers use."""
    publishers: dict[str, set[str]] = defaultdict(set)
    for one in said:
        for name in one.mention.entities:
            publishers[name].add(one.publisher)
    ranked = sorted(publishers, key=lambda name: (-len(publishers[name]), name))
    return tuple(ranked[:most])


def importance(said: Sequence[Said]) -> float:
    """0..1: how many independent publishers tell it, how many of them date it in words, how
    often it is said, and whether with figures. Each further one adds less than the one before.
    """
    publishers = len({one.publisher for one in said})
    dating = len({one.publisher for one in said if one.mention.basis != "published"})
    raw = math.log2(publishers) + 0.75 * math.log2(1 + dating) + 0.5 * math.log2(len(said))
    raw += 0.5 * any(one.mention.amounts for one in said)
    return round(1 - math.exp(-(raw + 0.2) / 2), 4)


def first_day(date: str) -> str:
    """ISO day to sort a partial date by."""
    period = partial_dates.period(date)
    return period.start.isoformat() if period else ""
