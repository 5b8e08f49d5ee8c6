"""Copies of a database that is in use, and putting one back in its place."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from db.durable import sync
from db.errors import StoreError
from db.locks import ProcessLock
from db.migrations import migrations

SPARE_BYTES = 64 * 2**20  # that a copy leaves free on its disk
BUSY_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy that was looked through: its size in bytes and the rows of each table."""

    path: Path
    size: int
    rows: dict[str, int]


def save_copy(database: Path, target: Path) -> Copy:
    """Copy a database, as it was at one moment, while others write to it.

    The copy appears under its name when it is whole and has been checked; what stood there is
    replaced. Raises `StoreError`.
    """
    if not database.exists():
        raise StoreError("there is no database to copy", file=database)
    partial = target.with_name(f"{target.name}.part")
    with _explained("cannot copy the database", database):
        target.parent.mkdir(parents=True, exist_ok=True)
        _require_space(database, target.parent)
        partial.unlink(missing_ok=True)
        try:
            counted = _copy(database, partial)
            if (found := checked_rows(partial)) != counted:
                raise StoreError("the copy has other rows than the database", file=partial)
            sync(partial)
            partial.replace(target)
            sync(target.parent)
        except BaseException:
            _remove(partial)
            raise
    return Copy(path=target, size=target.stat().st_size, rows=found)


def checked_rows(path: Path) -> dict[str, int]:
    """The rows of each table of a database that is whole and ours. Raises `StoreError`."""
    with _explained("this is no whole database", path), closing(sqlite3.connect(path)) as db:
        (verdict,) = db.execute("pragma integrity_check").fetchone()
        if verdict != "ok":
            raise StoreError(f"the database is damaged: {verdict}", file=path)
        if db.execute("pragma foreign_key_check").fetchone():
            raise StoreError("the database has rows that refer to nothing", file=path)
        counted = _rows(db)
        if migrations.migrations_table not in counted:
            raise StoreError("this is a database of something else", file=path)
        names = db.execute(f"select name from {migrations.migrations_table}")
        known = {one.name for one in migrations.pending(Database(memory=True))}
        newer = {name for (name,) in names} - known
        if newer:
            raise StoreError(f"it was made by a newer Storyline ({max(newer)})", file=path)
        return counted


def restore(copy: Path, database: Path, aside: Path) -> Copy:
    """Put a copy in the place of a database; what was there is kept as `aside`.

    Raises `StoreError` when the copy is damaged, or any process has the database open.
    """
    if not copy.exists():
        raise StoreError("there is no such copy", file=copy)
    checked_rows(copy)
    with _held(database), _explained("cannot restore", database):
        fresh = database.with_name(f"{database.name}.restoring")
        put = save_copy(copy, fresh)
        try:
            if database.exists():
                _move_aside(database, aside)
            fresh.replace(database)
        except BaseException:
            _remove(fresh)
            raise
        sync(database.parent)
    return Copy(path=database, size=put.size, rows=put.rows)


@contextmanager
def _held(database: Path) -> Iterator[None]:
    """Neither a service nor a build begins meanwhile."""
    with contextlib.ExitStack() as stack:
        for what in ("runner", "build"):
            lock = ProcessLock(database, what)
            if not lock.take():
                raise StoreError(f"{lock.holder()} is at work on it: stop it first", file=database)
            stack.callback(lock.free)
        yield


def _move_aside(database: Path, aside: Path) -> None:
    """Once no process has it open: a log left beside the new file would be played into it."""
    try:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as db:
            db.execute("pragma journal_mode = delete")  # needs to be the only one
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreError(
                "another process has the database open: end it first", file=database
            ) from error
        _move_remnants(database, aside)
    except sqlite3.DatabaseError:  # damaged, perhaps why it is replaced
        _move_remnants(database, aside)
    with contextlib.suppress(FileNotFoundError):
        os.link(database, aside)  # so that there is a database at any moment


def _move_remnants(database: Path, aside: Path) -> None:
    for ending in ("-wal", "-shm"):
        remnant = database.with_name(f"{database.name}{ending}")
        if remnant.exists():
            remnant.replace(aside.with_name(f"{aside.name}{ending}"))


def _copy(database: Path, target: Path) -> dict[str, int]:
    """Returns the rows of each table at the moment of the copy."""
    with (
        closing(sqlite3.connect(database, timeout=BUSY_SECONDS, isolation_level=None)) as source,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        # One step within one reading transaction: a copy made in several begins anew with every
        # write of another process, and might never end. In WAL mode it makes nobody wait.
        source.execute("begin")
        counted = _rows(source)
        source.backup(copy, pages=-1)
        source.rollback()
    return counted


def _rows(db: sqlite3.Connection) -> dict[str, int]:
    names = [
        name
        for (name,) in db.execute(
            "select name from sqlite_master where type = 'table' and sql not like 'create virtual%'"
            " order by name"
        )
    ]
    return {name: db.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}


def _require_space(database: Path, folder: Path) -> None:
    wal = database.with_name(f"{database.name}-wal")
    size = database.stat().st_size + (wal.stat().st_size if wal.exists() else 0)
    free = shutil.disk_usage(folder).free
    if free < size + SPARE_BYTES:
        raise StoreError(
            f"no room for a copy: it needs {size // 2**20} MiB, {free // 2**20} MiB are free",
            folder=folder,
        )


def _remove(partial: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        partial.with_name(f"{partial.name}{ending}").unlink(missing_ok=True)


@contextmanager
def _explained(what: str, path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"{what}: {error}", file=path) from error
