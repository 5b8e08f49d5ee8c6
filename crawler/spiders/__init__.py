"""One spider for each kind of source."""

from crawler.spiders.feed import FeedSpider
from crawler.spiders.listing import ListingSpider
from crawler.spiders.news_sitemap import NewsSitemapSpider
from crawler.spiders.source import SourceSpider
from db.model import SourceKind

SPIDERS: dict[SourceKind, type[SourceSpider]] = {
    "feed": FeedSpider,
    "news_sitemap": NewsSitemapSpider,
    "listing": ListingSpider,
}
