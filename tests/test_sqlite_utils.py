"""The plugin for sqlite-utils: functions for partial dates, commands, the cookbook."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from db import partial_dates
from tests.conftest import Run
from timeline import sql_functions

COOKBOOK = Path(__file__).parents[1] / "docs" / "cookbook.md"
Demo = tuple[Path, subprocess.CompletedProcess[str]]
EMPTY_HANDED = (5, 13, 14)  # questions that a calm story may answer with nothing


def cookbook() -> list[tuple[int, str]]:
    blocks = re.findall(r"```sh\n(.*?)```", COOKBOOK.read_text(encoding="utf-8"), re.S)
    numbered = re.findall(r"# (\d+) .*\n(sqlite-utils .*)", "".join(blocks))
    return [(int(number), shlex.split(command)[2]) for number, command in numbered]


def test_there_are_twenty_questions() -> None:
    assert [number for number, _ in cookbook()] == list(range(1, 21))


@pytest.mark.parametrize(("number", "query"), cookbook())
def test_the_cookbook_answers(demo: Demo, number: int, query: str) -> None:
    db = Database(demo[0], execute_plugins=False)
    sql_functions.register(db.conn)
    rows = list(db.query(query))
    assert rows or number in EMPTY_HANDED
    db.close()


def in_sql(call: str, *values: object) -> object:
    db = Database(memory=True, execute_plugins=False)
    sql_functions.register(db.conn)
    (found,) = db.execute(f"select {call}", values).fetchone()
    db.close()
    return found


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("date_start('2026-Q2')", "2026-04-01"),
        ("date_end('2026-04')", "2026-04-30"),
        ("date_precision('2026-W15')", "week"),
        ("date_overlaps('2026-Q2', '2026-04-08')", 1),
        ("date_overlaps('2026-Q2', '2026-07')", 0),
        ("date_words('2026-04-08')", "8 Apr 2026"),
        ("date_start('soon')", None),
        ("date_overlaps('soon', '2026')", None),
        ("date_precision(null)", None),
    ],
)
def test_functions(call: str, answer: object) -> None:
    assert in_sql(call) == answer


DATES = st.sampled_from(
    [
        "2026",
        "2026-04",
        "2026-04-08",
        "2026-W15",
        "2026-Q2",
        "2026-H1",
        "2026-SP",
        "2025-12-31",
        "?",
    ]
)


@given(st.lists(DATES))
def test_sorting_in_sql_is_sorting_in_python(values: list[str]) -> None:
    keys = {value: in_sql("date_sort_key(?)", value) for value in set(values)}
    by_sql = sorted(values, key=lambda value: str(keys[value]))
    assert by_sql == sorted(values, key=partial_dates.sort_key)


def test_the_commands_are_there(demo: Demo, storyline: Run) -> None:
    for command, words in (("timeline", "April 2026"), ("digest --week 2026-W15", "2026-W15")):
        name, *options = command.split()
        done = subprocess.run(
            [sys.executable, "-m", "sqlite_utils", name, str(demo[0]), *options],
            capture_output=True,
            text=True,
            check=True,
        )
        assert words in done.stdout
