"""RSS, Atom and JSON Feed."""

from __future__ import annotations

from datetime import datetime

from scrapy.http import Response

from crawler.feeds import Listing, read_feed
from crawler.spiders.source import SourceSpider


class FeedSpider(SourceSpider):
    name = "feed"

    def listing_of(self, response: Response, fetched_at: datetime) -> Listing:
        return read_feed(
            response.body,
            base_url=response.url,
            fetched_at=fetched_at,
            zone=self.assignment.zone,
        )
