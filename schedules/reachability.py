"""Whether the hosts that a topic's sources are on can be reached: name, connection, certificate."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.searches import service_of
from db.model import FILE_KINDS, Topic

SECONDS = 8.0
AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How it went with one host: `trouble` and its `mend` are empty when all is well."""

    host: str
    sources: tuple[str, ...]
    trouble: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    host: str
    port: int
    tls: bool


def places(topic: Topic) -> dict[Place, tuple[str, ...]]:
    """Where the sources that are on lead, and which do; the proxy alone where there is one."""
    on = [s for s in topic.sources if s.enabled and s.kind not in FILE_KINDS]
    found: dict[Place, tuple[str, ...]] = {}
    for source in on:
        if place := _place(topic.proxy or service_of(source)):
            found[place] = (*found.get(place, ()), source.source_id)
    return found


def reach(topic: Topic, seconds: float = SECONDS) -> list[Reached]:
    """Open a connection to each and say nothing on it."""
    wanted = places(topic)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda one: _reached(one[0], one[1], seconds), wanted.items()))


def _place(url: str) -> Place | None:
    try:
        parts = urlsplit(url)
        tls = parts.scheme == "https"
        port = parts.port or (443 if tls else 80)
    except ValueError:
        return None
    return Place(parts.hostname, port, tls) if parts.hostname else None


def _reached(place: Place, sources: Sequence[str], seconds: float) -> Reached:
    trouble = mend = ""
    try:
        with socket.create_connection((place.host, place.port), timeout=seconds) as plain:
            if place.tls:
                context = ssl.create_default_context()
                with context.wrap_socket(plain, server_hostname=place.host):
                    pass
    except socket.gaierror as error:
        trouble = f"its name leads nowhere: {error.strerror}"
        mend = "if all hosts have this, mend the resolver of this machine; else the source's url"
    except ssl.SSLCertVerificationError as error:
        trouble = f"its certificate does not hold: {error.verify_message}"
        mend = "look at the clock and the system's certificates (ca-certificates), then the host"
    except ssl.SSLError as error:
        trouble, mend = f"no TLS with it: {error.reason}", "try the url in a browser"
    except TimeoutError:
        trouble = f"no answer in {seconds:g} s"
        mend = "look whether a firewall holds it back; try again later"
    except OSError as error:
        trouble, mend = f"no connection: {error.strerror or error}", "try again later"
    return Reached(host=place.host, sources=tuple(sources), trouble=trouble, mend=mend)
