"""The chronology as it stood before a week and at its end.

A week that begins after the log does has both from the log. For one that ended before, the
coverage that was published by then stands in for what nobody logged, as the builds of the log's
first week brought it together: events are new in the week in which a source first told of them.
The week in which the log begins has its end from the log and its beginning from the coverage, so
that a past that came in at once is not told as new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from db import revision_log, rows
from db.model import Event, Topic
from timeline.told import first_told, told_by
from timeline.weeks import Until, Week, week_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """`became` leads from the ids that went in between to where they are; `notes` say on what
    this rests where it is not the log, in markdown; `is_logged` that builds saw the whole week."""

    before: Sequence[Event]
    after: Sequence[Event]
    became: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    is_logged: bool = False


def standings(db: Database, topic: Topic, of: Week, as_of: datetime | None = None) -> Standings:
    """Nothing after `as_of` is known."""
    first = revision_log.begins_at(db, topic.slug)
    if not first:
        note = "No build has found anything yet: `storyline build` makes the chronology."
        return Standings(before=(), after=(), notes=(note,))
    begins = rows.moment(first)
    since, end = of.bounds(topic.digest_zone)
    if begins <= since.moment:
        return _logged(db, topic.slug, since.moment, min(end.moment, as_of or end.moment))
    first_week = week_of(begins.astimezone(ZoneInfo(topic.digest_zone)).date())
    known_at = as_of or first_week.bounds(topic.digest_zone)[1].moment
    known = revision_log.events_at(db, topic.slug, known_at)
    if begins <= end.moment:
        return _begun_in(known, since, begins)
    return _told(known, since, end, begins)


def _logged(db: Database, slug: str, since: datetime, end: datetime) -> Standings:
    since = min(since, end)
    return Standings(
        before=revision_log.events_at(db, slug, since),
        after=revision_log.events_at(db, slug, end),
        became=revision_log.became(db, slug, since, end),
        is_logged=True,
    )


def _begun_in(known: Sequence[Event], since: Until, begins: datetime) -> Standings:
    before = told_by((event for event in known if first_told(event)), since)
    before += [event for event in known if not first_told(event)]  # of no day: no news of the week
    note = (
        f"The log begins in this week, on {begins:%Y-%m-%d}. Of what it found,"
        f" {len(before)} events that older coverage tells are taken as known before."
    )
    return Standings(before=before, after=known, notes=(note,))


def _told(known: Sequence[Event], since: Until, end: Until, begins: datetime) -> Standings:
    note = (
        f"The log begins on {begins:%Y-%m-%d}, after this week: this is what the coverage"
        f" published by {end.day} supports, as it was brought together later."
    )
    return Standings(before=told_by(known, since), after=told_by(known, end), notes=(note,))
