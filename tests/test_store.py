"""What the only writer keeps, and what it does when it is killed, hurried or given bad input."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import reader, rows
from db.crawl_writes import Validators
from db.errors import NotFoundError, StoreError
from db.model import Article, FeedEntry, Page, Relevance, Source
from db.store import Store
from tests.articles import LAUNCH, TOPIC, article, stamp

NOW = datetime(2026, 4, 9, 12, tzinfo=UTC)
YES = Relevance(relevant=True, score=1.0, reason="'Orbit' in the title")
SOURCE = Source(source_id="wire", kind="feed", url="https://wire.example/feed")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "t.db") as opened:
        opened.save_topic(replace(TOPIC, sources=(SOURCE,)))
        yield opened


def save(store: Store, one: Article, seen_at: datetime = NOW, **more: object) -> str:
    return store.save_article(one, topic="orbit", relevance=YES, seen_at=seen_at, **more)  # type: ignore[arg-type]


def test_an_article_comes_back_as_it_was(store: Store) -> None:
    for one in LAUNCH:
        assert save(store, one) == "new"
    back = {s.article.url: s.article for s in reader.articles(store.db, "orbit")}
    assert back == {one.url: one for one in LAUNCH}


def test_the_same_article_again_is_the_same(store: Store) -> None:
    assert [save(store, LAUNCH[0]), save(store, LAUNCH[0])] == ["new", "same"]
    assert store.db.table("article_versions").count == 1


def test_an_edited_article_is_a_new_version(store: Store) -> None:
    save(store, LAUNCH[0])
    edited = replace(LAUNCH[0], text=LAUNCH[0].text + "\nCorrected.")
    assert save(store, edited, NOW + timedelta(hours=1)) == "changed"
    (standing,) = reader.articles(store.db, "orbit")
    assert standing.article == edited
    assert store.db.table("articles").count == 1
    assert store.db.table("article_versions").count == 2


def test_a_body_that_was_lost_does_not_replace_the_one_we_have(store: Store) -> None:
    save(store, LAUNCH[0])
    save(store, replace(LAUNCH[0], text="", body_missing="403"), NOW + timedelta(days=1))
    (standing,) = reader.articles(store.db, "orbit")
    assert standing.article.text == LAUNCH[0].text


def test_the_standing_version_does_not_depend_on_the_order(tmp_path: Path) -> None:
    short, long = LAUNCH[0], replace(LAUNCH[0], text=LAUNCH[0].text + "\nMore.")
    texts = []
    for number, order in enumerate([(short, long), (long, short), (long, short, long)]):
        with Store(tmp_path / f"{number}.db") as store:
            store.save_topic(TOPIC)
            for one in order:
                save(store, one)
            texts += [s.article.text for s in reader.articles(store.db, "orbit")]
    assert texts == [long.text] * 3


def test_the_earliest_day_given_for_the_publication_counts(store: Store) -> None:
    save(store, LAUNCH[0])
    passed_on = replace(LAUNCH[0], text="Passed on.", published=stamp("2026-04-20"))
    save(store, passed_on, NOW + timedelta(days=10))
    (standing,) = reader.articles(store.db, "orbit")
    assert standing.article == replace(passed_on, published=LAUNCH[0].published)


def test_only_the_standing_version_decides_relevance(store: Store) -> None:
    no = Relevance(relevant=False, score=0.0, reason="no term")
    save(store, LAUNCH[0])
    lost = replace(LAUNCH[0], title="Weather", text="")
    store.save_article(lost, topic="orbit", relevance=no, seen_at=NOW + timedelta(days=1))
    assert len(list(reader.articles(store.db, "orbit"))) == 1


def test_raw_pages_are_kept_once_by_content(store: Store) -> None:
    page = Page(url="https://a.example/1", fetched_at=NOW, status=200, body=b"<p>x</p>" * 99)
    save(store, LAUNCH[0], page=page)
    save(store, LAUNCH[1], page=replace(page, url="https://a.example/2"))
    (kept,) = store.db.query("select body, size from pages")
    assert zlib.decompress(kept["body"]) == page.body
    assert kept["size"] == len(page.body)
    assert store.db.table("fetches").count == 2


def test_discoveries_are_a_list_of_work(store: Store) -> None:
    entries = [FeedEntry(url=f"https://a.example/{n}", title=f"T{n}") for n in range(3)]
    assert store.save_discoveries("wire", entries, NOW) == 3
    assert store.save_discoveries("wire", entries, NOW) == 0
    assert store.pending("wire", 10) == entries
    store.close_discovery("wire", entries[0].url, state="skipped", reason="off topic")
    save(store, LAUNCH[0], discovered_as=("wire", entries[1].url))
    assert store.pending("wire", 10) == [entries[2]]


def test_a_failed_page_is_tried_again_but_not_for_ever(store: Store) -> None:
    entry = FeedEntry(url="https://a.example/1")
    store.save_discoveries("wire", [entry], NOW)
    tries = 0
    while store.pending("wire", 1):
        store.close_discovery("wire", entry.url, state="failed", reason="timeout")
        tries += 1
    assert tries == 3


def test_an_entry_that_reads_differently_is_fetched_again(store: Store) -> None:
    entry = FeedEntry(url="https://a.example/1", title="Old", modified=stamp("2026-04-08"))
    store.save_discoveries("wire", [entry], NOW)
    store.close_discovery("wire", entry.url, state="fetched")
    store.save_discoveries("wire", [entry], NOW)
    assert store.pending("wire", 1) == []
    updated = replace(entry, modified=stamp("2026-04-09"))
    store.save_discoveries("wire", [updated], NOW)
    assert store.pending("wire", 1) == [updated]


def test_new_terms_look_again_at_what_was_skipped(store: Store) -> None:
    entry = FeedEntry(url="https://a.example/1", title="Gale sold")
    store.save_discoveries("wire", [entry], NOW)
    store.close_discovery("wire", entry.url, state="skipped", reason="off topic")
    store.save_topic(replace(TOPIC, sources=(SOURCE,), proxy="http://127.0.0.1:1"))
    assert store.pending("wire", 1) == []
    store.save_topic(replace(TOPIC, sources=(SOURCE,), terms=("Gale",)))
    assert store.pending("wire", 1) == [entry]


def test_closing_what_was_never_discovered_is_an_error(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no such discovery"):
        store.close_discovery("wire", "https://a.example/1", state="failed")


def test_runs_tell_how_a_crawl_ended(store: Store) -> None:
    store.begin_run("r1", subject="wire", started_at=NOW)
    (health,) = reader.source_health(store.db)
    assert health["state"] == "running"
    store.end_run("r1", state="ok", reason="", counters={"item": 3}, ended_at=NOW)
    store.begin_run("r2", subject="wire", started_at=NOW + timedelta(hours=1))
    store.fail_unfinished_runs(
        ["wire"], reason="no report", started_at=NOW, ended_at=NOW + timedelta(hours=2)
    )
    (health,) = reader.source_health(store.db)
    assert (health["state"], health["reason"]) == ("failed", "no report")
    assert health["last_success_at"] == rows.iso(NOW)


def test_validators(store: Store) -> None:
    assert store.validators("https://a.example") == Validators()
    kept = Validators(etag='"x"', last_modified="Wed, 08 Apr 2026 10:00:00 GMT")
    store.save_validators("https://a.example", kept, NOW)
    assert store.validators("https://a.example") == kept


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, " * 200)
    with pytest.raises(StoreError, match=r"notes\.txt"):
        Store(path)
    assert path.read_text().startswith("not a database")


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "customers.db"
    other = sqlite3.connect(path)
    other.execute("create table customers (name text)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="something else"):
        Store(path)
    assert path.read_bytes() == before


def test_topics_do_not_take_each_other_s_sources(store: Store) -> None:
    other = replace(TOPIC, slug="other", sources=(SOURCE,))
    with pytest.raises(StoreError, match="source wire, topic orbit"):
        store.save_topic(other)
    assert [row["topic"] for row in reader.source_health(store.db)] == ["orbit"]


def test_the_evidence_kept_does_not_depend_on_the_order(tmp_path: Path) -> None:
    sure = replace(LAUNCH[0], published=stamp("2026-04-08T09:00:00-07:00"))
    unsure = replace(sure, published=replace(sure.published, confidence=0.5, method="feed"))  # type: ignore[type-var]
    methods = []
    for number, order in enumerate([(sure, unsure), (unsure, sure)]):
        with Store(tmp_path / f"{number}.db") as store:
            store.save_topic(TOPIC)
            for one in order:
                save(store, one)
            methods += [r["published_method"] for r in store.db.query("select * from coverage")]
    assert methods == ["hint", "hint"]


def _open(path: Path) -> None:
    Store(path).close()


def test_processes_open_a_new_database_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    openers = [context.Process(target=_open, args=(tmp_path / "new.db",)) for _ in range(4)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join(60)
    assert [opener.exitcode for opener in openers] == [0] * 4


def test_a_failed_save_leaves_nothing(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.save_article(LAUNCH[0], topic="unknown topic", relevance=YES, seen_at=NOW)
    assert store.db.table("article_versions").count == 0
    assert store.db.table("articles").count == 0


def _write(path: Path, number: int, count: int) -> None:
    with Store(path) as store:
        for n in range(count):
            save(store, article(f"a.example/{number}/{n}", "2026-04-08", f"Orbit {number} {n}"))


def test_two_processes_write_at_once(tmp_path: Path, store: Store) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(store.path, n, 40)) for n in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert store.db.table("articles").count == 80


def test_killed_while_writing(tmp_path: Path, store: Store) -> None:
    writer = multiprocessing.get_context("spawn").Process(
        target=_write, args=(store.path, 1, 100_000)
    )
    writer.start()
    while store.db.table("articles").count < 20:
        assert writer.is_alive()
    os.kill(writer.pid or 0, signal.SIGKILL)
    writer.join(30)
    assert store.db.execute("pragma integrity_check").fetchone()[0] == "ok"
    assert store.db.execute("pragma foreign_key_check").fetchall() == []
    articles, versions = (store.db.table(t).count for t in ("articles", "article_versions"))
    assert articles == versions
    _write(store.path, 2, 1)  # and it can be written again
