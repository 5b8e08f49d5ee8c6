"""The command that tells what changed in a week: digest."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from db.errors import StorylineError
from schedules import files
from schedules.cli_options import as_of
from schedules.cli_settings import PARTLY, Settings
from schedules.delivery import Delivered, deliver
from timeline.publish import digest as digests


def _week(_: click.Context, option: click.Parameter, value: str) -> str:
    try:
        return digests.week(value).name if value else ""
    except StorylineError as error:
        raise click.BadParameter(str(error), param=option) from error


@click.command()
@click.option(
    "--week",
    default="",
    callback=_week,
    help="2026-W15 or a day of it; else the last whole week.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write FOLDER/2026-W15.md instead of standard output.",
)
@click.option("--deliver", "send", is_flag=True, help="Send it as the topic file says, once.")
@click.option(
    "--again", is_flag=True, help="With --deliver: also what was given up or may have been sent."
)
@as_of
@click.pass_context
def digest(
    ctx: click.Context,
    week: str,
    out: Path | None,
    send: bool,
    again: bool,
    as_of: datetime | None,
) -> None:
    """Tell in markdown what changed in a week; send it by mail or to a webhook.

    \b
    Example:
      storyline digest --week 2026-W15
      storyline digest --out digests/
      storyline digest --deliver
    """
    if (send and as_of) or (again and not send):
        raise click.UsageError("--deliver sends a week as it stood; --again goes with --deliver")
    settings: Settings = ctx.obj
    digest_settings = settings.digests()
    now = datetime.now(UTC)
    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        of = digests.week(week) if week else digests.last_whole_week(now, topic.digest_zone)
        text = digests.digest_of(
            store.db, topic, of, template=digest_settings.template, as_of=as_of
        )
        if out is not None:
            click.echo(files.save_digest(text, of, out))
        if send:
            done = deliver(store, topic, of, digest_settings, now, by_hand=True, again=again)
            _report(ctx, of, done)
        elif out is None:
            click.echo(text, nl=False)


def _report(ctx: click.Context, of: digests.Week, done: list[Delivered]) -> None:
    """A line for each channel; what is not sent is on standard error and in the exit code."""
    if not done:
        raise StorylineError("the topic file has neither [digest.mail] nor [digest.webhook]")
    for one in done:
        following = (
            f"; the next attempt from {one.next_at:%Y-%m-%d %H:%M} UTC" if one.next_at else ""
        )
        line = f"{of.name} {one.channel}: {one.state}: {one.reason}{following}"
        click.echo(line, err=one.state != "sent")
    if any(one.state != "sent" for one in done):
        ctx.exit(PARTLY)


COMMANDS = (digest,)
