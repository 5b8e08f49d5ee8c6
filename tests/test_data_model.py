"""docs/data-model.md names every table, view and column, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

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
