"""Pages to articles beside the event loop, in a process of its own once a crawl is large.

Reading a page takes longer than fetching it, and nothing is fetched while the loop's own process
reads. A process takes a second or two to start, so the first pages, and with them most crawls, do
without; until it is up, the loop goes on by itself.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import threading
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from crawler.extract import extract_article
from db.errors import PageError
from db.model import Article

log = logging.getLogger(__name__)
PAGES_BEFORE = 30  # are read in the crawl's own process
MOST_PROCESSES = 4


class PageReader:
    """Reads the pages of a run, whichever source they come from."""

    def __init__(self) -> None:
        self._count = 0
        self._pool: ProcessPoolExecutor | None = None
        self._starting: asyncio.Task[ProcessPoolExecutor] | None = None

    async def article(self, body: bytes, url: str, hints: Mapping[str, Any]) -> Article:
        """As `extract_article`. Raises `PageError`."""
        self._count += 1
        if self._count == PAGES_BEFORE:
            self._starting = asyncio.create_task(asyncio.to_thread(_started))
            self._starting.add_done_callback(self._use)
        if self._pool is None:
            return extract_article(body, url, **hints)
        try:
            found = await asyncio.wrap_future(self._pool.submit(_read, body, url, hints))
        except BrokenProcessPool:  # killed, say, for its memory
            log.warning("the process that reads pages is gone; going on without")
            self._pool = None
            return extract_article(body, url, **hints)
        if isinstance(found, Article):
            return found
        raise PageError(found, url=url)

    def _use(self, starting: asyncio.Task[ProcessPoolExecutor]) -> None:
        if not starting.cancelled():
            self._pool = starting.result()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def _started() -> ProcessPoolExecutor:
    """A pool that is up, which takes a while."""
    processes = min(max((os.cpu_count() or 1) - 1, 1), MOST_PROCESSES)
    # Not a fork of this process, which has threads and connections.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["crawler.__main__"])
    pool = ProcessPoolExecutor(processes, context, initializer=_end_with_parent)
    pool.submit(_nothing).result()
    return pool


def _read(body: bytes, url: str, hints: Mapping[str, Any]) -> Article | str:
    """The article, or the message of the `PageError`: that error itself does not travel."""
    try:
        return extract_article(body, url, **hints)
    except PageError as error:
        return error.message


def _nothing() -> None:
    """Done when the pool is up."""


def _end_with_parent() -> None:
    """A crawl that is killed cannot end its processes itself."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
