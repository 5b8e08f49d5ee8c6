"""How a database stands: for `storyline status`, `storyline doctor` and the metrics."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from db import ledger, rows
from db.ledger import JobRun
from db.migrations import migrations

ROWS_LOOKED_AT = 2000
# A run that was closed from outside is dated when it was begun, which may be hours before.
OUT_OF_ORDER = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Bytes: of the database with its write-ahead log, and free beside it."""

    database: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStanding:
    """The last time that a job was asked for, and how many attempts failed since it went well."""

    topic: str
    job: str
    last: JobRun
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockJump:
    """A row that was written after another one and is dated well before it."""

    back_to: datetime
    by: timedelta


def room(database: Path) -> Room:
    files = [database, database.with_name(f"{database.name}-wal")]
    return Room(
        database=sum(file.stat().st_size for file in files if file.exists()),
        free=shutil.disk_usage(database.resolve().parent).free,
    )


def schema(db: Database) -> tuple[str, int]:
    """The last migration that was applied, and how many are still to be."""
    applied = migrations.applied(db)
    return (applied[-1].name if applied else "", len(migrations.pending(db)))


def jobs(db: Database, but: Sequence[str] = ()) -> list[JobStanding]:
    """Every job of the ledger but some, by topic and name."""
    found = db.query(
        "select distinct topic, job from job_runs"
        " where job not in (select value from json_each(?)) order by topic, job",
        [json.dumps(but)],
    )
    return [_job(db, row["topic"], row["job"]) for row in list(found)]


def _job(db: Database, topic: str, job: str) -> JobStanding:
    last = ledger.last_job_run(db, topic, job)
    assert last is not None
    [(failed,)] = db.execute(
        "select coalesce(sum(attempts), 0) from job_runs where topic = :topic and job = :job"
        " and state = 'failed' and asked_at > coalesce((select asked_at from job_runs"
        " where topic = :topic and job = :job and state = 'done'"
        " order by asked_at desc limit 1), '')",
        {"topic": topic, "job": job},
    )
    return JobStanding(topic=topic, job=job, last=last, failed=failed)


def newest_row(db: Database) -> datetime | None:
    """The latest moment at which anything was written down."""
    [(newest,)] = db.execute(
        "select max(at) from (select max(started_at) as at from runs"
        " union all select max(ended_at) from runs union all select max(fetched_at) from fetches"
        " union all select max(asked_at) from job_runs union all select max(at) from revisions)"
    )
    return rows.moment(newest) if newest else None


def last_jump(db: Database) -> ClockJump | None:
    """The last time the clock went back, as the order of the runs tells it."""
    found = db.query(
        "select started_at, before from (select rowid, started_at, lag(started_at)"
        " over (order by rowid) as before from (select rowid, started_at from runs"
        " order by rowid desc limit :rows)) where strftime('%s', before)"
        " - strftime('%s', started_at) > :least order by rowid desc limit 1",
        {"rows": ROWS_LOOKED_AT, "least": OUT_OF_ORDER.total_seconds()},
    )
    for row in found:
        back_to = rows.moment(row["started_at"])
        return ClockJump(back_to=back_to, by=rows.moment(row["before"]) - back_to)
    return None
