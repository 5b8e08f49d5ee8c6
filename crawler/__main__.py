"""`python -m crawler --db FILE SOURCE...`: crawl the sources a topic declares.

Every source is its own Scrapy crawler in this one process, so that one that fails leaves the
others alone; sources of one host take turns, so that limits per host hold. Exit code 0 when
all went well, 1 when all failed, 3 when some did; what happened is in the run rows.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import sqlite3
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from twisted.internet.error import ReactorNotRunning

from crawler.gates import HostGates
from crawler.items import Assignment
from crawler.reading import PageReader
from crawler.resolver import private_hosts
from crawler.searches import service_of
from crawler.spiders import spider_for
from crawler.spiders.discovery import DiscoverySpider
from crawler.urls import host_of, outlet_of
from db import logs, reader
from db.errors import StorylineError, sqlite_code
from db.model import Source, Topic
from db.relevance import TermMatcher
from db.store import Store

OF_THE_DISK = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
    }
)

log = logging.getLogger("crawler")
HOSTS_AT_ONCE = 16
BACKFILLED_AT_ONCE = 2000  # articles of a source; a later run goes on with the rest
OK, FAILED, PARTLY = 0, 1, 3


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    _log_to_stderr(logging.WARNING if options.quiet else logging.INFO)
    sources = options.sources
    # What the process says outside of the run of any source.
    with logs.about(source=sources[0] if len(sources) == 1 else ""):
        return _opened(options)


def _opened(options: argparse.Namespace) -> int:
    try:
        with Store(options.db) as store:
            if options.hosts_db is None:
                return _crawl(store, store, options)
            with Store(options.hosts_db) as hosts:
                return _crawl(store, hosts, options)
    except StorylineError as error:
        log.error("%s", error)
        return FAILED


def _log_to_stderr(level: int) -> None:
    handler = logs.log_to_stderr(level)
    handler.addFilter(
        lambda record: record.levelno >= logging.WARNING or record.name.startswith("crawler")
    )
    handler.addFilter(_in_a_line)


def _in_a_line(record: logging.LogRecord) -> bool:
    """A full disk is no mistake of ours that a traceback would help to find; nor is one that
    cannot be written to, or a database that another process holds."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, sqlite3.OperationalError) and sqlite_code(error) in OF_THE_DISK:
        record.msg, record.args = f"{record.getMessage()}: {error}", ()
        record.exc_info = record.exc_text = None
    return True


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m crawler", description=__doc__)
    parser.add_argument("--db", required=True, help="the database; knows topic and sources")
    parser.add_argument(
        "-q",
        "--quiet",
        action="store_true",
        help="log only trouble; how each source went is in its run row",
    )
    parser.add_argument(
        "--hosts-db",
        type=Path,
        metavar="FILE",
        help="the database that knows how to treat hosts, when another than --db",
    )
    parser.add_argument("-s", "--set", action="append", default=[], metavar="NAME=VALUE",
                        help="override one of Scrapy's settings")  # fmt: skip
    parser.add_argument(
        "--backfill-since",
        type=date.fromisoformat,
        metavar="DAY",
        help="ask for what was published from that day on, instead of for what is new",
    )
    parser.add_argument(
        "--discover",
        type=Path,
        metavar="FILE",
        help="write there which feeds and sitemaps the site of each source has",
    )
    parser.add_argument("sources", nargs="+", metavar="SOURCE")
    return parser.parse_args(arguments)


