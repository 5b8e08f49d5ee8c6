"""The record that every crawl and backfill of a source leaves."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from db import rows
from db.connection import Connection

RunState = Literal["running", "ok", "partial", "failed", "waits"]


def run_id(started_at: datetime) -> str:
    return f"r{started_at:%Y%m%d%H%M%S}{secrets.token_hex(4)}"


class RunWrites(Connection):
    def begin_run(
        self, run_id: str, *, kind: str = "crawl", subject: str, started_at: datetime
    ) -> None:
        """Leave a row before the work starts: one that stays `running` tells of a crash."""
        with self._transaction() as db:
            db.table("runs").insert(
                {
                    "run_id": run_id,
                    "kind": kind,
                    "subject": subject,
                    "state": "running",
                    "started_at": rows.iso(started_at),
                    "pid": os.getpid(),
                }
            )

    def end_run(
        self,
        run_id: str,
        *,
        state: RunState,
        reason: str,
        counters: Mapping[str, int],
        ended_at: datetime,
    ) -> None:
        with self._transaction() as db:
            db.table("runs").update(
                run_id,
                {
                    "state": state,
                    "reason": reason,
                    "counters": json.dumps(counters, sort_keys=True),
                    "ended_at": rows.iso(ended_at),
                },
            )

    def fail_unfinished_runs(
        self,
        subjects: Sequence[str],
        *,
        kind: str = "crawl",
        reason: str,
        started_at: datetime,
        ended_at: datetime,
    ) -> None:
        """Close what processes that are gone have left as `running`, and leave a failed run where
        none was even begun since `started_at`. A crawl that somebody started beside goes on."""
        with self._transaction() as db:
            for subject in subjects:
                left = db.query(
                    "select run_id, pid from runs where kind = ? and subject = ?"
                    " and state = 'running'",
                    [kind, subject],
                )
                for row in [row for row in left if not _is_alive(row["pid"])]:
                    db.execute(
                        "update runs set state = 'failed', reason = ?, ended_at = ?"
                        " where run_id = ?",
                        [reason, rows.iso(ended_at), row["run_id"]],
                    )
                run = [kind, subject, rows.iso(started_at)]
                db.execute(
                    "insert into runs (run_id, kind, subject, state, reason, started_at, ended_at)"
                    " select ?, ?, ?, 'failed', ?, ?, ? where not exists (select 1 from runs"
                    " where kind = ? and subject = ? and started_at >= ?)",
                    [run_id(started_at), kind, subject, reason, run[2], rows.iso(ended_at), *run],
                )


def _is_alive(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
