"""The moment at which a post was written, from its number in its link. Pure.

Many services number posts by the clock (`posts.toml`), so a link alone tells when it was written,
whoever passes it on and whenever.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from crawler.urls import host_of, site_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Service:
    path: re.Pattern[str]
    shift: int  # bits right of the milliseconds
    epoch: int  # milliseconds from 1970 to the first number
    domains: tuple[str, ...] = ()  # none: any


def moment_in_path(url: str) -> str:
    """The ISO time in UTC, to the second, at which the linked post was written; "" where the
    link numbers none."""
    path = urlsplit(url).path
    for service in _services():
        match = service.path.search(path)
        if match and (not service.domains or site_of(host_of(url)) in service.domains):
            seconds = ((int(match[1]) >> service.shift) + service.epoch) // 1000
            return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ""


@cache
def _services() -> tuple[_Service, ...]:
    text = resources.files("crawler").joinpath("posts.toml").read_text("utf-8")
    return tuple(
        _Service(
            path=re.compile(row["path"]),
            shift=row["shift"],
            epoch=row["epoch"],
            domains=tuple(row.get("domains", ())),
        )
        for row in tomllib.loads(text)["services"]
    )
