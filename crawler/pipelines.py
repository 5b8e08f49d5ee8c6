"""The last step of every discovered entry: its outcome into the database, once."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from crawler.entries import article_of_entry
from crawler.items import (
    ArticleFound,
    ArticleImported,
    ArticleMissing,
    ArticleSettled,
    Assignment,
    Outcome,
)
from crawler.spiders.source import SourceSpider
from db import ids
from db.fetched import article_fetched_from


class StoreOutcome:
    """Saves what was found, what is missing and what was settled, each in its transaction.

    The order inside an outcome is chosen for a kill at any moment: a discovery is closed with
    or after the save that settles it, and validators are kept only after what they stand for.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def assignment(self) -> Assignment:
        assert isinstance(self.crawler.spider, SourceSpider)
        return self.crawler.spider.assignment

    def process_item(self, item: Outcome) -> Outcome:
        match item:
            case ArticleFound():
                self._found(item)
            case ArticleImported():
                self._imported(item)
            case ArticleMissing():
                self._missing(item)
            case ArticleSettled():
                self._settled(item)
        return item

    def _count(self, name: str) -> None:
        self.crawler.stats.inc_value(f"storyline/{name}")

    def _found(self, item: ArticleFound) -> None:
        work, article = self.assignment, item.article
        saved = work.store.save_article(
            article,
            topic=work.topic.slug,
            relevance=work.matcher.score(article.title, article.summary, article.text),
            seen_at=item.page.fetched_at,
            page=item.page,
            discovered_as=(work.source.source_id, item.entry.url),
        )
        work.store.save_validators(item.entry.url, item.validators, item.page.fetched_at)
        self._count(f"article/saved/{saved}")
        if article.published is None:
            self._count("article/published/undated")

    def _imported(self, item: ArticleImported) -> None:
        work, article = self.assignment, item.article
        saved = work.store.save_article(
            article,
            topic=work.topic.slug,
            relevance=work.matcher.score(article.title, article.summary, article.text),
            seen_at=item.seen_at,
            page=item.page,
            discovered_as=(work.source.source_id, item.entry.url),
        )
        self._count(f"article/saved/{saved}")
        if article.published is None:
            self._count("article/published/undated")

    def _missing(self, item: ArticleMissing) -> None:
        work, entry = self.assignment, item.entry
        source_id = work.source.source_id
        article_id = None
        if entry.title and (entry.summary or entry.published):
            article = article_of_entry(entry, body_missing=item.reason, outlet=work.source.outlet)
            work.store.save_article(
                article,
                topic=work.topic.slug,
                relevance=work.matcher.score(article.title, article.summary, ""),
                seen_at=item.seen_at,
            )
            article_id = ids.article_id(article.canonical_url)
            self._count("article/saved/without_body")
        work.store.close_discovery(
            source_id,
            entry.url,
            state="failed" if item.again else "skipped",
            reason=item.reason,
            article_id=article_id,
        )

    def _settled(self, item: ArticleSettled) -> None:
        work, url = self.assignment, item.entry.url
        work.store.close_discovery(
            work.source.source_id,
            url,
            state=item.state,
            reason=item.reason,
            article_id=item.article_id or article_fetched_from(work.store.db, work.topic.slug, url),
        )
        if item.checked_at is not None:
            work.store.save_validators(url, work.store.validators(url), item.checked_at)
