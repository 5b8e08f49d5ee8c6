"""From the parts a rule captured to a date: which year, which week, which direction."""

from __future__ import annotations

import re
from datetime import date, timedelta

from db.partial_dates import period
from timeline.temporal import values
from timeline.temporal.direction import Direction
from timeline.temporal.grammar import Match
from timeline.temporal.situation import Situation

# A day a month off on the wrong side of the tense is likelier than one eleven months off on the
# right side: writers give the year, or say `last May`, when they reach that far.
_AGAINST_THE_TENSE = 300  # days
_RESULTS_SEASON = 45  # days


def weekday_near(base: date, weekday: int, direction: Direction) -> date:
    """The weekday (Monday is 1) on `base` or last before it; next after it for the future."""
    back = (base.isoweekday() - weekday) % 7
    if direction == "future" and back:
        return base + timedelta(days=7 - back)
    return base - timedelta(days=back)


def weekday_last(base: date, weekday: int) -> date:
    """`last Friday`: the one before today, never today."""
    return weekday_near(base - timedelta(days=1), weekday, "past")


def weekday_next(base: date, weekday: int) -> date:
    """`next Tuesday`: the one of the coming week."""
    monday = base + timedelta(days=8 - base.isoweekday())
    return monday + timedelta(days=weekday - 1)


def two_digit_year(number: int, base: date) -> int:
    """'25 is 2025, '97 is 1997: no more than thirty years ahead."""
    year = base.year // 100 * 100 + number
    return year - 100 if year > base.year + 30 else year


def year_of_month(match: Match, at: Situation, month: int) -> int:
    """The year of a month that was named without one."""
    lent = _lent_year(match, at, month)
    if lent is not None:
        return lent
    behind = at.base.year - (month > at.base.month)
    ahead = at.base.year + (month < at.base.month)
    if at.direction(match) == "future":
        return ahead
    if _THROUGH.search(match.before(24)):
        return min(behind, ahead, key=lambda year: _months_off(at.base, year, month))
    return behind


# `loans through January` and `sales through September` go on to the nearer one.
# Of `the year through June` the tense tells.
_THROUGH = re.compile(
    r"(?<!year )(?<!months )(?<!weeks )\b(?:through|thru) (?:early |late |mid-?|the end of )?$"
)


def _months_off(base: date, year: int, month: int) -> int:
    return abs((year - base.year) * 12 + month - base.month)


def year_of_day(match: Match, at: Situation, month: int, day: int) -> int:
    """The year of a day of a month that was named without one."""
    lent = _lent_year(match, at, month)
    if lent is not None:
        return lent
    when = day_near(at.base, month, day, at.direction(match), match.maybe("weekday"))
    return when.year if when else at.base.year


def day_near(
    base: date, month: int, day: int, direction: Direction, weekday: int | None = None
) -> date | None:
    """The day meant by a month and a number: the nearest that fits the tense, and falls on the
    weekday where one is given. None for a 30 February."""
    near = _days_with(base, month, day, weekday)

    def strain(when: date) -> int:
        days = (when - base).days
        if (direction == "future" and days < 0) or (direction == "past" and days > 0):
            return abs(days) + _AGAINST_THE_TENSE
        return abs(days)

    return min(near, key=strain, default=None)


def _lent_year(match: Match, at: Situation, month: int) -> int | None:
    if at.partner_year is not None:
        return at.partner_year
    if at.heading_year is not None and at.heads_a_line(match):
        return at.heading_year
    return at.told_year(match, month)


def _days_with(base: date, month: int, day: int, weekday: int | None) -> list[date]:
    """That day in the years around; only those that fall on the weekday, when one is given."""
    reach = range(base.year - 6, base.year + 7) if weekday else range(base.year - 1, base.year + 2)
    days = [when for year in reach if (when := values.day(year, month, day))]
    fitting = [when for when in days if when.isoweekday() == weekday]
    return fitting or [when for when in days if abs(when.year - base.year) <= 1]


def quarter_meant(base: date, number: int, direction: Direction) -> int:
    """As `quarter_near`, but a quarter just over is what a forecast of results is about."""
    past = quarter_near(base, number, "past")
    span = period(f"{past}-Q{number}")
    if direction == "future" and span and 0 <= (base - span.end).days <= _RESULTS_SEASON:
        return past
    return quarter_near(base, number, direction)


def quarter_near(base: date, number: int, direction: Direction) -> int:
    """The year of a quarter: the last that has begun, or for the future the next not yet over."""
    current = values.quarter_of(base)
    if direction == "future":
        return base.year + (number < current)
    return base.year - (number > current)


def half_near(base: date, number: int, direction: Direction) -> int:
    current = 1 if base.month <= 6 else 2
    if direction == "future":
        return base.year + (number < current)
    return base.year - (number > current)


def season_near(base: date, code: str, direction: Direction) -> int:
    """The year a season is named after: the last that has begun, or the next to begin."""
    begun = values.season_begin(base.year, code) <= base
    if direction == "future":
        over = values.season_value(base) != f"{base.year}-{code}" and begun
        return base.year + over
    return base.year - (not begun)
