"""What the database remembers of a host's patience, and keeping to it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from scrapy.http import Response

from crawler.patience import SHORT_WAIT, pause, retry_after
from crawler.refusals import HostWaits
from db.host_writes import HostPause
from db.store import Store


async def until_welcome(store: Store, host: str) -> None:
    """Sit out a short pause that the host asked for. Raises `HostWaits` when it is a long one."""
    while known := store.host_pause(host):
        left = known.not_before - datetime.now(UTC)
        if left <= timedelta():
            return
        if left > SHORT_WAIT:
            raise HostWaits(known.words(host))
        await asyncio.sleep(left.total_seconds())


def remember_refusal(store: Store, host: str, response: Response, of: str = "") -> None:
    """Leave the host alone for as long as it says; `of` names what was asked for, if special."""
    known, now = store.host_pause(host), datetime.now(UTC)
    # What was already on its way when the host refused is no further refusal.
    again = known is None or known.not_before <= now
    refusals = (known.refusals if known else 0) + again
    header = (response.headers.get("Retry-After") or b"").decode("latin-1")
    length = pause(refusals, retry_after(header, now))
    # The database keeps whole seconds: rounded up, because earlier would be too early.
    until = (now + length + timedelta(seconds=1)).replace(microsecond=0)
    if known is not None:
        until = max(until, known.not_before)
    reason = f"HTTP {response.status}{of}"
    store.pause_host(host, HostPause(refusals=refusals, not_before=until, reason=reason))


def remember_answer(store: Store, host: str) -> None:
    """The host answers again; what was on its way when it refused does not say so."""
    known = store.host_pause(host)
    if known is not None and known.not_before <= datetime.now(UTC):
        store.resume_host(host)
