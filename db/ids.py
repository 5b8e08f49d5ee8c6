"""Ids are hashes of the fewest stable raw parts, so a re-run gives the same ones.

A prefix letter says what an id is of; the rest is 12 hexadecimal digits of SHA-256.
"""

from __future__ import annotations

import hashlib


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def page_id(body: bytes) -> str:
    """The whole SHA-256 of the raw bytes: pages are stored by content."""
    return hashlib.sha256(body).hexdigest()


def article_id(canonical_url: str) -> str:
    return "a" + _digest(canonical_url)


def version_id(article_id: str, *content: str) -> str:
    """`content` is all that a reader of the article, or of its dates, would see differently."""
    return "v" + _digest(article_id, *content)


def discovery_id(source_id: str, url: str) -> str:
    return "d" + _digest(source_id, url)


def mention_id(article_id: str, quote: str, timex: str, nth: int) -> str:
    """`nth` tells equal expressions of one sentence apart; offsets stay outside the id, so
    that an edit elsewhere in the article does not change it."""
    return "m" + _digest(article_id, quote, timex, str(nth))


def event_id(anchor_mention_id: str) -> str:
    """An event is named after its earliest mention. Any mention's id thus leads to the event
    it is in now, and an id survives merges and splits without a table of redirects."""
    return "e" + anchor_mention_id[1:]


def anchor_mention_id(event_id: str) -> str:
    """The inverse of `event_id`."""
    return "m" + event_id[1:]


def number(any_id: str) -> int:
    """An id as a number of 48 bits, in the same order as ids of its kind."""
    return int(any_id[1:], 16)


def mention_of(number: int) -> str:
    """The inverse of `number` for a mention's id."""
    return f"m{number:012x}"


def article_of(number: int) -> str:
    """The inverse of `number` for an article's id."""
    return f"a{number:012x}"
