"""A search service asked for what is new on the topic."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.backfill import worth_fetching
from crawler.feeds import Listing
from crawler.items import ArticleSettled, Assignment, Outcome
from crawler.results import Asked
from crawler.searches import SEARCHES, Search
from crawler.spiders.source import SourceSpider
from db.fetched import article_titled
from db.model import FeedEntry

# One slot for each service, whatever its host: pages that it keeps count as requests to it.
SLOTS = {
    kind: {"delay": search.pause, "concurrency": 1, "jitter": 0}
    for kind, search in SEARCHES.items()
}


def polite(request: Request, slot: str) -> Request:
    """The request at the pace that the service has made known, however fast it answers."""
    meta = {**request.meta, "download_slot": slot, "autothrottle_dont_adjust_delay": True}
    return request.replace(meta=meta)


class JudgedByAddress(SourceSpider):
    """For sources that list far more than can be fetched, and often by address alone."""

    name = "judged_by_address"

    def remember(self, response: Response, listing: Listing, fetched_at: datetime) -> None:
        matcher = self.assignment.matcher
        kept = tuple(entry for entry in listing.entries if worth_fetching(entry, matcher))
        self.count("source/entry/passed_over", len(listing.entries) - len(kept))
        super().remember(response, replace(listing, entries=kept), fetched_at)


class SearchSpider(JudgedByAddress):
    name = "search"
    may_be_empty = True  # of a quiet week
    custom_settings = {"DOWNLOAD_SLOTS": SLOTS}  # noqa: RUF012 (as Scrapy declares it)

    def __init__(self, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(assignment, **kwargs)
        self.search: Search = SEARCHES[assignment.source.kind]

    def source_request(self, url: str, **arguments: Any) -> Request:
        return polite(super().source_request(url, **arguments), self.assignment.source.kind)

    def article_request(self, entry: FeedEntry, *, recheck: bool = False) -> Request:
        request = super().article_request(entry, recheck=recheck)
        return polite(request, self.assignment.source.kind) if entry.via else request

    def listing_of(self, response: Response, fetched_at: datetime) -> Listing:
        asked = Asked(url=response.url, fetched_at=fetched_at, zone=self.assignment.zone)
        return self.search.parse(response.body, asked)

    def without_request(self, entry: FeedEntry) -> Outcome | None:
        outcome = super().without_request(entry)
        if outcome is not None or not self.search.unfetchable:
            return outcome
        # Another source may have led to the page: outlet and headline tell.
        known = article_titled(self.assignment.store.db, entry.title, entry.outlet)
        if known:
            self.count("article/resolved/stored")
            reason = "brought by another source"
            return ArticleSettled(entry=entry, state="fetched", reason=reason, article_id=known)
        return self.missing(
            entry, False, "opaque", self.search.unfetchable, again=False, field="unresolved"
        )
