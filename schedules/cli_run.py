"""The command that stays: run."""

from __future__ import annotations

from pathlib import Path

import click

from schedules import scheduler
from schedules.cli_settings import Settings


@click.command()
@click.option(
    "--digests",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("digests"),
    show_default=True,
    help="Folder of the weekly digests.",
)
@click.pass_context
def run(ctx: click.Context, folder: Path) -> None:
    """Stay in the foreground: crawl each source on its interval, build, write the digest weekly.

    \b
    Example:
      storyline --db timeline.db -v run
    """
    settings: Settings = ctx.obj
    scheduler.run(settings.database, settings.topic(), folder)


COMMANDS = (run,)
