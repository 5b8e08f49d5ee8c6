"""The command by which a person decides: judge."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click
from rich.console import Console

from db import chronology, judgements, partial_dates
from db.judgements import Judgement, Verdict, known_mention
from schedules.cli_settings import Settings
from timeline.choose import PRECISIONS
from timeline.pinned import pin_of
from timeline.publish import judgements as in_print

Command = TypeVar("Command", bound=Callable[..., Any])


def _me() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in many containers
        return ""


def signed_by(command: Command) -> Command:
    return click.option("--by", default=_me, help="Who judges; else the user's name.")(command)


def _signed(command: Command) -> Command:
    return signed_by(click.option("--note", default="", help="Why, in words.")(command))


@click.group()
def judge() -> None:
    """Decide by hand; a judgement outranks every score and survives every build.

    Events and mentions are named by their ids, as `timeline`, `why` and `review` show them. The
    next build applies what was judged.

    \b
    Example:
      storyline judge same e3f2a9c01d7b e77d0c1b2a3f --note "both tell of the launch"
      storyline judge pin e3f2a9c01d7b --date 2026-04-08
      storyline build
    """


@judge.command()
@click.argument("one")
@click.argument("other")
@_signed
@click.pass_context
def same(ctx: click.Context, one: str, other: str, note: str, by: str) -> None:
    """Two events (or mentions) are one.

    \b
    Example:
      storyline judge same e3f2a9c01d7b e77d0c1b2a3f
    """
    _link(ctx.obj, "same", one, other, note=note, by=by)


@judge.command()
@click.argument("one")
@click.argument("other")
@_signed
@click.pass_context
def different(ctx: click.Context, one: str, other: str, note: str, by: str) -> None:
    """Two events (or mentions) are never one.

    To take an event apart, name two of its mentions as `storyline why` shows them.

    \b
    Example:
      storyline judge different m3f2a9c01d7b m77d0c1b2a3f
    """
    _link(ctx.obj, "different", one, other, note=note, by=by)


@judge.command()
@click.argument("event")
@click.option("--date", default="", help="A partial date, or two as FIRST/LAST.")
@click.option("--headline", default="", help="The headline to show.")
@click.option(
    "--conflict",
    "conflicts",
    multiple=True,
    metavar="WHAT=VALUE",
    help="Which of the values that sources give is right; repeatable.",
)
@_signed
@click.pass_context
def pin(
    ctx: click.Context,
    event: str,
    date: str,
    headline: str,
    conflicts: tuple[str, ...],
    note: str,
    by: str,
) -> None:
    """Fix date or headline of an event, or settle what its sources disagree on.

    \b
    Example:
      storyline judge pin e3f2a9c01d7b --date 2026-04-08 --headline "Orbit is launched"
      storyline judge pin e3f2a9c01d7b --conflict "amount:price=$14.3 billion"
    """
    wanted: list[tuple[str, str]] = []
    if date:
        wanted.append(("date", _date_to_pin(date)))
    if headline.strip():
        wanted.append(("headline", " ".join(headline.split())))
    wanted += [_settlement(ctx.obj, event, given) for given in conflicts]
    if not wanted:
        raise click.UsageError("say what to pin: --date, --headline or --conflict")
    for field, value in wanted:
        _save(ctx.obj, "pin", event, field=field, value=value, note=note, by=by)


def _settlement(settings: Settings, event: str, given: str) -> tuple[str, str]:
    with settings.existing_store() as store:
        found = chronology.event(store.db, settings.topic_of(store).slug, event)
    return pin_of(found.conflicts, given)


def _date_to_pin(date: str) -> str:
    if any(partial_dates.precision_of(part) not in PRECISIONS for part in date.split("/")):
        raise click.BadParameter("a date such as 2026-04-08, 2026-04 or 2026-Q2", param_hint="date")
    if partial_dates.period(date) is None:
        raise click.BadParameter("a range is FIRST/LAST, in that order", param_hint="date")
    return date


@judge.command()
@click.argument("event")
@_signed
@click.pass_context
def hide(ctx: click.Context, event: str, note: str, by: str) -> None:
    """Leave an event out of the chronology.

    \b
    Example:
      storyline judge hide e3f2a9c01d7b --note "an advertisement"
    """
    _save(ctx.obj, "hide", event, note=note, by=by)


@judge.command()
@click.argument("event")
@click.argument("text")
@signed_by
@click.pass_context
def note(ctx: click.Context, event: str, text: str, by: str) -> None:
    """Keep a remark on an event; `storyline why` shows it.

    \b
    Example:
      storyline judge note e3f2a9c01d7b "asked the outlet about the date"
    """
    _save(ctx.obj, "note", event, note=text, by=by)


@judge.command()
@click.argument("number", type=int)
@signed_by
@click.pass_context
def undo(ctx: click.Context, number: int, by: str) -> None:
    """Take a judgement back, by its number.

    \b
    Example:
      storyline judge undo 3
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        store.undo_judgement(settings.topic_of(store).slug, number, by=by, at=datetime.now(UTC))
    click.echo(f"judgement {number} undone; `storyline build` applies it")


@judge.command("list")
@click.pass_context
def show(ctx: click.Context) -> None:
    """Show every judgement and what became of it.

    \b
    Example:
      storyline judge list
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        found = judgements.with_outcomes(store.db, settings.topic_of(store).slug)
    Console(highlight=False).print(in_print.listing(found))


def _link(
    settings: Settings, verdict: Verdict, one: str, other: str, *, note: str, by: str
) -> None:
    if one[1:] == other[1:]:
        raise click.UsageError("these are one and the same")
    _save(settings, verdict, one, other, note=note, by=by)


def _save(
    settings: Settings,
    verdict: Verdict,
    one: str,
    other: str = "",
    *,
    field: str = "",
    value: str = "",
    note: str,
    by: str,
) -> None:
    with settings.existing_store() as store:
        slug = settings.topic_of(store).slug
        number = store.save_judgement(
            slug,
            Judgement(
                verdict=verdict,
                mention_id=known_mention(store.db, slug, one),
                other_id=known_mention(store.db, slug, other) if other else "",
                field=field,
                value=value,
                note=note,
                by=by,
                at=datetime.now(UTC),
            ),
        )
    click.echo(f"judgement {number} kept; `storyline build` applies it")


COMMANDS = (judge,)
