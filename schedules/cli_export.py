"""The command that writes the chronology for other programs: export."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from db import chronology, partial_dates, reader, revision_log
from db.model import Topic
from db.store import Store
from schedules.cli_options import as_of, events_as_of
from schedules.cli_settings import Settings
from schedules.jobs import write_file
from timeline.publish.coverage import coverage_map
from timeline.publish.edition import Edition, log_of
from timeline.publish.feeds import MOST
from timeline.publish.forms import FORMS
from timeline.publish.site import Site, files

SITE = "html"  # the one form that is a folder of files
_WHAT = "\n".join(
    (
        *(f"  {name:11} {what}" for name, (what, _) in FORMS.items()),
        f"  {SITE:11} web site, a folder",
    )
)


@click.command(
    help=f"""Write the chronology to a file, or as a web site to a folder.

    \b
    Forms:
    {_WHAT.strip()}

    \b
    Example:
      storyline export json timeline.json
      storyline export ics timeline.ics
      storyline export html public --site https://example.org/story/
    """
)
@click.argument("form", type=click.Choice([*FORMS, SITE]), metavar="FORM")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--site", default="", metavar="URL", help="Where the timeline is published.")
@as_of
@click.pass_context
def export(ctx: click.Context, form: str, path: Path, site: str, as_of: datetime | None) -> None:
    settings: Settings = ctx.obj
    if path.is_dir() != (form == SITE) and path.exists():
        what = "a folder" if form == SITE else "a file"
        raise click.BadParameter(f"{form} is written to {what}", param_hint="PATH")
    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        edition = edition_of(store, topic, as_of, site)
        written = (
            files(site_of(store, topic, edition, as_of))
            if form == SITE
            else [("", FORMS[form][1](edition))]
        )
        for name, text in written:
            write_file(path / name, text)
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


def site_of(store: Store, topic: Topic, edition: Edition, as_of: datetime | None) -> Site:
    """The edition with the coverage it was read from. As of a moment the sentences are those that
    the log has, one for each source."""
    if as_of is None:
        ids = [event.event_id for event in edition.events]
        whole = chronology.whole_events(store.db, topic.slug, ids)
        edition = replace(edition, events=tuple(whole[event_id] for event_id in ids))
    begins = partial_dates.period(topic.since)
    return Site(
        edition=edition,
        coverage=coverage_map(
            reader.published_days(store.db, topic.slug),
            since=begins.start if begins else None,
            until=as_of.date() if as_of else None,
        ),
        former=revision_log.former_ids(store.db, topic.slug, until=as_of),
    )


COMMANDS = (export,)
