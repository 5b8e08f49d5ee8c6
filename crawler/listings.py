"""A page that lists articles, read with the CSS selector its source declares. Pure."""

from __future__ import annotations

from datetime import datetime

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from crawler.charsets import decode_html
from crawler.stamps import read_stamp
from crawler.urls import absolute_url
from db.errors import FeedError
from db.model import FeedEntry, Stamp

LISTING_CONFIDENCE = 0.6
CARD_DEPTH = 4  # how many elements up from a link its card, with the date, may begin


def parse_listing(
    body: bytes,
    selector: str,
    base_url: str,
    *,
    fetched_at: datetime | None = None,
    zone: str = "",
) -> list[FeedEntry]:
    """The links `selector` finds (or the first link inside what it finds), each URL once.

    The title is the link's text; a `time` element in the same card gives the date, unless it
    lies after `fetched_at`. Raises `FeedError` when the selector is wrong or finds no link:
    a layout that changed must not look like a quiet day.
    """
    soup = BeautifulSoup(decode_html(body), "lxml")
    try:
        found = soup.select(selector)
    except (SelectorSyntaxError, NotImplementedError) as error:
        raise FeedError(f"bad CSS selector: {error}", selector=selector, url=base_url) from error
    links = [e if e.name == "a" else e.select_one("a[href]") for e in found]
    listed = {url for link in links if link and (url := _target(link, base_url))}
    by_url: dict[str, FeedEntry] = {}
    for link in links:
        url = _target(link, base_url) if link else ""
        if link is None or not url:
            continue
        known = by_url.get(url)
        if known and known.title:  # a picture links first, the headline after it
            continue
        title = " ".join(link.get_text(" ").split()) or str(link.get("title") or "").strip()
        published = _card_date(link, listed, base_url, zone)
        if published and fetched_at and published.at > fetched_at:
            published = None
        by_url[url] = FeedEntry(url=url, title=title, published=published)
    if not by_url:
        raise FeedError("the selector finds no link", selector=selector, url=base_url)
    return list(by_url.values())


def _target(link: Tag, base_url: str) -> str:
    url = absolute_url(str(link.get("href") or ""), base_url)
    return "" if url == base_url.split("#", 1)[0] else url


def _card_date(link: Tag, listed: set[str], base_url: str, zone: str) -> Stamp | None:
    """The one date in the largest element around the link that lists no other article."""
    around = link.parent
    raw = ""
    for _ in range(CARD_DEPTH):
        if around is None:
            break
        others = {_target(a, base_url) for a in around.find_all("a", href=True)} & listed
        if len(others) > 1:
            break
        times = around.find_all("time")
        if len(times) > 1:
            break
        if times:
            raw = str(times[0].get("datetime") or times[0].get_text(" ", strip=True))
        around = around.parent
    return read_stamp(raw, method="time", confidence=LISTING_CONFIDENCE, zone=zone)
