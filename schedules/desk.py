"""One database of the service: what is due in it, and the rows that claim and end a slot.

Every visit opens the database anew and may fail, when the disk is full or another process holds
it; that is kept in words, and the next visit tries again.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from crawler.health_record import record_health
from db.errors import StorylineError
from db.ledger import JobState, SlotKey
from db.store import Store
from schedules.due import Due, View, lateness
from schedules.job_table import Job
from schedules.service import Followed

T = TypeVar("T")
SETTLING = timedelta(hours=1)  # the longest that a late slot waits for crawls and builds
LEFT_RUNNING = "given back: nothing was written of how it ended"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A slot that is due now, of which job and topic."""

    due: Due
    job: Job
    followed: Followed | None


class Desk:
    def __init__(self, database: Path, opener: Callable[[Path], Store], since: datetime) -> None:
        self.database = database
        self.trouble = ""  # why nothing can be done here now, "" while all is well
        self._open = opener
        self._since = since
        self._unwritten: dict[SlotKey, tuple[JobState, str, datetime]] = {}  # ends of work
        self._known: tuple[Followed, ...] = ()  # the topics as the database knows them

    def look(
        self,
        followed: tuple[Followed, ...],
        table: Sequence[Job],
        ours: Collection[SlotKey],
        now: datetime,
    ) -> list[Found]:
        """What is due now and not among ours; nothing while the database cannot be used. Slots
        that are given up are written down."""

        def errand(store: Store) -> list[Found]:
            self._declare(store, followed, now)
            self._write_ends(store)
            for run in store.give_back_orphans(ours, reason=LEFT_RUNNING):
                log.warning("%s: %s", in_words(run.key), LEFT_RUNNING)
            found: list[Found] = []
            for one in (*followed, None):
                found += self._of_topic(store, one, table, ours, now)
            return found

        return self._visit(errand) or []

    def claim(self, key: SlotKey, at: datetime) -> bool:
        """Whether the ledger has taken it that the slot is under way."""

        def errand(store: Store) -> bool:
            store.claim_slot(key, at=at, pid=os.getpid())
            return True

        return self._visit(errand) or False

    def end(self, key: SlotKey, state: JobState, reason: str, at: datetime) -> None:
        """Write down how it ended; at a later look when it cannot be done now."""
        self._unwritten[key] = (state, reason, at)
        self._visit(self._write_ends)

    def is_settled(self) -> bool:
        """Whether all ends of work are written down; tries once more when not."""
        if self._unwritten:
            self._visit(self._write_ends)
        return not self._unwritten

    def _write_ends(self, store: Store) -> None:
        for key, (state, reason, at) in tuple(self._unwritten.items()):
            store.end_slot(key, state=state, reason=reason, at=at)
            self._unwritten.pop(key, None)

    def _declare(self, store: Store, followed: tuple[Followed, ...], now: datetime) -> None:
        if self._known == followed:
            return
        for one in followed:
            store.save_topic(one.topic)
            for source in one.topic.sources:  # when each is due may have been declared anew
                record_health(store, source, now)
        self._known = followed

    def _of_topic(
        self,
        store: Store,
        followed: Followed | None,
        table: Sequence[Job],
        ours: Collection[SlotKey],
        now: datetime,
    ) -> Iterator[Found]:
        topic = followed.topic if followed else None
        slug = topic.slug if topic else ""
        busy = {(key.job, key.subject) for key in ours if key.topic == slug}
        unsettled = bool(busy)
        for job in table:
            if (job.of == "topic") != (topic is not None):
                continue
            view = View(
                db=store.db,
                job=job.name,
                topic=topic,
                now=now,
                grace=job.grace,
                retry=job.retry,
                alerts=followed.alerts if followed else None,
            )
            dues = list(job.when(view))
            self._give_up(store, [due for due in dues if due.given_up], now)
            dues = [due for due in dues if not due.given_up]
            if job.settled and unsettled and _wait_for_the_rest(dues, now, self._since):
                continue
            unsettled = unsettled or bool(dues)
            for due in dues:
                if (due.key.job, due.key.subject) not in busy:
                    busy.add((due.key.job, due.key.subject))  # one at a time, oldest first
                    yield Found(due=due, job=job, followed=followed)

    def _give_up(self, store: Store, dues: Sequence[Due], now: datetime) -> None:
        store.miss_slots([(due.key, due.given_up) for due in dues], at=now)
        for due in dues:
            log.info("%s: missed: %s", in_words(due.key), due.given_up)

    def _visit(self, errand: Callable[[Store], T]) -> T | None:
        """What the errand gives; None when it failed, and why is kept as the trouble."""
        try:
            with self._open(self.database) as store:
                result = errand(store)
        except (StorylineError, sqlite3.Error, OSError) as error:
            self._say(str(error))
            return None
        self._say("")
        return result

    def _say(self, trouble: str) -> None:
        if trouble and trouble != self.trouble:
            log.error("%s: nothing can be done here: %s; trying again", self.database, trouble)
        if self.trouble and not trouble:
            log.warning("%s: works again", self.database)
        self.trouble = trouble


def _wait_for_the_rest(dues: Sequence[Due], now: datetime, since: datetime) -> bool:
    """Whether what is late should wait for what the service has to make up for first."""
    return any(lateness(due, now) and now - max(due.due_at, since) < SETTLING for due in dues)


def in_words(key: SlotKey) -> str:
    """A slot, for the log: `harbour-bridge: digest 2026-W15`."""
    parts = f"{key.job} {key.subject}".strip()
    return f"{key.topic or 'database'}: {parts} {key.slot}"
