"""The weekly digest in markdown: what happened in the week, what is new, what is disputed,
what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined, Template

from db import partial_dates
from db.errors import StorylineError
from db.model import Event
from timeline.publish import inert
from timeline.publish.words import conflict_in_words, date_in_words

DUE = ("expected", "slipped")  # said, and not yet happened
DUE_WITHIN = timedelta(days=60)
MOST_LATER_MENTIONS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """An ISO week, Monday to Sunday."""

    name: str
    monday: date
    sunday: date


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


def digest(topic_name: str, events: Sequence[Event], of: Week) -> str:
    """Markdown. Only dates of the events and of their sources decide what is in it."""
    happened = [e for e in events if _dated_in(e, of) and e.status != "expected"]
    later = [e for e in events if e not in happened and _said_in(e, of) and _over_before(e, of)]
    known = [e for e in events if _first_said(e) <= of.sunday.isoformat()]
    return _template().render(
        topic=topic_name,
        week=of,
        happened=_by_importance(happened),
        later=_by_importance(later)[:MOST_LATER_MENTIONS],
        due=[e for e in known if e.status in DUE and _due(e, of)],
        disputed=[e for e in happened if any(not c.explained for c in e.conflicts)],
    )


def _template() -> Template:
    environment = Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        autoescape=False,  # markdown; `inert` takes the markup out of what sources wrote
    )
    environment.filters.update(when=_when, conflict=conflict_in_words, inert=inert.markdown)
    text = resources.files("timeline.publish").joinpath("digest.md.j2").read_text("utf-8")
    return environment.from_string(text)


def _when(event: Event) -> str:
    return date_in_words(event.date, event.end)


def _by_importance(events: Sequence[Event]) -> list[Event]:
    return sorted(events, key=lambda e: (-e.importance, e.date, e.event_id))


def _dated_in(event: Event, of: Week) -> bool:
    period = partial_dates.period(event.date)
    return period is not None and of.monday <= period.start and period.end <= of.sunday


def _over_before(event: Event, of: Week) -> bool:
    period = partial_dates.period(event.date)
    return period is not None and period.end < of.monday


def _due(event: Event, of: Week) -> bool:
    """Not over yet, and to begin soon."""
    period = partial_dates.period(event.date)
    if period is None:
        return False
    return of.monday <= period.end and period.start <= of.sunday + DUE_WITHIN


def _said_in(event: Event, of: Week) -> bool:
    return any(
        of.monday.isoformat() <= s.published[:10] <= of.sunday.isoformat() for s in event.sources
    )


def _first_said(event: Event) -> str:
    return min((s.published[:10] for s in event.sources if s.published), default="9999")
