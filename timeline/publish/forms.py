"""Every form in which the chronology can be exported to one file."""

from __future__ import annotations

from collections.abc import Callable

from timeline.publish import calendar, feeds, linked_data, markdown, rows, timelinejs
from timeline.publish.edition import Edition

# Name -> (what it is for, how it is written).
FORMS: dict[str, tuple[str, Callable[[Edition], str]]] = {
    "json": ("rows as `timeline --format json` has them", lambda e: rows.to_json(e.events)),
    "csv": ("one line an event, for a spreadsheet", lambda e: rows.to_csv(e.events)),
    "markdown": ("a page by month", markdown.to_markdown),
    "ics": ("calendar (iCalendar)", calendar.to_calendar),
    "atom": ("feed of events", feeds.to_atom),
    "changes": ("feed of changes (Atom)", feeds.to_atom_of_changes),
    "jsonfeed": ("feed of events (JSON Feed)", feeds.to_json_feed),
    "timelinejs": ("slides for TimelineJS", timelinejs.to_timelinejs),
    "jsonld": ("linked data (schema.org)", linked_data.to_json_ld),
}
