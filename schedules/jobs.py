"""What is run, by hand or by the scheduler: crawl, build, digest.

A crawl is a subprocess: Scrapy's reactor cannot start twice in a process, and what it does to
memory ends with it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from crawler.backfill import can_look_back
from crawler.health_record import record_health
from db import reader
from db.errors import NotFoundError, StorylineError
from db.model import BACKFILL_KINDS, Source, Topic
from db.store import Store
from timeline.publish import digest as digests

CRAWL_SECONDS = 30 * 60  # a crawl that takes longer is killed with its children
SPARE_SECONDS = 60  # for a crawl that was told to stop to end by itself
log = logging.getLogger(__name__)
_crawls: set[subprocess.Popen[bytes]] = set()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceResult:
    """How the last run of a source ended: state ok, partial, failed or waits, and why."""

    source_id: str
    state: str
    reason: str


def chosen_sources(topic: Topic, names: Sequence[str]) -> list[str]:
    """The named sources, or every one that is switched on and can be asked for what is new.
    Raises `NotFoundError`."""
    known = {source.source_id: source for source in topic.sources}
    for name in names:
        if name not in known:
            raise NotFoundError("the topic file has no such source", source=name)
    return list(names) or [
        name for name, s in known.items() if s.enabled and s.kind not in BACKFILL_KINDS
    ]


def crawl(
    store: Store,
    topic: Topic,
    names: Sequence[str],
    *,
    seconds: int = CRAWL_SECONDS,
    hosts: Path | None = None,
) -> list[SourceResult]:
    """Crawl the named sources (all that are on when empty) and say how each ended. `hosts` is the
    database that knows how to treat hosts, when it is another."""
    sources = chosen_sources(topic, names)
    if not sources:
        raise StorylineError("the topic has no source that is switched on", topic=topic.slug)
    for source in topic.sources:
        if source.source_id in sources and source.kind in BACKFILL_KINDS:
            raise StorylineError(
                "the source is an archive: ask it with `storyline backfill`",
                source=source.source_id,
            )
    return _spiders(store, topic, sources, "crawl", _known_hosts(hosts), seconds)


def _known_hosts(database: Path | None) -> list[str]:
    """What makes a crawl into a database of its own keep to what is known of hosts."""
    return ["--hosts-db", str(database.resolve())] if database and database.exists() else []


def backfill(
    store: Store, topic: Topic, names: Sequence[str], since: date, *, seconds: int
) -> list[SourceResult]:
    """Ask the named sources (all that are on and can, when empty) for what they published since
    a day, going on where an earlier backfill ended, and say how each ended."""
    able = [s.source_id for s in topic.sources if can_look_back(s)]
    for name in chosen_sources(topic, names) if names else ():
        if name not in able:
            raise StorylineError(
                "the source has no archive to ask: give it one as `archive`", source=name
            )
    on = {source.source_id for source in topic.sources if source.enabled}
    sources = list(names) or [name for name in able if name in on]
    if not sources:
        raise StorylineError("no source that is switched on has an archive", topic=topic.slug)
    options = ["--backfill-since", since.isoformat(), "-s", f"CLOSESPIDER_TIMEOUT={seconds}"]
    return _spiders(store, topic, sources, "backfill", options, seconds + SPARE_SECONDS)


DISCOVERY = "discovery"  # the made-up source under which a site is looked at


def discover(topic: Topic, url: str, hosts: Path) -> list[dict[str, str]]:
    """The feeds and sitemaps of a site: each `url`, `kind` (`archive` for an index of sitemaps)
    and `what` in words. Raises `StorylineError` when the site is not to be asked now."""
    source = Source(source_id=DISCOVERY, kind="listing", url=url, article_links="a[href]")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "discovery.db"
        with Store(path) as store:
            store.save_topic(replace(topic, sources=(source,)))
            report = Path(folder) / "found.jsonl"
            options = ["--quiet", "--discover", str(report), *_known_hosts(hosts)]
            command = [sys.executable, "-m", "crawler", "--db", str(path), *options, DISCOVERY]
            _run(command, CRAWL_SECONDS)
            ended = reader.last_run(store.db, DISCOVERY)
            if ended is not None and ended["state"] == "waits":
                raise StorylineError(ended["reason"])
        lines = report.read_text(encoding="utf-8").splitlines() if report.exists() else []
    return [json.loads(line) for line in lines]


def _spiders(
    store: Store,
    topic: Topic,
    sources: Sequence[str],
    kind: str,
    options: Sequence[str],
    seconds: int,
) -> list[SourceResult]:
    store.save_topic(topic)
    started = datetime.now(UTC)
    # The caller reports how each source ended; the crawl's own log is for those who asked.
    loudness = [] if log.isEnabledFor(logging.INFO) else ["--quiet"]
    database = ["--db", str(store.path.resolve())]
    _run([sys.executable, "-m", "crawler", *database, *loudness, *options, *sources], seconds)
    store.fail_unfinished_runs(
        sources,
        kind=kind,
        reason=f"the {kind} ended without a report",
        started_at=started,
        ended_at=datetime.now(UTC),
    )
    for source in topic.sources:
        if source.source_id in sources:  # a run that was killed has not been judged
            record_health(store, source, datetime.now(UTC))
    return [_result(store, source, kind) for source in sources]


def kill_crawls() -> None:
    """End every crawl of this process, with its children; what they saved is kept."""
    for process in tuple(_crawls):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _run(command: Sequence[str], seconds: int) -> None:
    # A session of its own, so that a kill reaches every child.
    with subprocess.Popen(command, start_new_session=True) as process:
        _crawls.add(process)
        try:
            process.wait(timeout=seconds)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            log.error("crawl killed after %d s", seconds)
        finally:
            _crawls.discard(process)


def _result(store: Store, source_id: str, kind: str) -> SourceResult:
    row = reader.last_run(store.db, source_id, kind)
    assert row is not None  # as `fail_unfinished_runs` has seen to
    return SourceResult(source_id=source_id, state=row["state"], reason=row["reason"])


def save_digest(text: str, of: digests.Week, folder: Path) -> Path:
    """Write `FOLDER/2026-W15.md`; a reader never sees half a file."""
    path = folder / f"{of.name}.md"
    write_file(path, text)
    return path


def write_file(path: Path, text: str) -> None:
    """Replace the file in one step, making its folder. Raises `StorylineError`."""
    partial = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise StorylineError(f"cannot write: {error.strerror}", file=path) from error
