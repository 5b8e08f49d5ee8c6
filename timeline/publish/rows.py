"""Events as plain rows for other programs: the shape of `storyline timeline --format json`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from db import partial_dates
from db.conflicts import Conflict
from db.model import Event
from timeline.publish import inert

# Dates that no common reader of ISO days understands are given by their first and last day;
# `precision` still says what they are.
_AS_DAYS = ("week", "half", "season")
_CSV_COLUMNS = (
    "id date end precision status type headline summary importance corroboration entities"
    " sources conflicts"
).split()


def as_row(event: Event) -> dict[str, Any]:
    """`date` is as exact as `precision` says: `2026-04-08`, `2026-04`, `2026-Q2` or `2026`."""
    date, end = shown_dates(event)
    return {
        "id": event.event_id,
        "date": date,
        "end": end or None,
        "precision": event.precision,
        "status": event.status,
        "type": event.type,
        "headline": event.headline,
        "summary": event.summary,
        "importance": event.importance,
        "corroboration": event.corroboration,
        "entities": list(event.entities),
        "sources": [
            {"url": s.url, "outlet": s.outlet, "published": s.published or None, "quote": s.quote}
            for s in event.sources
        ],
        "conflicts": [_conflict(conflict) for conflict in event.conflicts],
    }


def _conflict(conflict: Conflict) -> dict[str, Any]:
    """`settled` is the day since when the sources agree, null while they do not."""
    return {
        "field": conflict.field,
        "subject": conflict.subject or None,
        "reason": conflict.reason,
        "settled": conflict.settled or None,
        "settlement": conflict.settlement or None,
        "explained": conflict.explained or None,
        "values": [
            {
                "value": value.value,
                "words": value.words,
                "chosen": value.chosen,
                "first_said": value.first_said or None,
                "last_said": value.last_said or None,
                "publishers": list(dict.fromkeys(s.publisher for s in value.statements)),
                "urls": list(value.urls),
            }
            for value in conflict.values
        ],
    }


def shown_dates(event: Event) -> tuple[str, str]:
    """(date, end) with weeks, halves and seasons as their first and last day."""
    period = partial_dates.period(event.date)
    if event.precision not in _AS_DAYS or period is None:
        return event.date, event.end
    last = partial_dates.period(event.end) if event.end else period
    return period.start.isoformat(), (last or period).end.isoformat()


def to_json(events: Sequence[Event]) -> str:
    return json_of([as_row(event) for event in events])


def json_of(lines: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(lines, ensure_ascii=False, indent=1)


def to_csv(events: Sequence[Event]) -> str:
    """One line an event; lists are joined by ` | `."""
    lines = []
    for event in events:
        row = as_row(event)
        row["entities"] = " | ".join(event.entities)
        row["sources"] = " | ".join(source.url for source in event.sources)
        row["conflicts"] = " | ".join(
            f"{c.field}: {' / '.join(v.value for v in c.values)}" for c in event.conflicts
        )
        lines.append(row)
    return csv_of(_CSV_COLUMNS, lines)


def csv_of(columns: Sequence[str], lines: Iterable[Mapping[str, Any]]) -> str:
    """A header and one line for each row. Cells that a spreadsheet would run as a formula are
    quoted with an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: inert.cell(value) for key, value in line.items()} for line in lines)
    return out.getvalue()
