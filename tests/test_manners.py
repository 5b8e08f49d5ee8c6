"""How the crawl treats hosts over many runs and sources, and where it does not go."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import is_private_host, is_public, literal_address, why_refused
from crawler.patience import FIRST, LONGEST, pause, retry_after
from crawler.resolver import private_hosts
from db.model import Source, Topic
from db.store import Store
from tests.hostile import payloads
from tests.hostile.dns import REBOUND
from tests.hostile.server import Exchange, HostileWeb
from tests.hostile.wire import RSS, sound_feed

ROOT = Path(__file__).parents[1]
ONCE = ("-s", "RETRY_TIMES=0")
NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def crawl(db: Path, topic: Topic, *settings: str) -> dict[str, tuple[str, str]]:
    """State and reason of each source after one run of all of them."""
    with Store(db) as store:
        store.save_topic(topic)
    with start(db, [source.source_id for source in topic.sources], *settings) as process:
        process.communicate(timeout=60)
    rows = query(db, "select source, state, reason from source_health")
    return {source: (state, reason) for source, state, reason in rows}


def start(db: Path, sources: list[str], *settings: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "crawler", "--db", str(db), "--quiet", *settings,
               "-s", "AUTOTHROTTLE_ENABLED=0", *sources]  # fmt: skip
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def query(db: Path, sql: str) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(db)
    try:
        with connection:
            return connection.execute(sql).fetchall()
    finally:
        connection.close()


def topic_of(*urls: str, proxy: str = "") -> Topic:
    return Topic(
        name="Bridge",
        slug="bridge",
        terms=("Ardal bridge",),
        proxy=proxy,
        sources=tuple(
            Source(source_id=f"s{number}", kind="feed", url=url) for number, url in enumerate(urls)
        ),
    )


# ---------------------------------------------------------------- patience, over runs


def test_a_refusal_holds_over_runs_and_ends_with_the_first_answer(tmp_path: Path) -> None:
    db, refusing = tmp_path / "t.db", threading.Event()

    def moody(exchange: Exchange) -> None:
        if refusing.is_set() and exchange.path == "/feed.xml":
            exchange.reply(status="503 Service Unavailable", Retry_After="3600")
        else:
            sound_feed(exchange)

    with HostileWeb({"moody.example": moody, "good.example": sound_feed}) as web:
        topic = topic_of(
            "http://moody.example/feed.xml", "http://good.example/feed.xml", proxy=web.url
        )
        refusing.set()
        assert crawl(db, topic)["s0"][0] == "failed"
        asked = len(web.requests)

        second = crawl(db, topic)
        assert second["s0"][0] == "waits"
        assert "HTTP 503; moody.example is not asked again before 20" in second["s0"][1]
        assert second["s1"][0] == "ok"
        assert {url.split("/")[2] for url in web.requests[asked:]} == {"good.example"}
        # robots.txt is asked for once a day and not once a run
        assert web.requests.count("http://good.example/robots.txt") == 1

        health = "select health, next_attempt_at = not_before from source_health, hosts"
        assert query(db, f"{health} where source = 's0'") == [("waiting", 1)]

        refusing.clear()
        query(db, "update hosts set not_before = '2020-01-01T00:00:00Z'")
        assert crawl(db, topic)["s0"] == ("ok", "1 new")
        assert query(db, "select * from hosts") == []


def test_an_old_robots_txt_is_asked_for_with_its_tag(tmp_path: Path) -> None:
    db, tags = tmp_path / "t.db", []

    def tagged(exchange: Exchange) -> None:
        if exchange.path != "/robots.txt":
            sound_feed(exchange)
        elif exchange.asked_before:
            exchange.reply(status="304 Not Modified", ETag='"one"')
            tags.append(exchange.headers.get("if-none-match"))
        else:
            body = b"User-agent: *\nDisallow: /story\n"
            exchange.reply(body, kind="text/plain", ETag='"one"')

    with HostileWeb({"tagged.example": tagged}) as web:
        topic = topic_of("http://tagged.example/feed.xml", proxy=web.url)
        for _ in range(2):
            crawl(db, topic)
            query(db, "update robots set fetched_at = '2020-01-01T00:00:00Z'")
            query(db, "update discoveries set state = 'pending'")
    assert tags == ['"one"']
    assert "http://tagged.example/story" not in web.requests


def test_a_robots_txt_that_fails_for_a_month_counts_as_what_it_last_was(tmp_path: Path) -> None:
    db = tmp_path / "t.db"

    def failing(exchange: Exchange) -> None:
        if exchange.path == "/robots.txt":
            exchange.reply(status="503 Service Unavailable")
        else:
            sound_feed(exchange)

    with HostileWeb({"old.example": failing}) as web:
        topic = topic_of("http://old.example/feed.xml", proxy=web.url)
        state, reason = crawl(db, topic, *ONCE)["s0"]
        assert state == "failed"
        assert "HTTP 503 for robots.txt; old.example is not asked again before" in reason

        query(db, "update hosts set not_before = '2020-01-01T00:00:00Z'")
        query(db, "update robots set unreachable_since = '2020-01-01T00:00:00Z',"
                  " body = 'User-agent: *' || char(10) || 'Disallow: /story'")  # fmt: skip
        assert crawl(db, topic, *ONCE)["s0"][0] == "ok"
        assert "http://old.example/story" not in web.requests
        [(alarms,)] = query(db, "select alarms from source_health")
        assert "robots.txt could not be had for 30 days" in alarms


def test_two_sources_that_lead_to_one_host_share_its_limit(tmp_path: Path) -> None:
    lock, at_once = threading.Lock(), [0, 0]  # now, and at most

    def slow(exchange: Exchange) -> None:
        if exchange.path == "/robots.txt":
            exchange.reply(status="404 Not Found")
            return
        with lock:
            at_once[0] += 1
            at_once[1] = max(at_once)
        time.sleep(0.05)  # so that requests would overlap
        with lock:
            at_once[0] -= 1
        exchange.reply(payloads.page("The Ardal bridge opens", exchange.path))

    def lists(exchange: Exchange) -> None:
        links = [f"http://shared.example/{exchange.host}/{number}" for number in range(12)]
        if exchange.path == "/feed.xml":
            exchange.reply(payloads.feed(links), kind=RSS)
        else:
            exchange.reply(status="404 Not Found")

    hosts = {"one.example": lists, "two.example": lists, "shared.example": slow}
    with HostileWeb(hosts) as web:
        urls = ("http://one.example/feed.xml", "http://two.example/feed.xml")
        states = crawl(tmp_path / "t.db", topic_of(*urls, proxy=web.url))
        assert {state for state, _ in states.values()} == {"ok"}
        assert sum(url.startswith("http://shared.example/") for url in web.requests) >= 24
        assert at_once[1] == 2


SERVED_SECONDS = 0.2


class Counting:
    """A host with a feed for each source, which counts how many ask it at once."""

    def __init__(self, crawl_delay: float, stories: int) -> None:
        self.rules = f"User-agent: *\nCrawl-delay: {crawl_delay}\n".encode()
        self.stories = stories
        self.lock = threading.Lock()
        self.now, self.most = 0, 0
        self.moments: list[float] = []

    def count_anew(self) -> None:
        with self.lock:
            self.most = self.now

    def __call__(self, exchange: Exchange) -> None:
        if exchange.path == "/robots.txt":
            exchange.reply(self.rules, kind="text/plain")
            return
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            self.moments.append(time.monotonic())
        time.sleep(SERVED_SECONDS)  # so that requests would overlap
        with self.lock:
            self.now -= 1
        if exchange.path.count("/") == 1:
            links = [f"http://{exchange.host}{exchange.path}/{n}" for n in range(self.stories)]
            exchange.reply(payloads.feed(links), kind=RSS)
        else:
            exchange.reply(payloads.page("The Ardal bridge opens", exchange.path))


def test_crawls_at_once_share_a_host_and_a_killed_one_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    fast, slow = Counting(0, stories=12), Counting(0.8, stories=2)
    with HostileWeb({"fast.example": fast, "slow.example": slow}) as web:
        urls = [f"http://{host}.example/{n}" for host in ("fast", "slow") for n in range(3)]
        with Store(tmp_path / "t.db") as store:
            store.save_topic(topic_of(*urls, proxy=web.url))
        doomed, *others = [start(tmp_path / "t.db", [f"s{n}", f"s{n + 3}"]) for n in range(3)]
        while not (fast.moments and slow.moments):
            time.sleep(0.01)
        doomed.kill()
        most_before = fast.most
        time.sleep(2 * SERVED_SECONDS)  # the host may still be busy with what the killed one asked
        fast.count_anew()
        for process in (doomed, *others):
            process.wait(60)
    for host, stories in (("fast", 12), ("slow", 2)):
        read = {url for url in web.requests if f"{host}.example/" in url and url.count("/") == 4}
        assert {f"http://{host}.example/{n}/{m}" for n in (1, 2) for m in range(stories)} <= read
    assert most_before <= 2
    assert fast.most == 2
    gaps = [later - earlier for earlier, later in pairwise(sorted(slow.moments))]
    assert min(gaps) > 0.3  # a busy machine brings them nearer to each other than they were sent


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("9" * 5000, LONGEST.total_seconds()),
        ("Thu, 05 Mar 2026 13:00:00 GMT", 3600),
        ("Thu, 05 Mar 2026 14:00:00 +0100", 3600),
        ("Thu, 05 Mar 2020 13:00:00 GMT", 0),
        ("-5", None),
        ("1.5", None),
        ("١٢", None),
        ("soon", None),
        ("", None),
        ("Thu, 99 Foo 99999 13:00:00 GMT", None),
    ],
)
def test_both_forms_of_retry_after_are_read(header: str, seconds: float | None) -> None:
    asked = retry_after(header, NOW)
    assert (asked.total_seconds() if asked is not None else None) == seconds


@given(st.text(max_size=60), st.integers(1, 10_000))
def test_a_pause_is_never_negative_nor_longer_than_a_day(header: str, refusals: int) -> None:
    assert timedelta() <= pause(refusals, retry_after(header, NOW)) <= LONGEST


def test_pauses_double_until_the_cap() -> None:
    lengths = [pause(refusals, None) for refusals in range(1, 20)]
    assert lengths[:3] == [FIRST, FIRST * 2, FIRST * 4]
    assert lengths == sorted(lengths)
    assert lengths[-1] == LONGEST


# ---------------------------------------------------------------- where it does not go


def test_a_name_that_leads_to_loopback_is_not_followed(tmp_path: Path) -> None:
    """Without a proxy: the address is checked where it is resolved."""
    db = tmp_path / "t.db"

    def declared(exchange: Exchange) -> None:
        here = f"http://127.0.0.1:{exchange.connection.getsockname()[1]}"
        if exchange.path == "/feed.xml":
            links = [f"{here}/story", f"http://{REBOUND}/admin"]
            exchange.reply(payloads.feed(links), kind=RSS)
        else:
            sound_feed(exchange)

    with HostileWeb({"127.0.0.1": declared, REBOUND: sound_feed}) as web:
        crawl(db, topic_of(f"{web.url}/feed.xml"),
              "-s", "TWISTED_DNS_RESOLVER=tests.hostile.dns.LyingResolver")  # fmt: skip
    found = dict(query(db, "select url, state || ': ' || reason from discoveries"))
    # The user declared a source on loopback, so its own pages are read.
    assert found[f"{web.url}/story"] == "fetched: "
    assert found[f"http://{REBOUND}/admin"] == (
        f"skipped: refused: {REBOUND} leads to 127.0.0.1, which is not on the open web"
    )


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f::1", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("127.8.8.8", False),
        ("169.254.169.254", False),
        ("192.168.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.251", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::a00:1", False),
        ("2001:0:7f00:1::80ff:fffe", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "::1"]
)
def test_every_way_to_write_an_address_is_one(host: str) -> None:
    assert literal_address(host) is not None
    assert is_private_host(host)


def test_what_the_user_declared_is_reached() -> None:
    declared = "http://127.0.0.1:8000/feed.xml"
    assert why_refused(declared, declared) == ""
    assert why_refused("http://127.0.0.1:8000/story", declared) == ""
    assert "open web" in why_refused("http://127.0.0.1:9000/story", declared)
    assert "user name" in why_refused("http://a@127.0.0.1:8000/story", declared)
    assert why_refused("http://wiki.lan/page", declared, ("wiki.lan",)) == ""
    assert "open web" in why_refused("http://wiki.lan/page", declared)


def test_only_hosts_that_were_meant_may_be_private(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "localhost")
    monkeypatch.setenv("http_proxy", "http://proxy.lan:3128")
    urls = ["http://localhost:8000/feed.xml", "https://courier.example/feed.xml"]
    assert private_hosts(urls, ["Wiki.corp.example"], "") == [
        "localhost", "proxy.lan", "wiki.corp.example",
    ]  # fmt: skip
