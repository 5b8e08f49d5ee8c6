"""Commands that show the chronology: timeline, export, serve."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TypedDict

import click
from rich.console import Console

from db import partial_dates, reader
from schedules.cli_options import as_of, chronology, partial_date
from schedules.cli_settings import Settings
from schedules.files import write_file
from timeline.publish import rows, terminal


class _Chosen(TypedDict):
    """Which part of the chronology: ISO days, inclusive, and independent publishers."""

    since: str
    until: str
    least_sources: int


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
@click.option(
    "--most",
    type=click.IntRange(min=1),
    metavar="DAYS",
    help="Only so many days, those the story turns on, in the coverage's own sentences.",
)
@click.option(
    "--sentences",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="With --most: at most so many a day.",
)
@as_of
@click.pass_context
def timeline(
    ctx: click.Context,
    since: str,
    until: str,
    min_sources: int,
    form: str,
    most: int | None,
    sentences: int,
    as_of: datetime | None,
) -> None:
    """Show the chronology.

    \b
    Example:
      storyline timeline --since 2026-04 --min-sources 2
      storyline timeline --format json > timeline.json
      storyline timeline --as-of 2026-04-30
      storyline timeline --most 10
    """
    settings: Settings = ctx.obj
    first, last = partial_dates.period(since), partial_dates.period(until)
    chosen = _Chosen(
        since=first.start.isoformat() if first else "",
        until=last.end.isoformat() if last else "",
        least_sources=min_sources,
    )
    if most is not None:
        if as_of is not None:
            raise click.UsageError("--most tells what is known now: leave out --as-of")
        _show_highlights(settings, chosen, most, sentences, form)
        return
    with settings.existing_store() as store:
        events = chronology(store, settings.topic_of(store), as_of, **chosen)
    if form == "json":
        click.echo(rows.to_json(events))
    elif form == "csv":
        click.echo(rows.to_csv(events), nl=False)
    else:
        Console(highlight=False).print(terminal.timeline(events))


def _show_highlights(
    settings: Settings, chosen: _Chosen, days: int, sentences: int, form: str
) -> None:
    # The rules for sentences take longer to import than the plain chronology to show.
    from timeline.highlights import highlights
    from timeline.publish import highlights as highlights_in_print

    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        mentions = reader.day_mentions(store.db, topic.slug, **chosen)
        originals = reader.originals(store.db, topic.slug)
    found = highlights(mentions, originals, days=days, sentences=sentences)
    if form == "json":
        click.echo(highlights_in_print.to_json(found, topic.outlets))
    elif form == "csv":
        click.echo(highlights_in_print.to_csv(found, topic.outlets), nl=False)
    else:
        shown = highlights_in_print.in_terminal(found, topic.outlets)
        Console(highlight=False).print(shown)


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
