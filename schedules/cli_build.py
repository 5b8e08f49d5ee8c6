"""The command that makes the chronology of what was gathered: build."""

from __future__ import annotations

import click

from db.locks import one_build
from db.model import Topic
from db.store import Store
from schedules.building import build_report
from schedules.cli_options import progress_bar
from schedules.cli_settings import Settings
from timeline.update import BuildReport, rebuild, update


@click.command()
@click.option(
    "--rebuild", "anew", is_flag=True, help="Throw away what was derived, read all again."
)
@click.pass_context
def build(ctx: click.Context, anew: bool) -> None:
    """Read new articles and bring the chronology up to date.

    \b
    Example:
      storyline build
      storyline build --rebuild
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        click.echo(build_report(build_with_progress(store, topic, anew=anew)))


def build_with_progress(store: Store, topic: Topic, *, anew: bool = False) -> BuildReport:
    """`update` or `rebuild` with a bar on standard error when that is a terminal."""
    with progress_bar() as bar:
        tasks = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=total)

        with one_build(store.path, lambda why: click.echo(f"storyline: {why}", err=True)):
            return (rebuild if anew else update)(store, topic, show)


COMMANDS = (build,)
