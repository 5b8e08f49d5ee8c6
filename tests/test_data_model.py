"""docs/data-model.md names every table, view and column, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from sqlite_utils import Database

from db.migrations import migrations
from db.store import Store

PAGE = Path(__file__).parents[1] / "docs" / "data-model.md"
NOT_OURS = re.compile(r"_fts(_\w+)?$|^_sqlite_migrations$|^sqlite_")


def documented() -> dict[str, list[str]]:
    tables: dict[str, list[str]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"### (\w+)", line):
            tables[heading[1]] = []
        elif column := re.match(r"\| `(\w+)` \|", line):
            tables[list(tables)[-1]].append(column[1])
    return tables


def test_the_page_is_the_schema(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        names = [n for n in store.db.table_names() if not NOT_OURS.search(n)]
        schema = {n: list(store.db.table(n).columns_dict) for n in names}
        schema |= {n: list(store.db.view(n).columns_dict) for n in store.db.view_names()}
    assert documented() == schema


def test_every_table_is_strict(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        names = [n for n in store.db.table_names() if not NOT_OURS.search(n)]
        assert [n for n in names if not store.db.table(n).strict] == []


def test_sqlite_utils_can_bring_the_first_schema_up_to_date(tmp_path: Path) -> None:
    """The file of migrations is run by its path, as its page says."""
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    database = Database(old)
    migrations.apply(database, stop_before="m002_judgements_revisions")
    assert "revisions" not in database.table_names()
    database.close()
    path = PAGE.parents[1] / "db" / "migrations.py"
    command = [sys.executable, "-m", "sqlite_utils", "migrate", str(old), str(path)]
    subprocess.run(command, check=True, capture_output=True)
    with Store(old) as upgraded, Store(new) as fresh:
        assert upgraded.db.schema == fresh.db.schema
