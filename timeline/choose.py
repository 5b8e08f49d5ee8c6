"""What one event's row says, chosen from its mentions by stated rules. Pure.

Date: a day that a text writes comes before the publication's; among written days the one with
most independent publishers, then the one of the source nearest to the event, then the earliest.
A coarser date stands when nothing finer is said. Nothing is ever finer than its sources.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db import partial_dates
from db.model import TIERS, StatusChange
from timeline.action_words import KINDS
from timeline.modality import is_talked_of
from timeline.said import Said
from timeline.when import EXPLICIT_DAYS, REPORT_DAYS

PRECISIONS = ("day", "week", "month", "quarter", "season", "half", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenDate:
    value: str
    end: str
    precision: str
    rule: str


def choose_date(said: Sequence[Said], steps: Sequence[StatusChange] = ()) -> ChosenDate:
    """The best of the candidates by the rule above; `steps` is the history of the event."""
    outcome = [one for one in said if one.mention.modality != "planned"]
    if steps and steps[-1].status == "cancelled":
        return _day_of_step(said, steps[-1])
    if outcome:
        return _date_of_outcome(said, outcome)
    slips = [step.said or "9999" for step in steps if step.status == "slipped"]
    since = [one for one in said if not slips or (one.day or "9999") >= slips[-1]]
    return _finest(since)


def _day_of_step(said: Sequence[Said], step: StatusChange) -> ChosenDate:
    (one,) = (s for s in said if s.mention.mention_id == step.mention_id)
    mention = one.mention
    return ChosenDate(
        value=mention.date,
        end=mention.end_date,
        precision=mention.precision,
        rule=f"cancelled, as was said {step.said or 'on no day that is known'}",
    )


def _date_of_outcome(said: Sequence[Said], outcome: Sequence[Said]) -> ChosenDate:
    """Of what has happened or is reported. No day after it was first told of can be right."""
    first = _first_told(outcome)
    possible = [one for one in outcome if _can_be_right(one, first)]
    written = [one for one in possible if one.mention.basis != "published"]
    published = [one for one in possible if one.mention.basis == "published"]
    if not any(one.mention.precision == "day" for one in written):
        # A plan's day that the first reports confirm.
        written += [
            one
            for one in said
            if one.mention.modality == "planned"
            and one.mention.precision == "day"
            and _confirmed_by(one, published, first)
        ]
    days = [one for one in written if one.mention.precision == "day"]
    if days:
        return _most_said(days, "day written in the text")
    if published:
        # What was in talks before is no first report of what came of it.
        done = [one for one in published if not is_talked_of(one.mention.clause)]
        published = done or published
        day = min(published, key=lambda s: (s.mention.date, s.mention.mention_id)).mention.date
        return ChosenDate(value=day, end="", precision="day", rule="day of the first report")
    return _finest(written or outcome)


def _first_told(said: Sequence[Said]) -> str:
    """The first day on which it was told as having happened; "" when none is known."""
    days = (
        one.mention.date if one.mention.basis == "published" else one.day
        for one in said
        if one.mention.modality == "happened" and not is_talked_of(one.mention.clause)
    )
    return min((day for day in days if day), default="")


def _can_be_right(one: Said, first: str) -> bool:
    """Whether its day lies no later than `first`. A day that the text names outright may be the
    next one: two places can be a day apart."""
    period = partial_dates.period(one.mention.date)
    told = partial_dates.period(first)
    if period is None or told is None or one.mention.precision != "day":
        return True
    slack = EXPLICIT_DAYS if one.mention.basis == "explicit" else 0
    return (period.start - told.start).days <= slack


def _confirmed_by(plan: Said, published: Sequence[Said], first: str) -> bool:
    day, told = partial_dates.period(plan.mention.date), partial_dates.period(first)
    if day is None or told is None or not published:
        return False
    return -EXPLICIT_DAYS <= (told.start - day.start).days <= REPORT_DAYS


def _finest(said: Sequence[Said]) -> ChosenDate:
    written = [one for one in said if one.mention.basis != "published"] or said
    finest = min(PRECISIONS.index(one.mention.precision) for one in written)
    of_finest = [one for one in written if PRECISIONS.index(one.mention.precision) == finest]
    name = PRECISIONS[finest]
    nothing_finer = "" if name == "day" else ", nothing finer is said"
    return _most_said(of_finest, f"{name} written in the text{nothing_finer}")


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
