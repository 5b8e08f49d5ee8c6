"""Pages kept in WARC files -> articles, one record after the other, never a file in memory."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.charsets import decode_html
from crawler.extract import LARGEST, extract_article
from crawler.stamps import read_stamp
from crawler.urls import host_of
from db.errors import ImportFileError, PageError
from db.model import Article, Page

log = logging.getLogger(__name__)
WARCS = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records are looked at: from these hosts and their subdomains (all when there are
    none), fetched from `since` on, and with a text that `about` accepts."""

    hosts: Collection[str] = ()
    since: datetime | None = None
    about: Callable[[str], bool] = lambda _: True

    def takes_from(self, url: str) -> bool:
        host = host_of(url)
        return not self.hosts or any(host == h or host.endswith("." + h) for h in self.hosts)


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An article from a WARC file, and the page as it was fetched then."""

    article: Article
    page: Page


def read_warc(path: Path, wanted: Wanted = EVERYTHING) -> Iterator[Archived | ImportFileError]:
    """The articles among the pages of a WARC file; what is no article is passed over.

    A file that breaks off or is none gives what could be read, and then the error.
    """
    pages, broken = 0, 0
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                page = _page(record, wanted)
                if page is None:
                    continue
                if getattr(
                    record.raw_stream, "limit", 0
                ):  # bytes that were promised and did not come
                    broken += 1
                    continue
                pages += 1
                article = _article(page, wanted)
                if article is not None:
                    yield Archived(article=article, page=page)
    except (ArchiveLoadFailed, OSError, EOFError, zlib.error, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        yield ImportFileError(f"broke off after {pages} pages: {reason}", file=path)
    if broken:
        yield ImportFileError(f"{broken} pages are not whole and were left out", file=path)


def article_in(record: bytes, wanted: Wanted) -> Archived | None:
    """The article in a single record, unpacked; None when there is none or it is not wanted."""
    try:
        for one in ArchiveIterator(BytesIO(record)):
            page = _page(one, wanted)
            article = _article(page, wanted) if page else None
            if page and article:
                return Archived(article=article, page=page)
    except (ArchiveLoadFailed, EOFError, zlib.error, ValueError) as error:
        log.debug("a record that cannot be read: %s", error)
    return None


def _page(record: Any, wanted: Wanted) -> Page | None:
    """The record as a page, when it is one that came whole and is wanted."""
    if record.rec_type not in ("response", "resource"):
        return None
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    stamp = read_stamp(record.rec_headers.get_header("WARC-Date"), method="header", confidence=1.0)
    headers = record.http_headers
    status = str(headers.get_statuscode()) if headers else "200"
    kind = (headers or record.rec_headers).get_header("Content-Type") or ""
    if stamp is None or status != "200" or "html" not in kind or not wanted.takes_from(url):
        return None
    if wanted.since and stamp.at < wanted.since:
        return None
    body = record.content_stream().read(LARGEST + 1)
    if len(body) > LARGEST:
        log.info("%s: more than %d bytes, passed over", url, LARGEST)
        return None
    return Page(url=url, fetched_at=stamp.at, status=200, body=body, content_type=kind)


def _article(page: Page, wanted: Wanted) -> Article | None:
    try:
        if not wanted.about(decode_html(page.body, page.content_type)):
            return None
        return extract_article(
            page.body, page.url, fetched_at=page.fetched_at, content_type=page.content_type
        )
    except PageError as error:
        log.debug("%s: %s", page.url, error.message)
        return None
