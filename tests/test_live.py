"""A live page becomes dated entries, and each sentence is dated from its own entry."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler.extract import extract_article
from db.entries import sections
from db.model import Topic
from db.relevance import TermMatcher
from tests.articles import article
from timeline.builder import build_chronology
from timeline.mentions import mentions_of

URL = "https://www.paper.example/live/storm"
NOW = datetime(2026, 4, 20, tzinfo=UTC)
INTRO = (
    "The storm has held the coast of Marl for four days, and the gate is the talk of the town. "
    "Boats lie outside in the swell, and those who live on the quay have been told to leave it."
)
ENTRIES = [
    (
        "2026-04-11T08:10:00+02:00",
        "The gate opened yesterday evening, the harbour office said, after two days of repairs.",
    ),
    (
        "2026-04-09T21:30:00+02:00",
        "Divers from the town of Ostrel arrived today to look at the hinges of the storm gate.",
    ),
    (
        "2026-04-08T14:05:00+02:00",
        "The storm gate closed and jammed, leaving eleven boats outside in the swell.",
    ),
]
AS_READ = [
    INTRO,
    "2026-04-11 08:10",
    ENTRIES[0][1],
    "2026-04-09 21:30",
    ENTRIES[1][1],
    "2026-04-08 14:05",
    ENTRIES[2][1],
]
HEAD = '<meta property="article:published_time" content="2026-04-08T13:50:00+02:00">'


def page(blocks: str, head: str = "") -> bytes:
    return (
        f"<html lang=en><head><title>Storm at Marl: live</title>{HEAD}{head}</head><body>"
        f"<article><h1>Storm at Marl: live</h1><p>{INTRO}</p>{blocks}</article></body></html>"
    ).encode()


def marked(entries: list[tuple[str, str]]) -> str:
    return "".join(
        f'<section class="item"><header><time datetime="{at}">then</time></header>'
        f"<div><p>{text}</p></div></section>"
        for at, text in entries
    )


def listed(entries: list[tuple[str, str]]) -> str:
    node = {
        "@type": "LiveBlogPosting",
        "headline": "Storm at Marl: live",
        "liveBlogUpdate": [
            {"@type": "BlogPosting", "datePublished": at, "articleBody": f"<p>{text}</p>"}
            for at, text in entries
        ],
    }
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    "html",
    [
        page(marked(ENTRIES)),
        page("".join(f"<p>{text}</p>" for _, text in ENTRIES), listed(ENTRIES)),
        page(f"<p>{ENTRIES[0][1]}</p>", listed(ENTRIES)),  # the older ones load later
    ],
)
def test_each_entry_stands_below_its_moment(html: bytes) -> None:
    article = extract_article(html, URL, fetched_at=NOW)
    assert article.text.split("\n") == AS_READ
    assert str(article.dct) == "2026-04-08"
    assert [str(s.written) for s in sections(article.text)] == [
        "None",
        "2026-04-11",
        "2026-04-09",
        "2026-04-08",
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        marked(ENTRIES[:2]),  # two are an article and its update
        f"<p>{' '.join(text for _, text in ENTRIES)}</p>"
        + marked([(at, "Another story of the day") for at, _ in ENTRIES]),
        "".join(f"<p>{text}</p>" for _, text in ENTRIES * 2)
        + marked([(at, "I think so, too. " * 9) for at, _ in ENTRIES]).replace("item", "comment"),
    ],
)
def test_teasers_and_comments_are_no_entries(blocks: str) -> None:
    text = extract_article(page(blocks), URL, fetched_at=NOW).text
    assert len(sections(text)) == 1


def test_sentences_are_dated_from_their_own_entry() -> None:
    topic = Topic(name="Storm", slug="storm", terms=("gate", "storm"))
    article = extract_article(page(marked(ENTRIES)), URL, fetched_at=NOW)
    mentions = mentions_of(article, topic, TermMatcher(topic), article_id="a", version_id="v")
    by_quote = {m.quote: m for m in mentions}
    opened, divers, jammed = (by_quote[text] for _, text in ENTRIES)
    assert (opened.date, opened.basis, opened.modality) == ("2026-04-10", "relative", "happened")
    assert (divers.date, divers.said) == ("2026-04-09", "2026-04-09")
    assert (jammed.date, jammed.basis) == ("2026-04-08", "published")
    assert all(
        article.text[m.start : m.end] == m.quote for m in by_quote.values() if m.part == "text"
    )


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("(Update 1:18 a.m. in Marl, 9:18 p.m. ET) The storm gate has closed.", "2026-04-08"),
        ("MARL, 9:18 p.m. ET, 1:18 a.m. local: The storm gate has closed.", "2026-04-08"),
        ("MARL, 9:18 p.m. ET, 1:18 a.m. local: The storm gate closed on Monday.", "2026-04-06"),
        ("(Updated 9:18 p.m. (0118 in Marl)) The storm gate closed on Monday.", "2026-04-06"),
    ],
)
def test_when_an_update_was_written_is_one_date_and_only_where_there_is_no_other(
    sentence: str, day: str
) -> None:
    topic = Topic(name="Storm", slug="storm", terms=("storm gate",))
    told = article("paper.example/1", "2026-04-08", "Marl", text=sentence)
    (event,) = build_chronology([told], topic)
    assert (event.date, len(event.mentions)) == (day, 1)
    assert event.headline.startswith("The storm gate")


def test_an_update_that_names_its_weekday_was_written_on_the_nearest_one() -> None:
    """A page goes on for days under the date it was begun on, or bears that of its last update."""
    topic = Topic(name="Storm", slug="storm", terms=("storm gate",))
    updates = (
        "(9:18 p.m. Friday ET, 3:18 a.m. Saturday in Marl) The storm gate closed on Saturday.",
        "(8:02 a.m. Tuesday ET, 2:02 p.m. Tuesday in Marl) Divers had painted the storm gate red.",
        "(2:21 a.m. Friday in Marl, 8:21 p.m. Thursday ET) Fires are burning at the storm gate.",
    )
    page = article("paper.example/1", "2026-04-09", "Marl", text=" ".join(updates))  # a Thursday
    days = {m.mention.quote: e.date for e in build_chronology([page], topic) for m in e.mentions}
    assert [days[update] for update in updates] == ["2026-04-11", "2026-04-07", "2026-04-10"]


def test_a_clock_in_running_text_is_no_stamp() -> None:
    topic = Topic(name="Storm", slug="storm", terms=("storm gate",))
    text = "The storm gate closed at midnight in Marl (6:00 p.m. ET) on Tuesday, a diver said."
    told = article("paper.example/1", "2026-04-09", "Marl", text=text)
    quotes = {m.mention.quote for e in build_chronology([told], topic) for m in e.mentions}
    assert quotes == {text}
