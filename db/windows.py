"""The pieces of a backfill: what was asked for already, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlite_utils import Database

from db import rows
from db.connection import Connection

WindowState = Literal["pending", "done", "split", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One request that reaches back: its URL, which is its identity within a source, and the
    time it covers, `ends_at` exclusive."""

    url: str
    starts_at: datetime
    ends_at: datetime


class WindowWrites(Connection):
    def plan_windows(self, source_id: str, windows: Iterable[Window]) -> int:
        """Remember what a backfill has to ask for; returns how many windows are to be asked.

        One that was asked about before its time was over is opened again.
        """
        with self._transaction() as db:
            return sum(_plan(db, source_id, window) for window in windows)

    def advance_window(self, source_id: str, window: Window, position: int) -> None:
        """Remember how far a large file was read."""
        with self._transaction() as db:
            db.execute(
                "update windows set position = ? where source_id = ? and url = ?",
                [position, source_id, window.url],
            )

    def close_window(
        self,
        source_id: str,
        window: Window,
        *,
        state: WindowState,
        reason: str = "",
        entries: int | None = None,
        more: Iterable[Window] = (),
    ) -> None:
        """Say what became of a window, and in the same step which ones follow from it."""
        with self._transaction() as db:
            db.execute(
                "update windows set state = ?, reason = ?, entries = coalesce(?, entries),"
                " attempts = attempts + 1,"
                " changed_at = ? where source_id = ? and url = ?",
                [state, reason, entries, rows.iso(datetime.now(UTC)), source_id, window.url],
            )
            for following in more:
                _plan(db, source_id, following)


def position_of(db: Database, source_id: str, url: str) -> int:
    """How many bytes of a window's file are dealt with."""
    sql = "select position from windows where source_id = ? and url = ?"
    row = db.execute(sql, [source_id, url]).fetchone()
    return int(row[0]) if row else 0


def open_windows(db: Database, source_id: str, since: datetime) -> list[Window]:
    """What is still to be asked for and is not over before `since`, earliest first."""
    found = db.query(
        "select url, starts_at, ends_at from windows where source_id = ?"
        " and state in ('pending', 'failed') and ends_at > ? order by starts_at, url",
        [source_id, rows.iso(since)],
    )
    return [_window(row) for row in found]


def is_done(db: Database, source_id: str, url: str) -> bool:
    sql = "select 1 from windows where source_id = ? and url = ? and state = 'done'"
    return db.execute(sql, [source_id, url]).fetchone() is not None


def progress(db: Database, topic_slug: str) -> list[rows.Row]:
    """By source: windows done and open, entries found, and the time that is covered."""
    return list(db.query("select * from backfill_v where topic = ? order by source", [topic_slug]))


def _plan(db: Database, source_id: str, window: Window) -> int:
    done = db.execute(
        "insert into windows (source_id, url, starts_at, ends_at) values (?, ?, ?, ?)"
        " on conflict (source_id, url) do update set state = 'pending',"
        " ends_at = excluded.ends_at where changed_at < excluded.ends_at",
        [source_id, window.url, rows.iso(window.starts_at), rows.iso(window.ends_at)],
    )
    return int(done.rowcount)


def _window(row: rows.Row) -> Window:
    return Window(
        url=row["url"],
        starts_at=rows.moment(row["starts_at"]),
        ends_at=rows.moment(row["ends_at"]),
    )
