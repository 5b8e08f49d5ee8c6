"""The chronology as a page of markdown, by month."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from db.model import Event
from timeline.publish import inert
from timeline.publish.edition import Edition, by_nearness
from timeline.publish.words import conflict_in_words, date_in_words, month_in_words

MOST_LINKS = 6


def to_markdown(edition: Edition) -> str:
    return "\n".join((f"# {inert.markdown(edition.name)}", *_lines(edition))) + "\n"


def _lines(edition: Edition) -> Iterator[str]:
    for month, group in groupby(edition.events, key=month_in_words):
        yield f"\n## {month or 'Undated'}\n"
        for event in group:
            yield from _event(event)


def _event(event: Event) -> Iterator[str]:
    status = f" *({event.status})*" if event.status != "happened" else ""
    when = date_in_words(event.date, event.end)
    headline = inert.markdown(inert.line(event.headline))
    yield f"- **{when}**{status} {headline} — {sources_in_markdown(event)}"
    for conflict in event.conflicts:
        yield f"  - {inert.markdown(conflict_in_words(conflict))}"


def sources_in_markdown(event: Event, most: int = MOST_LINKS) -> str:
    """`3 independent sources: [Wire](<…>), …`, one link for each outlet, nearest first."""
    first: dict[str, str] = {}
    for source in by_nearness(event):
        first.setdefault(source.outlet, inert.web_address(source.url))
    links = [
        f"[{inert.markdown(inert.line(name))}](<{url}>)" if url else inert.markdown(name)
        for name, url in list(first.items())[:most]
    ]
    more = f" and {len(first) - most} more" if len(first) > most else ""
    plural = "s" if event.corroboration != 1 else ""
    return f"{event.corroboration} independent source{plural}: {', '.join(links)}{more}"
