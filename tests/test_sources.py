"""Every kind of source, crawled and backfilled by the real process over HTTP on loopback."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy import Request

from crawler import backfill
from crawler.archives import Imported, read_paths
from crawler.results import Asked, captured_at, parse_bing_news, parse_captures, parse_gdelt
from crawler.spiders.search import SLOTS, polite
from crawler.warc import Archived, Wanted, read_warc
from db.errors import FeedError, ImportFileError
from db.model import Source, Topic
from tests.test_crawl import crawl, prepare, rows, start
from tests.web import NOT_FOUND, Answer, Reply, Web, page, serving

XML = "application/xml"
SINCE = "2026-01-01"
QUICK = ("-s", "DOWNLOAD_SLOTS={}", "-s", "CLOSESPIDER_TIMEOUT=60")


def xml(body: str, *, packed: bool = False) -> Reply:
    data = body.encode()
    return Reply(body=gzip.compress(data) if packed else data, content_type=XML)


def urlset(*urls: str) -> str:
    inside = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{inside}</urlset>"


# ---------------------------------------------------------------- the hosts


def courier(path: str, _: dict[str, str]) -> Reply:
    """An index of packed sitemaps by month, and the articles in them."""
    base = "http://courier.example"
    if path == "/index.xml.gz":
        months = ("2025-11", "2026-02", "2026-03")
        inside = "".join(f"<sitemap><loc>{base}/map-{m}.xml.gz</loc></sitemap>" for m in months)
        foreign = "<sitemap><loc>http://elsewhere.example/map-2026-02.xml</loc></sitemap>"
        return xml(f"<sitemapindex>{inside}{foreign}</sitemapindex>", packed=True)
    if path.startswith("/map-"):
        month = path[5:12]
        return xml(
            urlset(
                f"{base}/{month}/the-harbour-bridge-is-closed",
                f"{base}/{month}/a-recipe-for-apple-cake",
                f"{base}/{month}/1234",
            ),
            packed=True,
        )
    if path.endswith(("closed", "/1234")):
        return page(f"Report from {path[1:8]} {path[9:]}", f"{path[1:8]}-05")
    return NOT_FOUND


def gazette(path: str, _: dict[str, str]) -> Reply:
    """Sitemaps by month under a pattern; one month is missing."""
    if path in ("/sitemap-2026-01.xml", "/sitemap-2026-03.xml"):
        return xml(urlset(f"http://gazette.example/{path[9:16]}/harbour-bridge-tolls-rise"))
    return page("Tolls rise", "2026-03-01") if "tolls" in path else NOT_FOUND


def algolia(_: str, query: dict[str, str]) -> Reply:
    """1,500 hits in one fortnight of February: too many for one answer."""
    low, high = (int(part.partition("=" if ">=" in part else "<")[2].lstrip("="))
                 for part in query["numericFilters"].split(","))  # fmt: skip
    start = int(datetime(2026, 2, 3, tzinfo=UTC).timestamp())
    moments = [start + 600 * n for n in range(1500)]
    hits = [
        {
            "objectID": str(at),
            "title": f"Something else, number {at}",
            "url": f"http://x.example/{at}",
        }
        for at in moments
        if low <= at < high
    ][:1000]
    if low <= start < high:
        hits[0] |= {"title": "Ask: who pays for the harbour bridge?", "url": None,
                    "created_at": "2026-02-03T00:00:00Z"}  # fmt: skip
    return Reply(body=json.dumps({"hits": hits}).encode(), content_type="application/json")


class Archive:
    """Captures in two pages; the second answers 429 until `patient`."""

    patient = False

    def __call__(self, path: str, query: dict[str, str]) -> Reply:
        if path.startswith("/web/"):
            return page("The bridge as it was", "2026-03-02")
        if not query["from"].startswith("202603"):
            return Reply(body=b"[]")
        names, base = ["timestamp", "original"], "http://gone.example/news"
        if "resumeKey" not in query:
            found = [
                ["20260302120000", f"{base}/harbour-bridge-inspected"],
                [],
                ["key with spaces"],
            ]
            return Reply(body=json.dumps([names, *found]).encode())
        if not self.patient:
            return Reply(status=429, headers={"Retry-After": "1"})
        found = [["20260303120000", f"{base}/harbour-bridge-reopened"]]
        return Reply(body=json.dumps([names, *found]).encode())


STORED = "Report from 2026-02 the-harbour-bridge-is-closed"


def google(_: str, __: dict[str, str]) -> Reply:
    items = "".join(
        f"<item><title>{title} - The Courier</title><link>http://search.example/articles/{n}</link>"
        "<pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate>"
        "<source url='http://courier.example'>The Courier</source></item>"
        for n, title in enumerate(("Harbour bridge closed again", STORED))
    )
    return xml(f"<rss version='2.0'><channel>{items}</channel></rss>")


def json_feed(path: str, _: dict[str, str]) -> Reply:
    if path == "/feed.json":
        items = [{"id": "1", "url": "/bridge", "title": "Harbour bridge: a history",
                  "date_published": "2026-03-04T10:00:00+01:00"}]  # fmt: skip
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "B", "items": items}
        return Reply(body=json.dumps(feed).encode(), content_type="application/feed+json")
    return page("Harbour bridge: a history", "2026-03-04")


def write_warc(path: Path) -> None:
    """Three records, each a gzip member of its own."""
    members = [
        warc_record("http://kept.example/bridge", page("Bridge in the archive", "2026-02-11").body),
        warc_record("http://kept.example/cake", b"<html><title>Cake</title><p>apples</p></html>"),
        warc_record("http://other.example/bridge", page("Elsewhere", "2026-02-11").body),
    ]
    path.write_bytes(b"".join(members))


def warc_record(url: str, body: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2026-02-11T12:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


# ---------------------------------------------------------------- crawled and backfilled once


class World:
    def __init__(self, web: Web, db: Path, archive: Archive, topic: Topic) -> None:
        self.web, self.db, self.archive, self.topic = web, db, archive, topic
        self.logs: list[str] = []

    def backfill(self) -> int:
        names = ["courier", "gazette", "hn", "wayback"]
        code, log = crawl(self.db, names, "--backfill-since", SINCE, *QUICK)
        self.logs.append(log)
        return code


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("sources")
    (folder / "warc").mkdir()
    write_warc(folder / "warc" / "a.warc.gz")
    (folder / "notes.jsonl").write_text(
        json.dumps({"url": "http://notes.example/1", "title": "Harbour bridge note", "text": "x"})
    )
    archive = Archive()
    hosts: dict[str, Answer] = {
        "courier.example": courier,
        "gazette.example": gazette,
        "hn.example": algolia,
        "web.example": archive,
        "search.example": google,
        "blog.example": json_feed,
    }

    def source(name: str, kind: str, **keys: object) -> Source:
        return Source(source_id=name, kind=kind, **{"url": "", **keys})  # type: ignore[arg-type]

    with serving(hosts) as web:
        topic = Topic(
            name="Bridge",
            slug="bridge",
            terms=("harbour bridge",),
            since="2026",
            proxy=web.proxy_url,
            sources=(
                source("courier", "feed", archive="http://courier.example/index.xml.gz"),
                source(
                    "gazette", "news_sitemap", url="http://gazette.example/sitemap-{yyyy}-{mm}.xml"
                ),
                source("hn", "hacker_news", url="http://hn.example/api", query="harbour bridge"),
                source(
                    "wayback", "wayback", url="http://web.example/cdx", query="gone.example/news"
                ),
                source("google", "google_news", url="http://search.example/rss", query="bridge"),
                source("blog", "feed", url="http://blog.example/feed.json"),
                source("warc", "warc", path=str(folder / "warc"), hosts=("kept.example",)),
                source("folder", "folder", path=str(folder / "notes.jsonl")),
            ),
        )
        world = World(web, folder / "t.db", archive, topic)
        prepare(world.db, topic)
        yield world


def windows(world: World, source: str) -> dict[str, int]:
    found = rows(
        world.db,
        f"select state, count(*) from windows where source_id = '{source}' group by 1",
    )
    return dict(found)


def test_a_backfill_reaches_back_and_goes_on_where_it_was_told_to_wait(world: World) -> None:
    assert world.backfill() == 3  # a month is missing, an archive asked for patience
    log = world.logs[-1]

    found = {url: day for url, day in rows(world.db, "select url, published_at from coverage")}
    # The index: its months since the story began, packed, and nobody else's.
    for month in ("2026-02", "2026-03"):
        assert f"http://courier.example/{month}/the-harbour-bridge-is-closed" in found
        assert f"http://courier.example/{month}/1234" in found  # its address tells nothing
    asked = " ".join(world.web.asked)
    assert "map-2025-11" not in asked
    assert "elsewhere.example" not in asked
    assert "apple-cake" not in asked

    # By month; the missing one is named and the others are read.
    assert "http://gazette.example/2026-01/harbour-bridge-tolls-rise" in found
    missing = rows(world.db, "select url, reason from windows where state = 'failed'")
    assert ("http://gazette.example/sitemap-2026-02.xml", "HTTP 404") in missing

    # A search that came back full was split until it did not, and nothing of it is lost.
    assert windows(world, "hn")["split"] >= 1
    [(heard,)] = rows(world.db, "select count(*) from discoveries where source_id = 'hn'")
    assert heard == 1500
    assert "https://news.ycombinator.com/item?id=1770076800" in found

    # The archive asked for patience: what it gave is kept, the rest is open.
    assert "wayback: partial: told to slow down" in log
    assert windows(world, "wayback")["pending"] >= 1
    assert "http://gone.example/news/harbour-bridge-inspected" in found
    assert "http://gone.example/news/harbour-bridge-reopened" not in found

    world.archive.patient = True
    before = len(world.web.asked)
    world.backfill()
    again = world.web.asked[before:]
    urls = {url for (url,) in rows(world.db, "select url from coverage")}
    assert "http://gone.example/news/harbour-bridge-reopened" in urls
    assert "pending" not in windows(world, "wayback")
    assert not [url for url in again if "example/map-2026-02" in url]  # it was over, and is done
    assert not [url for url in again if "/web/20260302" in url]


def test_every_other_kind_is_crawled(world: World) -> None:
    if not world.logs:
        world.backfill()
    names = ["google", "blog", "warc", "folder"]
    code, log = crawl(world.db, names, *QUICK)
    assert code == 0, log
    found = {
        url: (title, missing)
        for url, title, missing in rows(world.db, "select url, title, body_missing from coverage")
    }
    assert found["http://blog.example/bridge"] == ("Harbour bridge: a history", "")
    assert found["http://notes.example/1"][0] == "Harbour bridge note"
    # Of the archive only the host that was asked for, and only what is about the story.
    assert "http://kept.example/bridge" in found
    assert "http://kept.example/cake" not in found
    assert "http://other.example/bridge" not in found
    # A link that cannot be followed leaves a title, without the outlet behind it.
    title, missing = found["http://search.example/articles/0"]
    assert title == "Harbour bridge closed again"
    assert "browser" in missing
    assert not [url for url in world.web.asked if "search.example/articles" in url]
    # One that another source has brought is known by outlet and headline.
    assert "http://search.example/articles/1" not in found
    led_to = "select a.canonical_url from discoveries d join articles a using (article_id)"
    assert rows(world.db, f"{led_to} where d.url = 'http://search.example/articles/1'") == [
        ("http://courier.example/2026-02/the-harbour-bridge-is-closed",)
    ]

    code, log = crawl(world.db, ["warc", "folder"], *QUICK)
    assert code == 0, log
    assert log.count("source not modified") == 2


def test_a_killed_backfill_goes_on(world: World, tmp_path: Path) -> None:
    db = tmp_path / "t.db"
    prepare(db, world.topic)
    before = len(world.web.asked)
    with start(db, ["hn"], "--backfill-since", SINCE, *QUICK) as process:
        deadline = time.monotonic() + 60
        while len(world.web.asked) < before + 4 and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    [(done,)] = rows(db, "select count(*) from windows where state in ('done', 'split')")
    killed_at = len(world.web.asked)
    crawl(db, ["hn"], "--backfill-since", SINCE, *QUICK)
    assert rows(db, "select count(*) from discoveries") == [(1500,)]
    assert done >= 1
    assert not set(world.web.asked[before : before + done]) & set(world.web.asked[killed_at:])


# ---------------------------------------------------------------- pure


NOW = datetime(2026, 4, 9, 13, tzinfo=UTC)


def test_windows_cover_the_time_without_a_gap_and_are_the_same_every_day() -> None:
    source = Source(source_id="s", kind="gdelt", url="", query="bridge")
    since = datetime(2026, 1, 15, tzinfo=UTC)
    windows = backfill.plan(source, since, NOW)
    assert windows[0].starts_at <= since
    assert windows[-1].ends_at >= NOW
    assert [w.ends_at for w in windows[:-1]] == [w.starts_at for w in windows[1:]]
    assert backfill.plan(source, since, NOW + timedelta(days=2)) == windows
    one, other = backfill.halves(source, windows[0])
    assert (one.starts_at, one.ends_at, other.ends_at) == (
        windows[0].starts_at,
        other.starts_at,
        windows[0].ends_at,
    )
    while parts := backfill.halves(source, one):
        assert parts[0].ends_at > parts[0].starts_at
        one = parts[0]


def test_a_warc_file_that_breaks_off_gives_what_is_whole(tmp_path: Path) -> None:
    whole, broken = tmp_path / "a.warc.gz", tmp_path / "b.warc.gz"
    write_warc(whole)
    long = page("Long", "2026-02-11").body + random.Random(1).randbytes(100_000).hex().encode()
    cut_off = warc_record("http://kept.example/long", long)[:-50_000]
    broken.write_bytes(whole.read_bytes() + cut_off)
    (tmp_path / "c.warc").write_bytes(b"<html>no archive</html>")
    found = list(read_warc(whole))
    assert [one.article.title for one in found if isinstance(one, Archived)] == [
        "Bridge in the archive",
        "Cake",
        "Elsewhere",
    ]
    assert len(list(read_warc(whole, Wanted(hosts=["example"], since=NOW)))) == 0
    first, *_, last = read_paths([broken])
    assert isinstance(first, Imported)
    assert first.seen_at == datetime(2026, 2, 11, 12, tzinfo=UTC)
    assert isinstance(last, ImportFileError)
    assert "not whole" in str(last)
    [refused] = read_paths([tmp_path / "c.warc"])
    assert isinstance(refused, ImportFileError)


def test_a_refusal_in_words_is_no_quiet_day() -> None:
    asked = Asked(url="http://api.example/doc")
    with pytest.raises(FeedError, match="too short or too long"):
        parse_gdelt(b"Your query was too short or too long.", asked)
    with pytest.raises(FeedError, match="index of captures"):
        parse_captures(b'[["error", "blocked"]]', asked)
    assert parse_gdelt(b"{}", asked).entries == ()
    assert parse_captures(b"", asked).entries == ()


def test_links_through_the_service_are_made_direct() -> None:
    link = "http://www.find.example/click.aspx?url=https%3A%2F%2Fpaper.example%2Fa%3Fb%3D1&amp;c=2"
    item = f"<item><title>T</title><link>{link}</link></item>"
    feed = f"<rss version='2.0'><channel>{item}</channel></rss>"
    listing = parse_bing_news(feed.encode(), Asked(url="http://www.find.example/news/search?q=x"))
    assert [entry.url for entry in listing.entries] == ["https://paper.example/a?b=1"]


def test_the_archive_is_asked_at_its_own_pace() -> None:
    slot = SLOTS["wayback"]
    assert 60 / slot["delay"] <= 24
    assert (slot["concurrency"], slot["jitter"]) == (1, 0)
    asked = polite(Request("http://web.example/web/1id_/http://a.example/"), "wayback")
    assert asked.meta["download_slot"] == "wayback"
    assert asked.meta["autothrottle_dont_adjust_delay"]


def test_a_capture_knows_its_moment() -> None:
    via = "http://web.example/web/20260302120000id_/http://gone.example/a"
    assert captured_at(via) == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert captured_at("") is None
