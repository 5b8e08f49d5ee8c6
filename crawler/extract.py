"""A raw page -> `Article`: what a reader reads, who wrote it and when. Pure.

The page is decoded and parsed once; everything after works on that one tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml.html import HtmlElement

from crawler.body import main_text, tidy
from crawler.charsets import parse_html
from crawler.dating import Setting, modified_stamp, published_stamp
from crawler.languages import language_of
from crawler.live import live_text
from crawler.metadata import PageMetadata, read_metadata
from crawler.page_kinds import NO_TEXT, visible_text, why_no_article
from crawler.paywalls import BEGINNING, why_cut, without_asking
from crawler.plaintext import paragraphs
from crawler.urls import canonical_url, outlet_of
from db.errors import PageError
from db.model import Article, Stamp

_SEPARATED = re.compile(r".*[|:·•»–—-]\s+|\s+[|:·•»–—-].*")
LONGEST_NAME = 40  # characters of a site's name with its separator around a headline
LARGEST = 8 * 1024 * 1024  # bytes; a news page is a hundredth of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a page besides its bytes; each fills a gap the page leaves."""

    title: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    published: Stamp | None = None  # as the feed, sitemap or listing says
    modified: Stamp | None = None
    language: str = ""
    outlet: str = ""  # the publisher's domain; from the URL when empty
    zone: str = ""  # IANA name of the outlet's zone
    content_type: str = ""  # HTTP header
    last_modified: str = ""  # HTTP header
    fetched_at: datetime | None = None  # nothing is published after it


def extract_article(html: bytes, url: str, **hints: Any) -> Article:
    """The article of a raw page; `hints` are the fields of `Hints`.

    `text` holds the body's paragraphs joined by newlines; where `body_missing` says that it is
    behind a paywall, its beginning. Raises `PageError` with the reason
    when the page is a consent, login, error, index or empty page or a bot wall, or is no HTML.
    """
    known = Hints(**hints)
    if len(html) > LARGEST:
        raise PageError(f"the page has more than {LARGEST} bytes", url=url)
    if html[:5] == b"%PDF-" or b"\x00\x00\x00" in html[:64]:
        raise PageError("not HTML: binary data", url=url)
    try:
        tree = parse_html(html, known.content_type)
    except PageError as error:
        raise PageError(error.message, url=url) from error
    metadata = read_metadata(tree, url)
    title = _title(metadata.title, known.title)
    text = main_text(tree, url, title=metadata.title, description=metadata.summary)
    text = text or _body_in_markup(metadata)
    missing = ""
    reason = why_no_article(tree, metadata, title, text, url)
    if reason:
        if reason != NO_TEXT or not _is_marked_article(metadata):
            raise PageError(reason, url=url)
        missing = reason  # the page hides its body but says what it is and when
    elif len(text) < BEGINNING:
        missing = why_cut(text, visible_text(tree), is_free=metadata.jsonld.is_free)
        text = without_asking(text) if missing else text
    return _article(tree, metadata, (title, text, missing), url, known)


def _title(page: str, listed: str) -> str:
    """The page's headline; the feed's where the page only adds the site's name to it."""
    if not page or not listed or page == listed:
        return page or listed
    for name in (page.removesuffix(listed), page.removeprefix(listed)):
        if name != page and len(name) <= LONGEST_NAME and _SEPARATED.fullmatch(name):
            return listed
    return page


def _is_marked_article(metadata: PageMetadata) -> bool:
    marked = metadata.jsonld.is_article or metadata.og_type.endswith("article")
    return marked and bool(metadata.title) and bool(metadata.published)


def _body_in_markup(metadata: PageMetadata) -> str:
    body = metadata.jsonld.body or "\n".join(u.body for u in metadata.jsonld.updates)
    return paragraphs(body) if "<" in body else tidy(body)


def _article(
    tree: HtmlElement, metadata: PageMetadata, words: tuple[str, str, str], url: str, known: Hints
) -> Article:
    title, text, missing = words
    tag = metadata.language or metadata.jsonld.language
    setting = Setting(
        fetched_at=known.fetched_at,
        zone=known.zone,
        day_first=not tag.lower().replace("_", "-").endswith("-us"),
    )
    text = live_text(tree, metadata.jsonld.updates, text, setting)
    canonical = canonical_url(url, metadata.canonical)
    published = published_stamp(tree, metadata, canonical, known.published, setting)
    modified = modified_stamp(
        metadata,
        published=published,
        feed=known.modified,
        header=known.last_modified,
        setting=setting,
    )
    return Article(
        url=url,
        canonical_url=canonical,
        title=title,
        text=text,
        summary=metadata.summary or known.summary,
        authors=metadata.authors or known.authors,
        published=published,
        modified=modified,
        language=language_of(text, metadata.language, metadata.jsonld.language, known.language),
        outlet=known.outlet or outlet_of(canonical),
        body_missing=missing,
    )
