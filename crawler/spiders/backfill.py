"""What was published before: the windows of a source's archive or search, one at a time.

Which windows are done is in the database, so that a run that was killed, or told to slow down,
goes on where it was.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, time
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import backfill
from crawler.failures import fetch_failure
from crawler.feeds import Listing
from crawler.items import Assignment, Outcome
from crawler.sitemaps import ChildSitemap, parse_news_sitemap
from crawler.spiders.search import JudgedByAddress, SearchSpider
from db.errors import FeedError
from db.windows import Window, open_windows

SLOW_DOWN = ("http_429", "http_503", "waits")
FAILURES_IN_A_ROW = 3  # then the service is not asked any more in this run


class Backfill(JudgedByAddress):
    """Mixed into a spider that knows the kind of source."""

    name = "backfill"
    run_kind = "backfill"

    def __init__(self, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(assignment, **kwargs)
        assert assignment.since is not None
        self._since = datetime.combine(assignment.since, time(), UTC)
        self._windows_asked: set[str] = set()
        self._failed_in_a_row = 0
        self._children: tuple[ChildSitemap, ...] = ()

    async def start(self) -> AsyncIterator[Any]:
        source = self.assignment.source
        windows = backfill.plan(source, self._since, datetime.now(UTC))
        new = self.assignment.store.plan_windows(source.source_id, windows)
        self.count("window/plan/new", new)
        for following in self._next():
            yield following

    def source_request(self, url: str, **arguments: Any) -> Request:
        request = super().source_request(url, **arguments)
        for header in ("If-None-Match", "If-Modified-Since"):  # it is asked again for all of it
            request.headers.pop(header, None)
        return request

    def _open(self) -> list[Window]:
        store, source_id = self.assignment.store, self.assignment.source.source_id
        found = open_windows(store.db, source_id, self._since)
        return [window for window in found if window.url not in self._windows_asked]

    def _next(self) -> Iterator[Request | Outcome]:
        """The next window; after the last one the articles that were found."""
        if self._failed_in_a_row < FAILURES_IN_A_ROW:
            for window in self._open():
                self._windows_asked.add(window.url)
                self.count("window/asked/sent")
                yield self.source_request(
                    window.url,
                    callback=self.read_window,
                    errback=self.window_failed,
                    cb_kwargs={"window": window},
                )
                return
        self.count("window/left/open", len(self._open()))
        yield from self.work()

    def read_window(self, response: Response, window: Window) -> Iterator[Request | Outcome]:
        self._failed_in_a_row = 0
        self._read(response, window)
        yield from self._next()

    def _read(self, response: Response, window: Window) -> None:
        source, fetched_at = self.assignment.source, datetime.now(UTC)
        try:
            listing = self.listing_of(response, fetched_at)
        except FeedError as error:
            self._close(window, state="failed", reason=error.message)
            self.count("window/failed/parse")
            return
        self.remember(response, listing, fetched_at)
        found = len(listing.entries)
        halves = backfill.halves(source, window) if backfill.is_full(source, listing) else ()
        if halves:
            self._close(window, state="split", entries=found, more=halves)
            self.count("window/split/full")
            return
        cut_off = backfill.is_full(source, listing)
        self.count("window/cut_off/full", int(cut_off))
        more = (
            *backfill.next_page(window, listing),
            *backfill.child_windows(self._children, window, self._since),
        )
        reason = f"cut off at {found}, this time cannot be split further" if cut_off else ""
        self._close(window, state="done", reason=reason, entries=found, more=more)

    def _close(self, window: Window, **outcome: Any) -> None:
        source_id = self.assignment.source.source_id
        self.assignment.store.close_window(source_id, window, **outcome)
        self.count(f"window/{outcome['state']}/closed")

    def rechecks(self, limit: int) -> Iterator[Request]:
        """None: what is found here was published long ago."""
        return iter(())

    def window_failed(self, failure: Failure) -> Iterator[Request | Outcome]:
        why = fetch_failure(failure.value)
        window: Window = failure.request.cb_kwargs["window"]  # type: ignore[attr-defined]
        if why.kind in SLOW_DOWN:  # asking on would get the address blocked
            self._failed_in_a_row = FAILURES_IN_A_ROW
            self._windows_asked.discard(window.url)
            self.count("window/limited/told")
        else:
            self._failed_in_a_row += 1
            self._close(window, state="failed", reason=why.reason)
            self.count(f"window/failed/{why.kind}")
        yield from self._next()


class ArchiveBackfillSpider(Backfill):
    """Sitemaps by date, or those an index leads to."""

    name = "archive_backfill"

    def listing_of(self, response: Response, fetched_at: datetime) -> Listing:
        sitemap = parse_news_sitemap(
            response.body, base_url=response.url, fetched_at=fetched_at, zone=self.assignment.zone
        )
        self._children = sitemap.children
        return Listing(entries=sitemap.entries, malformed=sitemap.malformed)


class SearchBackfillSpider(Backfill, SearchSpider):
    """A search, asked about one stretch of time after the other."""

    name = "search_backfill"
