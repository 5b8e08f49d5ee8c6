"""`storyline doctor`: what is wrong, and what to do about it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime

import click

from db.errors import ConfigError
from schedules.checks import Finding, examine
from schedules.cli_settings import FAILED, Settings
from schedules.config import topic_path

MARKS = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}


@click.command()
@click.option("--offline", is_flag=True, help="Do not look whether the sources can be reached.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def doctor(ctx: click.Context, offline: bool, form: str) -> None:
    """Check configuration, disk, database, clock and network; say how to mend what is wrong.

    The exit code is 1 when something keeps Storyline from its work; notes do not.

    \b
    Example:
      storyline doctor
      storyline doctor --offline
    """
    settings: Settings = ctx.obj
    config, now = topic_path(settings.config), datetime.now(UTC)
    try:
        database = settings.database
    except ConfigError:  # the file that says which one is wrong, as a finding tells
        database = None
    found = []
    for finding in examine(config, database, now, offline=offline):
        found.append(finding)
        if form == "text":
            click.echo(_line(finding))
    if form == "json":
        click.echo(json.dumps([asdict(finding) for finding in found], indent=2))
    if any(finding.state == "wrong" for finding in found):
        ctx.exit(FAILED)


def _line(finding: Finding) -> str:
    line = f"{MARKS[finding.state]} {finding.about}: {finding.message}"
    return f"{line}\n        mend: {finding.mend}" if finding.mend else line


COMMANDS = (doctor,)
