"""What a spider hands to the pipeline, and what it works from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from scrapy.crawler import Crawler

from crawler.gates import HostGates
from crawler.reading import PageReader
from db.crawl_writes import Validators
from db.model import Article, FeedEntry, Page, Source, Topic
from db.relevance import TermMatcher
from db.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One source to crawl for a topic, and the database it goes to."""

    store: Store
    topic: Topic
    source: Source
    matcher: TermMatcher
    outlet: str  # domain of the outlet that the source belongs to
    zone: str  # IANA name of that outlet's zone
    gates: HostGates  # shared by all sources of the run, and so is
    pages: PageReader
    since: date | None = None  # of a backfill: how far it reaches back

    @property
    def hosts(self) -> Store:
        """What is known of hosts; another database where coverage is thrown away afterwards."""
        return self.gates.hosts


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFound:
    """A page that was fetched and read."""

    entry: FeedEntry
    article: Article
    page: Page
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleMissing:
    """A page that could not be had or is no article; `again` when it may heal."""

    entry: FeedEntry
    reason: str
    again: bool
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSettled:
    """A page that need not be fetched or read: unchanged, off topic, too old.

    `checked_at` is given when the page was asked for and answered that it is as it was.
    """

    entry: FeedEntry
    state: Literal["fetched", "skipped"]
    reason: str
    checked_at: datetime | None = None
    article_id: str | None = None  # what it is, where the page itself need not tell


def assignment_of(crawler: Crawler) -> Assignment:
    """What the spider of a crawler was given to do."""
    return cast(Assignment, getattr(crawler.spider, "assignment"))  # noqa: B009


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleImported:
    """An article from a file, with the page where the file has it."""

    entry: FeedEntry
    article: Article
    seen_at: datetime
    page: Page | None


Outcome = ArticleImported | ArticleFound | ArticleMissing | ArticleSettled
