"""Commands that explain the chronology: why, why-not, history."""

from __future__ import annotations

import click
from rich.console import Console

from db import chronology, judgements, reader, revision_log
from db.edits import edits_of
from db.errors import NotFoundError
from db.judgements import Judgement, known_mention
from db.model import Mention
from db.store import Store
from schedules.cli_settings import Settings
from timeline.apart import apart
from timeline.publish import apart as apart_in_print
from timeline.publish import explained
from timeline.publish import history as history_in_print


@click.command()
@click.argument("event")
@click.pass_context
def why(ctx: click.Context, event: str) -> None:
    """Explain an event: its sentences, its date and the rule that chose it, its conflicts, and
    what its sources edited later.

    \b
    Example:
      storyline why e3f2a9c01d7b
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        slug = settings.topic_of(store).slug
        found = chronology.event(store.db, slug, event)
        ids = {one.mention.mention_id for one in found.mentions}
        judged = [j for j in judgements.standing(store.db, slug) if ids.intersection(j.mention_ids)]
        edited = edits_of(store.db, [source.article_id for source in found.sources])
    Console(highlight=False).print(explained.explanation(found, judged, edited))


@click.command("why-not")
@click.argument("one")
@click.argument("other")
@click.pass_context
def why_not(ctx: click.Context, one: str, other: str) -> None:
    """Explain why two events (or mentions) are not one.

    \b
    Example:
      storyline why-not e3f2a9c01d7b e77d0c1b2a3f
    """
    settings: Settings = ctx.obj
    console = Console(highlight=False)
    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        slug = topic.slug
        everything = {m.mention_id: m for m in reader.mentions(store.db, slug)}
        first, second = (_side(store, slug, given, everything) for given in (one, other))
        if first[0] == second[0]:
            console.print(f"They are one event: {first[0]}; storyline why {first[0]} shows it.")
            return
        judged = [
            j for j in judgements.standing(store.db, slug) if _is_about(j, first[2], second[2])
        ]
    found = apart(first[2], second[2], everything.values(), topic)
    console.print(apart_in_print.explanation(first[:2], second[:2], found, judged))


def _is_about(judgement: Judgement, one: list[Mention], other: list[Mention]) -> bool:
    sides = ({m.mention_id for m in one}, {m.mention_id for m in other})
    return judgement.verdict in ("same", "different") and all(
        side.intersection(judgement.mention_ids) for side in sides
    )


def _side(
    store: Store, slug: str, given: str, everything: dict[str, Mention]
) -> tuple[str, str, list[Mention]]:
    """(id, headline, mentions) of the event, or of the mention when it is in none."""
    mention_id = known_mention(store.db, slug, given)
    try:
        event = chronology.event(store.db, slug, "e" + mention_id[1:])
    except NotFoundError:
        if mention_id not in everything:
            raise NotFoundError("its sentence is not in the coverage now", id=given) from None
        return mention_id, f"“{everything[mention_id].quote}”", [everything[mention_id]]
    return event.event_id, event.headline, [one.mention for one in event.mentions]


@click.command()
@click.argument("event")
@click.pass_context
def history(ctx: click.Context, event: str) -> None:
    """Show how an event came to be: every change, when it came, and what caused it.

    \b
    Example:
      storyline history e3f2a9c01d7b
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        slug = settings.topic_of(store).slug
        try:
            current = chronology.current_event_id(store.db, slug, event)
        except NotFoundError:  # an event that is gone still has its path
            current = event
        found = revision_log.path(store.db, slug, current)
    Console(highlight=False, soft_wrap=True).print(history_in_print.path(found))


COMMANDS = (why, why_not, history)
