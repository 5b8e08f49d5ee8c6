"""Copies made while others write, and put back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.backup import checked_rows, restore, save_copy
from db.errors import StoreError
from db.locks import ProcessLock
from db.store import Store
from schedules.backups import back_up, copies
from tests.conftest import Run
from tests.running import HandClock, MadeUp, eventually, runs, serving, topic_file

NOW = datetime(2026, 4, 8, 12, tzinfo=UTC)
WRITER = """
import sys
from datetime import datetime, UTC
from db.store import Store
with Store(sys.argv[1]) as store:
    number = 0
    while True:
        at = datetime.now(UTC)
        store.begin_run(f"r{number}", subject="wire", started_at=at)
        store.end_run(f"r{number}", state="ok", reason="x" * 5000, counters={}, ended_at=at)
        number += 1
        if number == 50:
            print("at work", flush=True)
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "t.db"
    Store(path).close()
    return path


@pytest.fixture
def writer(database: Path) -> Iterator[subprocess.Popen[str]]:
    """Writes as fast as it can."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(database)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    with process:
        yield process
        process.kill()


def run_count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("select count(*) from runs").fetchone()[0])


def test_a_copy_made_while_another_process_writes_is_one_moment_of_it(
    database: Path, writer: subprocess.Popen[str], tmp_path: Path
) -> None:
    before = run_count(database)
    first = save_copy(database, tmp_path / "first.db")
    second = save_copy(database, tmp_path / "second.db")
    assert writer.poll() is None  # the copies did not disturb it
    assert before <= first.rows["runs"] <= second.rows["runs"] <= run_count(database)
    assert first.rows == checked_rows(first.path)
    assert sorted(path.name for path in tmp_path.glob("*first*")) == ["first.db"]


def test_a_copy_goes_back_only_when_nobody_is_at_work(
    database: Path, writer: subprocess.Popen[str], tmp_path: Path
) -> None:
    copy, aside = save_copy(database, tmp_path / "copy.db"), tmp_path / "aside.db"
    with pytest.raises(StoreError, match="another process has the database open"):
        restore(copy.path, database, aside)
    writer.kill()
    writer.wait()
    with (
        closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as idle,
        pytest.raises(StoreError, match="another process has the database open"),
    ):
        idle.execute("select * from runs limit 1").fetchall()  # as Datasette, between requests
        restore(copy.path, database, aside)
    lock = ProcessLock(database, "runner")
    assert lock.take()
    with pytest.raises(StoreError, match=f"process {os.getpid()} is at work on it"):
        restore(copy.path, database, aside)
    lock.free()
    last = run_count(database)
    assert restore(copy.path, database, aside).rows == copy.rows
    assert checked_rows(database) == copy.rows
    assert run_count(aside) == last
    with Store(database) as store:
        assert store.db.journal_mode == "wal"


def test_a_damaged_database_is_replaced_and_a_damaged_copy_is_not_put_back(
    database: Path, tmp_path: Path
) -> None:
    copy = save_copy(database, tmp_path / "copy.db")
    spoilt = tmp_path / "spoilt.db"
    spoilt.write_bytes(copy.path.read_bytes()[:20_000])
    with pytest.raises(StoreError):
        restore(spoilt, database, tmp_path / "aside.db")
    assert checked_rows(database) == copy.rows
    database.write_bytes(b"not a database at all" * 99)
    database.with_name("t.db-wal").write_bytes(b"of what was there")
    restore(copy.path, database, tmp_path / "aside.db")
    assert checked_rows(database) == copy.rows
    assert (tmp_path / "aside.db").read_bytes().startswith(b"not a database")


def test_a_copy_made_by_a_newer_version_is_refused(database: Path, tmp_path: Path) -> None:
    copy = save_copy(database, tmp_path / "copy.db")
    with closing(sqlite3.connect(copy.path)) as db, db:
        db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('storyline', 'm999_later', '2027-01-01')"
        )
    with pytest.raises(StoreError, match="newer Storyline"):
        restore(copy.path, database, tmp_path / "aside.db")


def test_the_latest_copies_are_kept(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / "t-notes.db").touch()
    for day in range(4):
        back_up(database, folder, 2, NOW + timedelta(days=day))
    found = [path.name for path in copies(database, folder)]
    assert found == ["t-20260410T120000Z.db", "t-20260411T120000Z.db"]
    assert (folder / "t-notes.db").exists()


def test_the_service_makes_one_a_day(tmp_path: Path) -> None:
    file, clock, work = topic_file(tmp_path, "wire"), HandClock(), MadeUp()
    database = tmp_path / "t.db"
    with serving(file, clock=clock, work=work):
        eventually(lambda: work.builds == 1)
        clock.advance(timedelta(days=2))
        eventually(
            lambda: [r.state for r in runs(database, "", "backup")][1:] == ["missed", "done"]
        )
    assert len(copies(database, tmp_path / "backups")) == 1


def test_backup_and_restore_by_hand(tmp_path: Path, storyline: Run) -> None:
    topic_file(tmp_path, "wire").rename(tmp_path / "storyline.toml")
    with Store(tmp_path / "timeline.db"):
        pass
    storyline("backup", "copy.db", cwd=tmp_path)
    assert "already" in storyline("backup", "copy.db", cwd=tmp_path, expect=1).stderr
    storyline("backup", cwd=tmp_path)
    assert len(list((tmp_path / "backups").glob("timeline-*.db"))) == 1
    done = storyline("restore", "copy.db", cwd=tmp_path)
    assert "what was there before is" in done.stdout
    assert len(list(tmp_path.glob("timeline.db.before-*"))) == 1
