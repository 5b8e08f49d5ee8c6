"""ISO weeks, and the moments at which they begin and end in a zone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from db import partial_dates
from db.errors import StorylineError


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """An ISO week, Monday to Sunday."""

    name: str
    monday: date
    sunday: date

    def bounds(self, zone: str) -> tuple[Until, Until]:
        """(the last second before it, its last second) as the zone's clocks have them."""
        return end_of(self.monday - timedelta(days=1), zone), end_of(self.sunday, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """The end of a day in a zone, as a moment (UTC) and as the day: of what was published some
    is dated to the second and some to the day."""

    moment: datetime
    day: date


def end_of(day: date, zone: str) -> Until:
    begins = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone))
    return Until(moment=begins.astimezone(UTC) - timedelta(seconds=1), day=day)


def week(name: str) -> Week:
    """From `2026-W15`, or any day of it such as `2026-04-08`. Raises `StorylineError`."""
    period = partial_dates.period(name)
    if period is None or partial_dates.precision_of(name) not in ("day", "week"):
        raise StorylineError("a week is written 2026-W15, or as one of its days", week=name)
    return week_of(period.start)


def week_of(day: date) -> Week:
    year, number, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Week(name=f"{year}-W{number:02d}", monday=monday, sunday=monday + timedelta(days=6))


def last_whole_week(now: datetime, zone: str) -> Week:
    """The last ISO week that is over in a zone."""
    return week_of(now.astimezone(ZoneInfo(zone)).date() - timedelta(days=7))
