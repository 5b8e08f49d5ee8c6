"""Commands that make what people read of what was gathered: build, digest."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from db.errors import StorylineError
from db.locks import one_build
from db.model import Topic
from db.store import Store
from schedules import files
from schedules.building import build_report
from schedules.cli_options import as_of, events_as_of, progress_bar
from schedules.cli_settings import Settings
from timeline.publish import digest as digests
from timeline.update import BuildReport, rebuild, update


@click.command()
@click.option(
    "--rebuild", "anew", is_flag=True, help="Throw away what was derived, read all again."
)
@click.pass_context
def build(ctx: click.Context, anew: bool) -> None:
    """Read new articles and bring the chronology up to date.

    \b
    Example:
      storyline build
      storyline build --rebuild
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        click.echo(build_report(build_with_progress(store, topic, anew=anew)))


def build_with_progress(store: Store, topic: Topic, *, anew: bool = False) -> BuildReport:
    """`update` or `rebuild` with a bar on standard error when that is a terminal."""
    with progress_bar() as bar:
        tasks = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=total)

        with one_build(store.path, lambda why: click.echo(f"storyline: {why}", err=True)):
            return (rebuild if anew else update)(store, topic, show)


def _week(_: click.Context, option: click.Parameter, value: str) -> str:
    try:
        return digests.week(value).name if value else ""
    except StorylineError as error:
        raise click.BadParameter(str(error), param=option) from error


@click.command()
@click.option(
    "--week",
    default="",
    callback=_week,
    help="2026-W15 or a day of it; else the last whole week.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write FOLDER/2026-W15.md instead of standard output.",
)
@as_of
@click.pass_context
def digest(ctx: click.Context, week: str, out: Path | None, as_of: datetime | None) -> None:
    """Write a week's digest in markdown.

    \b
    Example:
      storyline digest --week 2026-W15
      storyline digest --out digests/
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        events = events_as_of(store, topic, as_of)
    of = (
        digests.week(week)
        if week
        else digests.last_whole_week(datetime.now(UTC), topic.digest_zone)
    )
    if out is None:
        click.echo(digests.digest(topic.name, events, of))
    else:
        click.echo(files.save_digest(topic, events, of, out))


COMMANDS = (build, digest)
