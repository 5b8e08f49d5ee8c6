"""Names to addresses, refusing those that lead into a private network.

The address that passes here is the very one that is connected to, so a name that answers with
another address the second time (DNS rebinding) gains nothing. Where a proxy is used it is the
proxy that resolves, and has to look after this itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.addresses import is_private_host, is_public, literal_address
from crawler.urls import host_of


class PrivateAddressError(DNSLookupError):
    """A name that leads into a private network and was not declared to do so."""


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, for public addresses and the hosts of the setting `PRIVATE_HOSTS`."""

    private_hosts: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        resolver: Self = super().from_crawler(crawler, reactor)
        resolver.private_hosts = frozenset(crawler.settings.getlist("PRIVATE_HOSTS"))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found.addCallback(self._checked, name)

    def _checked(self, found: str, name: str) -> str:
        address = literal_address(found)
        if name in self.private_hosts or (address is not None and is_public(address)):
            return found
        raise PrivateAddressError(f"{name} leads to {found}, which is not on the open web")


def private_hosts(declared_urls: Sequence[str], chosen: Sequence[str], proxy: str) -> list[str]:
    """The hosts that may be private: those of declared sources that look it, those the topic
    names, and the proxies."""
    hosts = [host for url in declared_urls if is_private_host(host := host_of(url))]
    environment = {scheme: url for scheme, url in getproxies().items() if scheme != "no"}
    proxies = [host_of(url if "//" in url else f"//{url}") for url in environment.values()]
    return sorted({*hosts, *(host.lower() for host in chosen), host_of(proxy), *proxies} - {""})
