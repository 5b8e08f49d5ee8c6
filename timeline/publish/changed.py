"""What changed in the chronology, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from timeline.changes import Change, Kind
from timeline.publish import rows
from timeline.publish.terminal import DATE_WIDTH
from timeline.publish.words import conflict_in_words, date_in_words, outlets_in_words

# What each kind is called where changes are listed, in the order in which they are listed.
TITLES: dict[Kind, str] = {
    "new": "New",
    "happened": "Planned, and now happened",
    "cancelled": "Called off",
    "slipped": "Put off",
    "confirmed": "Reported, and now confirmed",
    "moved": "At another date",
    "firmer": "Dated more exactly",
    "vaguer": "Dated less exactly",
    "contradicted": "Newly disputed",
    "settled": "No longer disputed",
    "corroborated": "Told by more publishers",
    "withdrawn": "Told by fewer publishers",
    "reworded": "In other words",
    "gone": "No longer in the chronology",
}


def in_words(change: Change) -> list[str]:
    """What is otherwise, one phrase for each: `3 sources (1 before)`. Empty for what is new."""
    old, new = change.before, change.after
    if old is None:
        return []
    if new is None:
        return ["no event any more"]
    said = []
    if old.status != new.status:
        said.append(f"{new.status} ({old.status} before)")
    if (old.date, old.end) != (new.date, new.end):
        dates = [date_in_words(e.date, e.end) for e in (new, old)]
        said.append(f"{dates[0]} ({dates[1]} before)")
    if old.corroboration != new.corroboration:
        plural = "s" if new.corroboration != 1 else ""
        said.append(f"{new.corroboration} source{plural} ({old.corroboration} before)")
    if old.headline != new.headline:
        said.append(f"before: {old.headline}")
    said += [f"takes in: {event.headline}" for event in change.took_in]
    said += [conflict_in_words(conflict) for conflict in change.about]
    return said


def in_terminal(changes: Sequence[Change]) -> RenderableType:
    """Grouped by the most telling kind of each."""
    if not changes:
        return Text("Nothing changed.")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", min_width=DATE_WIDTH, max_width=DATE_WIDTH)
    grid.add_column(overflow="fold")
    for kind, group in _by_kind(changes):
        grid.add_row()
        grid.add_row(Text(TITLES[kind], style="bold"))
        for change in group:
            event = change.event
            grid.add_row(f"  {date_in_words(event.date, event.end)}", _told(change))
    return grid


def as_row(change: Change) -> dict[str, Any]:
    """`before` and `after` as `storyline timeline --format json` has events, or null."""
    return {
        "kinds": list(change.kinds),
        "what": in_words(change),
        "before": rows.as_row(change.before) if change.before else None,
        "after": rows.as_row(change.after) if change.after else None,
        "took_in": [event.event_id for event in change.took_in],
    }


def _by_kind(changes: Sequence[Change]) -> Iterator[tuple[Kind, list[Change]]]:
    order = list(TITLES)
    ranked = sorted(changes, key=lambda change: order.index(change.kinds[0]))
    for kind, group in groupby(ranked, key=lambda change: change.kinds[0]):
        yield kind, list(group)


def _told(change: Change) -> Text:
    event = change.event
    told = Text(event.headline)
    for phrase in in_words(change):
        told.append(f"\n{phrase}", style="yellow")
    told.append(f"\n{outlets_in_words(event)} · {event.event_id}", style="dim")
    return told
