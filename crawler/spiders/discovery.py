"""A site's feeds and sitemaps: those its page and robots.txt name, and what is at usual paths."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.charsets import decode_html
from crawler.failures import fetch_failure
from crawler.feeds import read_feed
from crawler.items import Assignment
from crawler.sitemaps import parse_news_sitemap
from crawler.spiders.source import SourceSpider
from crawler.urls import absolute_url, site_of
from db.errors import FeedError
from db.model import FeedEntry

USUAL_PATHS = (
    "feed/ feed rss rss.xml feed.xml atom.xml index.xml feed.json feeds/all.rss"
    " sitemap.xml sitemap_index.xml news-sitemap.xml sitemap-news.xml sitemap_news.xml"
    " sitemaps/news.xml arc/outboundfeeds/news-sitemap/?outputType=xml"
).split()
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
MOST_CHILDREN = 10


def named_on_page(body: bytes, base_url: str) -> list[str]:
    """What a page offers as `link rel="alternate"` of a feed's type."""
    links = BeautifulSoup(decode_html(body), "lxml").select("link[rel~=alternate][href]")
    return [
        url
        for link in links
        if str(link.get("type") or "").partition(";")[0].strip().lower() in FEED_TYPES
        and (url := absolute_url(str(link.get("href")), base_url))
    ]


def named_in_robots(body: bytes, base_url: str) -> list[str]:
    """The `Sitemap:` lines."""
    lines = body.decode("utf-8", errors="replace").splitlines()
    fields = (line.partition(":") for line in lines)
    named = (value.strip() for name, _, value in fields if name.strip().lower() == "sitemap")
    return [url for value in named if (url := absolute_url(value, base_url))]


class DiscoverySpider(SourceSpider):
    """Writes a line of JSON to `report` for each feed and sitemap that can be read."""

    name = "discovery"

    def __init__(self, assignment: Assignment, report: Path, **kwargs: Any) -> None:
        super().__init__(assignment, **kwargs)
        self._report = report
        self._tried: set[str] = set()
        self._written: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        base = self.assignment.source.url
        yield self._request(base, self._page)
        yield self._request(urljoin(base, "/robots.txt"), self._robots)
        for path in USUAL_PATHS:
            for request in self._candidates([urljoin(base, f"/{path}")]):
                yield request

    def _request(self, url: str, callback: Any) -> Request:
        return Request(url, callback=callback, errback=self._nothing, dont_filter=True)

    def _nothing(self, failure: Failure) -> None:
        why = fetch_failure(failure.value)
        if why.later:  # its other pages are not asked for either
            self.source_failure = why.reason
            self.count(f"source/fetch/{why.kind}")
        self.count("source/candidate/missing")

    def _candidates(self, urls: list[str]) -> Iterator[Request]:
        site = site_of(self.assignment.source.url)
        for url in urls:
            if url not in self._tried and site_of(url) == site:
                self._tried.add(url)
                yield self._request(url, self._candidate)

    def _page(self, response: Response) -> Iterator[Request]:
        yield from self._candidates(named_on_page(response.body, response.url))

    def _robots(self, response: Response) -> Iterator[Request]:
        yield from self._candidates(named_in_robots(response.body, response.url))

    def _candidate(self, response: Response) -> Iterator[Request]:
        now = datetime.now(UTC)
        try:
            listing = read_feed(response.body, base_url=response.url, fetched_at=now)
            self._found(response.url, "feed", listing.entries)
            return
        except FeedError:
            self.count("source/candidate/no_feed")
        try:
            sitemap = parse_news_sitemap(response.body, base_url=response.url, fetched_at=now)
        except FeedError:
            self.count("source/candidate/no_sitemap")
            return
        if sitemap.children:
            self._write(response.url, "archive", f"index of {len(sitemap.children)} sitemaps")
            newest = [child.url for child in sitemap.children if "news" in child.url]
            yield from self._candidates(newest[:MOST_CHILDREN])
        elif any(entry.title for entry in sitemap.entries):
            self._found(response.url, "news_sitemap", sitemap.entries)
        else:
            words = f"sitemap of {len(sitemap.entries)} addresses without titles"
            self._write(response.url, "archive", words)

    def _found(self, url: str, kind: str, entries: tuple[FeedEntry, ...]) -> None:
        dates = [entry.published.day for entry in entries if entry.published]
        newest = f", newest {max(dates)}" if dates else ", undated"
        self._write(url, kind, f"{kind.replace('_', ' ')}, {len(entries)} entries{newest}")

    def _write(self, url: str, kind: str, what: str) -> None:
        if url in self._written:
            return
        self._written.add(url)
        self.count("source/entry/listed")
        with self._report.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"url": url, "kind": kind, "what": what}) + "\n")
