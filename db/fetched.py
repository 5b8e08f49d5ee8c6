"""What the crawl knows of pages it fetched before: for asking again, at a sensible time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from db import rows
from db.model import FeedEntry

# How long after a page was first seen, or seen materially edited, it is asked for again. News is
# mended soon or hardly ever, so the gaps grow.
RECHECK_AFTER = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72, 168, 336))
GIVEN_UP_AFTER = (
    2 * RECHECK_AFTER[-1]
)  # past its time: a crawl that paused for months does not catch up


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedEntry:
    """A discovery whose page is stored, when that was first seen and last asked for, and when
    it was last seen to have changed in substance."""

    entry: FeedEntry
    first_seen_at: datetime
    checked_at: datetime
    edited_at: datetime | None = None

    def next_check(self) -> datetime | None:
        """When to ask again; None when it is not to be asked again. An edit starts the schedule
        anew: who mends once mends twice."""
        begun = max(self.first_seen_at, self.edited_at or self.first_seen_at)
        return next((begun + age for age in RECHECK_AFTER if begun + age > self.checked_at), None)

    def is_due(self, now: datetime) -> bool:
        """Whether to ask again. Of several times that were missed only one is made up for."""
        due = self.next_check()
        return due is not None and due <= now <= due + GIVEN_UP_AFTER


def recently_fetched(db: Database, source_id: str, now: datetime) -> list[CheckedEntry]:
    """The entries of a source that were fetched and may be asked for again, the longest not
    checked first."""
    since = rows.iso(now - RECHECK_AFTER[-1] - GIVEN_UP_AFTER)
    found = db.query(
        "with edited as (select c.article_id, max(v.seen_at) as at from comparisons c"
        " join article_versions v on v.version_id = c.version_id where c.material"
        " group by c.article_id)"
        " select d.entry, d.first_seen_at, v.checked_at, e.at as edited_at from discoveries d"
        " join validators v on v.url = d.url left join edited e on e.article_id = d.article_id"
        " where d.source_id = ? and d.state = 'fetched'"
        " and max(d.first_seen_at, coalesce(e.at, '')) >= ?"
        " order by v.checked_at, d.rowid",
        [source_id, since],
    )
    return [
        CheckedEntry(
            entry=rows.load(FeedEntry, row["entry"]),
            first_seen_at=rows.moment(row["first_seen_at"]),
            checked_at=rows.moment(row["checked_at"]),
            edited_at=rows.moment(row["edited_at"]) if row["edited_at"] else None,
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
