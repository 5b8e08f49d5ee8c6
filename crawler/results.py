"""What search services answer with -> entries. Pure.

Each parser takes the bytes as fetched and raises `FeedError` when they are not what the service
sends: an error page or a sentence of refusal must not look like a quiet day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.feeds import Listing, listing_of, read_feed
from crawler.json_values import read_json
from crawler.plaintext import one_line
from crawler.stamps import read_stamp
from crawler.urls import absolute_url, host_of, is_web_url, site_of
from db.errors import FeedError
from db.model import FeedEntry, Stamp

SEEN_CONFIDENCE = 0.3  # the moment a service took note of an article, not of its publication
POSTED_CONFIDENCE = 0.8
SHOWN = 120  # characters of an answer that is not what it should be


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of an answer besides its bytes."""

    url: str  # that was asked for
    fetched_at: datetime | None = None
    zone: str = ""


# ---------------------------------------------------------------- feeds of searches


def parse_google_news(body: bytes, asked: Asked) -> Listing:
    """RSS whose items name the outlet, in an element and behind the title, and link to a token."""
    listing = read_feed(body, base_url=asked.url, fetched_at=asked.fetched_at)
    return replace(listing, entries=tuple(_without_outlet(entry) for entry in listing.entries))


def _without_outlet(entry: FeedEntry) -> FeedEntry:
    # The summary repeats title and outlet, and lists other titles.
    title, dash, _ = entry.title.rpartition(" - ")
    return replace(entry, title=title if dash else entry.title, summary="")


def parse_bing_news(body: bytes, asked: Asked) -> Listing:
    """RSS whose links may lead through the service, with the page's address in the query."""
    listing = read_feed(body, base_url=asked.url, fetched_at=asked.fetched_at, zone=asked.zone)
    direct = (replace(entry, url=_target(entry.url, asked.url)) for entry in listing.entries)
    return replace(listing, entries=tuple(direct))


def _target(link: str, service: str) -> str:
    if site_of(link) != site_of(service):
        return link
    named = parse_qs(urlsplit(link).query).get("url", [""])[0]
    return named if is_web_url(named) else link


# ---------------------------------------------------------------- JSON


def parse_gdelt(body: bytes, asked: Asked) -> Listing:
    """`{"articles": [{url, title, seendate, domain, language}]}`; `{}` when there are none."""
    answer = _json(body, asked, dict)
    return listing_of(
        _gdelt_entry(row, asked) for row in _rows(answer.get("articles") or [], asked)
    )


def _gdelt_entry(row: Mapping[str, Any], asked: Asked) -> FeedEntry | None:
    url = absolute_url(str(row.get("url") or ""), asked.url)
    if not url:
        return None
    return FeedEntry(
        url=url,
        title=one_line(row.get("title")),
        outlet=one_line(row.get("domain")),
        published=_stamp(row.get("seendate"), SEEN_CONFIDENCE),
    )


def parse_hacker_news(body: bytes, asked: Asked) -> Listing:
    """`{"hits": [{objectID, title, url, author, created_at}]}`. A hit with a link points to an
    article that may be older than the hit: it stays undated."""
    answer = _json(body, asked, dict)
    if "hits" not in answer:
        raise FeedError(f"not an answer of the search: {_shown(body)}", url=asked.url)
    return listing_of(_hit(row, asked) for row in _rows(answer["hits"], asked))


def _hit(row: Mapping[str, Any], asked: Asked) -> FeedEntry | None:
    title, number = one_line(row.get("title")), str(row.get("objectID") or "")
    url = absolute_url(str(row.get("url") or ""), asked.url)
    if url:
        return FeedEntry(url=url, title=title, guid=number)
    if not number.isdigit():
        return None
    return FeedEntry(
        url=f"https://news.ycombinator.com/item?id={number}",
        title=title,
        summary=one_line(row.get("story_text")),
        guid=number,
        authors=tuple(name for name in (one_line(row.get("author")),) if name),
        published=_stamp(row.get("created_at"), POSTED_CONFIDENCE),
    )


def parse_captures(body: bytes, asked: Asked) -> Listing:
    """Wayback CDX as JSON: rows under a row of names; after an empty row the key of the next
    page. An entry's `via` is the capture as it was fetched then."""
    rows = _json(body, asked, list) if body.strip() else []
    names = rows[0] if rows else []
    if rows and (not isinstance(names, list) or not {"timestamp", "original"} <= set(names)):
        raise FeedError(f"not an index of captures: {_shown(body)}", url=asked.url)
    resume_key, found = "", rows[1:]
    if [] in found:
        end = found.index([])
        resume_key = str(found[end + 1][0]) if len(found) > end + 1 else ""
        found = found[:end]
    listing = listing_of(_capture(dict(zip(names, row, strict=False)), asked) for row in found)
    return replace(listing, resume_key=resume_key)


def _capture(row: Mapping[str, Any], asked: Asked) -> FeedEntry | None:
    moment, original = str(row.get("timestamp") or ""), str(row.get("original") or "")
    url = absolute_url(re.sub(r":80(?=/)", "", original, count=1))
    if not url or not re.fullmatch(r"\d{14}", moment):
        return None
    service = urlsplit(asked.url)
    return FeedEntry(
        url=url,
        via=f"{service.scheme}://{service.netloc}/web/{moment}id_/{original}",
    )


def captured_at(via: str) -> datetime | None:
    """When the archive fetched the copy at an address as `parse_captures` gives it."""
    found = re.search(r"/web/(\d{14})id_/", via)
    stamp = _stamp(f"{found[1][:8]}T{found[1][8:]}Z", 1.0) if found else None
    return stamp.at if stamp else None


# ---------------------------------------------------------------- shared


def _json(body: bytes, asked: Asked, kind: type) -> Any:
    try:
        answer = read_json(body.decode("utf-8-sig", errors="replace"))
    except ValueError as error:
        raise FeedError(f"no JSON: {_shown(body)}", url=asked.url) from error
    if not isinstance(answer, kind):
        raise FeedError(f"not an answer of {host_of(asked.url)}: {_shown(body)}", url=asked.url)
    return answer


def _rows(value: object, asked: Asked) -> Iterable[Mapping[str, Any]]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise FeedError("results that are no list", url=asked.url)
    return (row if isinstance(row, dict) else {} for row in value)


def _shown(body: bytes) -> str:
    text = one_line(body[: 20 * SHOWN].decode("utf-8", errors="replace"))
    return repr(text[:SHOWN]) if text else "nothing"


def _stamp(raw: object, confidence: float) -> Stamp | None:
    return read_stamp(raw, method="feed", confidence=confidence)
