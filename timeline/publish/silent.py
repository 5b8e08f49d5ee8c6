"""Which sources fell silent in a week, or could not be read, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from db.silence import Heard, silent_from, usual_gap


def silent_in(heard: Iterable[Heard], since: datetime, until: datetime) -> list[str]:
    """A line for each source that was asked in the span and gave nothing: what could not be read,
    then what was read and has been silent for longer than it usually is, since this week or before.
    """
    asked = [source for source in heard if source.crawls]
    failed = [line for source in asked for line in _unreadable(source)]
    quiet = [line for source in asked for line in _quiet(source, since, until)]
    return failed + quiet


def _unreadable(source: Heard) -> Iterator[str]:
    state, reason = source.crawls[-1]
    if all(state == "failed" for state, _ in source.crawls):
        yield f"{source.source_id} could not be read: {reason or state}"


def _quiet(source: Heard, since: datetime, until: datetime) -> Iterator[str]:
    if not source.new_at or all(state == "failed" for state, _ in source.crawls):
        return
    gap = usual_gap(source.new_at)
    begins = silent_from(source.new_at[0], gap)
    if gap is None or begins is None or begins > until:
        return
    told = f"{source.source_id}: nothing new since {source.new_at[0]:%Y-%m-%d}"
    hours = gap.total_seconds() / 3600
    usual = f"{hours / 24:.0f} days" if hours >= 48 else f"{max(hours, 1):.0f} h"
    already = ", silent before this week already" if begins <= since else ""
    yield f"{told}, usually every {usual}{already}"
