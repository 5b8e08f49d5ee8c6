"""One record of a JSON lines file -> `Article`. Pure.

Known keys: `url`, `title`, `text` or `html`, `summary`, `published`, `modified`, `outlet`,
`author(s)`, `lang` or `language`; others are passed over.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any

from crawler.dating import against_url
from crawler.extract import extract_article
from crawler.languages import language_of
from crawler.plaintext import one_line, paragraphs
from crawler.stamps import read_stamp
from crawler.urls import canonical_url, is_web_url, outlet_of
from db.errors import ImportFileError
from db.model import Article, Stamp

NO_BODY = "only title and summary were imported"
RECORD_CONFIDENCE = 0.8


def named_by_words(text: str) -> str:
    """The identity of a text without a URL."""
    return f"urn:sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def article_of_record(record: dict[str, Any]) -> Article:
    """Raises `ImportFileError` or `PageError` with what is wrong with the record."""
    url = _string(record, "url").strip()
    published = _date(record, "published")
    declared = _string(record, "lang") or _string(record, "language")
    if record.get("html"):
        return _article_of_html(record, url, published, declared)
    title = one_line(_string(record, "title"))
    text, summary = _string(record, "text"), one_line(_string(record, "summary"))
    body = paragraphs(text) if re.search(r"</(?:p|div)>", text) else _tidy(text)
    if not (title or body or summary):
        raise ImportFileError("neither title, text, html nor summary")
    web = url if is_web_url(url) else ""
    return Article(
        url=url,
        canonical_url=canonical_url(web) if web else named_by_words(f"{title}\n{body}{summary}"),
        title=title,
        text=body,
        summary=summary,
        authors=_authors(record),
        published=against_url(published, web) if web else published,
        modified=_date(record, "modified"),
        outlet=outlet_of(web) if web else _string(record, "outlet"),
        language=language_of(body or f"{title} {summary}", declared),
        body_missing="" if body else NO_BODY,
    )


def _article_of_html(
    record: dict[str, Any], url: str, published: Stamp | None, declared: str
) -> Article:
    html = _string(record, "html").encode("utf-8", "surrogatepass")
    article = extract_article(
        html,
        url or "file:page",
        title=one_line(_string(record, "title")),
        summary=one_line(_string(record, "summary")),
        authors=_authors(record),
        published=published,
        language=declared,
    )
    if published is not None:  # the record's own word goes before what the page leaves to guess
        article = replace(article, published=published)
    if is_web_url(article.canonical_url):
        return article
    return replace(
        article, canonical_url=named_by_words(article.text), outlet=_string(record, "outlet")
    )


def _string(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ImportFileError(f"{key!r} is not a string")
    return value


def _authors(record: dict[str, Any]) -> tuple[str, ...]:
    value = record.get("authors") or record.get("author") or []
    names = value if isinstance(value, list) else [value]
    return tuple(one_line(name) for name in names if isinstance(name, str) and name.strip())


def _date(record: dict[str, Any], key: str) -> Stamp | None:
    raw = record.get(key)
    if raw in (None, ""):
        return None
    stamp = read_stamp(raw, method="import", confidence=RECORD_CONFIDENCE)
    if stamp is None:
        raise ImportFileError(f"{key!r} is not a date: {raw!r}")
    return stamp


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
