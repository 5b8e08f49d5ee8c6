"""Locks beside a database that a process cannot leave behind: the system frees them with it."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from db.errors import StoreError


class ProcessLock:
    """A file beside the database that at most one process holds, and that names it.

    The file stays when the lock is freed: whoever deleted it could take away another's.
    """

    def __init__(self, database: Path, what: str) -> None:
        database = database.resolve()
        self.path = database.with_name(f"{database.name}-{what}")
        self._descriptor: int | None = None

    def take(self, *, wait: bool = False) -> bool:
        """Whether the lock is ours now. Raises `StoreError` when its file cannot be made."""
        try:
            # Only to read: what is open for writing keeps a file system from being remounted.
            descriptor = os.open(self.path, os.O_RDONLY | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(f"cannot make the lock: {error.strerror}", file=self.path) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BaseException as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                return False
            raise
        self._descriptor = descriptor
        with contextlib.suppress(OSError):  # a full disk: the name is only for people
            self.path.write_text(str(os.getpid()), encoding="ascii")
        return True

    def holder(self) -> str:
        """The process that holds the lock, in words."""
        try:
            pid = self.path.read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            pid = ""
        return f"process {pid}" if pid else "another process"

    def held_since(self) -> datetime | None:
        """Since when some process holds the lock; None when none does."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return datetime.fromtimestamp(os.fstat(descriptor).st_mtime, UTC)
        finally:
            os.close(descriptor)
        return None

    def free(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def one_build(database: Path, waiting: Callable[[str], object] = lambda _: None) -> Iterator[None]:
    """Hold the right to build into a database; `waiting` is told of who has it now.

    Of two builds at once the one that began earlier could end later, and put back what it read.
    """
    lock = ProcessLock(database, "build")
    if not lock.take():
        waiting(f"waiting for the build of {lock.holder()}")
        lock.take(wait=True)
    try:
        yield
    finally:
        lock.free()
