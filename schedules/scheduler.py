"""The heart of `storyline run`: looks what is due and has it done.

The ledger in each database decides what is due (`due.py`), the table of jobs says what that means
(`job_table.py`). APScheduler looks again every few seconds and gives each slot that was claimed to
a pool of threads; the threads wait for processes that do the work.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from db import logs
from db.errors import StorylineError
from db.ledger import JobState, SlotKey
from db.store import Store
from schedules.children import Children, Stopped
from schedules.clock import Clock, SystemClock
from schedules.desk import Desk, Found, in_words
from schedules.due import lateness
from schedules.holding import Holding
from schedules.job_table import JOBS, Job
from schedules.service import MOST_CRAWLS_AT_ONCE, Declaration
from schedules.work import Task

LOOK_SECONDS = 15
LOOK_JITTER_SECONDS = 3
GRACE_SECONDS = 6 * 3600  # of a look; APScheduler's own is one second
HEARTBEAT_SECONDS = 1.0
CLOCK_JUMP_SECONDS = 30.0
STOP_SECONDS = 9.0
BUSY_SECONDS = 8.0  # to wait for another writer: less than there is to stop in
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)  # a time that has come whatever is done to the clock

log = logging.getLogger(__name__)


def open_store(database: Path) -> Store:
    return Store(database, busy_seconds=BUSY_SECONDS)


class Runner:
    """The service on its databases; one at a time for each of them."""

    def __init__(
        self,
        declaration: Declaration,
        *,
        table: Sequence[Job] = JOBS,
        clock: Clock | None = None,
        opener: Callable[[Path], Store] = open_store,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._declaration, self._table, self._opener = declaration, table, opener
        self._clock = clock or SystemClock()
        self._look_seconds, self._looked_at = look_seconds, time.monotonic()
        self.beat: Callable[[], object] = lambda: None  # called every second
        self._fingerprint = declaration.fingerprint()
        self._changed, self._changed_at = self._fingerprint, time.monotonic()
        self.service = declaration.read()
        self._held = Holding(opener)
        self._held.take(self.service.databases, self._clock.now())
        self._children = Children()
        self._under_way: dict[tuple[Path, SlotKey], str] = {}  # and the pool it is in
        self._changing = threading.Lock()  # of what is under way
        self._stop = threading.Event()
        self._reload = threading.Event()
        self._scheduler = self._make_scheduler()

    # ------------------------------------------------------------ from start to end

    def run(self) -> None:
        """Serve until `stop` is called. Work that is under way then is ended and given back."""
        self._scheduler.start()
        self.wake()
        try:
            self._beat()
        finally:
            self._end()

    def stop(self) -> None:
        self._stop.set()

    def reload(self) -> None:
        """Read the files again at the next look, whether they have changed or not."""
        self._reload.set()
        self.wake()

    def wake(self) -> None:
        """Look now; one look that waits serves every call."""
        if not self._stop.is_set():
            self._scheduler.add_job(
                self._look,
                id="wake",
                replace_existing=True,
                next_run_time=ALWAYS,
                misfire_grace_time=None,
                max_instances=2,
                executor="looks",
            )

    @property
    def troubles(self) -> dict[Path, str]:
        """The databases in which nothing can be done now, and why."""
        return self._held.troubles

    def _make_scheduler(self) -> BackgroundScheduler:
        # What it says of a look that was skipped, because one is under way, is no news.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        pools = {"looks": 1, "work": 1, "alerts": 1, "crawls": MOST_CRAWLS_AT_ONCE}
        scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={name: ThreadPoolExecutor(size) for name, size in pools.items()},
            job_defaults={
                "coalesce": True,
                "max_instances": 1,
                "misfire_grace_time": GRACE_SECONDS,
            },
        )
        scheduler.add_job(self._look, self._every_look(), id="look", executor="looks")
        return scheduler

    def _every_look(self) -> IntervalTrigger:
        jitter = min(LOOK_JITTER_SECONDS, self._look_seconds / 5)
        return IntervalTrigger(seconds=self._look_seconds, jitter=jitter)

    def _beat(self) -> None:
        """Wait for the end, and see to it that a clock that jumps does not stop the looks:
        APScheduler waits for a time of day."""
        ahead = time.time() - time.monotonic()
        while not self._stop.wait(HEARTBEAT_SECONDS):
            self.beat()
            jump = time.time() - time.monotonic() - ahead
            if abs(jump) > CLOCK_JUMP_SECONDS:
                ahead += jump
                log.warning("the clock has jumped by %s", timedelta(seconds=round(jump)))
                self._scheduler.reschedule_job("look", trigger=self._every_look())

    def _end(self) -> None:
        until = time.monotonic() + STOP_SECONDS
        self._stop.set()
        self._children.stop_all()
        while self._under_way and time.monotonic() < until:
            time.sleep(0.05)
        # APScheduler raises in its thread when it is shut down while that hands out a job.
        self._scheduler.pause()
        self._scheduler.get_jobs()  # waits for it
        self._scheduler.shutdown(wait=False)
        self._held.free()
        if self._under_way:  # the ledger has it as running, and the next start gives it back
            words = ", ".join(in_words(key) for _, key in self._under_way)
            log.error("ended with work under way: %s", words)
            logging.shutdown()
            os._exit(1)

    # ------------------------------------------------------------ looking

    def _look(self) -> None:
        """Claim as much of what is due as there is room for: what was begun before, then what has
        been due for longest."""
        if self._stop.is_set():
            return
        self._read_again()
        self._let_go()
        self._looked_at = time.monotonic()
        found: list[tuple[Desk, Found]] = []
        for database in self.service.databases:
            desk, followed = self._held[database], self.service.of(database)
            ours, now = self._under_way_in(database), self._clock.now()
            if not self._stop.is_set():
                found += [(desk, one) for one in desk.look(followed, self._table, ours, now)]
        found.sort(key=lambda pair: (not pair[1].due.interrupted, pair[1].due.due_at))
        for desk, one in found:
            if self._has_room(one.job.pool) and not self._stop.is_set():
                self._begin(desk, one)

    @property
    def seconds_since_look(self) -> float:
        """Since the last look was begun: one that hangs lets no other begin."""
        return time.monotonic() - self._looked_at

    def under_way(self) -> Counter[str]:
        """How many slots of each job are being done."""
        with self._changing:
            return Counter(key.job for _, key in self._under_way)

    def _under_way_in(self, database: Path) -> list[SlotKey]:
        with self._changing:
            return [key for at, key in self._under_way if at == database]

    def _has_room(self, pool: str) -> bool:
        size = self.service.crawls_at_once if pool == "crawls" else 1
        with self._changing:
            return sum(taken == pool for taken in self._under_way.values()) < size

    def _begin(self, desk: Desk, found: Found) -> None:
        key = found.due.key
        with self._changing:
            self._under_way[desk.database, key] = found.job.pool
        if not desk.claim(key, self._clock.now()):
            self._leave(desk, key)
            return
        self._scheduler.add_job(
            self._perform,
            args=[desk, found],
            next_run_time=ALWAYS,
            misfire_grace_time=None,
            executor=found.job.pool,
        )

    # ------------------------------------------------------------ working

    def _perform(self, desk: Desk, found: Found) -> None:
        key = found.due.key
        task = Task(
            due=found.due,
            database=desk.database,
            followed=found.followed,
            service=self.service,
            children=self._children,
            clock=self._clock,
            open_store=self._opener,
        )
        with logs.about(topic=key.topic, job=key.job, source=key.subject):
            state, reason = self._outcome(found, task)
            desk.end(key, state, reason, self._clock.now())
            level = logging.WARNING if state == "failed" else logging.INFO
            log.log(level, "%s: %s: %s", in_words(key), state, reason)
        self._leave(desk, key)
        self.wake()

    def _outcome(self, found: Found, task: Task) -> tuple[JobState, str]:
        late = lateness(found.due, self._clock.now())
        try:
            outcome = found.job.work(task)
        except Stopped:
            return "waiting", "given back: the service was told to stop"
        except (StorylineError, sqlite3.OperationalError) as error:
            return "failed", str(error)
        except Exception as error:
            log.exception("%s", in_words(found.due.key))
            return "failed", f"unexpected: {type(error).__name__}: {error}"
        reason = f"{late}; {outcome.reason}" if late else outcome.reason
        return "done" if outcome.done else "failed", reason

    def _leave(self, desk: Desk, key: SlotKey) -> None:
        with self._changing:
            del self._under_way[desk.database, key]

    # ------------------------------------------------------------ the files

    def _read_again(self) -> None:
        """Take over what the files say now, if they have changed; what is wrong changes nothing.

        A file may be seen half written: unless told to read them now, what they say must have
        stood for a while.
        """
        fingerprint = self._declaration.fingerprint()
        stands = self._stands(fingerprint)
        if not self._reload.is_set() and (fingerprint == self._fingerprint or not stands):
            return
        self._reload.clear()
        self._fingerprint = fingerprint
        try:
            service = self._declaration.read()
            self._held.take(service.databases, self._clock.now())
        except StorylineError as error:
            log.error("the files are not taken over, what they said before holds: %s", error)
            return
        self.service = service
        log.warning("the files were read again: %d topics", len(service.followed))

    def _stands(self, fingerprint: str) -> bool:
        """Whether the files said the same half a look ago. Every look has to ask."""
        now = time.monotonic()
        if fingerprint != self._changed:
            self._changed, self._changed_at = fingerprint, now
        return now - self._changed_at >= self._look_seconds / 2

    def _let_go(self) -> None:
        """Of the databases that the files no longer name, once nothing is under way there."""
        with self._changing:
            busy = {database for database, _ in self._under_way}
        self._held.keep_only(busy.union(self.service.databases))
