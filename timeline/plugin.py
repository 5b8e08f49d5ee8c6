"""`sqlite-utils timeline DB`: the chronology without leaving sqlite-utils.

Imported at every start of sqlite-utils, so that it imports as little as it can.
"""

from __future__ import annotations

import click
from sqlite_utils import hookimpl


@hookimpl
def register_commands(cli: click.Group) -> None:
    @cli.command()
    @click.argument("path", type=click.Path(exists=True, dir_okay=False))
    def timeline(path: str) -> None:
        """Show the chronology of a Storyline database.

        \b
        Example:
          sqlite-utils timeline timeline.db
        """
        from rich.console import Console

        from db import chronology, reader
        from db.errors import StorylineError
        from db.store import Store
        from timeline.publish import terminal

        try:
            with Store(path) as store:
                events = chronology.events(store.db, reader.topic(store.db).slug)
        except StorylineError as error:
            raise click.ClickException(str(error)) from error
        Console(highlight=False).print(terminal.timeline(events))
