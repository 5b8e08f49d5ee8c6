"""What the jobs of the service do with a slot that has been claimed for them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from db.ledger import SlotKey
from db.store import Store
from schedules import files, jobs
from schedules.alerts import hooks, notice
from schedules.children import Children, Ending
from schedules.clock import Clock
from schedules.delivery import Delivered, deliver, deliver_waiting
from schedules.due import Due
from schedules.service import Followed, Service
from timeline.behind import is_behind
from timeline.publish.digest import digest_of, week

LEDGER_KEPT = timedelta(days=90)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A slot to be done, and what there is to do it with. `followed` is None for a job of the
    whole database."""

    due: Due
    database: Path
    followed: Followed | None
    service: Service
    children: Children
    clock: Clock
    open_store: Callable[[Path], Store]

    @property
    def of(self) -> Followed:
        assert self.followed is not None
        return self.followed


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How the work ended, for the ledger."""

    done: bool
    reason: str


Work = Callable[[Task], Outcome]  # may raise `StorylineError`, and `Stopped` to be given back


def crawl(task: Task) -> Outcome:
    """Crawl one source and ask for a build of what it brought."""
    source_id = task.due.key.subject
    with task.open_store(task.database) as store:
        [result] = jobs.crawl(
            store,
            task.of.topic,
            [source_id],
            limits=task.service.crawl,
            children=task.children,
        )
        ask_for_build(task, store)
    reason = f"{result.state}: {result.reason}" if result.reason else result.state
    return Outcome(done=result.state != "failed", reason=reason)


def ask_for_build(task: Task, store: Store) -> None:
    """One that waits serves every crawl that ends before it starts; when nothing is new, none
    is needed."""
    if not is_behind(store.db, task.of.topic):
        return
    now, subject = task.clock.now(), task.due.key.subject
    slot = f"{now:%Y-%m-%dT%H:%M:%S.%fZ} after {subject}"
    key = SlotKey(topic=task.of.topic.slug, job="build", slot=slot)
    store.ask_for(key, at=now)


def build(task: Task) -> Outcome:
    """Read what is new and bring the chronology up to date."""
    arguments = ["--db", str(task.database), task.of.topic.slug]
    return _in_words(task.children.run("schedules.building", arguments, task.service.build))


def _in_words(ending: Ending) -> Outcome:
    """Of a process that prints what it did, or why it could not."""
    if ending.code == 0 and not ending.cut_short:
        return Outcome(done=True, reason=ending.output.strip())
    unsaid = f"it ended with exit code {ending.code}, see the log"
    reason = ending.cut_short or ending.output.strip() or unsaid
    return Outcome(done=False, reason=reason)


def digest(task: Task) -> Outcome:
    """Write a week's digest. One that an interrupted attempt has written is not written again."""
    of, topic = week(task.due.key.slot), task.of.topic
    path = files.digest_path(task.of.digests, of)
    with task.open_store(task.database) as store:
        if task.due.interrupted and path.exists():
            told = f"{of.name} had been written to {path}"
        else:
            text = digest_of(store.db, topic, of, template=task.of.letters.template)
            files.save_digest(text, of, task.of.digests)
            told = f"{of.name} is in {path}"
        sent = deliver(store, topic, of, task.of.letters, task.clock.now())
    return Outcome(done=True, reason="; ".join((told, *map(_how_it_stands, sent))))


def letters(task: Task) -> Outcome:
    """Send again what could not be sent; what cannot be now has a later slot."""
    with task.open_store(task.database) as store:
        sent = deliver_waiting(store, task.of.topic, task.of.letters, task.clock.now())
    return Outcome(done=True, reason="; ".join(map(_how_it_stands, sent)))


def _how_it_stands(one: Delivered) -> str:
    return f"{one.channel}: {one.state}" + (f", {one.reason}" if one.reason else "")


def alert(task: Task) -> Outcome:
    """Tell a hook what it does not know yet."""
    hook, settings = task.due.key.subject, task.of.alerts
    send = hooks(settings).get(hook) if settings else None
    if settings is None or send is None:
        return Outcome(done=True, reason="there is no such hook any more")
    now, topic = task.clock.now(), task.of.topic
    with task.open_store(task.database) as store:
        told = notice(store.db, topic, settings, hook, now)
        if not told:
            return Outcome(done=True, reason="there is nothing left to tell")
        said = send(told)
        store.note_told(topic.slug, hook, told.opened, told.over, now)
    return Outcome(done=True, reason=f"{said}: {told.title}")


def backup(task: Task) -> Outcome:
    """Copy the database, and keep the latest copies."""
    keep = task.service.backups_kept
    if not keep:
        return Outcome(done=True, reason="switched off: backups_kept = 0")
    folder = task.service.backups or task.database.parent / "backups"
    arguments = ["--db", str(task.database), "--folder", str(folder), "--keep", str(keep)]
    return _in_words(task.children.run("schedules.backups", arguments, task.service.build))


def retention(task: Task) -> Outcome:
    """Let raw pages go that are kept no longer."""
    with task.open_store(task.database) as store:
        pages, size = store.let_pages_go(task.clock.now())
    return Outcome(done=True, reason=f"{pages} raw pages let go, {size // 1024} KiB")


def tidy(task: Task) -> Outcome:
    """Forget what was done long ago."""
    with task.open_store(task.database) as store:
        forgotten = store.forget_job_runs(task.clock.now() - LEDGER_KEPT)
    return Outcome(done=True, reason=f"{forgotten} rows of the ledger forgotten")
