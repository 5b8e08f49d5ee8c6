"""News sitemaps, plain sitemaps and sitemap indexes -> entries and child sitemaps. Pure."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from crawler.feeds import FUTURE_CONFIDENCE, FUTURE_SLACK
from crawler.packing import unpacked
from crawler.plaintext import one_line
from crawler.stamps import read_stamp
from crawler.urls import absolute_url
from db.errors import FeedError
from db.model import FeedEntry, Stamp

log = logging.getLogger(__name__)

NEWS_CONFIDENCE = 0.85  # the publisher's own statement for news search
MOST_URLS = 50_000  # the protocol's own bound


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSitemap:
    """A sitemap named by an index."""

    url: str
    modified: Stamp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """A urlset gives entries, an index gives children."""

    entries: tuple[FeedEntry, ...] = ()
    children: tuple[ChildSitemap, ...] = ()
    malformed: str = ""  # the parser's complaint about what could be read all the same


def parse_news_sitemap(
    body: bytes, *, base_url: str = "", fetched_at: datetime | None = None, zone: str = ""
) -> Sitemap:
    """A sitemap as fetched, gzip accepted; each URL once, those without a usable link skipped.

    A URL without `news:news` gives an entry with nothing but its last modification.
    Raises `FeedError` with the reason when the bytes are no sitemap.
    """
    root, malformed = _root(unpacked(body, FeedError), base_url)
    kind = _name(root)
    if kind == "sitemapindex":
        children = tuple(_children(root, base_url, zone))
        return Sitemap(children=children, malformed=malformed)
    if kind != "urlset":
        what = "an HTML page" if kind == "html" else f"<{kind}>"
        raise FeedError(f"{what} where a sitemap should be", url=base_url)
    by_url: dict[str, FeedEntry] = {}
    for entry in _entries(root, base_url, fetched_at, zone):
        by_url.setdefault(entry.url, entry)
    return Sitemap(entries=tuple(by_url.values()), malformed=malformed)


def _root(data: bytes, base_url: str) -> tuple[etree._Element, str]:
    if not data.strip():
        raise FeedError("the sitemap is empty", url=base_url)
    # Entities stay unresolved and nothing is fetched: a sitemap is a stranger's file.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedError(f"malformed XML: {error}", url=base_url) from error
    if root is None:
        raise FeedError("not XML", url=base_url)
    malformed = str(parser.error_log[0].message) if parser.error_log else ""
    if malformed:
        log.warning("sitemap %s is malformed: %s", base_url, malformed)
    return root, malformed


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _texts(element: etree._Element) -> dict[str, str]:
    """Local name -> text of the leaves below an element; the first of a name wins."""
    texts: dict[str, str] = {}
    for leaf in element.iter(etree.Element):
        if len(leaf) == 0 and leaf.text:
            texts.setdefault(_name(leaf), one_line(leaf.text))
    return texts


def _children(root: etree._Element, base_url: str, zone: str) -> Iterator[ChildSitemap]:
    for element in root.iterchildren(etree.Element):
        texts = _texts(element)
        url = absolute_url(texts.get("loc", ""), base_url)
        if url:
            modified = read_stamp(
                texts.get("lastmod"), method="feed", confidence=NEWS_CONFIDENCE, zone=zone
            )
            yield ChildSitemap(url=url, modified=modified)


def _entries(
    root: etree._Element, base_url: str, fetched_at: datetime | None, zone: str
) -> Iterator[FeedEntry]:
    skipped = 0
    for number, element in enumerate(root.iterchildren(etree.Element)):
        if number >= MOST_URLS:
            log.warning("sitemap %s: more than %d URLs, the rest left", base_url, MOST_URLS)
            break
        texts = _texts(element)
        url = absolute_url(texts.get("loc", ""), base_url)
        if not url:
            skipped += 1
            continue
        published = read_stamp(
            texts.get("publication_date"),
            method="feed",
            confidence=_confidence(texts.get("publication_date"), fetched_at, zone),
            zone=zone,
        )
        yield FeedEntry(
            url=url,
            title=texts.get("title", ""),
            outlet=texts.get("name", ""),
            published=published,
            modified=read_stamp(texts.get("lastmod"), method="feed", confidence=0.6, zone=zone),
            language=texts.get("language", ""),
        )
    if skipped:
        log.warning("sitemap %s: %d entries without a usable link skipped", base_url, skipped)


def _confidence(raw: str | None, fetched_at: datetime | None, zone: str) -> float:
    stamp = read_stamp(raw, method="feed", confidence=NEWS_CONFIDENCE, zone=zone)
    if stamp and fetched_at and stamp.at > fetched_at + FUTURE_SLACK:
        return FUTURE_CONFIDENCE
    return NEWS_CONFIDENCE
