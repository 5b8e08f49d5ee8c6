"""The command that writes the chronology for other programs: export."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from db import revision_log
from db.model import Topic
from db.store import Store
from schedules.cli_options import as_of, events_as_of
from schedules.cli_settings import Settings
from schedules.jobs import write_file
from timeline.publish.edition import Edition, log_of
from timeline.publish.feeds import MOST
from timeline.publish.forms import FORMS

_WHAT = "\n".join(f"  {name:11} {what}" for name, (what, _) in FORMS.items())


@click.command(
    help=f"""Write the chronology to a file.

    \b
    Forms:
    {_WHAT.strip()}

    \b
    Example:
      storyline export json timeline.json
      storyline export ics timeline.ics
      storyline export atom feed.atom --site https://example.org/story/
    """
)
@click.argument("form", type=click.Choice(list(FORMS)), metavar="FORM")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--site", default="", metavar="URL", help="Where the timeline is published.")
@as_of
@click.pass_context
def export(ctx: click.Context, form: str, path: Path, site: str, as_of: datetime | None) -> None:
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        edition = edition_of(store, settings.topic_of(store), as_of, site)
    write_file(path, FORMS[form][1](edition))
    click.echo(f"{len(edition.events)} events in {path}")


def edition_of(store: Store, topic: Topic, as_of: datetime | None, site: str = "") -> Edition:
    """What is published now, or as of a moment."""
    return Edition(
        name=topic.name,
        slug=topic.slug,
        events=tuple(events_as_of(store, topic, as_of)),
        site=site and f"{site.rstrip('/')}/",
        log=log_of(revision_log.builds(store.db, topic.slug, MOST, until=as_of)),
    )


COMMANDS = (export,)
