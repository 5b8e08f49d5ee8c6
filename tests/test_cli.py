"""The command as a user meets it: exit codes, messages, files in, and a kill in the middle."""

from __future__ import annotations

import gzip
import importlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from schedules.cli import MODULES, main
from tests.conftest import Run

TOPIC = 'name = "Orbit"\nterms = ["Orbit", "Tern Labs"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "storyline.toml").write_text(TOPIC)
    return tmp_path


def write_coverage(path: Path, count: int) -> None:
    verbs = ("launches", "buys", "hires for", "delays", "cancels")
    lines = [
        {
            "url": f"https://o{n % 7}.example/{n}",
            "title": f"Tern Labs {verbs[n % 5]} Orbit project number {n // 3}",
            "published": f"2026-{n // 60 % 12 + 1:02d}-{n % 28 + 1:02d}",
            "text": f"Tern Labs {verbs[n % 5]} Orbit project number {n // 3} on Monday.\n"
            f"In March 2026 Orbit opened studio {n % 40}.",
            "outlet": f"o{n % 7}.example",
        }
        for n in range(count)
    ]
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)


def chronology(path: Path) -> list[tuple[object, ...]]:
    db = sqlite3.connect(path)
    assert db.execute("pragma integrity_check").fetchone() == ("ok",)
    rows = db.execute(
        "select id, date, headline, corroboration, sources, conflicts from chronology"
    ).fetchall()
    db.close()
    return rows


def test_import_build_timeline(folder: Path, storyline_process: Run) -> None:
    storyline = storyline_process
    write_coverage(folder / "c.jsonl.gz", 30)
    done = storyline("import", "c.jsonl.gz", cwd=folder)
    assert "30 articles new" in done.stdout
    assert "30 known already" in storyline("import", "c.jsonl.gz", cwd=folder).stdout
    storyline("build", cwd=folder)
    before = chronology(folder / "timeline.db")
    assert before
    assert "(0 written, 0 removed)" in storyline("build", cwd=folder).stdout
    storyline("build", "--rebuild", cwd=folder)
    assert chronology(folder / "timeline.db") == before
    assert "Orbit project" in storyline("timeline", "--since", "2026-01", cwd=folder).stdout


def test_a_bad_record_is_named_and_the_rest_goes_on(folder: Path, storyline: Run) -> None:
    good = json.dumps({"url": "https://a.example/1", "title": "Orbit", "text": "Orbit is here."})
    (folder / "c.jsonl").write_text(f"{good}\n{{broken\n", encoding="utf-8")
    done = storyline("import", "c.jsonl", cwd=folder, expect=3)
    assert "1 articles new" in done.stdout
    assert "c.jsonl" in done.stderr
    assert "line 2" in done.stderr


def test_text_files_take_hints_and_are_undated_without(folder: Path, storyline: Run) -> None:
    (folder / "a.txt").write_text("Orbit is here\n\nTern Labs launched Orbit yesterday.")
    storyline("import", "a.txt", cwd=folder)
    storyline(
        "import", "a.txt", "--url", "https://a.example/1", "--published", "2026-04-09", cwd=folder
    )
    storyline("build", cwd=folder)
    db = sqlite3.connect(folder / "timeline.db")
    dates = db.execute("select published_at from coverage order by 1").fetchall()
    db.close()
    assert dates == [(None,), ("2026-04-09T00:00:00Z",)]
    assert {row[1] for row in chronology(folder / "timeline.db")} == {"2026-04-08"}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["timeline"], 1, "no database yet"),
        (["frobnicate"], 2, "No such command"),
        (["import", "nowhere.jsonl"], 2, "does not exist"),
        (["timeline", "--since", "soon"], 2, "a date such as"),
        (["digest", "--week", "banana"], 2, "a week is written"),
        (["import", ".", "--url", "https://a.example/1"], 2, "exactly one"),
        (["--config", "nowhere.toml", "crawl"], 1, "nowhere.toml"),
        (["crawl", "unknown"], 1, "no such source"),
        (["crawl"], 1, "no source that is switched on"),
    ],
)
def test_exit_codes_mean_something(
    folder: Path, storyline: Run, arguments: list[str], code: int, says: str
) -> None:
    assert says in storyline(*arguments, cwd=folder, expect=code).stderr


def test_a_wrong_key_is_named_with_its_file(folder: Path, storyline: Run) -> None:
    (folder / "storyline.toml").write_text(TOPIC + "colour = 1\n")
    done = storyline("doctor", cwd=folder, expect=1)
    assert "WRONG" in done.stdout
    assert "'colour'" in done.stdout
    assert "storyline.toml" in done.stdout


def test_why_of_an_unknown_event(folder: Path, storyline: Run) -> None:
    write_coverage(folder / "c.jsonl.gz", 3)
    storyline("import", "c.jsonl.gz", cwd=folder)
    assert "e123" in storyline("why", "e123", cwd=folder, expect=1).stderr


def test_export_and_digest_write_files(folder: Path, storyline: Run) -> None:
    write_coverage(folder / "c.jsonl.gz", 12)
    storyline("import", "c.jsonl.gz", cwd=folder)
    storyline("build", cwd=folder)
    storyline("export", "json", "t.json", cwd=folder)
    storyline("export", "csv", "t.csv", cwd=folder)
    rows = json.loads((folder / "t.json").read_text(encoding="utf-8"))
    assert len((folder / "t.csv").read_text(encoding="utf-8").splitlines()) > len(rows) > 0
    storyline("digest", "--week", "2026-W02", "--out", "digests", cwd=folder)
    assert (folder / "digests" / "2026-W02.md").read_text(encoding="utf-8").startswith("# Orbit")


def test_killed_builds_end_where_an_undisturbed_one_does(folder: Path, storyline: Run) -> None:
    write_coverage(folder / "c.jsonl.gz", 400)
    for name in ("calm.db", "killed.db"):
        storyline("--db", name, "import", "c.jsonl.gz", cwd=folder)
    storyline("--db", "calm.db", "build", cwd=folder)
    for seconds in (0.9, 1.3, 1.7):
        process = subprocess.Popen(
            [sys.executable, "-m", "schedules", "--db", "killed.db", "build"], cwd=folder
        )
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    storyline("--db", "killed.db", "build", cwd=folder)
    assert chronology(folder / "killed.db") == chronology(folder / "calm.db")


def test_every_command_is_in_the_table_that_it_is_imported_by() -> None:
    for module, names in MODULES.items():
        commands = importlib.import_module(f"schedules.{module}").COMMANDS
        assert tuple(command.name for command in commands) == names


def test_every_command_has_an_example() -> None:
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        assert "Example:" in (command.help or ""), name
