"""A service in this process: its clock set by hand, its crawls and builds made up."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from crawler.health_record import record_health
from db import ledger
from db.ledger import JobRun
from db.store import Store
from schedules.job_table import JOBS, Job
from schedules.scheduler import Runner, open_store
from schedules.service import Declaration
from schedules.work import Outcome, Task, ask_for_build

WEDNESDAY = datetime(2026, 4, 8, 12, tzinfo=UTC)  # in 2026-W15
SECONDS = 30  # that a test waits for what should come at once


class HandClock:
    """Goes on only when told to."""

    def __init__(self, now: datetime = WEDNESDAY) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by


class MadeUp:
    """Work that leaves its traces here."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.crawled: list[str] = []
        self.builds = 0
        self.most_at_once = 0
        self._now = 0
        self._counting = threading.Lock()

    def crawl(self, task: Task) -> Outcome:
        with self._counting:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            self.crawled.append(task.due.key.subject)
        time.sleep(self.seconds)
        source = next(s for s in task.of.topic.sources if s.source_id == task.due.key.subject)
        now = task.clock.now()
        with task.open_store(task.database) as store:
            ask_for_build(task, store)
            run = f"{len(self.crawled)} {source.source_id} {now}"
            store.begin_run(run, subject=source.source_id, started_at=now)
            store.end_run(run, state="ok", reason="", counters={}, ended_at=now)
            record_health(store, source, now)
        with self._counting:
            self._now -= 1
        return Outcome(done=True, reason="ok")

    def build(self, _: Task) -> Outcome:
        self.builds += 1
        return Outcome(done=True, reason="built")

    @property
    def table(self) -> tuple[Job, ...]:
        made_up = {"crawl": self.crawl, "build": self.build}
        return tuple(replace(job, work=made_up.get(job.name, job.work)) for job in JOBS)


def topic_file(folder: Path, *sources: str, name: str = "Orbit", more: str = "") -> Path:
    path = folder / f"{name.lower()}.toml"
    lines = [f'name = "{name}"', f'terms = ["{name}"]', more]
    for source in sources:
        lines += ["[[sources]]", f'name = "{source}"', 'kind = "feed"']
        lines += [f'url = "https://{source}.example/feed"']
    whole = path.with_suffix(".part")  # a service that looks meanwhile reads no half of it
    whole.write_text("\n".join(lines), encoding="utf-8")
    return whole.replace(path)


@contextmanager
def serving(
    *files: Path,
    clock: HandClock,
    work: MadeUp,
    opener: Callable[[Path], Store] = open_store,
    look_seconds: float = 0.1,
) -> Iterator[Runner]:
    folder = files[0].parent
    declaration = Declaration(
        files=files, digests=folder / "digests", default_database=folder / "t.db"
    )
    runner = Runner(
        declaration, table=work.table, clock=clock, opener=opener, look_seconds=look_seconds
    )
    thread = threading.Thread(target=runner.run)
    thread.start()
    try:
        yield runner
    finally:
        runner.stop()
        thread.join(SECONDS)
    assert not thread.is_alive()


def eventually(condition: Callable[[], object], seconds: float = SECONDS) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.02)


def runs(database: Path, topic: str, job: str) -> list[JobRun]:
    if not database.exists():
        return []
    db = Database(database)
    try:
        return ledger.job_runs(db, topic, job) if "job_runs" in db.table_names() else []
    finally:
        db.close()


def impatient(path: Path) -> Store:
    """Does not wait for another writer."""
    return Store(path, busy_seconds=0.1)


def hold(database: Path) -> Callable[[], object]:
    """Lock a database; gives what lets go of it."""
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("begin exclusive")
    return other.close
