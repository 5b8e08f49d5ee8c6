"""Feeds to subscribe to: Atom (RFC 4287) of events and of changes, JSON Feed 1.1 of events.

Ids never change, so that a reader shows an event once and an edit as one. The latest is first;
what is older than a feed holds is in the other exports.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from feedgen.feed import FeedGenerator

from db.model import Event
from timeline.publish import inert
from timeline.publish.changed import TITLES, in_words
from timeline.publish.edition import (
    Edition,
    Logged,
    by_nearness,
    first_said,
    last_said,
    title,
)
from timeline.publish.words import conflict_in_words, date_in_words

MOST = 200  # entries of a feed
_EPOCH = "1970-01-01T00:00:00Z"
AUTHOR = "Storyline"


def to_atom(edition: Edition) -> str:
    """The events that were told of last."""
    feed = _feed(edition, "events", edition.updated)
    for event in _latest(edition):
        entry = feed.add_entry(order="append")
        entry.id(edition.urn(event.event_id))
        entry.title(title(event))
        entry.updated(last_said(event) or _EPOCH)
        if first := first_said(event):
            entry.published(first)
        if address := edition.address(event):
            entry.link(href=address, rel="alternate")
        entry.category([{"term": event.type}, {"term": event.status}])
        if event.summary:
            entry.summary(inert.plain(event.summary))
        entry.content(_as_html(event), type="html")
    return _written(feed)


def to_atom_of_changes(edition: Edition) -> str:
    """Each change of an event as a build made it."""
    log = list(reversed(edition.log))[:MOST]
    feed = _feed(edition, "changes", log[0].at if log else "")
    for logged in log:
        event = logged.change.event
        entry = feed.add_entry(order="append")
        entry.id(edition.urn(f"change:{logged.at}:{event.event_id}"))
        entry.title(f"{TITLES[logged.change.kinds[0]]}: {title(event)}")
        entry.updated(logged.at)
        if address := edition.address(event):
            entry.link(href=address, rel="alternate")
        entry.category([{"term": kind} for kind in logged.change.kinds])
        entry.content(_what_changed(logged), type="html")
    return _written(feed)


def to_json_feed(edition: Edition) -> str:
    """The same events as `to_atom`."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": inert.line(edition.name),
        "authors": [{"name": AUTHOR}],
        "items": [_item(edition, event) for event in _latest(edition)],
    }
    if edition.site:
        feed |= {"home_page_url": edition.site, "feed_url": f"{edition.site}feed.json"}
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _item(edition: Edition, event: Event) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": edition.urn(event.event_id),
        "title": title(event),
        "summary": inert.plain(event.summary or event.headline),
        "content_html": _as_html(event),
        "tags": [event.type, event.status],
        "_storyline": {
            "event": event.event_id,
            "date": event.date,
            "precision": event.precision,
            "sources": event.corroboration,
        },
    }
    if address := edition.address(event):
        item["url"] = address
    if last := last_said(event):
        item |= {"date_published": first_said(event), "date_modified": last}
    return item


def _latest(edition: Edition) -> list[Event]:
    ranked = sorted(edition.events, key=lambda e: (last_said(e), e.event_id), reverse=True)
    return ranked[:MOST]


def _feed(edition: Edition, what: str, updated: str) -> FeedGenerator:
    feed = FeedGenerator()
    feed.id(edition.urn(what))
    feed.title(f"{inert.line(edition.name)}: {what}")
    feed.author({"name": AUTHOR})
    feed.updated(updated or _EPOCH)
    feed.generator(AUTHOR)
    if edition.site:
        name = "feed.atom" if what == "events" else "changes.atom"
        feed.link(href=edition.site, rel="alternate")
        feed.link(href=f"{edition.site}{name}", rel="self")
    return feed


def _written(feed: FeedGenerator) -> str:
    written: bytes = feed.atom_str(pretty=True)
    return written.decode()


def _as_html(event: Event) -> str:
    """Date, summary, conflicts, and each source with its sentence."""
    when = date_in_words(event.date, event.end)
    told = [f"<p><strong>{inert.markup(when)}</strong> {inert.markup(event.summary)}</p>"]
    told += [f"<p>{inert.markup(conflict_in_words(c))}</p>" for c in event.conflicts]
    return "".join((*told, "<ul>", *_sources(event), "</ul>"))


def _sources(event: Event) -> Iterable[str]:
    for source in by_nearness(event):
        name = inert.markup(f"{source.outlet} {source.published[:10]}".strip())
        if url := inert.web_address(source.url):
            name = f'<a href="{inert.markup(url)}">{name}</a>'
        yield f"<li>{name}: “{inert.markup(source.quote)}”</li>"


def _what_changed(logged: Logged) -> str:
    said = "".join(f"<li>{inert.markup(phrase)}</li>" for phrase in in_words(logged.change))
    return (f"<ul>{said}</ul>" if said else "") + _as_html(logged.change.event)
