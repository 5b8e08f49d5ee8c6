"""A news sitemap, or an index that leads to some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.failures import fetch_failure
from crawler.feeds import Listing
from crawler.items import Outcome
from crawler.sitemaps import ChildSitemap, parse_news_sitemap
from crawler.spiders.source import SourceSpider
from crawler.urls import site_of
from db.errors import FeedError

MOST_CHILDREN = 10  # of an index, the latest modified; one level deep


class NewsSitemapSpider(SourceSpider):
    name = "news_sitemap"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._children: Sequence[ChildSitemap] = ()

    def listing_of(self, response: Response, fetched_at: datetime) -> Listing:
        sitemap = parse_news_sitemap(
            response.body,
            base_url=response.url,
            fetched_at=fetched_at,
            zone=self.assignment.zone,
        )
        self._children = sitemap.children
        return Listing(entries=sitemap.entries, malformed=sitemap.malformed)

    def read_source(self, response: Response) -> Iterator[Request | Outcome]:
        yield from self.read_payload(response)
        # Another site's sitemap is not what the user declared.
        near = [c for c in self._children if site_of(c.url) == site_of(response.url)]
        for child in sorted(near, key=_latest_first)[:MOST_CHILDREN]:
            yield self.source_request(
                child.url, callback=self.read_child, errback=self.child_failed
            )
        yield from self.work()

    def read_child(self, response: Response) -> Iterator[Request | Outcome]:
        if response.status == 304:
            self.count("source/fetch/not_modified")
        else:
            self._remember_child(response)
        yield from self.work()

    def _remember_child(self, response: Response) -> None:
        fetched_at = datetime.now(UTC)
        try:
            self.remember(response, self.listing_of(response, fetched_at), fetched_at)
        except FeedError as error:
            self.count("source/child/failed")
            self.logger.warning("%s: %s", response.url, error)

    def child_failed(self, failure: Failure) -> None:
        self.count("source/child/failed")
        self.count(f"source/fetch/{fetch_failure(failure.value).kind}")


def _latest_first(child: ChildSitemap) -> tuple[float, str]:
    return (-child.modified.at.timestamp() if child.modified else 0.0, child.url)
