"""A crawl of hosts that misbehave, each in its own way: how every one ends, and that it harms
nobody."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.spiders.news_sitemap import MOST_CHILDREN
from db.model import Source, Topic
from db.store import Store
from tests.hostile.content import INWARD
from tests.hostile.misbehaviours import MISBEHAVIOURS, SOUND
from tests.hostile.payloads import BOMBS, MEBIBYTE
from tests.hostile.server import HostileWeb
from tests.hostile.wire import sound_feed

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "crawling.md"
MOST_MEMORY = 450 * 1024  # KiB; half of it is the program, each bomb would unpack to 80 MiB
SETTINGS = (
    "-s",
    "AUTOTHROTTLE_ENABLED=0",
    "-s",
    "DOWNLOAD_TIMEOUT=10",
    "-s",
    "RETRY_TIMES=0",
    "-s",
    f"DOWNLOAD_MAXSIZE={MEBIBYTE}",
)


@dataclass(frozen=True)
class Crawled:
    """What a crawl of the whole hostile web left behind."""

    db: Path
    requests: list[str]
    memory: int  # peak, KiB
    log: str

    def rows(self, query: str, *values: str) -> list[tuple[str, ...]]:
        connection = sqlite3.connect(self.db)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()


def source_of(name: str) -> Source:
    kind = MISBEHAVIOURS[name].kind if name in MISBEHAVIOURS else "feed"
    return Source(
        source_id=name,
        kind=kind,
        url=f"http://{name}.example/feed.xml",
        article_links="li a" if kind == "listing" else "",
        max_items=40,
    )


# Linux counts what a process was before it became another program, here the whole of pytest:
# a small one between them starts the crawl.
PEAK_OF = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=False)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def crawl(db: Path, sources: list[str], log: Path) -> int:
    """Crawls in a process of its own; returns its peak memory in KiB."""
    command = [sys.executable, "-m", "crawler", "--db", str(db), *SETTINGS, *sources]
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    with log.open("wb") as stream:
        peak = subprocess.run(
            [sys.executable, "-c", PEAK_OF, *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stream,
            check=True,
        )
    return int(peak.stdout)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("hostile")
    names = [*MISBEHAVIOURS, *SOUND]
    hosts = {f"{name}.example": MISBEHAVIOURS[name].serve for name in MISBEHAVIOURS}
    hosts |= {f"{name}.example": sound_feed for name in SOUND}
    for bomb in BOMBS:
        bomb()  # built before the clock of a download runs
    with HostileWeb(hosts) as web:
        topic = Topic(
            name="Bridge",
            slug="bridge",
            terms=("Ardal bridge",),
            sources=tuple(source_of(name) for name in names),
            proxy=web.url,
        )
        db = folder / "t.db"
        with Store(db) as store:
            store.save_topic(topic)
        memory = crawl(db, names, folder / "log")
        yield Crawled(db, list(web.requests), memory, (folder / "log").read_text())


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_each_misbehaviour_ends_in_its_state(crawled: Crawled, name: str) -> None:
    expected = MISBEHAVIOURS[name]
    [(state, reason)] = crawled.rows(
        "select state, reason from source_health where source = ?", name
    )
    assert (state, expected.reason in reason) == (expected.state, True), (state, reason)
    if expected.story:
        [(said,)] = crawled.rows("select reason from discoveries where source_id = ?", name)
        assert expected.story in said


def test_nobody_else_is_harmed(crawled: Crawled) -> None:
    for name in SOUND:
        [(state, reason, stories)] = crawled.rows(
            "select state, reason, (select count(*) from fetches where url like"
            " 'http://' || source || '.example/%') from source_health where source = ?",
            name,
        )
        assert (state, reason, stories) == ("ok", "1 new", 1)
    assert "Traceback" not in crawled.log
    [(integrity,)] = crawled.rows("pragma integrity_check")
    assert integrity == "ok"


def test_memory_is_bounded(crawled: Crawled) -> None:
    assert crawled.memory < MOST_MEMORY


def test_nothing_was_asked_of_hosts_that_nobody_declared(crawled: Crawled) -> None:
    declared = {f"{name}.example" for name in (*MISBEHAVIOURS, *SOUND)}
    assert {urlsplit(url).netloc for url in crawled.requests} <= declared


@pytest.mark.parametrize("url", INWARD)
def test_no_link_leads_inward(crawled: Crawled, url: str) -> None:
    found = crawled.rows(
        "select state, reason from discoveries where source_id = 'links-inward' and url = ?", url
    )
    if INWARD[url]:
        [(state, reason)] = found
        assert state == "skipped"
        assert INWARD[url] in reason
    else:  # no address on the web, so no entry at all
        assert found == []
    assert url not in crawled.requests


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("recursive-index", 1 + MOST_CHILDREN),
        ("index-elsewhere", 1),
        ("endless-calendar", 1 + 31),
        ("endless-feed-pages", 1 + 1),
        ("redirect-further", 1 + 5),
        ("too-many", 1),
        ("asks-for-ages", 1),
        ("brief-pause", 2 + 1),
        ("stories-refuse", 1 + 2),  # two are on their way when the first refusal comes
    ],
)
def test_requests_are_bounded(crawled: Crawled, name: str, most: int) -> None:
    asked = [url for url in crawled.requests if urlsplit(url).hostname == f"{name}.example"]
    assert len(asked) - asked.count(f"http://{name}.example/robots.txt") <= most


def test_a_host_is_left_alone_as_long_as_it_asks_and_no_longer_than_a_day(
    crawled: Crawled,
) -> None:
    waits = {
        host.removesuffix(".example"): float(hours)
        for host, hours in crawled.rows(
            "select host, (julianday(not_before) - julianday(max(ended_at))) * 24"
            " from hosts join runs on subject || '.example' = host group by host"
        )
    }
    assert waits["too-many"] == pytest.approx(1, abs=0.1)
    assert waits["unavailable-until"] == pytest.approx(2, abs=0.1)
    assert waits["story-refuses"] == pytest.approx(2, abs=0.1)
    assert waits["asks-for-ages"] == pytest.approx(24, abs=0.1)
    for unsaid in ("too-many-unsaid", "asks-in-garbage", "robots-fails"):
        assert waits[unsaid] == pytest.approx(5 / 60, abs=0.05)
    assert "brief-pause" not in waits
    [(state, attempts)] = crawled.rows(
        "select state, attempts from discoveries where source_id = 'story-refuses'"
    )
    assert (state, attempts) == ("pending", 0)


def test_what_is_stored_is_inert(crawled: Crawled) -> None:
    said = crawled.rows("select title, summary, text from article_versions")
    everything = "\n".join("\n".join(row) for row in said)
    assert "<script" not in everything
    assert "root:" not in everything
    assert max(len(title) for title, _, _ in said) < 1000
    assert crawled.rows(
        "select canonical_url from articles where canonical_url like '%claims-another%'"
    ) == [("http://claims-another.example/story",)]


def test_the_page_has_the_table_of_misbehaviours() -> None:
    rows = [
        [cell.strip(" `") for cell in line.split("|")[1:-1]]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    told = {row[0]: row[2] for row in rows}
    assert told == {name: each.state for name, each in MISBEHAVIOURS.items()}
