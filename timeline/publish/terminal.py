"""The chronology and the explanation of an event, for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from db import partial_dates
from db.conflicts import Conflict
from db.judgements import Judgement
from db.model import Event, EventMention
from timeline.publish.edition import is_overdue
from timeline.publish.words import (
    conflict_in_words,
    date_in_words,
    judgement_in_words,
    outlets_in_words,
)

DATE_WIDTH = 16
IMPORTANT = 0.8
_MARKS = {"expected": "planned", "reported": "reported", "slipped": "slipped", "cancelled": "off"}


def timeline(events: Sequence[Event]) -> RenderableType:
    """By month: date at its precision, headline, who says so, conflicts."""
    if not events:
        return Text("The chronology is empty.")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", min_width=DATE_WIDTH, max_width=DATE_WIDTH)
    grid.add_column()
    latest = max((s.published[:10] for e in events for s in e.sources), default="")
    for month, group in groupby(events, key=_month):
        grid.add_row()
        grid.add_row(Text(month, style="bold"))
        for event in group:
            grid.add_row(f"  {date_in_words(event.date, event.end)}", _told(event, latest))
    return grid


def _month(event: Event) -> str:
    period = partial_dates.period(event.date)
    return period.start.strftime("%B %Y") if period else ""


def _told(event: Event, latest: str) -> Text:
    """`latest` is the last day of the coverage shown."""
    told = Text()
    if event.status in _MARKS:
        silence = ", no word since" if is_overdue(event, latest) else ""
        told.append(f"[{_MARKS[event.status]}{silence}] ", style="yellow")
    told.append(event.headline, style="bold" if event.importance >= IMPORTANT else "")
    publishers = f"{event.corroboration} source{'s' if event.corroboration != 1 else ''}"
    told.append(f"\n{publishers}: {outlets_in_words(event)} · {event.event_id}", style="dim")
    for conflict in event.conflicts:
        told.append(f"\n{conflict_in_words(conflict)}", style=_colour(conflict))
    return told


def _colour(conflict: Conflict) -> str:
    return "dim" if conflict.explained or conflict.settled else "red"


def explanation(event: Event, judged: Sequence[Judgement] = ()) -> RenderableType:
    """Why an event is as it is: the date and its rule, what people judged on it, each mention
    with its quote and score."""
    return Group(*_explain(event, judged))


def _explain(event: Event, judged: Sequence[Judgement]) -> Iterator[Text]:
    yield Text(event.headline, style="bold")
    date = date_in_words(event.date, event.end)
    yield Text(f"{event.event_id}  {date} ({event.precision})  {event.status}  {event.type}")
    yield Text(f"date: {event.date_rule}")
    yield Text(f"{event.corroboration} independent publishers; importance {event.importance:.2f}")
    for judgement in judged:
        yield Text(judgement_in_words(judgement), style="yellow")
    for conflict in event.conflicts:
        yield from _conflict(conflict)
    if len(event.history) > 1:
        yield Text("history:")
        for step in event.history:
            yield Text(f"    {step.said or 'undated'}: {step.status}, {step.date} ({step.said_by})")
            yield Text(f"      “{step.quote}”", style="italic")
    yield Text("rests on:")
    sources = {source.article_id: source for source in event.sources}
    for mention in event.mentions:
        source = sources[mention.mention.article_id]
        yield Text(f"  {source.outlet}, {source.published or 'undated'}, {source.url}")
        if source.copy_of:
            yield Text(f"    a copy of article {source.copy_of}", style="dim")
        yield from _mention(mention)


def _conflict(conflict: Conflict) -> Iterator[Text]:
    """Each value with who said it, when and in which words."""
    yield Text(f"{conflict_in_words(conflict)}; {conflict.reason}", style=_colour(conflict))
    if conflict.settlement:
        yield Text(f"    settled on {conflict.settled}: {conflict.settlement}", style="dim")
    for value in conflict.values:
        yield Text(f"    {value.value}: {value.words}")
        for one in value.statements:
            who = one.publisher + (f", quoting {one.attributed}" if one.attributed else "")
            yield Text(f"        {who}, {one.said or 'undated'}, {one.url}", style="dim")
            yield Text(f"        “{one.quote}” ({one.part} {one.start}–{one.end})", style="dim")


def _mention(one: EventMention) -> Iterator[Text]:
    mention = one.mention
    yield Text(f"    “{mention.quote}”", style="italic")
    where = f"{mention.part} {mention.start}–{mention.end}"
    said = (
        f"“{mention.timex}” by rule {mention.timex_rule}" if mention.timex else "not dated in words"
    )
    yield Text(f"    {where}; {mention.date} ({mention.basis}): {said}; {mention.modality}")
    yield Text(f"    {mention.mention_id}; score {one.score:.2f}: {one.reason}", style="dim")
