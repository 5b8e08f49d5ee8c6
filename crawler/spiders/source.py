"""What every spider does: read its source, remember what it lists, fetch what is new.

The list of work is the `discoveries` table, never memory: a killed crawl goes on where it was.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.addresses import why_refused
from crawler.answers import asked_url, header, page_of, validators_of
from crawler.backfill import latest_url
from crawler.failures import fetch_failure
from crawler.feeds import Listing
from crawler.items import ArticleFound, ArticleMissing, ArticleSettled, Assignment, Outcome
from crawler.patience import SHORT_WAIT
from crawler.results import captured_at
from crawler.searches import service_of
from crawler.urls import host_of, outlet_of
from db import partial_dates, reader
from db.crawl_writes import Validators
from db.errors import FeedError, PageError
from db.fetched import article_fetched_from, recently_fetched
from db.host_writes import HostPause
from db.model import Article, FeedEntry

log = logging.getLogger(__name__)

WORK_AT_ONCE = 2000  # discovered entries looked at in one run
SOURCE_FIRST = 10  # priority of listing requests over articles


class SourceSpider(Spider):
    """Subclasses say how the source's payload is read: `listing_of`, or all of `read_source`."""

    name = "source"
    run_kind = "crawl"
    may_be_empty = False  # whether an answer that lists nothing can be the truth

    def __init__(self, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(name=assignment.source.source_id, **kwargs)
        self.assignment = assignment
        self.source_failure = ""
        self.left_for_later = ""  # why the host of some article was not asked, in words
        health = reader.source_health(assignment.store.db)
        self.first_run = not any(
            row["last_success_at"] for row in health if row["source"] == assignment.source.source_id
        )
        self._asked: set[str] = set()
        self._pauses: dict[str, HostPause | None] = {}  # as they were when first looked at

    def listing_of(self, response: Response, fetched_at: datetime) -> Listing:
        """The entries in the source's payload. Raises `FeedError`."""
        raise NotImplementedError

    def count(self, name: str, by: int = 1) -> None:
        """Add to a counter named `area/field/outcome`."""
        self.crawler.stats.inc_value(f"storyline/{name}", by)

    # ------------------------------------------------------------ the source

    async def start(self) -> AsyncIterator[Request]:
        yield self.source_request(latest_url(self.assignment.source, datetime.now(UTC)))

    def source_request(self, url: str, **arguments: Any) -> Request:
        """A conditional request for the source or a part of it."""
        return Request(
            url,
            # Another source may have left validators for the same URL.
            headers={} if self.first_run else self._conditional(url),
            callback=arguments.pop("callback", self.read_source),
            errback=arguments.pop("errback", self.source_failed),
            priority=SOURCE_FIRST,
            dont_filter=True,
            meta={"handle_httpstatus_list": [304]},
            **arguments,
        )

    def read_source(self, response: Response) -> Iterator[Request | Outcome]:
        yield from self.read_payload(response)
        yield from self.work()

    def read_payload(self, response: Response) -> Iterator[Request | Outcome]:
        """Remember what the payload lists; nothing is asked for yet."""
        fetched_at = datetime.now(UTC)
        if response.status == 304:
            self.count("source/fetch/not_modified")
            return
        self.count("source/fetch/ok")
        try:
            listing = self.listing_of(response, fetched_at)
        except FeedError as error:
            self.source_failure = error.message
            self.count("source/parse/failed")
            return
        self.remember(response, listing, fetched_at)
        yield from ()

    def remember(self, response: Response, listing: Listing, fetched_at: datetime) -> None:
        """Save the entries, and only then the validators that would hide them next time."""
        work, entries = self.assignment, listing.entries
        if listing.malformed:
            self.count("source/parse/malformed")
        if listing.skipped:
            self.count("source/entry/without_link", listing.skipped)
        new = work.store.save_discoveries(work.source.source_id, entries, fetched_at)
        self.count("source/entry/listed", len(entries))
        self.count("source/entry/new", new)
        validators = validators_of(response)
        if entries and not listing.malformed and validators != Validators():
            work.store.save_validators(asked_url(response), validators, fetched_at)

    def source_failed(self, failure: Failure) -> Iterator[Request | Outcome]:
        why = fetch_failure(failure.value)
        self.source_failure = why.reason
        self.count(f"source/fetch/{why.kind}")
        yield from self.work()  # what an earlier run discovered and did not finish

    # ------------------------------------------------------------ its articles

    def work(self) -> Iterator[Request | Outcome]:
        """Settle or ask for every open discovery, up to the source's `max_items`."""
        source = self.assignment.source
        asked = 0
        for entry in self.assignment.store.pending(source.source_id, WORK_AT_ONCE):
            if entry.url in self._asked or self._host_waits(entry.url):
                continue
            self._asked.add(entry.url)
            outcome = self.without_request(entry)
            if outcome is not None:
                yield outcome
                continue
            asked += 1
            if asked > source.max_items:
                self.count("article/fetch/left_for_later")
                continue
            yield self.article_request(entry)
        yield from self.rechecks(max(source.max_items - asked, 0))

    def without_request(self, entry: FeedEntry) -> Outcome | None:
        """What can be settled without asking for the page; None when it has to be asked for."""
        refused = why_refused(
            entry.via or entry.url,
            service_of(self.assignment.source),
            self.assignment.topic.private_hosts,
        )
        if refused:  # nor is it kept as an article: a reader would follow the link
            self.count("article/failed/refused_address")
            return ArticleSettled(entry=entry, state="skipped", reason=f"refused: {refused}")
        needless = self._why_not(entry)
        if needless:
            self.count("article/prefilter/skipped")
            return ArticleSettled(entry=entry, state="skipped", reason=needless)
        work = self.assignment
        if entry.via and article_fetched_from(work.store.db, work.topic.slug, entry.url):
            self.count("article/resolved/stored")
            return ArticleSettled(entry=entry, state="fetched", reason="stored already")
        return None

    def rechecks(self, limit: int) -> Iterator[Request]:
        """Ask again for young articles: an edit shows in no feed."""
        now = datetime.now(UTC)
        known = recently_fetched(self.assignment.store.db, self.assignment.source.source_id, now)
        due = [k.entry for k in known if k.is_due(now) and k.entry.url not in self._asked]
        due = [entry for entry in due if not entry.via]  # a kept copy never changes
        for entry in due[:limit]:
            self._asked.add(entry.url)
            self.count("article/recheck/asked")
            yield self.article_request(entry, recheck=True)

    def _host_waits(self, url: str) -> bool:
        """Whether the host asked for patience: then the entry stays open, and takes no place."""
        host = host_of(url)
        if host not in self._pauses:
            self._pauses[host] = self.assignment.hosts.host_pause(host)
        pause = self._pauses[host]
        if pause is None or pause.not_before - datetime.now(UTC) <= SHORT_WAIT:
            return False
        self._leave_for_later("waits", pause.words(host))
        return True

    def _leave_for_later(self, kind: str, why: str) -> None:
        self.left_for_later = self.left_for_later or why
        self.count(f"article/later/{kind}")

    def _why_not(self, entry: FeedEntry) -> str:
        since = partial_dates.period(self.assignment.topic.since)
        if since and entry.published and entry.published.day < since.start:
            return f"published before {self.assignment.topic.since}"
        if not (entry.title or entry.summary):
            return ""  # nothing to judge by
        relevance = self.assignment.matcher.score(entry.title, entry.summary, "")
        return "" if relevance.relevant else f"off topic: {relevance.reason}"

    def article_request(self, entry: FeedEntry, *, recheck: bool = False) -> Request:
        """A request for the page, conditional when it is stored, or for the copy that is kept."""
        work = self.assignment
        known = article_fetched_from(work.store.db, work.topic.slug, entry.url)
        return Request(
            entry.via or entry.url,
            headers=self._conditional(entry.url) if known else {},
            callback=self.read_article,
            errback=self.article_failed,
            cb_kwargs={"entry": entry, "recheck": recheck},
            dont_filter=True,
            meta={"handle_httpstatus_list": [304]},
        )

    async def read_article(
        self, response: Response, entry: FeedEntry, recheck: bool
    ) -> AsyncIterator[Outcome]:
        fetched_at = datetime.now(UTC)
        if response.status == 304:
            self.count("article/fetch/not_modified")
            yield ArticleSettled(
                entry=entry, state="fetched", reason="not modified", checked_at=fetched_at
            )
            return
        self.count("article/fetch/ok")
        try:
            article = await self._extract(response, entry, fetched_at)
        except PageError as error:
            kind = error.message.split(":")[0].removeprefix("a ").removeprefix("an ")
            yield self.missing(entry, recheck, kind.replace(" ", "_"), error.message, again=True)
            return
        self.count("article/read/ok")
        yield ArticleFound(
            entry=entry,
            article=article,
            page=page_of(response, entry.url, fetched_at),
            validators=validators_of(response),
        )

    async def _extract(self, response: Response, entry: FeedEntry, fetched_at: datetime) -> Article:
        if not isinstance(response, TextResponse):
            raise PageError(f"no page: its type is {header(response, 'Content-Type') or 'unknown'}")
        work = self.assignment
        url = entry.url if entry.via else response.url  # a copy is the article of its original
        outlet = work.source.outlet or outlet_of(url, work.topic.outlets)
        zones = {o.domain: o.zone for o in work.topic.outlets}
        hints = {
            "title": entry.title,
            "summary": entry.summary,
            "authors": entry.authors,
            "published": entry.published,
            "modified": entry.modified,
            "language": entry.language,
            "outlet": outlet,
            "zone": zones.get(outlet, ""),
            "content_type": header(response, "Content-Type"),
            "last_modified": "" if entry.via else header(response, "Last-Modified"),
            "fetched_at": captured_at(entry.via) or fetched_at,
        }
        return await work.pages.article(response.body, url, hints)

    def article_failed(self, failure: Failure) -> Iterator[Outcome]:
        why = fetch_failure(failure.value)
        about = failure.request.cb_kwargs  # type: ignore[attr-defined]
        if why.later:  # stays open, and this was no attempt
            self._leave_for_later(why.kind, why.reason)
            return
        field = "forbidden" if why.by_rule else "failed"
        yield self.missing(
            about["entry"], about["recheck"], why.kind, why.reason, again=why.again, field=field
        )

    def missing(
        self,
        entry: FeedEntry,
        recheck: bool,
        kind: str,
        reason: str,
        *,
        again: bool,
        field: str = "failed",
    ) -> Outcome:
        now = datetime.now(UTC)
        if recheck:  # what we have stays; that it is gone now is no failure of this run
            self.count(f"article/recheck/{kind}")
            said = f"kept; asked again: {reason}"
            return ArticleSettled(entry=entry, state="fetched", reason=said, checked_at=now)
        self.count(f"article/{field}/{kind}")
        return ArticleMissing(entry=entry, reason=reason, again=again, seen_at=now)

    def _conditional(self, url: str) -> dict[str, str]:
        known = self.assignment.store.validators(url)
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in asked.items() if value}
