"""What several commands share: options and how their values are read, the bar of progress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any, TypeVar, get_args

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from db import chronology, partial_dates, revision_log
from db.model import Event, Status, Topic
from db.selection import EVERYTHING, Selection
from db.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])


def partial_date(_: click.Context, option: click.Parameter, value: str) -> str:
    if value and partial_dates.period(value) is None:
        raise click.BadParameter(
            "a date such as 2026-04-08, 2026-04, 2026-Q2 or 2026", param=option
        )
    return value


def moment(_: click.Context, option: click.Parameter, value: str) -> datetime | None:
    """A date stands for its last second, a time without a zone is UTC."""
    if not value:
        return None
    if "T" not in value and " " not in value and (period := partial_dates.period(value)):
        return datetime.combine(period.end, time(23, 59, 59), tzinfo=UTC)
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(
            "a moment such as 2026-04-08T13:00, or a date, which means its end", param=option
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def as_of(command: Command) -> Command:
    """`--as-of MOMENT`: the chronology as the builds up to then had left it."""
    return click.option(
        "--as-of",
        default="",
        callback=moment,
        metavar="MOMENT",
        help="As the builds by then had left it: 2026-04-08 (its end) or 2026-04-08T13:00 (UTC).",
    )(command)


def selection(command: Command) -> Command:
    """Options that choose events; `selected` makes a `Selection` of them."""
    for option in reversed(
        (
            click.option(
                "--since", default="", callback=partial_date, help="Only what is not over before."
            ),
            click.option(
                "--until", default="", callback=partial_date, help="Only what begins by then."
            ),
            click.option(
                "--type", "types", multiple=True, help="Only these, such as launch; repeatable."
            ),
            click.option(
                "--status",
                "statuses",
                multiple=True,
                type=click.Choice(get_args(Status)),
                help="Only these; repeatable.",
            ),
            click.option(
                "--min-sources", default=1, show_default=True, help="Independent publishers."
            ),
            click.option(
                "--about", default="", metavar="TEXT", help="Only what has all these words."
            ),
        )
    ):
        command = option(command)
    return command


def selected(
    since: str,
    until: str,
    types: tuple[str, ...],
    statuses: tuple[str, ...],
    min_sources: int,
    about: str,
) -> Selection:
    first, last = partial_dates.period(since), partial_dates.period(until)
    return Selection(
        since=first.start.isoformat() if first else "",
        until=last.end.isoformat() if last else "",
        types=types,
        statuses=statuses,
        least_sources=min_sources,
        about=about,
    )


def events_as_of(
    store: Store, topic: Topic, as_of: datetime | None, wanted: Selection = EVERYTHING
) -> list[Event]:
    """The events now, or as of a moment; says so when the log does not reach back that far."""
    if as_of is None:
        return chronology.events(store.db, topic.slug, wanted)
    begins = revision_log.begins_at(store.db, topic.slug)
    if not begins or as_of.strftime("%Y-%m-%dT%H:%M:%SZ") < begins:
        known = f"the first build was at {begins}" if begins else "there was no build yet"
        click.echo(f"storyline: nothing was known then: {known}", err=True)
    return revision_log.events_at(store.db, topic.slug, as_of, wanted)


def progress_bar() -> Progress:
    """On standard error, and only when that is a terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    )
