"""What is published at one time: the events, the log of their changes, and where.

Nothing in it but the chronology decides what an export says: no clock, so that the same
chronology gives the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from db import partial_dates
from db.model import TIERS, Event, EventSource
from db.revision_log import Build
from timeline.changes import Change, changes
from timeline.publish import inert
from timeline.publish.words import date_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One change of one event, as a build made it at a moment (ISO, UTC)."""

    at: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """`site` is the address under which the timeline is published, ends in `/`, or is "".

    `log` is the latest change last.
    """

    name: str
    slug: str
    events: tuple[Event, ...]
    site: str = ""
    log: tuple[Logged, ...] = ()

    @property
    def updated(self) -> str:
        """The last moment (ISO, UTC) on which any source was published; "" when none is dated."""
        return max((last_said(event) for event in self.events), default="")

    def urn(self, what: str) -> str:
        """An id that is the same wherever and whenever it is published."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"storyline:{self.slug}:{what}").urn

    def address(self, event: Event) -> str:
        """The event's own page; without a site the source nearest to it."""
        if self.site:
            return f"{self.site}{page_of(event)}"
        return next((u for s in by_nearness(event) if (u := inert.web_address(s.url))), "")


def log_of(builds: Iterable[Build]) -> tuple[Logged, ...]:
    """What each build changed that a reader notices."""
    return tuple(
        Logged(at=build.at, change=change)
        for build in builds
        for change in changes(build.before, build.after, build.became)
    )


def page_of(event: Event) -> str:
    """Path of the event's own page below the site."""
    return f"events/{event.event_id}.html"


def by_nearness(event: Event) -> list[EventSource]:
    """Its sources: originals before copies, the nearest to the event first, then the earliest."""
    return sorted(
        event.sources,
        key=lambda s: (bool(s.copy_of), TIERS.index(s.tier), s.published or "9999", s.url),
    )


def last_said(event: Event) -> str:
    return max((_moment(s.published) for s in event.sources if s.published), default="")


def first_said(event: Event) -> str:
    return min((_moment(s.published) for s in event.sources if s.published), default="")


def _moment(published: str) -> str:
    """ISO in UTC to the second; a day stands for its beginning."""
    return f"{published}T00:00:00Z" if len(published) == 10 else published


def days(event: Event) -> tuple[str, str]:
    """First and last ISO day its date covers. Raises `ValueError` for an event without one."""
    covered = partial_dates.span(event.date, event.end)
    if covered is None:
        raise ValueError(f"event {event.event_id} has the date {event.date!r}")
    return covered.start.isoformat(), covered.end.isoformat()


def is_overdue(event: Event, latest: str) -> bool:
    """Whether a plan's date has passed without a word on what became of it; `latest` is the last
    day of the coverage."""
    period = partial_dates.period(event.end or event.date)
    planned = event.status in ("expected", "slipped")
    return planned and period is not None and period.end.isoformat() < latest


def title(event: Event) -> str:
    """The headline; with the date where it is coarser than a day, with the status where it has
    not happened."""
    told = inert.line(event.headline)
    if event.status != "happened":
        told = f"{told} ({event.status})"
    if event.precision != "day":
        told = f"{date_in_words(event.date, event.end)}: {told}"
    return told
