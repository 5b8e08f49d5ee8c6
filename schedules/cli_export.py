"""The command that writes the chronology for other programs: export."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from schedules.cli_options import as_of, events_as_of
from schedules.cli_settings import Settings
from schedules.jobs import write_file
from timeline.publish.forms import FORMS
from timeline.publish.published import edition_of, site_of
from timeline.publish.site import files

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
        edition = edition_of(store.db, topic, events_as_of(store, topic, as_of), site, as_of)
        written = (
            files(site_of(store.db, topic, edition, as_of))
            if form == SITE
            else [("", FORMS[form][1](edition))]
        )
        for name, text in written:
            write_file(path / name, text)
    click.echo(f"{len(edition.events)} events in {path}")


COMMANDS = (export,)
