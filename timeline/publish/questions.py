"""What is left for a person to decide, as questions with the judgements that would answer them.

Pure. Uncertain pairs of events come first, likest first, then open conflicts, those of the most
important events first. What was judged since the last build is not asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db import ids
from db.conflicts import Conflict
from db.judgements import Judgement, Verdict
from db.model import Event
from timeline.changes import is_open
from timeline.publish import inert
from timeline.publish.words import date_in_words, outlets_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A judgement without who, when and why."""

    words: str
    verdict: Verdict
    mention_id: str
    other_id: str = ""
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Lines to show, and by the key to press what it would keep. `about` is the mention on whose
    event a note is kept."""

    lines: tuple[str, ...]
    about: str
    answers: Mapping[str, Answer] = field(default_factory=dict)


def questions(
    pairs: Sequence[Mapping[str, Any]],
    events: Sequence[Event],
    judged: Collection[Judgement],
    said: Mapping[str, str],
) -> list[Question]:
    """`pairs` are rows of `review_v`, `judged` the judgements that stand, `said` the sentences of
    the pairs' mentions by id."""
    linked = {frozenset(one.mention_ids) for one in judged if one.other_id}
    told = {event.event_id: event for event in events}
    left = [
        _of_pair(pair, told, said)
        for pair in pairs
        if frozenset((pair["mention_id"], pair["other_mention_id"])) not in linked
    ]
    return left + [
        _of_conflict(event, conflict) for event, conflict in open_conflicts(events, judged)
    ]


def open_conflicts(
    events: Sequence[Event], judged: Collection[Judgement]
) -> Iterator[tuple[Event, Conflict]]:
    """Those nobody has pinned, by way of the event's own mention."""
    pinned = {(one.mention_id, one.field) for one in judged if one.verdict == "pin"}
    for event in sorted(events, key=lambda e: (-e.importance, e.event_id)):
        anchor = ids.anchor_mention_id(event.event_id)
        for conflict in event.conflicts:
            if is_open(conflict) and (anchor, conflict.matter) not in pinned:
                yield event, conflict


def _of_pair(
    pair: Mapping[str, Any], told: Mapping[str, Event], said: Mapping[str, str]
) -> Question:
    one, other = pair["mention_id"], pair["other_mention_id"]
    lines = [f"One event or two? {pair['score']:.2f}: {pair['reason']}"]
    for prefix, mention in (("", one), ("other_", other)):
        date = date_in_words(pair[f"{prefix}date"])
        lines.append(f"  {date}  {inert.line(pair[f'{prefix}headline'])}")
        event = told.get(pair["event_id" if not prefix else "other_id"])
        lines.append(f"    {outlets_in_words(event)}" if event else "")
        lines.append(f"    “{inert.line(said.get(mention, ''))}”")
    link = {"mention_id": one, "other_id": other}
    return Question(
        lines=tuple(line for line in lines if line),
        about=one,
        answers={
            "s": Answer(words="same", verdict="same", **link),
            "d": Answer(words="different", verdict="different", **link),
        },
    )


def _of_conflict(event: Event, conflict: Conflict) -> Question:
    anchor = ids.anchor_mention_id(event.event_id)
    about = f"{conflict.field} ({conflict.subject})" if conflict.subject else conflict.field
    lines = [
        f"Which {about} is right?",
        f"  {date_in_words(event.date, event.end)}  {inert.line(event.headline)}",
    ]
    answers = {}
    for key, value in zip("123456789", conflict.values, strict=False):
        who = ", ".join(dict.fromkeys(one.publisher for one in value.statements))
        links = f"{len(value.urls)} link{'s' if len(value.urls) != 1 else ''}"
        chosen = ", chosen" if value.chosen else ""
        lines.append(f"  {key}  {value.value} ({links}{chosen}) {inert.line(who)}".rstrip())
        if value.words:
            lines.append(f"       “{inert.line(value.words)}”")
        answers[key] = Answer(
            words=value.value,
            verdict="pin",
            mention_id=anchor,
            field=conflict.matter,
            value=value.value,
        )
    return Question(lines=tuple(lines), about=anchor, answers=answers)
