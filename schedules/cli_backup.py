"""Commands that copy the database and put a copy back: backup, restore."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from db import backup as copying
from db.errors import StorylineError
from schedules.backups import copy_path, in_words
from schedules.cli_settings import Settings


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.pass_context
def backup(ctx: click.Context, path: Path | None) -> None:
    """Copy the database while it is in use, and look the copy through.

    PATH is a file that is not there yet, or a folder; without it, the copy is put into backups/
    beside the database, under the name of the moment.

    \b
    Example:
      storyline backup
      storyline backup /mnt/other-disk/
    """
    settings: Settings = ctx.obj
    database = settings.database.resolve()
    if path is None or path.is_dir():
        path = copy_path(database, path or database.parent / "backups", datetime.now(UTC))
    if path.exists():
        raise StorylineError("there is a file of this name already", file=path)
    click.echo(in_words(copying.save_copy(database, path)))


@click.command()
@click.argument("copy", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def restore(ctx: click.Context, copy: Path) -> None:
    """Put a copy in the place of the database, which is kept under another name.

    No service may be running on the database, and no other process have it open.

    \b
    Example:
      storyline restore backups/timeline-20260408T030000Z.db
    """
    settings: Settings = ctx.obj
    database = settings.database.resolve()
    aside = database.with_name(f"{database.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    there = database.exists()
    click.echo(in_words(copying.restore(copy, database, aside)))
    if there:
        click.echo(f"what was there before is {aside}")


COMMANDS = (backup, restore)
