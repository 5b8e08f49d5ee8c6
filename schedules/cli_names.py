"""The command that lists who and what a story is about: names."""

from __future__ import annotations

from typing import get_args

import click
from rich.console import Console
from rich.table import Table

from db import chronology
from schedules.cli_settings import Settings
from timeline.kinds import Kind, kind_of
from timeline.publish import inert, rows

KINDS = tuple(kind for kind in get_args(Kind) if kind)


@click.command()
@click.option("--kind", type=click.Choice(KINDS), help="Only these.")
@click.option("--most", type=click.IntRange(min=1), default=40, show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def names(ctx: click.Context, kind: str | None, most: int, form: str) -> None:
    """List the names in the chronology: people, organisations, products, places.

    The kind is told from the words around a name; where they do not tell, there is none.

    \b
    Example:
      storyline names --kind person
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        named = chronology.names(store.db, settings.topic_of(store).slug)
    kinds = {one.name: kind_of(one.name, one.sentences) for one in named}
    shown = [one for one in named if kind in (None, kinds[one.name])][:most]
    if form == "json":
        told = [{"name": o.name, "kind": kinds[o.name] or None, "events": o.events} for o in shown]
        click.echo(rows.json_of(told))
        return
    table = Table("name", "kind", "events", box=None)
    for one in shown:
        table.add_row(inert.line(one.name), kinds[one.name], str(one.events))
    Console(highlight=False).print(table)


COMMANDS = (names,)
