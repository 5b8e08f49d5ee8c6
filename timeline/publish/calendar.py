"""The chronology as a calendar (iCalendar, RFC 5545): whole days, as many as the date covers.

What has not happened, or is only reported, is tentative; what was called off is cancelled.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as Entry

from db.model import Event
from timeline.publish import inert
from timeline.publish.edition import Edition, by_nearness, days, last_said, title
from timeline.publish.words import conflict_in_words, outlets_in_words

_STATUS = {"happened": "CONFIRMED", "cancelled": "CANCELLED"}
_UNDATED = "1970-01-01T00:00:00Z"  # a stamp is required; no source of the event has one


def to_calendar(edition: Edition) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Storyline//chronology//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", inert.line(edition.name))
    for event in edition.events:
        calendar.add_component(_entry(edition, event))
    written: bytes = calendar.to_ical()
    return written.decode()


def _entry(edition: Edition, event: Event) -> Entry:
    first, last = days(event)
    entry = Entry()
    entry.add("uid", f"{edition.urn(event.event_id).removeprefix('urn:uuid:')}@storyline")
    entry.add("dtstamp", datetime.fromisoformat(last_said(event) or _UNDATED))
    entry.add("dtstart", date.fromisoformat(first))
    entry.add("dtend", date.fromisoformat(last) + timedelta(days=1))  # the day after the last
    entry.add("summary", title(event))
    entry.add("description", "\n".join(_described(event)))
    entry.add("categories", [event.type])
    entry.add("status", _STATUS.get(event.status, "TENTATIVE"))
    entry.add("transp", "TRANSPARENT")  # nobody is busy
    if address := edition.address(event):
        entry.add("url", address)
    return entry


def _described(event: Event) -> list[str]:
    told = [inert.plain(event.summary)] if event.summary else []
    told.append(f"{event.corroboration} independent: {inert.line(outlets_in_words(event))}")
    told += [inert.plain(conflict_in_words(conflict)) for conflict in event.conflicts]
    return told + [s.url for s in by_nearness(event) if inert.web_address(s.url)]
