"""RSS, Atom and JSON Feed as fetched -> `FeedEntry`s. Pure.

What the bytes are is told by their content, never by a header or a file name.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from xml.sax import SAXException

import feedparser

from crawler.json_values import read_json
from crawler.packing import unpacked
from crawler.plaintext import one_line
from crawler.stamps import read_stamp
from crawler.urls import absolute_url, site_of
from db.errors import FeedError
from db.model import FeedEntry, Stamp

log = logging.getLogger(__name__)

FEED_CONFIDENCE = 0.8
FUTURE_CONFIDENCE = 0.2
FUTURE_SLACK = timedelta(days=1)  # a clock or zone may be wrong by that much
# References to half a surrogate pair, 0xD800 to 0xDFFF: the library gives up all entries on one.
_HALF_REFERENCE = re.compile(
    rb"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}"
    rb"|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]));"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContext:
    """What is known about a feed besides its bytes."""

    base_url: str = ""  # where it was fetched: relative links start there
    fetched_at: datetime | None = None  # dates after it are kept, with little confidence
    zone: str = ""  # IANA name of the outlet's zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a source lists, and what was wrong with the way it does."""

    entries: tuple[FeedEntry, ...] = ()
    skipped: int = 0  # without a usable link
    malformed: str = ""  # the parser's complaint about what could be read all the same
    resume_key: str = ""  # what to ask with for the rest, where a source gives pages

    @property
    def trouble(self) -> str:
        """What a person should know of it; "" when all of it could be used."""
        troubles = []
        if self.malformed:
            troubles.append(f"malformed ({self.malformed}), {len(self.entries)} entries read")
        if self.skipped:
            noun = "entry" if self.skipped == 1 else "entries"
            troubles.append(f"{self.skipped} {noun} without a usable link skipped")
        return "; ".join(troubles)


def parse_feed(
    body: bytes, *, base_url: str = "", fetched_at: datetime | None = None, zone: str = ""
) -> list[FeedEntry]:
    """The entries of a feed in its order, each URL once; entries without a link are skipped.

    Raises `FeedError` with the reason when the bytes are no feed. A broken feed from which
    entries can be read gives those, and a warning in the log.
    """
    listing = read_feed(body, base_url=base_url, fetched_at=fetched_at, zone=zone)
    if listing.trouble:
        log.warning("feed %s: %s", base_url, listing.trouble)
    return list(listing.entries)


def read_feed(
    body: bytes, *, base_url: str = "", fetched_at: datetime | None = None, zone: str = ""
) -> Listing:
    """As `parse_feed`, with what was skipped and what was malformed instead of a warning."""
    context = FeedContext(base_url=base_url, fetched_at=fetched_at, zone=zone)
    data = unpacked(body, FeedError)
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:512]
    if not start:
        raise FeedError("the feed is empty", url=base_url)
    if start[:1] in (b"{", b"["):
        return listing_of(_json_entries(data, context))
    parsed, malformed = _parsed(data, context)
    return listing_of(_xml_entries(parsed, context), malformed)


def listing_of(entries: Iterable[FeedEntry | None], malformed: str = "") -> Listing:
    """Each URL once, in order; None stands for an entry without a usable link."""
    by_url: dict[str, FeedEntry] = {}
    skipped = 0
    for entry in entries:
        if entry is None:
            skipped += 1
            continue
        by_url.setdefault(entry.url, entry)
    return Listing(entries=tuple(by_url.values()), skipped=skipped, malformed=malformed)


# ---------------------------------------------------------------- RSS and Atom


def _parsed(data: bytes, context: FeedContext) -> tuple[Any, str]:
    """What the library makes of it, and its complaint when the XML is broken."""
    headers = {"content-location": context.base_url} if context.base_url else {}
    try:
        # A stream, because the library would take bytes for a URL or a file name first.
        stream = io.BytesIO(_HALF_REFERENCE.sub(b"&#xFFFD;", data))
        parsed = feedparser.parse(stream, response_headers=headers, sanitize_html=False)
    except Exception as error:  # whatever the parser throws, this feed is what failed
        reason = f"the feed parser gave up: {type(error).__name__}: {error}"
        raise FeedError(reason, url=context.base_url) from error
    broken = parsed.get("bozo_exception")
    broken = broken if isinstance(broken, SAXException) else None
    if not parsed.entries:
        _refuse_without_entries(data, str(parsed.get("version") or ""), broken, context)
    return parsed, str(broken or "")


