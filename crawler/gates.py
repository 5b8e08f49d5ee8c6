"""How many connections a host gets, and how far apart requests to it are.

Every source is a Scrapy crawler of its own with limits of its own; two that lead to one host
would ask it for twice as much. The gates of a run are shared by all of its crawlers, and what
they keep to by all runs that know the same hosts.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from crawler.slots import HostPlaces, LockFile
from db.store import Store


class HostGates:
    """One gate for each host, made when it is first asked for."""

    def __init__(self, at_once: int, hosts: Store) -> None:
        self._at_once = at_once
        self.hosts = hosts
        self._locks = LockFile.beside(hosts.path)
        self._gates: dict[str, HostGate] = {}

    def of(self, host: str) -> HostGate:
        if host not in self._gates:
            places = HostPlaces(self._locks, host, self._at_once)
            self._gates[host] = HostGate(host, places, self.hosts)
        return self._gates[host]


class HostGate:
    """Lets so many through at once; `delay` is the least time between two, in seconds."""

    def __init__(self, host: str, places: HostPlaces, hosts: Store) -> None:
        self.delay = 0.0
        self._host = host
        self._places = places
        self._hosts = hosts

    @asynccontextmanager
    async def place(self, pace: float = 0.0) -> AsyncIterator[None]:
        """Wait for a place, and until the last request is as long ago as `delay` and `pace`."""
        async with self._places.place():
            delay = timedelta(seconds=max(self.delay, pace))
            while delay and (left := self._hosts.take_turn(self._host, delay, datetime.now(UTC))):
                await asyncio.sleep(left.total_seconds())
            yield
