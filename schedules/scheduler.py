"""`storyline run`: crawls each source when it is due, builds after, writes the weekly digest."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from crawler.health_record import record_health
from db.errors import StorylineError
from db.model import Topic
from db.source_history import due
from db.store import Store
from schedules import jobs
from timeline.publish import digest as digests
from timeline.update import update

CONCURRENT_CRAWLS = 2
LOOK_SECONDS = 15
GRACE_SECONDS = 6 * 3600  # APScheduler's own grace is one second: a busy minute would skip a job
DIGEST_DAY, DIGEST_HOUR = "mon", 7  # names, because numbered weekdays start on Monday here

log = logging.getLogger(__name__)


def make_scheduler(database: Path, topic: Topic, digest_folder: Path) -> BlockingScheduler:
    """A scheduler that looks what is due and crawls it, builds, and writes the digest. The
    database has to know the topic."""
    scheduler = BlockingScheduler(
        timezone="UTC",
        executors={
            "default": ThreadPoolExecutor(1),
            "looks": ThreadPoolExecutor(1),
            "crawls": ThreadPoolExecutor(CONCURRENT_CRAWLS),
        },
        job_defaults={
            "coalesce": True,
            "max_instances": 1,
            "misfire_grace_time": GRACE_SECONDS,
        },
    )
    build = _guarded("build", lambda: _build(database, topic))
    under_way: set[str] = set()  # what waits for a free place or is being crawled

    def crawl_then_build(source_id: str) -> None:
        try:
            if scheduler.running:  # else it waited for a free place when the service was stopped
                _guarded(f"crawl {source_id}", lambda: _crawl(database, topic, source_id))()
        finally:
            under_way.discard(source_id)
        if scheduler.running:
            # One waiting build serves every crawl that ended before it starts; a second
            # instance may wait while one runs, or what that one missed would not be built.
            scheduler.add_job(build, id="build", replace_existing=True, max_instances=2)

    def look() -> None:
        busy = set(under_way)  # as of before: one may end between the question and its answer
        with Store(database) as store:
            found = due(store.db, topic.slug, datetime.now(UTC))
        for source_id in found:
            if source_id not in busy:
                under_way.add(source_id)
                scheduler.add_job(crawl_then_build, args=[source_id], executor="crawls")

    scheduler.add_job(
        _guarded("look", look),
        IntervalTrigger(seconds=LOOK_SECONDS),
        id="look",
        executor="looks",
        next_run_time=datetime.now(UTC),
    )
    scheduler.add_job(
        _guarded("digest", lambda: _digest(database, topic, digest_folder)),
        CronTrigger(day_of_week=DIGEST_DAY, hour=DIGEST_HOUR, timezone=topic.digest_zone),
        id="digest",
    )
    return scheduler


def run(database: Path, topic: Topic, digest_folder: Path) -> None:
    """Run in the foreground until SIGTERM or SIGINT."""
    with Store(database) as store:
        store.save_topic(topic)
        for source in topic.sources:  # when each is due may have been declared anew
            record_health(store, source, datetime.now(UTC))
    scheduler = make_scheduler(database, topic, digest_folder)

    def stop(*_: object) -> None:
        scheduler.shutdown(wait=False)
        jobs.kill_crawls()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    log.info("running %s on %s", topic.slug, database)
    scheduler.start()


def _guarded(name: str, work: Callable[[], None]) -> Callable[[], None]:
    """An expected failure is logged and leaves the other jobs alone."""

    def job() -> None:
        try:
            work()
        except StorylineError as error:
            log.error("%s failed: %s", name, error)

    return job


def _crawl(database: Path, topic: Topic, source_id: str) -> None:
    with Store(database) as store:
        for result in jobs.crawl(store, topic, [source_id]):
            log.info("crawl %s: %s %s", result.source_id, result.state, result.reason)


def _build(database: Path, topic: Topic) -> None:
    with Store(database) as store:
        log.info("build: %s", update(store, topic))


def _digest(database: Path, topic: Topic, folder: Path) -> None:
    with Store(database) as store:
        week = digests.last_whole_week(datetime.now(UTC), topic.digest_zone)
        text = digests.digest_of(store.db, topic, week)
    log.info("digest: %s", jobs.save_digest(text, week, folder))
