"""The slots of jobs that are done by the calendar: names of days and weeks, and the one moment at
which each is due. Pure.

A slot is a day or week of the calendar and not a moment of the clock: it comes once whatever
daylight saving does to the clock, and a job that was moved to another hour has it no second time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from schedules.config import WEEKDAYS
from timeline.publish.digest import Week, week, week_of


class Calendar(Protocol):
    def moment(self, slot: str) -> datetime:
        """When the slot is due (UTC)."""

    def latest(self, now: datetime) -> str:
        """The last slot whose moment has come."""

    def following(self, slot: str) -> str:
        """The slot after this one."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at an hour of a zone; slots are named 2026-04-13."""

    hour: int
    zone: str

    def moment(self, slot: str) -> datetime:
        return _local(date.fromisoformat(slot), self.hour, self.zone)

    def latest(self, now: datetime) -> str:
        day = now.astimezone(ZoneInfo(self.zone)).date() + timedelta(days=1)
        while self.moment(day.isoformat()) > now:
            day -= timedelta(days=1)
        return day.isoformat()

    def following(self, slot: str) -> str:
        return (date.fromisoformat(slot) + timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True)
class Weekly:
    """A week is due on the first such weekday, at an hour of a zone, after its Sunday; slots are
    named 2026-W15."""

    weekday: str
    hour: int
    zone: str

    def moment(self, slot: str) -> datetime:
        days = 1 + WEEKDAYS.index(self.weekday)
        return _local(week(slot).sunday + timedelta(days=days), self.hour, self.zone)

    def latest(self, now: datetime) -> str:
        of = week_of(now.astimezone(ZoneInfo(self.zone)).date())
        while self.moment(of.name) > now:
            of = _shifted(of, -1)
        return of.name

    def following(self, slot: str) -> str:
        return _shifted(week(slot), 1).name


def _shifted(of: Week, weeks: int) -> Week:
    return week_of(of.monday + timedelta(weeks=weeks))


def _local(day: date, hour: int, zone: str) -> datetime:
    """An hour that the clocks skip is as much later, one they show twice is the first; a day that
    the zone left out has the moment of the next."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)
