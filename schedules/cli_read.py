"""Commands that show the chronology: timeline, export, serve."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from db import partial_dates
from schedules.cli_options import as_of, chronology, partial_date
from schedules.cli_settings import Settings
from schedules.jobs import write_file
from timeline.publish import rows, terminal


@click.command()
@click.option("--since", default="", callback=partial_date, help="Only what is not over before.")
@click.option("--until", default="", callback=partial_date, help="Only what begins by then.")
@click.option("--min-sources", default=1, show_default=True, help="Independent publishers.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
)
@as_of
@click.pass_context
def timeline(
    ctx: click.Context,
    since: str,
    until: str,
    min_sources: int,
    form: str,
    as_of: datetime | None,
) -> None:
    """Show the chronology.

    \b
    Example:
      storyline timeline --since 2026-04 --min-sources 2
      storyline timeline --format json > timeline.json
      storyline timeline --as-of 2026-04-30
    """
    settings: Settings = ctx.obj
    first, last = partial_dates.period(since), partial_dates.period(until)
    with settings.existing_store() as store:
        events = chronology(
            store,
            settings.topic_of(store),
            as_of,
            since=first.start.isoformat() if first else "",
            until=last.end.isoformat() if last else "",
            least_sources=min_sources,
        )
    if form == "json":
        click.echo(rows.to_json(events))
    elif form == "csv":
        click.echo(rows.to_csv(events), nl=False)
    else:
        Console(highlight=False).print(terminal.timeline(events))


@click.command()
@click.argument("form", type=click.Choice(["json", "csv"]))
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@as_of
@click.pass_context
def export(ctx: click.Context, form: str, path: Path, as_of: datetime | None) -> None:
    """Write the chronology to a file.

    \b
    Example:
      storyline export json timeline.json
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        events = chronology(store, settings.topic_of(store), as_of)
    text = rows.to_json(events) if form == "json" else rows.to_csv(events)
    write_file(path, text)
    click.echo(f"{len(events)} events in {path}")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True)
@click.pass_context
def serve(ctx: click.Context, host: str, port: int) -> None:
    """Browse the database with Datasette, read-only, on this machine.

    \b
    Example:
      storyline serve --port 8001
    """
    settings: Settings = ctx.obj
    settings.existing_store().close()
    arguments = ["serve", str(settings.database), "--host", host, "--port", str(port)]
    os.execv(sys.executable, [sys.executable, "-m", "datasette", *arguments])


COMMANDS = (timeline, export, serve)
