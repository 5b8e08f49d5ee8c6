"""What is known of a source's past, and how it was judged to be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from db import rows
from db.connection import Connection
from db.host_writes import HostPause
from db.model import BACKFILL_KINDS, Source

RUNS_LOOKED_AT = 50
ENTRIES_LOOKED_AT = 100


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

    every: timedelta  # the shortest and the longest interval its topic file allows
    longest: timedelta
    runs: tuple[PastRun, ...] = ()
    published: tuple[datetime, ...] = ()  # of its newest entries, where they say
    seen: tuple[datetime, ...] = ()  # when runs brought entries that were not known
    waited_at: datetime | None = None  # when the latest run started, if it had to wait for a host
    waits_until: datetime | None = None  # what its host asked for
    waits_why: str = ""

    @property
    def last_new_at(self) -> datetime | None:
        return self.seen[0] if self.seen else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How a source is, and what a person should look at."""

    state: str
    reason: str
    alarms: tuple[str, ...] = ()
    newest_at: datetime | None = None
    usual_gap: timedelta | None = None
    interval: timedelta | None = None
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
            "interval_minutes": _minutes(state.interval),
            "next_attempt_at": _iso(state.next_attempt_at),
            "judged_at": rows.iso(judged_at),
        }
        with self._transaction():
            self._upsert("source_states", [record], "source_id")


def _minutes(span: timedelta | None) -> int | None:
    return round(span / timedelta(minutes=1)) if span else None


def _iso(moment: datetime | None) -> str | None:
    return rows.iso(moment) if moment else None


def due(db: Database, topic_slug: str, now: datetime) -> list[str]:
    """The sources that are on and whose time has come, those never tried first. Nothing else
    decides what `storyline run` reads next."""
    found = db.query(
        "select s.source_id from sources s left join source_states h on h.source_id = s.source_id"
        " where s.topic = :topic and s.enabled and s.kind not in (select value from"
        " json_each(:backfilled)) and (h.next_attempt_at is null or h.next_attempt_at <= :now)"
        " order by h.next_attempt_at, s.rowid",
        {"topic": topic_slug, "now": rows.iso(now), "backfilled": json.dumps(BACKFILL_KINDS)},
    )
    return [row["source_id"] for row in found]


def history(
    db: Database, source: Source, now: datetime, pause: HostPause | None = None, host: str = ""
) -> History:
    """The past of a source as of now; dates after it say nothing. `pause` is what its `host`
    asked for."""
    source_id = source.source_id
    runs = list(
        db.query(
            "select started_at, state, reason, counters from runs where kind = 'crawl'"
            " and subject = ? and state != 'running' order by started_at desc, rowid desc limit ?",
            [source_id, RUNS_LOOKED_AT],
        )
    )
    published = db.query(
        "select distinct json_extract(entry, '$.published.at') as at from discoveries"
        " where source_id = ? and at <= ? order by at desc limit ?",
        [source_id, rows.iso(now), ENTRIES_LOOKED_AT],
    )
    seen = db.query(
        "select distinct first_seen_at as at from discoveries where source_id = ?"
        " order by at desc limit ?",
        [source_id, RUNS_LOOKED_AT],
    )
    waited = bool(runs) and runs[0]["state"] == "waits"
    return History(
        every=timedelta(minutes=source.every_minutes),
        longest=timedelta(minutes=max(source.longest_minutes, source.every_minutes)),
        # A run that had to wait asked nothing, so it says nothing of the source.
        runs=tuple(_past_run(row) for row in runs if row["state"] != "waits"),
        published=tuple(rows.moment(row["at"]) for row in published),
        seen=tuple(rows.moment(row["at"]) for row in seen),
        waited_at=rows.moment(runs[0]["started_at"]) if waited else None,
        waits_until=pause.not_before if pause else None,
        waits_why=pause.words(host) if pause else "",
    )


def _past_run(row: rows.Row) -> PastRun:
    return PastRun(
        started_at=rows.moment(row["started_at"]),
        state=row["state"],
        reason=row["reason"],
        counters=json.loads(row["counters"]),
    )
