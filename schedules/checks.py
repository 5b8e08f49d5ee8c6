"""What `storyline doctor` looks at. Each check finds something, and says how to mend it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from db import reader, rows, standing
from db.alerts import HEALTHY
from db.backup import checked_rows
from db.errors import StorylineError
from db.locks import ProcessLock
from db.model import Topic
from schedules.config import load_topic
from schedules.due import span
from schedules.reachability import reach

LEAST_FREE_BYTES = 500 * 2**20
CLOCKS_DIFFER = timedelta(minutes=2)
# Of a source that does not do well, by its health.
MENDS = {
    "dns": "look whether the host has moved: `storyline sources discover`",
    "tls": "look at the clock and the system's certificates, then at the host",
    "timeout": "it may be slow or hold us back: wait, or a longer `every`",
    "blocked": "say who you are in `user_agent`, a longer `every`, or another feed of the outlet",
    "forbidden": "its robots.txt asks not to: switch it off",
    "gone": "its address has changed: `storyline sources discover` on the outlet's site",
    "frozen": "the feed is no longer kept: `storyline sources discover` on the outlet's site",
    "empty": "see what it gives: `storyline sources --probe`",
    "parse": "see what it gives: `storyline sources --probe`",
}
PROBE = "see what it gives: `storyline sources --probe`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. What is `wrong` keeps the service from its work, a `note` does not."""

    about: str
    state: Literal["ok", "note", "wrong"]
    message: str
    mend: str = ""


def examine(
    config: Path, database: Path | None, now: datetime, *, offline: bool
) -> Iterator[Finding]:
    """Every finding, in the order of what rests on what; those on a database if it is known."""
    topic = None
    try:
        topic = load_topic(config)
        on = sum(source.enabled for source in topic.sources)
        said = f"{config}: {len(topic.terms)} terms, {on} sources switched on"
        yield Finding(about="configuration", state="ok", message=said)
    except StorylineError as error:
        mend = "mend the file at that key"
        yield Finding(about="configuration", state="wrong", message=str(error), mend=mend)
    if database is None:
        return
    yield from _disk(database)
    if not database.exists():
        said = f"{database}: not there yet, the first crawl or import makes it"
        yield Finding(about="database", state="ok", message=said)
    else:
        yield from _database(database, now)
    if topic is not None and not offline:
        yield from _reachability(topic)


def _disk(database: Path) -> Iterator[Finding]:
    folder = database.resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        said, mend = (
            f"{folder} cannot be written to",
            "give its ownership to the user of the service",
        )
        yield Finding(about="disk", state="wrong", message=said, mend=mend)
    if not folder.is_dir():
        return
    room = standing.room(database)
    said = f"{room.free // 2**20} MiB free beside the database of {room.database // 2**20} MiB"
    if room.free < LEAST_FREE_BYTES:
        mend = "make room, or set [retention] pages and shrink the file: docs/operations.md"
        yield Finding(about="disk", state="wrong", message=said, mend=mend)
    elif room.free < room.database:
        mend = "a backup on this disk has no room: `backups` in a service file names another"
        yield Finding(about="disk", state="note", message=said, mend=mend)
    else:
        yield Finding(about="disk", state="ok", message=said)


def _database(path: Path, now: datetime) -> Iterator[Finding]:
    try:
        count = sum(checked_rows(path).values())
        yield Finding(about="database", state="ok", message=f"{path}: {count} rows, whole")
    except StorylineError as error:
        mend = "`storyline restore` a copy, or crawl and build anew"
        yield Finding(about="database", state="wrong", message=str(error), mend=mend)
        return
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        db = Database(connection)
        name, pending = standing.schema(db)
        if pending:
            said = f"{name}, {pending} migrations behind"
            mend = "the next command brings it up to date: `storyline backup` before"
            yield Finding(about="schema", state="note", message=said, mend=mend)
            return  # what follows reads the schema of today
        yield Finding(about="schema", state="ok", message=name)
        yield from _clock(db, now)
        yield from _service(path)
        yield from _jobs(db)
        yield from _sources(db)


def _clock(db: Database, now: datetime) -> Iterator[Finding]:
    mend = "let the system set it: `timedatectl set-ntp true`"
    newest, jump = standing.newest_row(db), standing.last_jump(db)
    if newest and newest > now + CLOCKS_DIFFER:
        said = f"{span(newest - now)} behind the newest row ({rows.iso(newest)})"
        yield Finding(about="clock", state="wrong", message=said, mend=mend)
    elif jump:
        said = f"it went back by {span(jump.by)}, to {rows.iso(jump.back_to)}"
        yield Finding(about="clock", state="note", message=said, mend=mend)
    else:
        yield Finding(about="clock", state="ok", message=f"{rows.iso(now)}, after every row")


def _service(path: Path) -> Iterator[Finding]:
    lock = ProcessLock(path, "runner")
    if since := lock.held_since():
        said = f"{lock.holder()} has been serving this database since {rows.iso(since)}"
        yield Finding(about="service", state="ok", message=said)
    else:
        mend = "`storyline run`, or the unit in deploy/"
        yield Finding(about="service", state="note", message="none is running", mend=mend)


def _jobs(db: Database) -> Iterator[Finding]:
    for job in standing.jobs(db):
        if job.last.state == "failed" and job.job != "crawl":  # of crawls the sources tell
            what = f"{job.topic or 'database'}: {job.job} {job.last.key.slot}: {job.last.reason}"
            mend = "it is tried again by itself; the log of the service has more"
            yield Finding(about="jobs", state="note", message=what, mend=mend)


def _sources(db: Database) -> Iterator[Finding]:
    for row in reader.source_health(db):
        if row["enabled"] and row["health"] not in HEALTHY:
            said = f"{row['source']}: {row['health']}: {row['health_reason'] or row['reason']}"
            mend = MENDS.get(row["health"], PROBE)
            yield Finding(about="sources", state="note", message=said, mend=mend)


def _reachability(topic: Topic) -> Iterator[Finding]:
    reached = reach(topic)
    for one in reached:
        if one.trouble:
            said = f"{one.host} ({', '.join(one.sources)}): {one.trouble}"
            yield Finding(about="hosts", state="note", message=said, mend=one.mend)
    if reached and all(one.trouble for one in reached):
        mend = "look at the network, the resolver and the proxy of this machine"
        yield Finding(about="hosts", state="wrong", message="none can be reached", mend=mend)
    elif reached:
        well = sum(not one.trouble for one in reached)
        yield Finding(about="hosts", state="ok", message=f"{well} of {len(reached)} reached")
