"""Why a request is not sent at all: ours to say, where Scrapy's own reasons end."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class AddressRefused(IgnoreRequest):
    """A page, feed or redirect led to where the crawl does not go."""


class HostWaits(IgnoreRequest):
    """The host asked for patience; the message says until when."""


class RobotsUnavailable(IgnoreRequest):
    """The host's robots.txt cannot be had, so nothing is known to be allowed now."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(f"robots.txt cannot be had: {reason}")
        self.kind = kind  # of the failure, see `crawler.failures`
