"""How many requests a host gets at once from every crawl of a database, whatever their processes.

Each place at a host is one byte of a file beside the database, locked while a request is under
way. The system frees a lock when its process ends, however it ended.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Self

STRIDE = 256  # bytes of a host: a door and its places; the file itself stays empty
LOOK_AGAIN = 0.02  # seconds


class LockFile:
    """Bytes that one process at a time holds; open until the process ends."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)

    @classmethod
    def beside(cls, database: Path) -> Self:
        path = database.resolve()
        return cls(path.with_name(f"{path.name}-hosts"))

    def take(self, byte: int) -> bool:
        """Whether the byte is ours now. Says nothing of this process's own locks."""
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def free(self, byte: int) -> None:
        fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, byte)


class HostPlaces:
    """The places at one host."""

    def __init__(self, file: LockFile, host: str, at_once: int) -> None:
        self._file = file
        digest = blake2b(host.encode(), digest_size=6).digest()
        self._door = int.from_bytes(digest) * STRIDE
        # Which of them this process has is ours to know: the system grants it each one again.
        self._ours_to_take = [self._door + 1 + n for n in range(min(at_once, STRIDE - 1))]
        self._here = asyncio.Semaphore(len(self._ours_to_take))
        self._at_door = asyncio.Lock()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place and hold it."""
        async with self._here:
            place = await self._wait()
            try:
                yield
            finally:
                self._file.free(place)
                self._ours_to_take.append(place)

    async def _wait(self) -> int:
        # Whoever waits stands in the door, so that a busy process cannot take place after place
        # while another one waits.
        async with self._at_door:
            while not self._file.take(self._door):
                await asyncio.sleep(LOOK_AGAIN)
            try:
                while True:
                    for place in self._ours_to_take:
                        if self._file.take(place):
                            self._ours_to_take.remove(place)
                            return place
                    await asyncio.sleep(LOOK_AGAIN)
            finally:
                self._file.free(self._door)