def _xml_entries(parsed: Any, context: FeedContext) -> Iterator[FeedEntry | None]:
    language = one_line(parsed.feed.get("language"))
    for item in parsed.entries:
        yield _xml_entry(item, language, context)


def _refuse_without_entries(
    data: bytes, version: str, broken: SAXException | None, context: FeedContext
) -> None:
    start = data[:2048].lower()
    if not version and (b"<html" in start or b"<!doctype html" in start):
        raise FeedError("an HTML page where a feed should be", url=context.base_url)
    if broken is not None:
        raise FeedError(f"malformed XML, nothing readable: {broken}", url=context.base_url)
    if not version:
        raise FeedError("neither RSS, Atom nor JSON Feed", url=context.base_url)


def _xml_entry(item: Mapping[str, Any], language: str, context: FeedContext) -> FeedEntry | None:
    url = absolute_url(str(item.get("link") or _alternate(item)), context.base_url)
    if not url:
        return None
    source = item.get("source") or {}
    outlet = site_of(str(source.get("href") or "")) or one_line(source.get("title"))
    names = [one_line(a.get("name") or a.get("email")) for a in item.get("authors") or () if a]
    return FeedEntry(
        url=url,
        title=one_line(item.get("title")),
        summary=one_line(item.get("summary")) or one_line(_content(item)),
        guid=one_line(item.get("id")),
        outlet=outlet,
        authors=tuple(dict.fromkeys(name for name in names if name)),
        published=_stamp(item.get("published") or item.get("created"), context),
        # Asked as a plain dict: the library answers with `published` where there is none.
        modified=_stamp(dict(item).get("updated"), context),
        language=one_line((item.get("title_detail") or {}).get("language")) or language,
    )


def _alternate(item: Mapping[str, Any]) -> str:
    links = [link for link in item.get("links") or () if link.get("href")]
    best = [link for link in links if link.get("rel", "alternate") == "alternate"]
    return str(best[0]["href"]) if best else ""


def _content(item: Mapping[str, Any]) -> str:
    return str(next((part.get("value") for part in item.get("content") or ()), "") or "")


def _stamp(raw: object, context: FeedContext) -> Stamp | None:
    stamp = read_stamp(
        raw, method="feed", confidence=FEED_CONFIDENCE, zone=context.zone, day_first=True
    )
    if stamp is None or context.fetched_at is None:
        return stamp
    if stamp.at > context.fetched_at + FUTURE_SLACK:
        return replace(stamp, confidence=FUTURE_CONFIDENCE)
    return stamp


# ---------------------------------------------------------------- JSON Feed


def _json_entries(data: bytes, context: FeedContext) -> Iterator[FeedEntry | None]:
    try:
        feed = read_json(data.decode("utf-8-sig", errors="replace"))
    except ValueError as error:
        raise FeedError(f"malformed JSON: {error}", url=context.base_url) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(items, list):
        raise FeedError("JSON without the items of a JSON Feed", url=context.base_url)
    language = one_line(feed.get("language"))
    for item in items:
        yield _json_entry(item, language, context) if isinstance(item, dict) else None


def _json_entry(item: Mapping[str, Any], language: str, context: FeedContext) -> FeedEntry | None:
    url = absolute_url(str(item.get("url") or item.get("external_url") or ""), context.base_url)
    if not url:
        return None
    listed = item.get("authors") or [item.get("author")]
    authors = listed if isinstance(listed, list) else [listed]
    names = [one_line(a.get("name")) for a in authors if isinstance(a, dict)]
    content = item.get("content_text") or item.get("content_html")
    return FeedEntry(
        url=url,
        title=one_line(item.get("title")),
        summary=one_line(item.get("summary")) or one_line(content),
        guid=one_line(str(item.get("id") or "")),
        authors=tuple(dict.fromkeys(name for name in names if name)),
        published=_stamp(item.get("date_published"), context),
        modified=_stamp(item.get("date_modified"), context),
        language=one_line(item.get("language")) or language,
    )
