"""How soon a source is read again, from how often it brings something new. Pure.

Twice in the time that usually passes between two new entries, and never more often nor more
seldom than its topic file says. One that has long been silent is read more seldom, and so is one
that fails: twice as long after each further failure.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from db.source_history import History

LEAST_GAPS = 5  # of which a usual one is told
LATEST_GAPS = 20  # a source's habits are those of late
READS_PER_GAP = 2
SILENCE_SHARE = 10  # a silence ten times as long counts like a gap


def interval(past: History, now: datetime) -> timedelta:
    """The time from the start of one run to that of the next."""
    failures = 0
    for run in past.runs:
        if run.state != "failed":
            break
        failures += 1
    if failures:
        doublings = min(failures - 1, 20)  # beyond that the bound holds anyway
        return min(past.every * (1 << doublings), past.longest)
    gap = _usual_gap(past)
    if gap is None:
        return past.every
    if past.last_new_at is not None:
        gap = max(gap, (now - past.last_new_at) / SILENCE_SHARE)
    return max(past.every, min(gap / READS_PER_GAP, past.longest))


def next_attempt(past: History, now: datetime) -> datetime:
    """When the source is due again: at once when it never ran, never while its host waits."""
    due = past.runs[0].started_at + interval(past, now) if past.runs else now
    if past.waits_until is not None and past.waits_until > now:
        return max(due, past.waits_until)
    if past.waited_at is not None:  # for a host that its address led to
        return max(due, past.waited_at + past.every)
    return due


def _usual_gap(past: History) -> timedelta | None:
    """The median of the latest gaps between publications, or between what came undated."""
    for moments in (past.published, past.seen):
        distinct = sorted(set(moments))[-LATEST_GAPS - 1 :]
        gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(distinct)]
        if len(gaps) >= LEAST_GAPS:
            return timedelta(seconds=median(gaps))
    return None
