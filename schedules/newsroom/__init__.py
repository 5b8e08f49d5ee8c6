"""A small newsroom of our own, served on loopback: what `storyline demo` and the tests crawl.

Its stories are data (`content/*.toml`), its layouts templates, its web server a forward proxy,
so that every outlet has a host of its own and addresses never contain a port.
"""

from __future__ import annotations

from pathlib import Path

from schedules.newsroom.server import LoggedRequest, Newsroom

TOPIC_FILE = Path(__file__).with_name("topic.toml")

__all__ = ["TOPIC_FILE", "LoggedRequest", "Newsroom"]
