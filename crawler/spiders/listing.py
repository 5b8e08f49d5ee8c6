"""A page that lists articles."""

from __future__ import annotations

from datetime import datetime

from scrapy.http import Response

from crawler.feeds import Listing
from crawler.listings import parse_listing
from crawler.spiders.source import SourceSpider


class ListingSpider(SourceSpider):
    name = "listing"

    def listing_of(self, response: Response, fetched_at: datetime) -> Listing:
        entries = parse_listing(
            response.body,
            self.assignment.source.article_links or "article a[href]",
            response.url,
            fetched_at=fetched_at,
            zone=self.assignment.zone,
        )
        return Listing(entries=tuple(entries))
