"""Which addresses a page, feed or redirect may lead the crawl to. Pure.

A link found on the web must not become a request into the network the crawl runs in. What is
refused here is refused by its looks; the address that a harmless name resolves to is checked
where it is resolved (`crawler.resolver`).
"""

from __future__ import annotations

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from crawler.urls import host_of, is_web_url

WEB_PORTS = frozenset({80, 443})
_PRIVATE_ENDINGS = (
    ".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home", ".corp",
    ".home.arpa",
)  # fmt: skip
_NAT64 = IPv6Network("64:ff9b::/96")

Address = IPv4Address | IPv6Address


def literal_address(host: str) -> Address | None:
    """The address a host is written as, in any form that a resolver takes for one: dotted,
    decimal, octal, hexadecimal, shortened, IPv6; None when it is a name."""
    try:
        return ip_address(host.strip("[]").split("%", 1)[0])
    except ValueError:
        pass
    try:  # takes 2130706433, 0x7f000001, 0177.0.0.1 and 127.1, as getaddrinfo does
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError):
        return None


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet, also when it carries another inside."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo:
            inner = address.teredo[1]
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def is_private_host(host: str) -> bool:
    """Whether a host is by its looks one of a private network: an address that is not public,
    a name without a dot, or one under an ending that is never public."""
    address = literal_address(host)
    if address is not None:
        return not is_public(address)
    return "." not in host or host.endswith(_PRIVATE_ENDINGS)


def why_refused(url: str, declared: str = "", private_hosts: Collection[str] = ()) -> str:
    """Why the crawl does not ask for a URL, "" when it may.

    The host and port of `declared`, the source's own address, are what the user chose, and so
    are `private_hosts`; anything else was found, and has to be on the open web at its usual ports.
    """
    if url == declared:
        return ""
    if not is_web_url(url):
        return "not an address on the web"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "an address that cannot be read"
    if parts.username is not None or parts.password is not None:
        return "an address with a user name in it"
    if _place(url) == _place(declared):
        return ""
    host = host_of(url)
    if is_private_host(host) and host not in private_hosts:
        return f"{host} is not on the open web"
    if port is not None and port not in WEB_PORTS:
        return f"port {port} is not one of the web's"
    return ""


def _place(url: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(url)
        return host_of(url), parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None
