"""The record that every crawl and backfill of a source leaves."""

from __future__ import annotations

import json
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
        """Close what a killed process left as `running`, and leave a failed run where it has not
        even begun one since `started_at`."""
        with self._transaction() as db:
            for subject in subjects:
                db.execute(
                    "update runs set state = 'failed', reason = ?, ended_at = ?"
                    " where kind = ? and subject = ? and state = 'running'",
                    [reason, rows.iso(ended_at), kind, subject],
                )
                run = [kind, subject, rows.iso(started_at)]
                db.execute(
                    "insert into runs (run_id, kind, subject, state, reason, started_at, ended_at)"
                    " select ?, ?, ?, 'failed', ?, ?, ? where not exists (select 1 from runs"
                    " where kind = ? and subject = ? and started_at >= ?)",
                    [run_id(started_at), kind, subject, reason, run[2], rows.iso(ended_at), *run],
                )
