"""The command that asks a person what the scores leave open: review."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console

from db import chronology, judgements
from db.judgements import Judgement
from db.store import Store
from schedules.cli_judge import signed_by
from schedules.cli_settings import Settings
from schedules.review_walk import Desk, walk
from timeline.publish import judgements as in_print
from timeline.publish.questions import Answer, Question, open_conflicts, questions


@click.command()
@click.option("--list", "listed", is_flag=True, help="Only list, also at a terminal.")
@signed_by
@click.pass_context
def review(ctx: click.Context, listed: bool, by: str) -> None:
    """Walk through the pairs of events that may be one and the conflicts that are open.

    Each is shown with a key for each answer; what is answered is kept at once. Where there is no
    terminal, or with --list, all are listed with the commands that settle them. Both are as of the
    last build, the likest pairs and the most important events first.

    \b
    Example:
      storyline review
      storyline review --list
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        slug = settings.topic_of(store).slug
        pairs = judgements.review(store.db, slug)
        events = chronology.events(store.db, slug)
        standing = judgements.standing(store.db, slug)
        if not listed and sys.stdin.isatty() and sys.stdout.isatty():
            said = judgements.sentences(store.db, slug, _mentions(pairs))
            _walk(store, slug, questions(pairs, events, standing, said), by)
            return
        judged = judgements.with_outcomes(store.db, slug)
    found = list(open_conflicts(events, standing))
    Console(highlight=False, soft_wrap=True).print(in_print.review(pairs, found, judged))


def _mentions(pairs: Sequence[Mapping[str, Any]]) -> list[str]:
    return [pair[name] for pair in pairs for name in ("mention_id", "other_mention_id")]


def _walk(store: Store, slug: str, left: Sequence[Question], by: str) -> None:
    kept = []

    def keep(answer: Answer, note: str) -> int:
        judgement = Judgement(
            verdict=answer.verdict,
            mention_id=answer.mention_id,
            other_id=answer.other_id,
            field=answer.field,
            value=answer.value,
            note=note,
            by=by,
            at=datetime.now(UTC),
        )
        kept.append(store.save_judgement(slug, judgement))
        return kept[-1]

    def ask(what: str) -> str:
        return str(click.prompt(what, default="", show_default=False))

    with contextlib.suppress(click.Abort):  # Ctrl-C, Ctrl-D: what was answered is kept
        walk(left, Desk(ask, click.echo, keep))
    if not left:
        click.echo("Nothing is left to decide.")
    elif kept:
        click.echo(f"{len(kept)} kept; `storyline build` applies them")


COMMANDS = (review,)
