"""The events as linked data: JSON-LD in the words of schema.org.

The vocabulary is named in the file, so that nothing needs to be fetched to read it.
"""

from __future__ import annotations

import json
from typing import Any

from db.model import Event, EventSource
from timeline.publish import inert
from timeline.publish.edition import Edition, by_nearness, days, title
from timeline.publish.rows import shown_dates

CONTEXT = {
    "@vocab": "https://schema.org/",
    "url": {"@type": "@id"},
    "eventStatus": {"@type": "@id"},
    "startDate": {"@type": "Date"},
    "endDate": {"@type": "Date"},
    "datePublished": {"@type": "Date"},
}
_STATUS = {
    "expected": "EventScheduled",
    "slipped": "EventPostponed",
    "cancelled": "EventCancelled",
}


def to_json_ld(edition: Edition) -> str:
    graph = {"@context": CONTEXT, "@graph": [linked(edition, e) for e in edition.events]}
    return json.dumps(graph, ensure_ascii=False, indent=1)


def linked(edition: Edition, event: Event) -> dict[str, Any]:
    """One event. A date is as exact as its source: a year, a month or a day; quarters are days."""
    start, end = shown_dates(event)
    if len(start) > 7 and start[4:6] == "-Q":
        start, end = days(event)
    told: dict[str, Any] = {
        "@id": edition.urn(event.event_id),
        "@type": "Event",
        "name": title(event),
        "startDate": start,
        "about": [{"@type": "Thing", "name": inert.line(name)} for name in event.entities],
        "subjectOf": [_article(source) for source in by_nearness(event)],
    }
    if end:
        told["endDate"] = end
    if event.summary:
        told["description"] = inert.plain(event.summary)
    if status := _STATUS.get(event.status):
        told["eventStatus"] = f"https://schema.org/{status}"
    if address := edition.address(event):
        told["url"] = address
    return told


def _article(source: EventSource) -> dict[str, Any]:
    article: dict[str, Any] = {
        "@type": "NewsArticle",
        "publisher": {"@type": "Organization", "name": inert.line(source.outlet)},
        "abstract": inert.plain(source.quote),
    }
    if url := inert.web_address(source.url):
        article |= {"@id": url, "url": url}
    if source.published:
        article["datePublished"] = source.published[:10]
    return article
