"""robots.txt as RFC 9309 has it, kept across runs.

A 4xx means that everything is allowed, a 5xx that nothing is: `HostPatience` then leaves the host
alone for a while. No answer at all means the same for this run. What cannot be had for 30 days
counts as what it last was, or as none.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.failures import fetch_failure
from crawler.items import assignment_of
from crawler.patience import FRESH, OVERDUE
from crawler.refusals import AddressRefused, HostWaits, RobotsUnavailable
from crawler.urls import host_of
from db.host_writes import RobotsFile

log = logging.getLogger(__name__)

LONG_ENOUGH = timedelta(days=30)  # the RFC's example of a reasonably long time
MOST_BYTES = 500 * 1024  # what lies beyond is not read
LONGEST_DELAY = 30.0  # seconds; a run that waits longer between requests gets nowhere
FIRST = 1000  # priority: nothing else of a site goes before it


class RobotsRules:
    """Refuses what a site's robots.txt forbids, and keeps to its crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self.crawler = crawler
        self.agent: str = crawler.settings["USER_AGENT"]
        self._known: dict[str, ProtegoRobotParser | IgnoreRequest] = {}
        self._asking: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        url = urlparse_cached(request)
        origin = f"{url.scheme}://{url.netloc}"
        async with self._asking[origin]:
            if origin not in self._known:
                self._known[origin] = await self._rules(origin)
        rules = self._known[origin]
        if isinstance(rules, IgnoreRequest):
            raise rules
        if not rules.allowed(request.url, self.agent):
            raise IgnoreRequest("Forbidden by robots.txt")

    async def _rules(self, origin: str) -> ProtegoRobotParser | IgnoreRequest:
        work = assignment_of(self.crawler)
        known, now = work.hosts.robots_file(origin), datetime.now(UTC)
        if known is None or now - known.fetched_at > FRESH:
            overdue = _is_overdue(known, now)
            try:
                known = await self._fetched(origin, known, now, overdue)
                work.hosts.save_robots_file(origin, known)
            except RobotsUnavailable as refused:
                work.hosts.robots_unreachable(origin, now)
                if known is None or not overdue:
                    return refused
                self.crawler.stats.inc_value("storyline/robots/unreachable/overruled")
            except IgnoreRequest as refused:
                return refused
        rules = ProtegoRobotParser(known.body.encode(), self.crawler.spider)
        delay = rules.crawl_delay(self.agent) or 0.0
        work.gates.of(host_of(origin)).delay = min(max(delay, 0.0), LONGEST_DELAY)
        return rules

    async def _fetched(
        self, origin: str, known: RobotsFile | None, now: datetime, overdue: bool
    ) -> RobotsFile:
        """The file as it is now. Raises an `IgnoreRequest` that says why it cannot be had."""
        request = Request(
            f"{origin}/robots.txt",
            headers=_conditions(known),
            priority=FIRST,
            meta={"dont_obey_robotstxt": True, OVERDUE: overdue},
            callback=NO_CALLBACK,
        )
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except (HostWaits, AddressRefused):
            raise
        except Exception as error:  # whatever it was, this site's robots.txt is what failed
            why = fetch_failure(error)
            if why.kind == "redirects":  # RFC 9309: more than five may be taken for no file
                return RobotsFile(body="", etag="", last_modified="", fetched_at=now)
            raise RobotsUnavailable(why.kind, why.reason) from error
        if response.status >= 500:
            raise RobotsUnavailable(f"http_{response.status}", f"HTTP {response.status}")
        if response.status == 304 and known is not None:
            return replace(known, fetched_at=now)
        if response.status >= 300:
            return RobotsFile(body="", etag="", last_modified="", fetched_at=now)
        return RobotsFile(
            body=response.body[:MOST_BYTES].decode("utf-8", "replace"),
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            fetched_at=now,
        )


def _is_overdue(known: RobotsFile | None, now: datetime) -> bool:
    since = known.unreachable_since if known else None
    return since is not None and now - since >= LONG_ENOUGH


def _conditions(known: RobotsFile | None) -> dict[str, str]:
    if known is None:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")
