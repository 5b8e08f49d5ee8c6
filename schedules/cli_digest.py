"""The command that tells what changed in a week: digest."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from db.errors import StorylineError
from schedules import jobs
from schedules.cli_options import as_of
from schedules.cli_settings import Settings
from timeline.publish import digest as digests


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
    """Tell in markdown what changed in a week.

    \b
    Example:
      storyline digest --week 2026-W15
      storyline digest --out digests/
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        of = (
            digests.week(week)
            if week
            else jobs.last_whole_week(datetime.now(UTC), topic.digest_zone)
        )
        text = digests.digest_of(store.db, topic, of, as_of=as_of)
    if out is None:
        click.echo(text, nl=False)
    else:
        click.echo(jobs.save_digest(text, of, out))


COMMANDS = (digest,)
