"""What happens to a request on its way out, and to what comes back for it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, NotConfigured
from scrapy.http import Response
from scrapy.resolver import dnscache

from crawler.addresses import is_public, literal_address, why_refused
from crawler.hosts import remember_refusal
from crawler.items import Assignment, assignment_of
from crawler.patience import FRESH, REFUSALS, SHORT_WAIT, says_nothing
from crawler.refusals import AddressRefused, HostWaits
from crawler.searches import service_of
from crawler.urls import host_of
from db.store import Store

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
        refused = why_refused(request.url, service_of(work.source), work.topic.private_hosts)
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


def _of_robots(hosts: Store, url: str) -> str:
    """What failed in words, and since when once that is more than a day."""
    now = datetime.now(UTC)
    since = hosts.robots_unreachable(url.removesuffix("/robots.txt"), now)
    return " for robots.txt" + (f" since {since:%Y-%m-%d}" if now - since > FRESH else "")


class HostPatience(_OfAssignment):
    """What becomes of a request that a host refused: asked again soon, or left for another run.

    A robots.txt that answers any 5xx, also when asked again, is such a refusal (RFC 9309).
    """

    def process_response(self, request: Request, response: Response) -> Response | Request:
        host, hosts = host_of(request.url), self.assignment.hosts
        is_robots = bool(request.meta.get("dont_obey_robotstxt"))
        failing = is_robots and response.status >= 500
        if says_nothing(request.meta, response.status):
            return response
        if failing:
            remember_refusal(hosts, host, response, _of_robots(hosts, request.url))
        elif response.status not in REFUSALS:
            return response
        self.crawler.stats.inc_value(f"storyline/host/refused/http_{response.status}")
        pause = hosts.host_pause(host)
        if pause is None:  # another source's request got an answer in the meantime
            return response
        waited = request.meta.get("waited", 0)
        if pause.not_before - datetime.now(UTC) <= SHORT_WAIT and waited < WAITS:
            return request.replace(meta={**request.meta, "waited": waited + 1}, dont_filter=True)
        raise HostWaits(pause.words(host))
