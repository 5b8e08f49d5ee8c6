"""The command that compares the chronology of two moments: diff."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from rich.console import Console

from db import revision_log
from db.errors import StorylineError
from schedules.cli_options import moment
from schedules.cli_settings import Settings
from timeline.changes import changes
from timeline.publish import changed, rows


@click.command()
@click.argument("since", metavar="FROM", callback=moment)
@click.argument("until", metavar="[TO]", required=False, default="", callback=moment)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def diff(ctx: click.Context, since: datetime, until: datetime | None, form: str) -> None:
    """Show what changed in the chronology between two moments; TO is now unless given.

    A date stands for its end, a time without a zone is UTC: both as the builds by then had left
    the chronology.

    \b
    Example:
      storyline diff 2026-04-05 2026-04-12
      storyline diff 2026-04-08T12:00 --format json
    """
    settings: Settings = ctx.obj
    last = until or datetime.now(UTC)
    if last < since:
        raise click.UsageError("TO is before FROM")
    with settings.existing_store() as store:
        topic = settings.topic_of(store).slug
        if not revision_log.begins_at(store.db, topic):
            raise StorylineError("there was no build yet: run `storyline build` first")
        found = changes(
            revision_log.events_at(store.db, topic, since),
            revision_log.events_at(store.db, topic, last),
            revision_log.became(store.db, topic, since, last),
        )
    if form == "json":
        click.echo(rows.json_of([changed.as_row(one) for one in found]))
    else:
        Console(highlight=False).print(changed.in_terminal(found))


COMMANDS = (diff,)
