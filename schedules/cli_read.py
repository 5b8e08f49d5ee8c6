"""Commands that show the chronology: timeline, show, search, serve."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from importlib import resources
from typing import Any

import click
from rich.console import Console

from db import chronology, reader
from db import search as full_text
from db.selection import Selection
from schedules.cli_options import as_of, events_as_of, selected, selection
from schedules.cli_settings import Settings
from timeline.publish import rows, terminal


@click.command()
@selection
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
    /,
    form: str,
    most: int | None,
    sentences: int,
    as_of: datetime | None,
    **chosen: Any,
) -> None:
    """Show the chronology.

    \b
    Example:
      storyline timeline --since 2026-04 --min-sources 2
      storyline timeline --type launch --status expected --about "open weights"
      storyline timeline --format json > timeline.json
      storyline timeline --as-of 2026-04-30
      storyline timeline --most 10
    """
    settings: Settings = ctx.obj
    wanted = selected(**chosen)
    if most is not None:
        if as_of is not None:
            raise click.UsageError("--most tells what is known now: leave out --as-of")
        _show_highlights(settings, wanted, most, sentences, form)
        return
    with settings.existing_store() as store:
        events = events_as_of(store, settings.topic_of(store), as_of, wanted)
    if form == "json":
        click.echo(rows.to_json(events))
    elif form == "csv":
        click.echo(rows.to_csv(events), nl=False)
    else:
        Console(highlight=False).print(terminal.timeline(events))


def _show_highlights(
    settings: Settings, wanted: Selection, days: int, sentences: int, form: str
) -> None:
    # The rules for sentences take longer to import than the plain chronology to show.
    from timeline.highlights import highlights
    from timeline.publish import highlights as highlights_in_print

    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        mentions = reader.day_mentions(store.db, topic.slug, wanted)
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
@click.argument("event")
@click.pass_context
def show(ctx: click.Context, event: str) -> None:
    """Show one event: its sources with their sentences, its conflicts, how it came.

    \b
    Example:
      storyline show e3f2a9c01d7b
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        found = chronology.event(store.db, settings.topic_of(store).slug, event)
    Console(highlight=False).print(terminal.one(found))


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.pass_context
def search(ctx: click.Context, text: tuple[str, ...]) -> None:
    """Search events and articles for words, or words that begin so.

    \b
    Example:
      storyline search open weights
    """
    settings: Settings = ctx.obj
    words = " ".join(text)
    with settings.existing_store() as store:
        slug = settings.topic_of(store).slug
        ids = full_text.events(store.db, slug, words)
        events = [chronology.event(store.db, slug, event_id) for event_id in ids]
        articles = full_text.articles(store.db, slug, words)
    Console(highlight=False).print(terminal.found(events, articles))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True)
@click.pass_context
def serve(ctx: click.Context, host: str, port: int) -> None:
    """Show the timeline and the database in a browser: Datasette, read-only, on this machine.

    What the crawler writes is there with the next page. The timeline is at /-/timeline/.

    \b
    Example:
      storyline serve --port 8001
    """
    settings: Settings = ctx.obj
    settings.existing_store().close()
    plugins = str(resources.files("timeline.publish").joinpath("datasette_plugin"))
    arguments = ["--host", host, "--port", str(port), "--plugins-dir", plugins]
    command = ["serve", str(settings.database), *arguments]
    os.execv(sys.executable, [sys.executable, "-m", "datasette", *command])


COMMANDS = (timeline, show, search, serve)
