"""Which sources fell silent: how long they usually are, and what was heard of them by a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from sqlite_utils import Database

from db import rows

LEAST_GAPS = 5  # of which a usual one is told
SILENT_FACTOR = 3  # times its usual gap, and silence is unusual
LEAST_SILENCE = timedelta(days=1)  # nights and Sundays are no news
_LOOKED_AT = 100


def usual_gap(moments: Sequence[datetime]) -> timedelta | None:
    """The gap between two entries that nine of ten do not exceed; None while too few are known."""
    ordered = sorted(set(moments))
    gaps = sorted(later - earlier for earlier, later in pairwise(ordered))
    if len(gaps) < LEAST_GAPS:
        return None
    return gaps[(len(gaps) * 9) // 10]


def silent_from(last_new_at: datetime | None, gap: timedelta | None) -> datetime | None:
    """When its silence begins to be unusual; None while that cannot be told."""
    if last_new_at is None or gap is None:
        return None
    return last_new_at + max(SILENT_FACTOR * gap, LEAST_SILENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was heard of a source by a moment.

    `new_at` are the crawls that brought something new, the latest first; `crawls` those that
    ended in the span asked for, as (state, reason), in order.
    """

    source_id: str
    new_at: tuple[datetime, ...]
    crawls: tuple[tuple[str, str], ...]


def heard(db: Database, topic: str, since: datetime, until: datetime) -> list[Heard]:
    """Every source of a topic that was ever crawled by `until`, with its crawls in the span.

    Of rows that never change, so that the same span gives the same at any later time.
    """
    asked = db.query(
        "select distinct s.source_id from sources s join runs r on r.subject = s.source_id"
        " where s.topic = ? and r.kind = 'crawl' and r.ended_at <= ? order by s.source_id",
        [topic, rows.iso(until)],
    )
    return [
        Heard(
            source_id=row["source_id"],
            new_at=_new_at(db, row["source_id"], until),
            crawls=_crawls(db, row["source_id"], since, until),
        )
        for row in list(asked)
    ]


def _new_at(db: Database, source_id: str, until: datetime) -> tuple[datetime, ...]:
    found = db.query(
        "select distinct first_seen_at as at from discoveries"
        " where source_id = ? and first_seen_at <= ? order by at desc limit ?",
        [source_id, rows.iso(until), _LOOKED_AT],
    )
    return tuple(rows.moment(row["at"]) for row in found)


def _crawls(
    db: Database, source_id: str, since: datetime, until: datetime
) -> tuple[tuple[str, str], ...]:
    found = db.query(
        "select state, reason from runs where kind = 'crawl' and subject = ?"
        " and ended_at > ? and ended_at <= ? order by started_at, rowid",
        [source_id, rows.iso(since), rows.iso(until)],
    )
    return tuple((row["state"], row["reason"]) for row in found)
