"""The run row of a source: there before the work starts, judged when it ends.

Scrapy ends well even when everything in it failed, so what happened is read from counters.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.health_record import record_health
from crawler.judging import Verdict, judge, judge_backfill
from crawler.spiders.source import SourceSpider
from db import logs
from db.run_writes import run_id

log = logging.getLogger(__name__)


class RunRecord:
    """One run, from `spider_opened` to `spider_closed`."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run_id = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        record = cls(crawler)
        connect = crawler.signals.connect
        connect(record.opened, signals.spider_opened)
        connect(record.raised, signals.spider_error)
        connect(record.unsaved, signals.item_error)
        connect(record.closed, signals.spider_closed)
        return record

    def opened(self, spider: SourceSpider) -> None:
        store, source_id = spider.assignment.store, spider.assignment.source.source_id
        started = datetime.now(UTC)
        run = run_id(started)
        logs.also_about(run=run)
        store.begin_run(run, kind=spider.run_kind, subject=source_id, started_at=started)
        self.run_id = run

    def raised(self) -> None:
        self.crawler.stats.inc_value("storyline/bug/callback/raised")

    def unsaved(self) -> None:
        self.crawler.stats.inc_value("storyline/bug/save/raised")

    def closed(self, spider: SourceSpider, reason: str) -> None:
        if not self.run_id:
            return  # it could not be written down, which whoever started the crawl will see
        stats = self.crawler.stats.get_stats()
        counters = {
            name.removeprefix("storyline/"): int(value)
            for name, value in sorted(stats.items())
            if name.startswith("storyline/")
        }
        verdict = self._verdict(spider, counters, reason)
        source_id = spider.assignment.source.source_id
        spider.assignment.store.end_run(
            self.run_id,
            state=verdict.state,
            reason=verdict.reason,
            counters=counters,
            ended_at=datetime.now(UTC),
        )
        record_health(spider.assignment.store, spider.assignment.source, datetime.now(UTC))
        # A result and not an incident: whoever runs the crawl quietly reads it in the run row.
        log.info("%s: %s: %s", source_id, verdict.state, verdict.reason)

    def _verdict(self, spider: SourceSpider, counters: dict[str, int], reason: str) -> Verdict:
        if spider.run_kind == "backfill":
            return judge_backfill(counters, finish_reason=reason)
        return judge(
            counters,
            source_failure=spider.source_failure,
            left_for_later=spider.left_for_later,
            finish_reason=reason,
            may_be_empty=spider.may_be_empty,
            first_run=spider.first_run,
        )
