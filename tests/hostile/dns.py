"""A resolver under which a harmless name leads to loopback, as a rebinding one does."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy.resolver import CachingThreadedResolver, dnscache
from twisted.internet.defer import Deferred, succeed

from crawler.resolver import PublicResolver

REBOUND = "rebound.example"


class _LyingNames(CachingThreadedResolver):
    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        if name == REBOUND:
            dnscache[name] = "127.0.0.1"
            return succeed("127.0.0.1")
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found


class LyingResolver(PublicResolver, _LyingNames):
    """The real guard, over answers that lie."""
