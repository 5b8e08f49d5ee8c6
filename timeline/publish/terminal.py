"""The chronology and one event, for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from db.conflicts import Conflict
from db.model import Event
from db.search import FoundArticle
from timeline.publish import inert
from timeline.publish.edition import by_nearness, is_overdue
from timeline.publish.words import (
    conflict_in_words,
    date_in_words,
    month_in_words,
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
    grid.add_column(overflow="fold")
    latest = max((s.published[:10] for e in events for s in e.sources), default="")
    for month, group in groupby(events, key=month_in_words):
        grid.add_row()
        grid.add_row(Text(month, style="bold"))
        for event in group:
            grid.add_row(f"  {date_in_words(event.date, event.end)}", _told(event, latest))
    return grid


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
        told.append(f"\n{conflict_in_words(conflict)}", style=colour(conflict))
    return told


def one(event: Event) -> RenderableType:
    """One event: what, when, each source with its sentence, the disagreements, how it came."""
    return Group(*_shown(event))


def _shown(event: Event) -> Iterator[Text]:
    yield Text(event.headline, style="bold")
    when = date_in_words(event.date, event.end)
    yield Text(f"{when} · {event.status} · {event.type} · {event.event_id}", style="cyan")
    if event.summary:
        yield Text(f"\n{event.summary}")
    for conflict in event.conflicts:
        yield Text(f"\n{conflict_in_words(conflict)}", style=colour(conflict))
        for value in conflict.values:
            who = ", ".join(dict.fromkeys(one.publisher for one in value.statements))
            since = f" since {value.first_said}" if value.first_said else ""
            yield Text(f"    {value.value}: {who}{since}\n      “{value.words}”", style="dim")
    if len(event.history) > 1:
        yield Text("\nHow it came")
        for step in event.history:
            yield Text(f"    {step.said or 'undated'}  {step.status} {date_in_words(step.date)}")
    plural = "s" if event.corroboration != 1 else ""
    yield Text(f"\n{event.corroboration} independent source{plural}")
    for source in by_nearness(event):
        copy = " (copy)" if source.copy_of else ""
        yield Text(f"    {source.published[:10] or 'undated':10}  {source.outlet}{copy}")
        yield Text(f"      “{inert.plain(source.quote)}”", style="italic")
        yield Text(f"      {source.url}", style="dim")


def colour(conflict: Conflict) -> str:
    """Red is what is open."""
    return "dim" if conflict.explained or conflict.settled else "red"


def found(events: Sequence[Event], articles: Sequence[FoundArticle]) -> RenderableType:
    """What a search found: events in order of likeness, then articles."""
    if not events and not articles:
        return Text("Nothing found.")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", min_width=DATE_WIDTH, max_width=DATE_WIDTH)
    grid.add_column(overflow="fold")
    for event in events:
        grid.add_row(date_in_words(event.date, event.end), _told(event, ""))
    if articles:
        grid.add_row()
        grid.add_row(Text("Articles", style="bold"))
    for article in articles:
        told = Text(f"{article.title}\n")
        told.append(f"“{inert.plain(article.extract)}”\n", style="italic")
        rests = " ".join(article.event_ids)
        told.append(f"{article.outlet} · {article.url}{f' · {rests}' if rests else ''}", "dim")
        grid.add_row(article.published[:10] or "undated", told)
    return grid
