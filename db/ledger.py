"""The ledger of jobs: which slot of which job was done, is under way, waits, or was missed.

A slot is one time that a job is to be done: the digest of a week, the crawl that was due at a
moment. Its row is there before the work starts. Only the one runner of a database writes here, so
that a row which is `running` and not its own was left by a process that is gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlite_utils import Database

from db import rows
from db.connection import Connection

JobState = Literal["waiting", "running", "done", "failed", "missed"]

_KEY = "topic = :topic and job = :job and subject = :subject and slot = :slot"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotKey:
    """Which time of which job. `topic` is empty for a job of the whole database; `subject` is
    what it is about where a topic has several, such as the source of a crawl."""

    topic: str
    job: str
    subject: str = ""
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRun:
    """One row of the ledger; `asked_at` is when it was seen to be due."""

    key: SlotKey
    state: JobState
    reason: str
    attempts: int
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    pid: int | None


class LedgerWrites(Connection):
    def ask_for(self, key: SlotKey, *, at: datetime, reason: str = "") -> None:
        """Let a job be done as soon as may be; one that waits already serves this call too."""
        with self._transaction() as db:
            waits = db.execute(
                "select 1 from job_runs where state = 'waiting' and topic = ? and job = ?"
                " and subject = ?",
                [key.topic, key.job, key.subject],
            ).fetchone()
            if waits is None:
                _put(db, key, "waiting", reason, at)

    def claim_slot(self, key: SlotKey, *, at: datetime, pid: int) -> None:
        """Write down that the slot is under way, before it is."""
        with self._transaction() as db:
            _put(db, key, "running", "", at)
            db.execute(
                "update job_runs set attempts = attempts + 1, started_at = :at, ended_at = null,"
                f" pid = :pid where {_KEY}",
                {**_key(key), "at": rows.iso(at), "pid": pid},
            )

    def end_slot(self, key: SlotKey, *, state: JobState, reason: str, at: datetime) -> None:
        """How it ended: done, failed, or waiting when it is given back."""
        with self._transaction() as db:
            db.execute(
                "update job_runs set state = :state, reason = :reason, ended_at = :at"
                f" where {_KEY}",
                {**_key(key), "state": state, "reason": reason, "at": rows.iso(at)},
            )

    def miss_slots(self, missed: Iterable[tuple[SlotKey, str]], *, at: datetime) -> None:
        """Write down what is not made up for, and why."""
        with self._transaction() as db:
            for key, reason in missed:
                _put(db, key, "missed", reason, at)

    def give_back_orphans(self, ours: Collection[SlotKey], *, reason: str) -> list[JobRun]:
        """Let wait again what is `running` and not among ours; returns it."""
        orphans = [run for run in open_runs(self.db) if run.state == "running"]
        orphans = [run for run in orphans if run.key not in ours]
        if orphans:
            with self._transaction() as db:
                for run in orphans:
                    db.execute(
                        f"update job_runs set state = 'waiting', reason = :reason where {_KEY}",
                        {**_key(run.key), "reason": reason},
                    )
        return orphans

    def forget_job_runs(self, before: datetime) -> int:
        """Delete what ended before a moment, except the last of each job: what is due next is
        counted from it."""
        with self._transaction() as db:
            return db.execute(
                "delete from job_runs where state in ('done', 'failed', 'missed')"
                " and coalesce(ended_at, asked_at) < ? and exists (select 1 from job_runs later"
                " where later.topic = job_runs.topic and later.job = job_runs.job"
                " and later.subject = job_runs.subject and later.slot > job_runs.slot)",
                [rows.iso(before)],
            ).rowcount


def _put(db: Database, key: SlotKey, state: JobState, reason: str, at: datetime) -> None:
    record = {**_key(key), "state": state, "reason": reason, "at": rows.iso(at)}
    db.execute(
        "insert into job_runs (topic, job, subject, slot, state, reason, attempts, asked_at)"
        " values (:topic, :job, :subject, :slot, :state, :reason, 0, :at)"
        " on conflict (topic, job, subject, slot) do update"
        " set state = excluded.state, reason = excluded.reason, asked_at = excluded.asked_at",
        record,
    )


def open_runs(db: Database) -> list[JobRun]:
    """What waits or is under way, in the order in which it was asked for."""
    found = db.query(
        "select * from job_runs where state in ('waiting', 'running') order by asked_at, rowid"
    )
    return [_job_run(row) for row in found]


def job_run(db: Database, key: SlotKey) -> JobRun | None:
    found = db.query(f"select * from job_runs where {_KEY}", _key(key))
    return next((_job_run(row) for row in found), None)


def job_runs(db: Database, topic: str, job: str) -> list[JobRun]:
    """Every slot of a job that is kept, in the order of their names."""
    found = db.query(
        "select * from job_runs where topic = ? and job = ? order by slot", [topic, job]
    )
    return [_job_run(row) for row in found]


def last_job_run(db: Database, topic: str, job: str, subject: str = "") -> JobRun | None:
    """The slot that was asked for last; about a subject, if one is given."""
    found = db.query(
        "select * from job_runs where topic = :topic and job = :job"
        " and :subject in ('', subject) order by asked_at desc, rowid desc limit 1",
        {"topic": topic, "job": job, "subject": subject},
    )
    return next((_job_run(row) for row in found), None)


def _key(key: SlotKey) -> dict[str, str]:
    return {"topic": key.topic, "job": key.job, "subject": key.subject, "slot": key.slot}


def _job_run(row: rows.Row) -> JobRun:
    started, ended = row["started_at"], row["ended_at"]
    return JobRun(
        key=SlotKey(topic=row["topic"], job=row["job"], subject=row["subject"], slot=row["slot"]),
        state=row["state"],
        reason=row["reason"],
        attempts=row["attempts"],
        asked_at=rows.moment(row["asked_at"]),
        started_at=rows.moment(started) if started else None,
        ended_at=rows.moment(ended) if ended else None,
        pid=row["pid"],
    )
