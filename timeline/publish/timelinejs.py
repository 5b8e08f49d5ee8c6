"""The chronology in the JSON that TimelineJS opens; its texts are HTML."""

from __future__ import annotations

import json
from typing import Any

from db import partial_dates
from db.model import Event
from timeline.publish import inert
from timeline.publish.edition import Edition, by_nearness, days
from timeline.publish.words import conflict_in_words, date_in_words


def to_timelinejs(edition: Edition) -> str:
    """`display_date` says the date at its precision; the axis needs days where a month is not
    all of it."""
    slides = {
        "title": {"text": {"headline": inert.markup(edition.name)}},
        "events": [_slide(edition, event) for event in edition.events],
    }
    return json.dumps(slides, ensure_ascii=False, indent=1)


def _slide(edition: Edition, event: Event) -> dict[str, Any]:
    first, last = days(event)
    slide: dict[str, Any] = {
        "unique_id": event.event_id,
        "group": event.type,
        "display_date": date_in_words(event.date, event.end),
        "text": {"headline": inert.markup(event.headline), "text": _told(edition, event)},
        "start_date": _date(first, event),
    }
    if (first != last and event.precision not in ("month", "year")) or event.end:
        slide["end_date"] = _date(last, event)
    return slide


def _date(day: str, event: Event) -> dict[str, str]:
    """No finer than the event: a month has no day."""
    precision = partial_dates.precision_of(event.date)
    year, month, number = day.split("-")
    if precision == "year":
        return {"year": year}
    if precision == "month":
        return {"year": year, "month": month}
    return {"year": year, "month": month, "day": number}


def _told(edition: Edition, event: Event) -> str:
    said = [inert.markup(event.summary)] if event.summary else []
    said += [inert.markup(conflict_in_words(conflict)) for conflict in event.conflicts]
    links = []
    for source in by_nearness(event):
        if url := inert.web_address(source.url):
            links.append(f'<a href="{inert.markup(url)}">{inert.markup(source.outlet)}</a>')
    if edition.site and (page := edition.address(event)):
        links.append(f'<a href="{inert.markup(page)}">all sentences</a>')
    return "".join(f"<p>{part}</p>" for part in (*said, ", ".join(links)) if part)