def _crawl(store: Store, hosts: Store, options: argparse.Namespace) -> int:
    names = list(dict.fromkeys(options.sources))
    declared = [reader.source(store.db, name) for name in names]
    slugs = {slug for slug, _ in declared}
    if len(slugs) > 1:  # user agent and proxy are the topic's and hold for the whole process
        raise StorylineError("the sources are of several topics", topics=", ".join(sorted(slugs)))
    topic = reader.topic(store.db, slugs.pop())
    logs.also_about(topic=topic.slug)
    settings = crawl_settings(topic, options.set)
    urls = [url for _, s in declared for url in (service_of(s), s.archive) if url]
    allowed = private_hosts(urls, topic.private_hosts, topic.proxy)
    settings.set("PRIVATE_HOSTS", allowed, priority="project")
    gates = HostGates(settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"), hosts)
    pages = PageReader()
    alike = {"store": store, "topic": topic, "gates": gates, "pages": pages}
    alike |= {"matcher": TermMatcher(topic), "since": options.backfill_since}
    assignments = [_assignment(source, alike) for _, source in declared]
    started = datetime.now(UTC)
    process = AsyncCrawlerProcess(settings)
    task = asyncio.get_event_loop().create_task(_run_all(process, assignments, options.discover))
    with contextlib.closing(pages):
        process.start(stop_after_crawl=False)
    if task.done() and not task.cancelled() and task.exception():
        raise StorylineError(f"the crawl broke off: {task.exception()}")
    return _exit_code(store, assignments, started)


def _assignment(source: Source, alike: dict[str, Any]) -> Assignment:
    """`alike` is what all sources of the run have in common."""
    if alike["since"] is not None:
        source = replace(source, max_items=max(source.max_items, BACKFILLED_AT_ONCE))
    topic: Topic = alike["topic"]
    outlet = source.outlet or outlet_of(source.url, topic.outlets)
    zone = next((o.zone for o in topic.outlets if o.domain == outlet), "")
    return Assignment(source=source, outlet=outlet, zone=zone, **alike)


def crawl_settings(topic: Topic, overrides: Sequence[str]) -> Settings:
    """Scrapy's settings for a topic; `overrides` are NAME=VALUE. Raises `StorylineError`."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("USER_AGENT", topic.user_agent or _user_agent(), priority="project")
    settings.set("TOPIC_PROXY", topic.proxy, priority="project")
    for override in overrides:
        name, equals, value = override.partition("=")
        if not equals:
            raise StorylineError("a setting is NAME=VALUE", given=override)
        settings.set(name, value, priority="cmdline")
    return settings


def _user_agent() -> str:
    try:
        return f"storyline/{version('storyline')} (personal news chronology)"
    except PackageNotFoundError:
        return "storyline (personal news chronology)"


async def _run_all(
    process: AsyncCrawlerProcess, assignments: Sequence[Assignment], discover: Path | None
) -> None:
    by_host: dict[str, deque[Assignment]] = {}
    for assignment in assignments:
        by_host.setdefault(host_of(service_of(assignment.source)), deque()).append(assignment)
    free = asyncio.Semaphore(HOSTS_AT_ONCE)
    try:
        turns = (_take_turns(process, queue, free, discover) for queue in by_host.values())
        await asyncio.gather(*turns)
    finally:
        _stop_reactor()


async def _take_turns(
    process: AsyncCrawlerProcess,
    queue: deque[Assignment],
    free: asyncio.Semaphore,
    discover: Path | None,
) -> None:
    for assignment in queue:
        source_id = assignment.source.source_id
        async with free:
            with logs.about(topic=assignment.topic.slug, source=source_id):
                try:
                    await _crawl_one(process, assignment, discover)
                except Exception:  # one source's crawler that cannot start leaves the others alone
                    log.exception("%s: the crawler broke off", source_id)


async def _crawl_one(
    process: AsyncCrawlerProcess, assignment: Assignment, discover: Path | None
) -> None:
    if discover is None:
        await process.crawl(spider_for(assignment), assignment=assignment)
    else:
        await process.crawl(DiscoverySpider, assignment=assignment, report=discover)


def _stop_reactor() -> None:
    from twisted.internet import reactor  # importing it installs one: only after Scrapy did

    # After a signal Scrapy stops it itself.
    with contextlib.suppress(ReactorNotRunning):
        reactor.stop()  # type: ignore[misc]


def _exit_code(store: Store, assignments: Sequence[Assignment], started: datetime) -> int:
    since = started.strftime("%Y-%m-%dT%H:%M:%SZ")
    states = []
    for assignment in assignments:
        kind = spider_for(assignment).run_kind
        row = reader.last_run(store.db, assignment.source.source_id, kind)
        missing = row is None or row["started_at"] < since or row["state"] == "running"
        states.append("failed" if missing or row is None else str(row["state"]))
    if all(state in ("ok", "waits") for state in states):
        return OK
    return FAILED if all(state == "failed" for state in states) else PARTLY


if __name__ == "__main__":
    sys.exit(main())
