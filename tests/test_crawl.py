"""The real crawl, as a process, over real HTTP: what it stores, skips, survives and reports."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.__main__ import crawl_settings
from crawler.judging import Verdict, judge
from db.model import Source, Topic
from db.store import Store
from schedules.config import load_topic
from schedules.newsroom import TOPIC_FILE, Newsroom

ROOT = Path(__file__).parents[1]
IMPOLITE = ("-s", "AUTOTHROTTLE_ENABLED=0", "-s", "DOWNLOAD_TIMEOUT=2")
PATIENT = ("-s", "DOWNLOAD_TIMEOUT=20")  # nothing hangs, but the machine may be busy
ALL_OK, ALL_FAILED, SOME_FAILED = 0, 1, 3


def start(db: Path, sources: list[str], *settings: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "crawler", "--db", str(db), *IMPOLITE, *settings, *sources]
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def crawl(db: Path, sources: list[str], *settings: str) -> tuple[int, str]:
    """(exit code, log)."""
    with start(db, sources, *settings) as process:
        _, log = process.communicate(timeout=120)
    return process.returncode, log


def rows(db: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(db)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def prepare(db: Path, topic: Topic) -> list[str]:
    with Store(db) as store:
        store.save_topic(topic)
    return [source.source_id for source in topic.sources]


def states(db: Path) -> dict[str, tuple[str, str]]:
    found = rows(db, "select source, state, reason from source_health")
    return {source: (state, reason) for source, state, reason in found}


STORED = """select a.canonical_url, v.title, v.text, v.published_at, v.body_missing, r.reason
              from articles a join article_versions v using (version_id)
              join relevance r on r.article_id = a.article_id order by 1"""


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom() as served:
        yield served


@pytest.fixture
def topic(newsroom: Newsroom) -> Topic:
    return replace(load_topic(TOPIC_FILE), proxy=newsroom.proxy_url)


def test_two_editions_are_crawled(tmp_path: Path, newsroom: Newsroom, topic: Topic) -> None:
    db = tmp_path / "t.db"
    sources = prepare(db, topic)

    code, log = crawl(db, sources)
    assert code == SOME_FAILED  # a consent page and a 404 are in the first edition
    found = rows(db, STORED)
    assert len(found) >= 30
    bodies = {url: text for url, _, text, _, _, _ in found}
    assert sum(len(text) > 500 for text in bodies.values()) >= len(found) - 3
    assert all(reason for *_, reason in found)
    assert {state for state, _ in states(db).values()} == {"ok", "partial"}
    for source in sources:
        assert f"{source}: " in log

    # What robots.txt forbids was seen in the listing and never asked for.
    forbidden = rows(db, "select url from discoveries where reason = 'robots.txt forbids it'")
    assert len(forbidden) == 1
    assert newsroom.counts[forbidden[0][0]] == 0

    # A page that could not be read keeps what the feed said of it.
    missing = {why: text for _, _, text, _, why, _ in found if why}
    assert missing == {"a consent page": "", "HTTP 404": ""}

    # Every page that became an article is there as it came.
    [(pages,)] = rows(
        db, "select count(distinct article_id) from fetches join pages using (page_id)"
    )
    assert pages == len(found) - len(missing)

    newsroom.forget_requests()
    crawl(db, sources)
    transferred = [r.url for r in newsroom.requests if r.status == 200]
    again = [url for url in transferred if not url.endswith("/robots.txt")]
    assert len(again) == 1  # the consent page, which may have gone by now
    assert rows(db, STORED) == found

    newsroom.advance()
    crawl(db, sources)
    after = rows(db, STORED)
    assert len(after) > len(found)
    edited = rows(
        db,
        "select canonical_url, count(*) from articles join article_versions using (article_id)"
        " group by 1 having count(*) > 1",
    )
    assert len(edited) == 1
    now = {url: text for url, _, text, _, _, _ in after}
    [(url, _)] = edited
    assert now[url] != bodies[url]
    assert rows(db, "pragma integrity_check") == [("ok",)]


def test_a_killed_crawl_loses_and_doubles_nothing(
    tmp_path: Path, newsroom: Newsroom, topic: Topic
) -> None:
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    sources = prepare(whole, topic)
    prepare(broken, topic)
    crawl(whole, sources, *PATIENT)

    for stop_after in (14, 25, 45):
        newsroom.forget_requests()
        with start(broken, sources, *PATIENT) as process:
            deadline = time.monotonic() + 30
            while len(newsroom.requests) < stop_after and process.poll() is None:
                assert time.monotonic() < deadline
                time.sleep(0.005)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    interrupted = rows(broken, "select count(*) from runs where state = 'running'")
    assert interrupted[0][0] > 0
    assert rows(broken, "pragma integrity_check") == [("ok",)]

    crawl(broken, sources, *PATIENT)
    assert rows(broken, STORED) == rows(whole, STORED)
    assert rows(broken, "select count(*) from discoveries where state = 'pending'") == [(0,)]
    versions = "select count(*), count(distinct version_id) from article_versions"
    assert rows(broken, versions) == rows(whole, versions)
    twice = "select canonical_url from articles group by 1 having count(*) > 1"
    assert rows(broken, twice) == []


FAULTS = {
    "slow": ("failed", "timed out"),
    "truncated": ("failed", "ended too early"),
    "broken-feed": ("partial", "malformed"),
    "html-feed": ("failed", "HTML page where a feed should be"),
    "empty": ("failed", "empty"),
    "error": ("failed", "HTTP 500"),
    "forbidden": ("failed", "HTTP 403"),
    "moved": ("failed", "redirect"),
    "unknown-host": ("failed", "HTTP 502"),
    "nodate": ("ok", ""),
}


def test_a_source_that_misbehaves_harms_no_other(tmp_path: Path) -> None:
    db = tmp_path / "t.db"
    with Newsroom(misbehaving=True) as newsroom:
        bad = [
            Source(source_id=name, kind="feed", url=f"http://{name}.example/feed.xml")
            for name in FAULTS
        ]
        courier = "http://courier.example/feed.xml"
        listing = "http://marketdesk.example/stories/"
        more = [
            Source(source_id="good", kind="feed", url=courier),
            Source(source_id="wrong-kind", kind="news_sitemap", url=courier),
            Source(source_id="moved-layout", kind="listing", url=listing, article_links=".gone a"),
        ]
        topic = replace(load_topic(TOPIC_FILE), sources=(*bad, *more), proxy=newsroom.proxy_url)
        code, _ = crawl(db, prepare(db, topic))
    assert code == SOME_FAILED
    judged = states(db)
    for name, (state, words) in FAULTS.items():
        assert judged[name][0] == state, (name, judged[name])
        assert words in judged[name][1]
    assert judged["good"][0] == "ok"
    assert "sitemap" in judged["wrong-kind"][1]
    assert "selector" in judged["moved-layout"][1]
    undated = rows(db, "select count(*) from article_versions where published_at is null")
    assert undated[0][0] >= 1


def test_the_exit_code_tells_how_it_went(tmp_path: Path, newsroom: Newsroom, topic: Topic) -> None:
    db = tmp_path / "t.db"
    prepare(db, topic)
    assert crawl(db, ["courier"])[0] == ALL_OK
    code, log = crawl(db, ["courier", "no-such-source"])
    assert code == ALL_FAILED
    assert "no such source" in log
    silent = replace(topic, proxy="http://127.0.0.1:9")
    prepare(db, silent)
    assert crawl(db, ["courier", "harbor-times"])[0] == ALL_FAILED
    state, reason = states(db)["courier"]
    assert state == "failed"
    assert "refused" in reason


def test_a_refused_connection_is_a_line_and_not_a_page(
    tmp_path: Path, newsroom: Newsroom, topic: Topic
) -> None:
    db = tmp_path / "t.db"
    prepare(db, replace(topic, proxy="http://127.0.0.1:9"))
    for loudness, verdicts in ((["--quiet"], 0), ([], 1)):
        _, log = crawl(db, ["courier"], *loudness)
        assert "Traceback" not in log
        assert len(log.splitlines()) < 5
        assert log.count("courier: failed: the source could not be read") == verdicts


def test_the_crawl_says_who_it_is(tmp_path: Path, newsroom: Newsroom, topic: Topic) -> None:

    default = str(crawl_settings(topic, [])["USER_AGENT"])
    assert default.startswith("storyline")
    assert "bot" not in default.lower()
    named = replace(topic, user_agent="storyline (desk@paper.example)")
    assert crawl_settings(named, [])["USER_AGENT"] == named.user_agent


# ---------------------------------------------------------------- judging a run


def verdict(**counters: int) -> Verdict:
    plain = {name.replace("__", "/"): count for name, count in counters.items()}
    return judge(plain, source_failure="", finish_reason="finished", first_run=True)


def test_a_run_that_got_nothing_is_no_success() -> None:
    assert verdict(source__entry__listed=0).state == "failed"
    later = judge({}, source_failure="", finish_reason="finished", first_run=False)
    assert later.state == "failed"
    searched = judge(
        {}, source_failure="", finish_reason="finished", first_run=True, may_be_empty=True
    )
    assert searched == Verdict(state="ok", reason="nothing was found")
    assert verdict(source__fetch__not_modified=1).state == "ok"


def test_a_run_says_what_failed_and_how_often() -> None:
    found = verdict(
        source__entry__listed=9,
        article__read__ok=5,
        article__saved__new=5,
        article__failed__http_403=3,
        article__failed__timeout=1,
    )
    assert found == Verdict(
        state="partial",
        reason="4 of 9 articles failed: 3 × HTTP 403, 1 × timeout (5 new)",
    )


def test_a_run_cut_short_or_with_a_bug_is_partial() -> None:
    counters = {"source/entry/listed": 3, "article/saved/new": 3}
    late = judge(counters, source_failure="", finish_reason="closespider_timeout", first_run=False)
    assert late.state == "partial"
    assert "time was up" in late.reason
    buggy = judge(
        {**counters, "bug/callback/raised": 1},
        source_failure="",
        finish_reason="finished",
        first_run=False,
    )
    assert buggy.state == "partial"
    assert "an unexpected error, see the log" in buggy.reason


@pytest.mark.parametrize("first_run", [True, False])
def test_an_error_or_a_stop_is_not_taken_for_a_source_that_lists_nothing(first_run: bool) -> None:
    def judged(finish_reason: str, **bugs: int) -> Verdict:
        counters = {"source/fetch/ok": 1} | {f"bug/{area}/raised": n for area, n in bugs.items()}
        return judge(counters, source_failure="", finish_reason=finish_reason, first_run=first_run)

    assert judged("finished", callback=1) == Verdict(
        state="failed", reason="an unexpected error, see the log"
    )
    assert judged("finished", callback=1, save=1).reason == "2 unexpected errors, see the log"
    assert judged("shutdown") == Verdict(state="failed", reason="stopped early: shutdown")
    assert "lists nothing" in judged("finished").reason


def test_what_robots_forbid_is_no_failure() -> None:
    assert verdict(source__entry__listed=2, article__forbidden__robots=2).state == "ok"
