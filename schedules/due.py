"""Which slots of a job are due: decided from the ledger and the clock, never from memory.

These are the ways in which a job of the table can be due. Each reads the ledger and gives the
slots to be done now and those that are given up, with the reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from db import ledger, rows
from db.deliveries import unfinished
from db.ledger import JobRun, SlotKey
from db.model import Topic
from db.source_history import due as sources_due
from schedules.alert_config import AlertSettings
from schedules.alerts import hooks, notice
from schedules.slots import Calendar

JITTER = timedelta(seconds=60)  # at most: so that sources of one interval do not go in step
CLOCKS_DIFFER = timedelta(minutes=1)
WORTH_SAYING = timedelta(minutes=10)  # what is less late is on time
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when that was due which was not done yet: before all
LONGEST_RETRY = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a decision rests on. `topic` is None for a job of the whole database."""

    db: Database
    job: str
    topic: Topic | None
    now: datetime
    grace: timedelta | None
    retry: timedelta
    alerts: AlertSettings | None = None

    @property
    def slug(self) -> str:
        return self.topic.slug if self.topic else ""

    def key(self, slot: str, subject: str = "") -> SlotKey:
        return SlotKey(topic=self.slug, job=self.job, subject=subject, slot=slot)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A slot whose time has come; `given_up` says why it is not to be done."""

    key: SlotKey
    due_at: datetime
    given_up: str = ""
    interrupted: bool = False  # an earlier attempt did not come to its end


When = Callable[[View], Iterator[Due]]


def is_ready(known: JobRun | None, now: datetime, retry: timedelta) -> bool:
    """Whether a slot whose time has come is to be done now. A failed one is tried again after a
    while that doubles."""
    if known is None or known.state == "waiting":
        return True
    if known.asked_at > now + CLOCKS_DIFFER:  # what was written while the clock was wrong
        return known.state != "running"
    if known.state != "failed" or known.ended_at is None:
        return False
    again = known.ended_at + min(retry * 2 ** min(known.attempts - 1, 20), LONGEST_RETRY)
    return again <= now or known.ended_at > now + CLOCKS_DIFFER


def sources(view: View) -> Iterator[Due]:
    """Crawls: every source that is due, once however many runs it missed."""
    assert view.topic is not None
    on = {source.source_id for source in view.topic.sources if source.enabled}
    waiting = {run.key.subject: run for run in _waiting(view)}
    for subject, run in waiting.items():
        gone = "" if subject in on else "the source is no longer switched on"
        yield _waited(run, given_up=gone)
    for source_id, since in sources_due(view.db, view.slug, view.now).items():
        if source_id not in on or source_id in waiting:
            continue
        due_at = min(since, view.now) if since else NEVER
        key = view.key(rows.iso(since) if since else "first", source_id)
        known = ledger.job_run(view.db, key)
        if known is not None and known.state == "done":  # and yet it is still due
            known = replace(known, state="failed")
        if not is_ready(known, view.now, view.retry):
            continue
        if known is None and since == due_at and since + _jitter(key) > view.now:
            continue
        yield Due(key=key, due_at=due_at)


def asked_for(view: View) -> Iterator[Due]:
    """What another job asked for, and what failed of it."""
    if waiting := _waiting(view):
        yield _waited(waiting[0])
        return
    last = ledger.last_job_run(view.db, view.slug, view.job)
    if last is not None and last.state == "failed" and is_ready(last, view.now, view.retry):
        yield Due(key=last.key, due_at=last.asked_at)


def unsent(view: View) -> Iterator[Due]:
    """A digest that could not be sent, when it may be tried again: one slot for each attempt."""
    known = {run.key.slot: run for run in ledger.job_runs(view.db, view.slug, view.job)}
    for one in unfinished(view.db, view.slug):
        slot = f"{one.key.week} {one.key.channel} {one.attempts}"
        if one.retry_at <= view.now and is_ready(known.get(slot), view.now, view.retry):
            yield Due(key=view.key(slot), due_at=one.retry_at)
            return


def alerts(view: View) -> Iterator[Due]:
    """Each hook that does not know something yet."""
    if view.alerts is None:
        return
    assert view.topic is not None
    for hook in hooks(view.alerts):
        last = ledger.last_job_run(view.db, view.slug, view.job, hook)
        if last is not None and last.state == "waiting":
            yield _waited(last)
        elif not notice(view.db, view.topic, view.alerts, hook, view.now):
            continue
        elif last is not None and last.state == "failed":
            if is_ready(last, view.now, view.retry):
                yield Due(key=last.key, due_at=last.asked_at)
        elif last is None or last.state != "running":
            key = view.key(f"{view.now:%Y-%m-%dT%H:%M:%S.%fZ}", hook)
            yield Due(key=key, due_at=view.now)


def each(calendar: Callable[[Topic], Calendar]) -> When:
    """Every slot of a calendar of the topic's; each one missed is made up for by itself."""

    def when(view: View) -> Iterator[Due]:
        assert view.topic is not None
        yield from _of_calendar(calendar(view.topic), view)

    return when


def latest(calendar: Calendar) -> When:
    """The slots of a calendar; of several that were missed the last stands for all."""

    def when(view: View) -> Iterator[Due]:
        found = [due for due in _of_calendar(calendar, view)]
        last = next((due for due in reversed(found) if not due.given_up), None)
        for due in found:
            if due is last or due.given_up:
                yield due
            else:
                assert last is not None
                yield replace(due, given_up=f"made up for by {last.key.slot}")

    return when


def _of_calendar(calendar: Calendar, view: View) -> Iterator[Due]:
    known = {
        run.key.slot: run
        for run in ledger.job_runs(view.db, view.slug, view.job)
        if run.asked_at <= view.now + CLOCKS_DIFFER
    }
    slot, last = min(known, default=""), calendar.latest(view.now)
    if not slot:
        moment = calendar.moment(last)
        yield Due(key=view.key(last), due_at=moment, given_up="the service began after it")
        return
    while slot <= last:
        run = known.get(slot)
        if is_ready(run, view.now, view.retry):
            moment = calendar.moment(slot)
            given_up = ""
            if view.grace is not None and view.now - moment > view.grace:
                given_up = f"{span(view.now - moment)} late"
            interrupted = run is not None and run.state == "waiting" and run.attempts > 0
            yield Due(key=view.key(slot), due_at=moment, given_up=given_up, interrupted=interrupted)
        slot = calendar.following(slot)


def _waiting(view: View) -> list[JobRun]:
    return [
        run
        for run in ledger.open_runs(view.db)
        if run.state == "waiting" and (run.key.topic, run.key.job) == (view.slug, view.job)
    ]


def _waited(run: JobRun, given_up: str = "") -> Due:
    return Due(key=run.key, due_at=run.asked_at, given_up=given_up, interrupted=run.attempts > 0)


def _jitter(key: SlotKey) -> timedelta:
    """The same for the same slot, whoever asks."""
    digest = hashlib.sha256(f"{key.subject} {key.slot}".encode()).digest()
    return JITTER * (int.from_bytes(digest[:4]) / 2**32)


def lateness(due: Due, now: datetime) -> str:
    """In words, "" when it is on time."""
    late = now - due.due_at
    return f"{span(late)} late" if late > WORTH_SAYING and due.due_at != NEVER else ""


def span(length: timedelta) -> str:
    hours = length.total_seconds() / 3600
    if hours < 2:
        return f"{hours * 60:.0f} minutes"
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
