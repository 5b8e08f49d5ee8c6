"""What is known of a source's past, and how it was judged to be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from db import rows
from db.connection import Connection

RUNS_LOOKED_AT = 50
ENTRIES_LOOKED_AT = 100
LONGEST_WAIT = timedelta(days=60)  # no source is left alone for longer


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """One crawl that ended: its state, the reason in words, and what it counted."""

    started_at: datetime
    state: str
    reason: str
    counters: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A source's runs and the times of its entries, latest first."""

    every: timedelta
    runs: tuple[PastRun, ...] = ()
    published: tuple[datetime, ...] = ()  # of its newest entries, where they say
    last_new_at: datetime | None = None  # when an entry was first seen that was not known


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How a source is, and what a person should look at."""

    state: str
    reason: str
    alarms: tuple[str, ...] = ()
    newest_at: datetime | None = None
    usual_gap: timedelta | None = None
    silent_from: datetime | None = None
    next_attempt_at: datetime | None = None


class SourceStateWrites(Connection):
    def save_source_state(self, source_id: str, state: SourceState, judged_at: datetime) -> None:
        """Keep how the source is; `since` stays while its state does."""
        known = self.db.query(
            "select state, since from source_states where source_id = ?", [source_id]
        )
        since = next((r["since"] for r in known if r["state"] == state.state), rows.iso(judged_at))
        gap = state.usual_gap
        record = {
            "source_id": source_id,
            "state": state.state,
            "reason": state.reason,
            "alarms": "; ".join(state.alarms),
            "since": since,
            "newest_at": _iso(state.newest_at),
            "usual_gap_hours": round(gap.total_seconds() / 3600, 2) if gap else None,
            "silent_from": _iso(state.silent_from),
            "next_attempt_at": _iso(state.next_attempt_at),
            "judged_at": rows.iso(judged_at),
        }
        with self._transaction():
            self._upsert("source_states", [record], "source_id")


def _iso(moment: datetime | None) -> str | None:
    return rows.iso(moment) if moment else None


def history(db: Database, source_id: str, every: timedelta, now: datetime) -> History:
    """The past of a source as of now; dates after it say nothing."""
    runs = db.query(
        "select started_at, state, reason, counters from runs where kind = 'crawl'"
        " and subject = ? and state != 'running' order by started_at desc, rowid desc limit ?",
        [source_id, RUNS_LOOKED_AT],
    )
    published = db.query(
        "select distinct json_extract(entry, '$.published.at') as at from discoveries"
        " where source_id = ? and at <= ? order by at desc limit ?",
        [source_id, rows.iso(now), ENTRIES_LOOKED_AT],
    )
    newest = db.execute(
        "select max(first_seen_at) from discoveries where source_id = ?", [source_id]
    ).fetchone()[0]
    return History(
        every=every,
        runs=tuple(
            PastRun(
                started_at=rows.moment(row["started_at"]),
                state=row["state"],
                reason=row["reason"],
                counters=json.loads(row["counters"]),
            )
            for row in runs
        ),
        published=tuple(rows.moment(row["at"]) for row in published),
        last_new_at=rows.moment(newest) if newest else None,
    )


def sources_due(db: Database, topic_slug: str, now: datetime) -> list[tuple[str, datetime | None]]:
    """The sources of a topic that are on and whose time has come, and when it had; None for one
    that was never tried. A time that lies far ahead was set while the clock was wrong."""
    found = db.query(
        "select s.source_id, h.next_attempt_at from sources s"
        " left join source_states h on h.source_id = s.source_id"
        " where s.topic = ? and s.enabled order by h.next_attempt_at, s.rowid",
        [topic_slug],
    )
    times = [
        (row["source_id"], rows.moment(at) if (at := row["next_attempt_at"]) else None)
        for row in found
    ]
    return [
        (source_id, at)
        for source_id, at in times
        if at is None or at <= now or at > now + LONGEST_WAIT
    ]
