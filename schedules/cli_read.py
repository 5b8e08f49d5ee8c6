"""Commands that show the chronology: timeline, why, export, serve."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from rich.console import Console

from db import partial_dates, reader
from schedules.cli_settings import Settings
from schedules.jobs import write_file
from timeline.publish import rows, terminal


def _partial_date(_: click.Context, option: click.Parameter, value: str) -> str:
    if value and partial_dates.period(value) is None:
        raise click.BadParameter(
            "a date such as 2026-04-08, 2026-04, 2026-Q2 or 2026", param=option
        )
    return value


@click.command()
@click.option("--since", default="", callback=_partial_date, help="Only what is not over before.")
@click.option("--until", default="", callback=_partial_date, help="Only what begins by then.")
@click.option("--min-sources", default=1, show_default=True, help="Independent publishers.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
)
@click.pass_context
def timeline(ctx: click.Context, since: str, until: str, min_sources: int, form: str) -> None:
    """Show the chronology.

    \b
    Example:
      storyline timeline --since 2026-04 --min-sources 2
      storyline timeline --format json > timeline.json
    """
    settings: Settings = ctx.obj
    first, last = partial_dates.period(since), partial_dates.period(until)
    with settings.existing_store() as store:
        events = reader.events(
            store.db,
            settings.topic_of(store).slug,
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
@click.argument("event")
@click.pass_context
def why(ctx: click.Context, event: str) -> None:
    """Explain an event: its sentences, its date and the rule that chose it, its conflicts.

    \b
    Example:
      storyline why e3f2a9c01d7b
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        found = reader.event(store.db, settings.topic_of(store).slug, event)
    Console(highlight=False).print(terminal.explanation(found))


@click.command()
@click.argument("form", type=click.Choice(["json", "csv"]))
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def export(ctx: click.Context, form: str, path: Path) -> None:
    """Write the chronology to a file.

    \b
    Example:
      storyline export json timeline.json
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        events = reader.events(store.db, settings.topic_of(store).slug)
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


COMMANDS = (timeline, why, export, serve)
