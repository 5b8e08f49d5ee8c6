"""One SQLite connection: opened, migrated, and its write transactions.

Whatever is killed in the middle leaves either all of a save or nothing of it: SQLite in WAL
mode, `begin immediate` so that two writers wait for each other instead of failing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlite_utils import Database

from db.errors import StoreError, sqlite_code
from db.migrations import migrations

BUSY_SECONDS = 30
LEAST_ROOM = 64 * 1024  # bytes; SQLite asks for half of it at a time
ANOTHER_AT_WORK = ("locked", "already exists", "duplicate column")  # in the words of SQLite


class Connection:
    """An open database, migrated. Use as a context manager.

    Raises `StoreError` when the file cannot be opened or is not one of ours.
    """

    def __init__(self, path: Path | str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = Path(path)
        self._busy_seconds = busy_seconds  # how long to wait for another writer
        connection = None
        try:
            connection = sqlite3.connect(
                path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
            )
            self._set_up(connection)
        except BaseException as error:
            if connection is not None:
                connection.close()  # else its files stay open for as long as the traceback is kept
            if isinstance(error, sqlite3.Error):
                why = self._why_not_opened(error)
                raise StoreError(f"cannot open the database: {why}", file=path) from error
            raise

    def _why_not_opened(self, error: sqlite3.Error) -> str:
        folder = self.path.resolve().parent
        failed = sqlite_code(error) == sqlite3.SQLITE_IOERR
        if failed and folder.is_dir() and shutil.disk_usage(folder).free < LEAST_ROOM:
            return "disk is full"  # no room for the files beside it; SQLite blames the disk
        unable = sqlite_code(error) == sqlite3.SQLITE_CANTOPEN
        if unable and folder.is_dir() and not os.access(folder, os.W_OK):
            return "its folder cannot be written to"  # SQLite only says that it is unable
        return str(error)

    def _set_up(self, connection: sqlite3.Connection) -> None:
        self.db = Database(connection)
        # The table of migrations comes before all others, and can be seen alone for a moment
        # while another process sets the database up.
        tables = set(self.db.table_names()) - {migrations.migrations_table}
        if tables and not migrations.applied(self.db):
            raise StoreError("this is a database of something else", file=self.path)
        self.db.execute("pragma foreign_keys = on")
        self.db.execute("pragma synchronous = normal")
        until = time.monotonic() + self._busy_seconds
        while not self._migrated():
            if time.monotonic() > until:
                raise StoreError("another process does not finish setting it up", file=self.path)
            time.sleep(0.05)

    def _migrated(self) -> bool:
        """Bring the schema up to date; False when another process is just doing that."""
        if not migrations.pending(self.db):
            return True
        try:
            self.db.enable_wal()
            migrations.apply(self.db)
        except sqlite3.OperationalError as error:
            if any(sign in str(error) for sign in ANOTHER_AT_WORK):
                return False
            raise
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def snapshot(self) -> Iterator[Database]:
        """To read in several steps what was there at one moment, whoever writes meanwhile."""
        self.db.execute("begin")
        try:
            yield self.db
        finally:
            self.db.rollback()

    @contextmanager
    def _transaction(self) -> Iterator[Database]:
        # A deferred transaction that reads before it writes fails at once when another
        # process wrote in between; an immediate one waits its turn.
        self.db.execute("begin immediate")
        try:
            yield self.db
            self.db.commit()  # for which the disk may have no room
        except BaseException:
            if self.db.conn.in_transaction:  # SQLite ends some by itself
                self.db.rollback()
            raise

    def _upsert(
        self, table: str, records: Iterable[Mapping[str, Any]], pk: str | tuple[str, ...]
    ) -> None:
        """Insert the records, or update those that have their key already. Plain SQL: looking
        the table up each time takes longer than the rest of a save."""
        key = (pk,) if isinstance(pk, str) else pk
        for record in records:
            columns = ", ".join(record)
            changed = ", ".join(f"{name} = excluded.{name}" for name in record if name not in key)
            self.db.execute(
                f"insert into {table} ({columns}) values ({', '.join('?' * len(record))})"
                f" on conflict ({', '.join(key)}) do update set {changed}",
                list(record.values()),
            )
