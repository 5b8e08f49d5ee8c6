"""The databases that a service holds: the lock and the desk of each, taken and let go together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from db.errors import StorylineError
from db.locks import ProcessLock
from db.store import Store
from schedules.desk import Desk


class Holding:
    """Changed by one thread at a time; others may read meanwhile, as each change is a new dict."""

    def __init__(self, opener: Callable[[Path], Store]) -> None:
        self._opener = opener
        self._locks: dict[Path, ProcessLock] = {}
        self._desks: dict[Path, Desk] = {}

    def __getitem__(self, database: Path) -> Desk:
        return self._desks[database]

    @property
    def troubles(self) -> dict[Path, str]:
        """The databases in which nothing can be done now, and why."""
        return {at: desk.trouble for at, desk in self._desks.items() if desk.trouble}

    def take(self, databases: Iterable[Path], now: datetime) -> None:
        """Take those that are not held yet, all or none. Raises `StorylineError` when another
        service holds one."""
        taken: dict[Path, ProcessLock] = {}
        try:
            for database in databases:
                if database not in self._locks:
                    lock = ProcessLock(database, "runner")
                    if not lock.take():
                        raise StorylineError(
                            f"{lock.holder()} is running on this database already", file=database
                        )
                    taken[database] = lock
        except StorylineError:
            for lock in taken.values():
                lock.free()
            raise
        self._desks = self._desks | {path: Desk(path, self._opener, now) for path in taken}
        self._locks = self._locks | taken

    def keep_only(self, databases: Iterable[Path]) -> None:
        """Let the others go, for another service to take; not before it is written down there how
        all work ended."""
        kept = set(databases)
        kept |= {
            path for path, desk in self._desks.items() if path not in kept and not desk.is_settled()
        }
        gone = [lock for path, lock in self._locks.items() if path not in kept]
        self._desks = {path: desk for path, desk in self._desks.items() if path in kept}
        self._locks = {path: lock for path, lock in self._locks.items() if path in kept}
        for lock in gone:
            lock.free()

    def free(self) -> None:
        """Give every lock back at the end; a look may still be at a desk."""
        for lock in self._locks.values():
            lock.free()
