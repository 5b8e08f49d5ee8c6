"""What is published, read from the database: the edge between it and the exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from db import chronology, partial_dates, reader, revision_log
from db.model import Event, Topic
from timeline.publish.coverage import coverage_map
from timeline.publish.edition import Edition, log_of
from timeline.publish.feeds import MOST
from timeline.publish.site import Site, file


def edition_of(
    db: Database,
    topic: Topic,
    events: Iterable[Event],
    site: str = "",
    as_of: datetime | None = None,
) -> Edition:
    """The events with the log of their changes, now or as of a moment."""
    return Edition(
        name=topic.name,
        slug=topic.slug,
        events=tuple(events),
        site=site and f"{site.rstrip('/')}/",
        log=log_of(revision_log.builds(db, topic.slug, MOST, until=as_of)),
    )


def site_of(db: Database, topic: Topic, edition: Edition, as_of: datetime | None = None) -> Site:
    """The edition with the coverage it was read from. As of a moment the sentences are those that
    the log has, one for each source."""
    if as_of is None:
        edition = _with_mentions(db, edition, [event.event_id for event in edition.events])
    begins = partial_dates.period(topic.since)
    return Site(
        edition=edition,
        coverage=coverage_map(
            reader.published_days(db, topic.slug),
            since=begins.start if begins else None,
            until=as_of.date() if as_of else None,
        ),
        former=revision_log.former_ids(db, topic.slug, until=as_of),
    )


def file_now(db: Database, topic: Topic, path: str) -> str | None:
    """One file of the site as the database stands; None when there is none such. What the page
    does not show is not read."""
    edition = Edition(
        name=topic.name, slug=topic.slug, events=tuple(chronology.events(db, topic.slug))
    )
    if path == "changes.atom":
        edition = replace(edition, log=log_of(revision_log.builds(db, topic.slug, MOST)))
    event_id = path.removeprefix("events/").removesuffix(".html")
    edition = _with_mentions(db, edition, [event_id])
    begins = partial_dates.period(topic.since)
    days = reader.published_days(db, topic.slug) if path == "coverage.html" else ()
    site = Site(
        edition=edition,
        coverage=coverage_map(days, since=begins.start if begins else None),
        former=revision_log.former_ids(db, topic.slug),
    )
    return file(site, path)


def _with_mentions(db: Database, edition: Edition, among: Sequence[str]) -> Edition:
    whole = chronology.whole_events(db, edition.slug, among)
    return replace(edition, events=tuple(whole.get(e.event_id, e) for e in edition.events))
