"""Partial dates: what span of days a value such as `2026-Q2` stands for, and how exact it is.

The values are those of TIMEX3 that name a place on the calendar: a day, an ISO week, a month, a
quarter, a half, a season, a year, a decade (three digits), a century (two digits), a clock time
(which lies in its day), and two of these joined by `/` as an interval. Every function is total:
whatever is not such a value (`P9M`, `PAST_REF`, `XXXX-12`, a 30 February) has no period.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(T.*)?", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
_HALF = re.compile(r"(\d{4})-H([12])", re.ASCII)
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA|WI)", re.ASCII)
_YEARS = re.compile(r"\d{2,4}", re.ASCII)

# First month of each season as the news of the northern hemisphere uses the words. A winter is
# named after the year it begins in, and ends in the next.
_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}

_COARSENESS = (
    "time",
    "day",
    "week",
    "month",
    "quarter",
    "season",
    "half",
    "year",
    "decade",
    "century",
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both ends included. Ordered by its start, then by its end."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def overlaps(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end


def period(value: str) -> Period | None:
    """The days `value` covers, or None when it names no place on the calendar."""
    try:
        return _interval(value) if "/" in value else _single(value)
    except (ValueError, OverflowError):  # a month 13, a year 0, a day past the end of time
        return None


def span(value: str, end: str = "") -> Period | None:
    """The days from the first of `value` to the last of `end`, or of `value` where `end` is empty;
    None when either names no place on the calendar."""
    first = period(value)
    last = period(end) if end else first
    return Period(first.start, last.end) if first and last else None


def precision_of(value: str) -> str:
    """`day`, `week`, `month`, ... `century`, `time`, of an interval that of its coarser end;
    "" where `period` gives None."""
    if period(value) is None:
        return ""
    if "/" in value:
        return max((precision_of(part) for part in value.split("/")), key=_COARSENESS.index)
    if "T" in value:
        return "time"
    if _DAY.fullmatch(value):
        return "day"
    if _MONTH.fullmatch(value):
        return "month"
    if _YEARS.fullmatch(value):
        return {4: "year", 3: "decade", 2: "century"}[len(value)]
    named = value[5:6]
    if named == "W" and not value.endswith("WI"):
        # A weekend lies between a day and a week; it is called by the coarser name.
        return "week"
    return {"Q": "quarter", "H": "half"}.get(named, "season")


def is_coarser(one: str, other: str) -> bool:
    """Whether precision `one` says less than `other`; both as `precision_of` gives them."""
    return _COARSENESS.index(one) > _COARSENESS.index(other)


def overlap(one: str, other: str) -> bool:
    """Whether two values can be the same date; False when either names none."""
    first, second = period(one), period(other)
    return first is not None and second is not None and first.overlaps(second)


def sort_key(value: str) -> tuple[date, date, str]:
    """Chronological, a coarse date before the exact ones it begins with; undated values last."""
    span = period(value)
    return (span.start, _flipped(span.end), value) if span else (date.max, date.max, value)


def _flipped(end: date) -> date:
    """Turns the order of days round, so that of two periods the longer sorts first."""
    return date.fromordinal(date.max.toordinal() + 1 - end.toordinal())


def _interval(value: str) -> Period | None:
    first, _, second = value.partition("/")
    begin, end = _single(first), _single(second)
    if begin is None or end is None or end.end < begin.start:
        return None
    return Period(begin.start, end.end)


def _single(value: str) -> Period | None:
    if match := _DAY.fullmatch(value):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return Period(day, day)
    if match := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        first = monday + timedelta(days=5 if match[3] else 0)
        return Period(first, monday + timedelta(days=6))
    if match := _MONTH.fullmatch(value):
        return _months(int(match[1]), int(match[2]), 1)
    if match := _QUARTER.fullmatch(value):
        return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := _HALF.fullmatch(value):
        return _months(int(match[1]), 6 * int(match[2]) - 5, 6)
    if match := _SEASON.fullmatch(value):
        return _months(int(match[1]), _SEASON_STARTS[match[2]], 3)
    if _YEARS.fullmatch(value):
        width = 10 ** (4 - len(value))
        first_year = int(value) * width
        # A decade such as 000 has no year 0; the calendar begins with year 1.
        return Period(date(max(first_year, 1), 1, 1), date(first_year + width - 1, 12, 31))
    return None


def _months(year: int, month: int, count: int) -> Period:
    start = date(year, month, 1)
    after = year * 12 + month - 1 + count
    if after // 12 > date.max.year:
        return Period(start, date.max)
    return Period(start, date(after // 12, after % 12 + 1, 1) - timedelta(days=1))
