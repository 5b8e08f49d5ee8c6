"""The command that stays: run."""

from __future__ import annotations

from pathlib import Path

import click

from schedules import serving
from schedules.cli_settings import Settings
from schedules.config import topic_path
from schedules.service import Declaration, loopback


def _loopback(_: click.Context, option: click.Parameter, value: str) -> str:
    try:
        return loopback(value) if value else ""
    except ValueError as error:
        raise click.BadParameter(str(error), param=option) from None


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--digests",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the weekly digests, ./digests unless a service file says otherwise; with"
    " several topics, each has a folder in it.",
)
@click.option(
    "--metrics",
    default="",
    callback=_loopback,
    metavar="ADDRESS",
    help="Answer /metrics and /healthz on a loopback address such as 127.0.0.1:9464.",
)
@click.pass_context
def run(ctx: click.Context, files: tuple[Path, ...], folder: Path | None, metrics: str) -> None:
    """Stay in the foreground: crawl each source when it is due, build, write the weekly digests.

    FILES are topic files, or one service file; without any, the topic file that every command
    uses. SIGTERM ends it within ten seconds, SIGHUP makes it read the files again; a file that
    has changed is read again anyway.

    \b
    Example:
      storyline --db timeline.db -v run
      storyline run topics/*.toml
      storyline run service.toml
    """
    settings: Settings = ctx.obj
    declaration = Declaration(
        files=files or (topic_path(settings.config),),
        database=settings.given,
        default_database=settings.fallback,
        digests=folder,
    )
    serving.run(declaration, metrics=metrics)


COMMANDS = (run,)
