"""Judgements and the review list in words, for a terminal."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from db.conflicts import Conflict
from db.judgements import judgement_of
from db.model import Event
from timeline.publish.words import conflict_in_words, date_in_words, judgement_in_words


def listing(judgements: Sequence[Mapping[str, Any]]) -> RenderableType:
    """Every judgement with what became of it; rows of `judgements_v`."""
    if not judgements:
        return Text("Nothing has been judged.")
    return Group(*(_row(row) for row in judgements))


def _row(row: Mapping[str, Any]) -> Text:
    one = judgement_of(row)
    reason = f", {row['reason']}" if row["reason"] else ""
    style = {"overruled": "red", "waiting": "yellow", "undone": "dim"}.get(row["outcome"], "")
    return Text(f"{judgement_in_words(one)}: {row['outcome']}{reason}", style=style)


def review(
    pairs: Sequence[Mapping[str, Any]],
    conflicts: Sequence[tuple[Event, Conflict]],
    judgements: Sequence[Mapping[str, Any]],
) -> RenderableType:
    """The uncertain pairs, likest first, and the open conflicts, each with the commands that
    settle it; then the judgements that do not hold, with why."""
    return Group(*_review(pairs, conflicts, judgements))


def _review(
    pairs: Sequence[Mapping[str, Any]],
    conflicts: Sequence[tuple[Event, Conflict]],
    judgements: Sequence[Mapping[str, Any]],
) -> Iterator[Text]:
    if not pairs:
        yield Text("No pair of events is uncertain.")
    for pair in pairs:
        yield Text(f"{pair['score']:.2f}: {pair['reason']}", style="cyan")
        for prefix in ("", "other_"):
            date = date_in_words(pair[f"{prefix}date"])
            yield Text(f"  {date}  {pair[f'{prefix}headline']}")
        both = f"{pair['mention_id']} {pair['other_mention_id']}"
        yield Text(f"    storyline judge same {both}", style="dim")
        yield Text(f"    storyline judge different {both}", style="dim")
    if conflicts:
        yield Text("Open conflicts:", style="bold")
    for event, conflict in conflicts:
        yield Text(f"{date_in_words(event.date, event.end)}  {event.headline}", style="cyan")
        yield Text(f"  {conflict_in_words(conflict)}")
        for value in conflict.values:
            pin = shlex.quote(f"{conflict.matter}={value.value}")
            yield Text(f"    storyline judge pin {event.event_id} --conflict {pin}", style="dim")
    unheeded = [row for row in judgements if row["outcome"] in ("overruled", "waiting")]
    if unheeded:
        yield Text("Judgements that do not hold:", style="bold")
    for row in unheeded:
        yield _row(row)
