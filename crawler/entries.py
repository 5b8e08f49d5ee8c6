"""What a feed, sitemap or listing alone says of an article. Pure."""

from __future__ import annotations

from crawler.dating import against_url
from crawler.languages import language_of
from crawler.urls import clean_url, outlet_of
from db.model import Article, FeedEntry


def article_of_entry(
    entry: FeedEntry, *, body_missing: str, outlet: str = "", language: str = ""
) -> Article:
    """What a feed alone says of an article, when its page could not be had."""
    return Article(
        url=entry.url,
        canonical_url=clean_url(entry.url),
        title=entry.title,
        text="",
        summary=entry.summary,
        authors=entry.authors,
        published=against_url(entry.published, entry.url),
        modified=entry.modified,
        outlet=outlet or (entry.outlet if "." in entry.outlet else outlet_of(entry.url)),
        language=language_of(f"{entry.title} {entry.summary}", entry.language, language),
        body_missing=body_missing,
    )
