"""The one console command: `storyline`.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done (some source or file failed; which
one is on standard error).
"""

from __future__ import annotations

import importlib
import logging
import os
import signal
import sys
from pathlib import Path

import click

from db import logs
from db.errors import StorylineError
from schedules.cli_settings import FAILED, Settings

# Module of this package -> its commands. Imported when one of them is asked for: what a command
# does not need would take longer to import than many a command takes to run.
MODULES = {
    "cli_init": ("init",),
    "cli_gather": ("import", "crawl"),
    "cli_build": ("build",),
    "cli_digest": ("digest",),
    "cli_run": ("run",),
    "cli_sources": ("sources", "backfill", "coverage"),
    "cli_read": ("timeline", "show", "search", "serve"),
    "cli_names": ("names",),
    "cli_export": ("export",),
    "cli_changes": ("diff",),
    "cli_explain": ("why", "why-not", "history"),
    "cli_judge": ("judge",),
    "cli_review": ("review",),
    "cli_status": ("status",),
    "cli_doctor": ("doctor",),
    "cli_backup": ("backup", "restore"),
    "cli_demo": ("demo",),
}
COMMANDS = {name: module for module, names in MODULES.items() for name in names}


class _Group(click.Group):
    """Imports a command when it is asked for, and turns the project's own errors into one line on
    standard error and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"schedules.{COMMANDS[cmd_name]}")
        commands: dict[str, click.Command] = {c.name: c for c in module.COMMANDS}
        return commands[cmd_name]

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except StorylineError as error:
            click.echo(f"storyline: {error}", err=True)
            ctx.exit(FAILED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Topic file; else STORYLINE_CONFIG, ./storyline.toml, the packaged topic.",
)
@click.option(
    "--db",
    "database",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Database; else STORYLINE_DB, the topic file's `database`, ./timeline.db.",
)
@click.option("-v", "--verbose", is_flag=True, help="Log what is done, not only what fails.")
@click.option(
    "--log-format",
    type=click.Choice(logs.FORMATS),
    help=f"Else {logs.VARIABLE}, else text on a terminal and JSON where there is none.",
)
@click.version_option(package_name="storyline")
@click.pass_context
def main(
    ctx: click.Context,
    config: Path | None,
    database: Path | None,
    verbose: bool,
    log_format: str | None,
) -> None:
    """Follow one unfolding news story: coverage in, a sourced chronology out.

    \b
    Example:
      storyline --db story.db import coverage/*.jsonl.gz
      storyline --db story.db build
      storyline --db story.db timeline
    """
    # So that a crawl's process is ended with the command that started it.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    if log_format:
        os.environ[logs.VARIABLE] = log_format
    logs.log_to_stderr(logging.INFO if verbose else logging.WARNING)
    named = os.environ.get("STORYLINE_DB")
    ctx.obj = Settings(config, database or (Path(named) if named else None))
