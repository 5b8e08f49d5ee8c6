"""Raw pages that nobody needs are let go, and nothing else is."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.model import Article, Page, Relevance, Topic
from db.store import Store
from schedules.config import parse_topic
from tests.articles import LAUNCH
from timeline.update import rebuild

NOW = datetime(2026, 10, 8, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=181)
YES = Relevance(relevant=True, score=1.0, reason="a term")
ORBIT = Topic(name="Orbit", slug="orbit", terms=("Orbit", "Tern Labs"), keep_pages_days=180)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "t.db") as store:
        store.save_topic(ORBIT)
        yield store


def save(store: Store, article: Article, at: datetime = OLD, topic: str = "orbit") -> bytes:
    body = f"<p>{article.url}</p>".encode() * 99
    page = Page(url=article.url, fetched_at=at, status=200, body=body)
    store.save_article(article, topic=topic, relevance=YES, seen_at=at, page=page)
    return body


def kept(store: Store) -> set[str]:
    found = store.db.query("select url from fetches join pages using (page_id) where body != x''")
    return {row["url"] for row in found}


def chronology(store: Store) -> list[str]:
    tables = ("chronology", "mentions_v", "conflicts_v", "coverage", "revisions")
    return [repr(list(store.db.query(f"select * from {name}"))) for name in tables]


def test_the_chronology_stays_to_the_byte_and_can_be_made_anew(store: Store) -> None:
    for article in LAUNCH:
        save(store, article)
    save(store, replace(LAUNCH[0], url="https://new.example/1", canonical_url=""), NOW)
    rebuild(store, ORBIT)
    before = chronology(store)
    pages, size = store.let_pages_go(NOW)
    assert pages == len(LAUNCH) and size > 0
    assert kept(store) == {"https://new.example/1"}
    assert chronology(store) == before
    assert store.let_pages_go(NOW) == (0, 0)
    rebuild(store, ORBIT)
    assert chronology(store) == before
    assert store.db.execute("pragma foreign_key_check").fetchall() == []


def test_what_somebody_may_need_is_kept(store: Store) -> None:
    for number, flaw in enumerate(({"text": "", "body_missing": "403"}, {"published": None})):
        url = f"https://poor.example/{number}"
        save(store, replace(LAUNCH[0], url=url, canonical_url=url, **flaw))
    save(store, LAUNCH[0])
    save(store, LAUNCH[1])
    keeper = replace(ORBIT, name="Keeper", slug="keeper", keep_pages_days=0)
    store.save_topic(keeper)
    save(store, LAUNCH[1], topic="keeper")  # another story looks at it too
    save(store, LAUNCH[2], NOW)
    everything = kept(store)
    store.let_pages_go(OLD + timedelta(days=1))
    assert kept(store) == everything
    store.let_pages_go(NOW)
    assert everything - kept(store) == {LAUNCH[0].url}


def test_a_clock_that_jumps_ahead_makes_no_page_old(store: Store) -> None:
    save(store, LAUNCH[0])
    assert store.let_pages_go(NOW + timedelta(days=9999)) == (0, 0)


def test_bytes_that_come_again_are_kept_again(store: Store) -> None:
    body = save(store, LAUNCH[0])
    save(store, LAUNCH[1], NOW)
    store.let_pages_go(NOW)
    save(store, LAUNCH[0], NOW)
    [row] = store.db.query(
        "select body from fetches join pages using (page_id) where url = ? limit 1", [LAUNCH[0].url]
    )
    assert zlib.decompress(row["body"]) == body


def test_a_topic_file_says_how_long() -> None:
    text = 'name = "Orbit"\nterms = ["Orbit"]\n'
    assert parse_topic(text, "t").keep_pages_days == 0
    assert parse_topic(text + '[retention]\npages = "180d"', "t").keep_pages_days == 180
