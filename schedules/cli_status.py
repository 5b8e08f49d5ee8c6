"""`storyline status`: how things stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import click

from db import reader, rows, standing
from db.locks import ProcessLock
from db.model import Topic
from db.standing import JobStanding, Room
from db.store import Store
from schedules.cli_settings import Settings
from schedules.job_table import next_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Of one database; `counts` are of the topic that was chosen, all else of all of them."""

    topic: str
    counts: dict[str, int]
    service: str  # the process that serves it, "" while none does
    service_since: datetime | None
    schema: str
    room: Room
    sources: list[rows.Row]
    jobs: list[tuple[JobStanding, datetime | None]]  # and when it comes next

    @property
    def alarms(self) -> list[str]:
        return [f"{row['source']}: {alarm}" for row in self.sources for alarm in alarms_of(row)]


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def status(ctx: click.Context, form: str) -> None:
    """Show how much there is of everything, how each source and job does, and what is unusual.

    \b
    Example:
      storyline status
      storyline status --format json
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        found = status_of(store, settings.topic_of(store), datetime.now(UTC))
    click.echo(_json(found) if form == "json" else "\n".join(_lines(found)))


def status_of(store: Store, topic: Topic, now: datetime) -> Status:
    lock = ProcessLock(store.path, "runner")
    since = lock.held_since()
    jobs = standing.jobs(store.db)
    topics = {slug: reader.topic(store.db, slug) for slug in {job.topic for job in jobs} - {""}}
    return Status(
        topic=topic.slug,
        counts=reader.counts(store.db, topic.slug),
        service=lock.holder() if since else "",
        service_since=since,
        schema=standing.schema(store.db)[0],
        room=standing.room(store.path),
        sources=reader.source_health(store.db),
        jobs=[(job, next_moment(job.job, topics.get(job.topic, topic), now)) for job in jobs],
    )


def _lines(found: Status) -> Iterator[str]:
    for what, count in found.counts.items():
        yield f"{count:>8}  {what}"
    yield ""
    since = f" since {rows.iso(found.service_since)}" if found.service_since else ""
    yield f"service: {found.service}{since}" if found.service else "service: none is running"
    yield f"schema: {found.schema}"
    yield f"disk: {_mib(found.room.database)} database, {_mib(found.room.free)} free"
    yield "\nsources:"
    for row in found.sources:
        yield f"  {health_line(row)}"
        yield from (f"    ! {alarm}" for alarm in alarms_of(row))
    if found.jobs:
        yield "\njobs:"
        yield from (f"  {_job_line(job, following)}" for job, following in found.jobs)


def _job_line(job: JobStanding, following: datetime | None) -> str:
    last = job.last
    at = last.ended_at or last.started_at or last.asked_at
    what = f"{job.job} {last.key.subject}".strip()
    line = f"{job.topic or 'database'}: {what} {last.key.slot}: {last.state} {rows.iso(at)}"
    if last.reason:
        line += f" ({last.reason})"
    if following:
        line += f", next {rows.iso(following)}"
    return f"{line}, {job.failed} failed" if job.failed else line


def _json(found: Status) -> str:
    told: dict[str, Any] = asdict(found)
    told["alarms"] = found.alarms
    told["jobs"] = [
        {
            "topic": job.topic,
            "job": job.job,
            "failed": job.failed,
            "next": following,
            "last": {key: value for key, value in asdict(job.last).items() if key != "key"}
            | {"subject": job.last.key.subject, "slot": job.last.key.slot},
        }
        for job, following in found.jobs
    ]
    return json.dumps(told, indent=2, ensure_ascii=False, default=rows.iso)


def _mib(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"


def health_line(row: rows.Row) -> str:
    """One source a line, names whole, so that it can be read narrow and searched."""
    health = row["health"]
    line = (
        f"{row['source']}: {health}, last success {row['last_success_at'] or 'never'},"
        f" {row['articles']} articles, {row['pending']} pending, {row['failed']} failed"
    )
    if row["usual_gap_hours"]:
        line += f", usually new every {row['usual_gap_hours']:g} h"
    if row["interval_minutes"]:
        line += f", read every {_span(row['interval_minutes'])}"
    if row["next_attempt_at"] and row["enabled"]:
        line += f", due {row['next_attempt_at']}"
    reason = row["health_reason"] or row["reason"]
    return f"{line} ({reason})" if reason else line


def _span(minutes: int) -> str:
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.3g} h"


def alarms_of(row: rows.Row) -> list[str]:
    """What is unusual about a source that is on: as judged after its last run, and since then."""
    if not row["enabled"]:
        return []
    alarms = [alarm for alarm in row["alarms"].split("; ") if alarm]
    if row["silent"] and not any("nothing new" in alarm for alarm in alarms):
        alarms.append(f"nothing new since before {row['silent_from']}")
    return alarms


COMMANDS = (status,)
