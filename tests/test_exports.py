"""Every export, read back by a library that others wrote, as its users would open it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import atoma
import pytest
import rdflib
from icalendar import Calendar
from markdown_it import MarkdownIt

from db.model import EventSource
from db.revision_log import Build
from tests.test_publish import DISPUTED, LAUNCH, PLANNED, event
from timeline.publish.edition import Edition, log_of
from timeline.publish.forms import FORMS

SITE = "https://news.example/orbit/"
EDITION = Edition(
    name="Orbit",
    slug="orbit",
    events=(LAUNCH, DISPUTED, PLANNED),
    site=SITE,
    log=log_of(
        [Build(at="2026-04-09T10:00:00Z", before=(), after=(LAUNCH, DISPUTED), became={})],
    ),
)
EVIL = (
    '=HYPERLINK("http://evil.example") <script>alert(1)</script> [x](javascript:alert(1)) '
    "\u202egnp.exe\u2069 http://evil.example ]]> \x00\x1b[31m -->"
)
HOSTILE = Edition(
    name=EVIL,
    slug="orbit",
    events=(
        event(
            "2026-04-08",
            EVIL + "x" * 10_000,
            summary=EVIL,
            entities=(EVIL,),
            sources=(
                EventSource(
                    article_id="a1",
                    url="javascript:alert(1)",
                    outlet=EVIL,
                    tier="blog",
                    published="2026-04-08",
                    quote=EVIL,
                ),
            ),
        ),
    ),
)


def written(form: str, edition: Edition = EDITION) -> str:
    return FORMS[form][1](edition)


def test_a_calendar_has_whole_days_and_tentative_plans() -> None:
    entries = {str(e["summary"]): e for e in Calendar.from_ical(written("ics")).walk("vevent")}
    launch = entries["Tern launches Orbit"]
    assert (launch["dtstart"].dt, launch["dtend"].dt) == (date(2026, 4, 8), date(2026, 4, 9))
    assert (launch["status"], launch["url"]) == (
        "CONFIRMED",
        f"{SITE}events/{LAUNCH.event_id}.html",
    )
    plan = entries["May 2026: Orbit comes to phones (expected)"]
    assert (plan["dtstart"].dt, plan["dtend"].dt) == (date(2026, 5, 1), date(2026, 6, 1))
    assert plan["status"] == "TENTATIVE"


def test_an_atom_feed_of_events_has_stable_ids() -> None:
    feed = atoma.parse_atom_bytes(written("atom").encode())
    assert len(feed.entries) == 3
    assert feed.links[0].href.startswith(SITE)
    reworded = replace(LAUNCH, headline="Orbit is out")
    again = atoma.parse_atom_bytes(written("atom", replace(EDITION, events=(reworded,))).encode())
    assert again.entries[0].id_ in {entry.id_ for entry in feed.entries}


def test_an_atom_feed_of_changes() -> None:
    feed = atoma.parse_atom_bytes(written("changes").encode())
    assert [entry.title.value for entry in feed.entries] == [
        "New: Tern buys Gale",
        "New: Tern launches Orbit",
    ]
    assert feed.entries[0].updated.isoformat() == "2026-04-09T10:00:00+00:00"


def test_a_json_feed() -> None:
    feed = atoma.parse_json_feed_bytes(written("jsonfeed").encode())
    assert feed.home_page_url == SITE
    assert {item.url for item in feed.items} == {
        f"{SITE}events/{e.event_id}.html" for e in EDITION.events
    }


def test_linked_data() -> None:
    graph = rdflib.Graph().parse(data=written("jsonld"), format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    dates = {
        str(name): str(day)
        for name, day in graph.query(
            "select ?name ?day where { ?e a <https://schema.org/Event>;"
            " <https://schema.org/name> ?name; <https://schema.org/startDate> ?day }"
        )
    }
    assert dates["May 2026: Orbit comes to phones (expected)"] == "2026-05"
    assert (None, schema.eventStatus, schema.EventScheduled) in graph
    assert len(set(graph.subjects(schema.publisher))) == 1


def test_slides_are_no_finer_than_their_events() -> None:
    slides = {s["unique_id"]: s for s in json.loads(written("timelinejs"))["events"]}
    assert slides[LAUNCH.event_id]["start_date"] == {"year": "2026", "month": "04", "day": "08"}
    assert slides[PLANNED.event_id]["start_date"] == {"year": "2026", "month": "05"}


def test_a_page_of_markdown() -> None:
    page = MarkdownIt().render(written("markdown"))
    assert "<h2>April 2026</h2>" in page
    assert "Tern launches Orbit" in page


@pytest.mark.parametrize("form", FORMS)
def test_hostile_words_are_inert(form: str) -> None:
    text = written(form, HOSTILE)
    assert "\x1b" not in text and "\x00" not in text
    if form == "csv":
        (row,) = csv.DictReader(io.StringIO(text))
        assert not any((cell or "").startswith("=") for cell in row.values())
        return
    if form == "json":  # as it was said, for programs
        assert json.loads(text)[0]["headline"].startswith("=HYPERLINK")
        return
    assert "\u202e" not in text
    assert len(text) < 12_000
    if form == "markdown":
        page = MarkdownIt("commonmark", {"html": True}).render(text)
        assert "<script" not in page and "<a " not in page
    elif form in ("atom", "changes"):
        for entry in atoma.parse_atom_bytes(text.encode()).entries:
            assert "<script" not in entry.content.value and "href" not in entry.content.value
    elif form == "jsonfeed":
        (item,) = json.loads(text)["items"]
        assert "<script" not in item["content_html"] and "url" not in item
    elif form == "timelinejs":
        assert "<script" not in text and "javascript:alert" not in json.dumps(
            [s["text"]["text"] for s in json.loads(text)["events"] if "href" in s["text"]["text"]]
        )
    elif form == "ics":
        (entry,) = Calendar.from_ical(text).walk("vevent")
        assert "url" not in entry
    elif form == "jsonld":
        assert 'javascript:alert(1)"' not in text


@pytest.mark.parametrize("form", FORMS)
def test_the_same_chronology_gives_the_same_bytes(form: str) -> None:
    assert written(form) == written(form)
