"""How many connections a host gets from a whole run, and how far apart.

Every source is a Scrapy crawler of its own with limits of its own; two that lead to one host
would ask it for twice as much. The gates of a run are shared by all of its crawlers.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class HostGates:
    """One gate for each host, made when it is first asked for."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._gates: dict[str, HostGate] = {}

    def of(self, host: str) -> HostGate:
        return self._gates.setdefault(host, HostGate(self._at_once))


class HostGate:
    """Lets so many through at once; `delay` is the least time between two, in seconds."""

    def __init__(self, at_once: int) -> None:
        self.delay = 0.0
        self._places = asyncio.Semaphore(at_once)
        self._next = 0.0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        async with self._places:
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + self.delay
            if start > now:
                await asyncio.sleep(start - now)
            yield
