"""One spider for each way of getting at a source."""

from crawler.items import Assignment
from crawler.spiders.backfill import ArchiveBackfillSpider, SearchBackfillSpider
from crawler.spiders.cc_news import CcNewsSpider
from crawler.spiders.feed import FeedSpider
from crawler.spiders.files import FilesSpider
from crawler.spiders.listing import ListingSpider
from crawler.spiders.news_sitemap import NewsSitemapSpider
from crawler.spiders.search import SearchSpider
from crawler.spiders.source import SourceSpider
from db.model import BACKFILL_KINDS, FILE_KINDS, SEARCH_KINDS, SourceKind

SPIDERS: dict[SourceKind, type[SourceSpider]] = {
    "feed": FeedSpider,
    "news_sitemap": NewsSitemapSpider,
    "listing": ListingSpider,
    **dict.fromkeys(SEARCH_KINDS, SearchSpider),
    **dict.fromkeys(FILE_KINDS, FilesSpider),
}


def spider_for(assignment: Assignment) -> type[SourceSpider]:
    """The spider that does what is assigned: a crawl, or a backfill when it says since when."""
    kind = assignment.source.kind
    if assignment.since is None or kind in FILE_KINDS:
        return SPIDERS[kind]
    if kind in BACKFILL_KINDS:
        return CcNewsSpider
    return SearchBackfillSpider if kind in SEARCH_KINDS else ArchiveBackfillSpider
