"""The chronology without leaving sqlite-utils: two commands and functions for partial dates.

Imported at every start of sqlite-utils, so that it imports as little as it can.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from sqlite_utils import hookimpl

if TYPE_CHECKING:
    from db.model import Topic
    from db.store import Store


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    from timeline import sql_functions

    sql_functions.register(conn)


@hookimpl
def register_commands(cli: click.Group) -> None:
    @cli.command()
    @click.argument("path", type=click.Path(exists=True, dir_okay=False))
    @click.option("--topic", default="", help="Its slug, where the database has several.")
    def timeline(path: str, topic: str) -> None:
        """Show the chronology of a Storyline database.

        \b
        Example:
          sqlite-utils timeline timeline.db
        """
        from rich.console import Console

        from db import chronology
        from timeline.publish import terminal

        with _opened(path, topic) as (store, story):
            events = chronology.events(store.db, story.slug)
        Console(highlight=False).print(terminal.timeline(events))

    @cli.command()
    @click.argument("path", type=click.Path(exists=True, dir_okay=False))
    @click.option("--week", default="", help="2026-W15 or a day of it; else the last whole week.")
    @click.option("--topic", default="", help="Its slug, where the database has several.")
    def digest(path: str, week: str, topic: str) -> None:
        """Print a week's digest of a Storyline database in markdown.

        \b
        Example:
          sqlite-utils digest timeline.db --week 2026-W15
        """
        from datetime import UTC, datetime

        from timeline.publish import digest as digests

        with _opened(path, topic) as (store, story):
            of = (
                digests.week(week)
                if week
                else digests.last_whole_week(datetime.now(UTC), story.digest_zone)
            )
            click.echo(digests.digest_of(store.db, story, of), nl=False)


@contextmanager
def _opened(path: str, topic: str) -> Iterator[tuple[Store, Topic]]:
    """The database and its story; the project's own errors become the command's."""
    from db import reader
    from db.errors import StorylineError
    from db.store import Store

    try:
        with Store(path) as store:
            yield store, reader.topic(store.db, topic)
    except StorylineError as error:
        raise click.ClickException(str(error)) from error
