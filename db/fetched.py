"""What the crawl knows of pages it fetched before: for asking again, at a sensible time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from db import rows
from db.model import FeedEntry

RECHECKED_FOR = timedelta(days=14)  # after first sight; news is rarely mended later


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEntry:
    """A discovery whose page is stored, and when it was first seen and last asked for."""

    entry: FeedEntry
    first_seen_at: datetime
    checked_at: datetime

    def is_due(self, now: datetime) -> bool:
        """Whether to ask again: when the time since the last check is as long as the page had
        been known then. The gaps double, so a page costs about ten requests in all."""
        if now - self.first_seen_at > RECHECKED_FOR:
            return False
        return now - self.checked_at >= self.checked_at - self.first_seen_at


def recently_fetched(db: Database, source_id: str, now: datetime) -> list[CheckedEntry]:
    """The entries of a source that were fetched and are young enough to be asked for again."""
    found = db.query(
        "select d.entry, d.first_seen_at, v.checked_at from discoveries d"
        " join validators v on v.url = d.url"
        " where d.source_id = ? and d.state = 'fetched' and d.first_seen_at >= ?"
        " order by v.checked_at, d.rowid",
        [source_id, rows.iso(now - RECHECKED_FOR)],
    )
    return [
        CheckedEntry(
            entry=rows.load(FeedEntry, row["entry"]),
            first_seen_at=rows.moment(row["first_seen_at"]),
            checked_at=rows.moment(row["checked_at"]),
        )
        for row in found
    ]


def article_fetched_from(db: Database, topic_slug: str, url: str) -> str | None:
    """The id of the topic's article that a URL led to when it was last fetched."""
    found = db.query(
        "select f.article_id from fetches f"
        " join relevance r on r.article_id = f.article_id and r.topic = ?"
        " where f.url = ? order by f.fetch_number desc limit 1",
        [topic_slug, url],
    )
    return next((str(row["article_id"]) for row in found), None)


def article_titled(db: Database, title: str, outlet: str) -> str | None:
    """The id of an outlet's article with exactly that headline."""
    found = db.query(
        "select article_id from article_versions where outlet = ? and title = ? limit 1",
        [outlet, title],
    )
    return next((str(row["article_id"]) for row in found), None)
