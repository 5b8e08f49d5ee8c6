"""One SQLite connection: opened, migrated, and its write transactions.

Whatever is killed in the middle leaves either all of a save or nothing of it: SQLite in WAL
mode, `begin immediate` so that two writers wait for each other instead of failing.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlite_utils import Database

from db.errors import StoreError
from db.migrations import migrations

BUSY_SECONDS = 30
ANOTHER_AT_WORK = ("locked", "already exists", "duplicate column")  # in the words of SQLite


class Connection:
    """An open database, migrated. Use as a context manager.

    Raises `StoreError` when the file cannot be opened or is not one of ours.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        try:
            self._open()
        except sqlite3.Error as error:
            raise StoreError(f"cannot open the database: {error}", file=path) from error

    def _open(self) -> None:
        connection = sqlite3.connect(
            self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        self.db = Database(connection)
        # The table of migrations comes before all others, and can be seen alone for a moment
        # while another process sets the database up.
        tables = set(self.db.table_names()) - {migrations.migrations_table}
        if tables and not migrations.applied(self.db):
            self.db.close()
            raise StoreError("this is a database of something else", file=self.path)
        self.db.execute("pragma foreign_keys = on")
        self.db.execute("pragma synchronous = normal")
        until = time.monotonic() + BUSY_SECONDS
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
        except BaseException:
            self.db.rollback()
            raise
        self.db.commit()

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
