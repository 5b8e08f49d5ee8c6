"""What happens to a request on its way out, and to what comes back for it."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, NotConfigured
from scrapy.http import Response
from scrapy.resolver import dnscache

from crawler.addresses import is_public, literal_address, why_refused
from crawler.items import Assignment, assignment_of
from crawler.patience import REFUSALS, SHORT_WAIT, pause, retry_after
from crawler.refusals import AddressRefused, HostWaits
from crawler.urls import host_of
from db.host_writes import HostPause

log = logging.getLogger(__name__)

WAITS = 2  # how often a short pause is sat out for one request


class TopicProxy:
    """Sends every request, robots.txt included, through the proxy the topic declares."""

    def __init__(self, proxy: str) -> None:
        self.proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        proxy = crawler.settings.get("TOPIC_PROXY")
        if not proxy:
            raise NotConfigured
        return cls(proxy)

    def process_request(self, request: Request) -> None:
        request.meta.setdefault("proxy", self.proxy)


class _OfAssignment:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def assignment(self) -> Assignment:
        return assignment_of(self.crawler)


class Boundary(_OfAssignment):
    """Keeps what was found on the web, redirects included, from leading off the open web."""

    def process_request(self, request: Request) -> None:
        work = self.assignment
        refused = why_refused(request.url, work.source.url, work.topic.private_hosts)
        if refused:
            raise AddressRefused(refused)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Say why a name was not resolved when it was the resolver that refused."""
        if not isinstance(exception, CannotResolveHostError):
            return
        host = host_of(request.url)
        address = literal_address(str(dnscache.get(host, "")))
        if address is not None and not is_public(address):
            raise AddressRefused(f"{host} leads to {address}, which is not on the open web")


class HostPatience(_OfAssignment):
    """Leaves a host alone that answered 429 or 503, in this run and in later ones.

    So it does with one whose robots.txt answers any 5xx (RFC 9309). A pause of a few seconds is
    sat out; a longer one ends what this run asks of the host.
    """

    async def process_request(self, request: Request) -> None:
        host = host_of(request.url)
        while known := self.assignment.store.host_pause(host):
            left = known.not_before - datetime.now(UTC)
            if left <= timedelta():
                return
            if left > SHORT_WAIT:
                raise HostWaits(known.words(host))
            await asyncio.sleep(left.total_seconds())

    def process_response(self, request: Request, response: Response) -> Response | Request:
        host, store = host_of(request.url), self.assignment.store
        known = store.host_pause(host)
        is_robots = bool(request.meta.get("dont_obey_robotstxt"))
        if response.status not in REFUSALS and not (is_robots and response.status >= 500):
            if known is not None and response.status < 500:
                store.resume_host(host)
            return response
        now = datetime.now(UTC)
        header = response.headers.get("Retry-After") or b""
        refusals = known.refusals + 1 if known else 1
        length = pause(refusals, retry_after(header.decode("latin-1"), now))
        # The database keeps whole seconds: rounded up, because earlier would be too early.
        until = (now + length + timedelta(seconds=1)).replace(microsecond=0)
        reason = f"HTTP {response.status}{' for robots.txt' if is_robots else ''}"
        asked = HostPause(refusals=refusals, not_before=until, reason=reason)
        store.pause_host(host, asked)
        self.crawler.stats.inc_value(f"storyline/host/refused/http_{response.status}")
        waited = request.meta.get("waited", 0)
        if length <= SHORT_WAIT and waited < WAITS:
            return request.replace(meta={**request.meta, "waited": waited + 1}, dont_filter=True)
        raise HostWaits(asked.words(host))
