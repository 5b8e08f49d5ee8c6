"""Commands that tell how things stand: status, doctor."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from db import reader, rows
from db.errors import StorylineError
from db.migrations import migrations
from db.store import Store
from schedules.cli_settings import FAILED, Settings
from schedules.config import load_topic, topic_path

LEAST_FREE_BYTES = 500 * 1024 * 1024


@click.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Show how much there is of everything, and how each source does.

    \b
    Example:
      storyline status
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        for what, count in reader.counts(store.db, settings.topic_of(store).slug).items():
            click.echo(f"{count:>8}  {what}")
        click.echo("\nsources:")
        for row in reader.source_health(store.db):
            click.echo(f"  {health_line(row)}")
            for alarm in alarms_of(row):
                click.echo(f"    ! {alarm}")


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


@click.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Check topic file, database and disk, and say what to do about what is wrong.

    \b
    Example:
      storyline doctor
    """
    settings: Settings = ctx.obj
    wrong = 0
    for fine, message in _checks(settings):
        click.echo(f"{'ok   ' if fine else 'WRONG'} {message}")
        wrong += not fine
    if wrong:
        ctx.exit(FAILED)


def _checks(settings: Settings) -> Iterator[tuple[bool, str]]:
    path = topic_path(settings.config)
    try:
        topic = load_topic(path)
        on = sum(source.enabled for source in topic.sources)
        yield True, f"topic file {path}: {len(topic.terms)} terms, {on} sources switched on"
    except StorylineError as error:
        yield False, f"{error}: mend the file at that key"
    yield from _database_checks(settings.database)
    folder = settings.database.resolve().parent
    free = shutil.disk_usage(folder).free
    yield free > LEAST_FREE_BYTES, f"{free // 2**20} MiB free beside the database"


def _database_checks(path: Path) -> Iterator[tuple[bool, str]]:
    if not path.exists():
        yield True, f"database {path}: not there yet, the first crawl or import makes it"
        return
    try:
        with Store(path) as store:
            verdict = store.db.execute("pragma integrity_check").fetchone()[0]
            yield verdict == "ok", f"database {path}: integrity {verdict}"
            orphans = len(store.db.execute("pragma foreign_key_check").fetchall())
            yield orphans == 0, f"{orphans} rows that refer to nothing"
            applied = [migration.name for migration in migrations.applied(store.db)]
            yield True, f"schema {applied[-1]}"
    except StorylineError as error:
        yield False, f"{error}: restore it from a backup, or crawl and build anew"


COMMANDS = (status, doctor)
