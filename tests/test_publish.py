"""What people read: dates in words, JSON, CSV, the digest, and that hostile text is inert."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rich.console import Console

from db.conflicts import Conflict, ConflictValue
from db.model import Event, EventSource
from timeline.publish import rows, terminal
from timeline.publish.digest import last_whole_week
from timeline.publish.words import date_in_words


def test_the_last_whole_week_is_of_the_topic_s_zone() -> None:
    monday_early = datetime(2026, 4, 13, 3, tzinfo=UTC)  # still Sunday in New York
    assert last_whole_week(monday_early, "UTC").name == "2026-W15"
    assert last_whole_week(monday_early, "America/New_York").name == "2026-W14"


def event(day: str, headline: str, **more: object) -> Event:
    source = EventSource(
        article_id="a1",
        url="https://a.example/1",
        outlet="A",
        tier="wire",
        published="2026-04-08T10:00:00Z",
        quote=headline,
    )
    plain = Event(
        event_id=f"e{abs(hash((day, headline))) % 10**12:012d}",
        date=day,
        end="",
        precision="day",
        date_rule="day written in the text",
        status="happened",
        type="launch",
        headline=headline,
        summary="",
        importance=0.5,
        corroboration=1,
        entities=(),
        mentions=(),
        sources=(source,),
        conflicts=(),
        history=(),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


LAUNCH = event("2026-04-08", "Tern launches Orbit")
DISPUTED = event(
    "2026-04-09",
    "Tern buys Gale",
    conflicts=(
        Conflict(
            field="amount",
            values=(
                ConflictValue(value="$14.3 billion", urls=("u1", "u2"), chosen=True),
                ConflictValue(value="$14.8 billion", urls=("u3",), chosen=False),
            ),
            reason="said by most",
        ),
    ),
)
PLANNED = event("2026-05", "Orbit comes to phones", precision="month", status="expected")


@pytest.mark.parametrize(
    ("value", "end", "words"),
    [
        ("2026-04-08", "", "8 Apr 2026"),
        ("2026-W15", "", "week of 6 Apr 2026"),
        ("2026-04", "", "Apr 2026"),
        ("2026-Q2", "", "Q2 2026"),
        ("2026-H1", "", "H1 2026"),
        ("2026-SP", "", "spring 2026"),
        ("2026", "", "2026"),
        ("2027", "2032-12", "2027 – Dec 2032"),
    ],
)
def test_dates_in_words_are_no_finer_than_they_are(value: str, end: str, words: str) -> None:
    assert date_in_words(value, end) == words


def test_json_has_the_agreed_shape() -> None:
    (row,) = json.loads(rows.to_json([DISPUTED]))
    assert row["date"] == "2026-04-09"
    assert row["end"] is None
    assert set(row) >= set(
        "id date end precision status type headline summary importance corroboration sources"
        " conflicts".split()
    )
    assert row["sources"] == [
        {
            "url": "https://a.example/1",
            "outlet": "A",
            "published": "2026-04-08T10:00:00Z",
            "quote": "Tern buys Gale",
        }
    ]
    assert row["conflicts"][0]["field"] == "amount"
    assert [v["value"] for v in row["conflicts"][0]["values"]] == ["$14.3 billion", "$14.8 billion"]


def test_a_week_is_given_by_its_days() -> None:
    row = rows.as_row(event("2026-W15", "x", precision="week"))
    assert (row["date"], row["end"], row["precision"]) == ("2026-04-06", "2026-04-12", "week")


def test_a_csv_cell_is_no_formula() -> None:
    (row,) = csv.DictReader(io.StringIO(rows.to_csv([event("2026-04-08", "=cmd|' /C calc'!A0")])))
    assert row["headline"] == "'=cmd|' /C calc'!A0"


def test_the_timeline_groups_by_month_and_marks_conflicts() -> None:
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(terminal.timeline([LAUNCH, DISPUTED, PLANNED]))
    shown = console.export_text()
    assert shown.index("April 2026") < shown.index("8 Apr 2026") < shown.index("May 2026")
    assert "≠ amount: $14.3 billion (chosen, 2 links) or $14.8 billion (1 link)" in shown
    assert "[planned]" in shown
