"""RSS, Atom and JSON Feed."""

from __future__ import annotations

import logging
from datetime import datetime

from scrapy.http import Response

from crawler.feeds import Listing, read_feed
from crawler.spiders.source import SourceSpider

log = logging.getLogger(__name__)


class FeedSpider(SourceSpider):
    name = "feed"

    def listing_of(self, response: Response, fetched_at: datetime) -> Listing:
        listing = read_feed(
            response.body,
            base_url=response.url,
            fetched_at=fetched_at,
            zone=self.assignment.zone,
        )
        if listing.trouble:
            log.warning("feed %s: %s", response.url, listing.trouble)
        return listing
