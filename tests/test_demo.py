"""`storyline demo`: real spiders over real HTTP, and the queries of the README on its database."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run

README = Path(__file__).parents[1] / "README.md"
Demo = tuple[Path, subprocess.CompletedProcess[str]]


def readme_queries() -> list[str]:
    (block,) = re.findall(r"```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    return [line for line in block.splitlines() if line.startswith("sqlite-utils")]


def test_the_demo_shows_timeline_and_digest(demo: Demo) -> None:
    shown = demo[1].stdout
    assert shown.index("June 2025") < shown.index("April 2026") < shown.index("Firmed up")
    assert "≠" in shown


@pytest.mark.parametrize("query", readme_queries())
def test_the_readme_s_queries_answer(demo: Demo, query: str) -> None:
    arguments = shlex.split(query)
    assert arguments[0] == "sqlite-utils"
    done = subprocess.run(
        [sys.executable, "-m", "sqlite_utils", *arguments[1:]],
        cwd=demo[0].parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout.splitlines()) > 1, done.stdout


def test_there_are_six_queries() -> None:
    assert len(readme_queries()) >= 6


def test_the_launch_is_one_event_with_many_sources(demo: Demo, storyline: Run) -> None:
    rows = timeline(demo, storyline)
    launches = [row for row in rows if row["date"] == "2026-04-08" and row["corroboration"] >= 5]
    assert len(launches) == 1
    assert launches[0]["type"] == "launch"


def timeline(demo: Demo, storyline: Run) -> list[dict[str, object]]:
    done = storyline("--db", demo[0], "timeline", "--format", "json", cwd=demo[0].parent)
    rows: list[dict[str, object]] = json.loads(done.stdout)
    return rows


def test_what_should_never_be_an_article_is_none(demo: Demo) -> None:
    titles = " ".join(title for (title,) in ask(demo, "select title from article_versions"))
    assert "cookie" not in titles.lower()
    assert "not found" not in titles.lower()
    reasons = [reason for (reason,) in ask(demo, "select reason from discoveries")]
    for reason in ("404", "consent", "robots.txt", "off topic"):
        assert any(reason in given for given in reasons), reason


def test_the_edited_article_has_two_versions(demo: Demo) -> None:
    assert len(ask(demo, "select url from coverage where versions > 1")) == 1


def test_every_quote_stands_at_its_span(demo: Demo) -> None:
    wrong = ask(
        demo,
        "select m.mention_id from mentions m join article_versions v using (version_id)"
        " where m.quote != substr(case m.part when 'title' then v.title when 'summary'"
        ' then v.summary else v.text end, m.start + 1, m."end" - m.start)',
    )
    assert wrong == []


def ask(demo: Demo, sql: str) -> list[tuple[str, ...]]:
    db = sqlite3.connect(demo[0])
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def test_why_explains_with_quotes(demo: Demo, storyline: Run) -> None:
    row = max(timeline(demo, storyline), key=lambda r: float(str(r["importance"])))
    done = storyline("--db", demo[0], "why", row["id"], cwd=demo[0].parent)
    assert "date: " in done.stdout
    assert "score" in done.stdout
    assert " – " in done.stdout  # who – does what – to whom
    assert "“" in done.stdout


def test_sqlite_utils_shows_the_timeline(demo: Demo) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sqlite_utils", "timeline", str(demo[0])],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "April 2026" in done.stdout


def test_the_site_has_a_page_for_each_event(demo: Demo, storyline: Run) -> None:
    folder = demo[0].parent / "site"
    storyline("--db", demo[0], "export", "html", folder, cwd=demo[0].parent)
    ids = {row["id"] for row in timeline(demo, storyline)}
    pages = {page.stem for page in (folder / "events").iterdir()}
    assert ids and ids <= pages
    told = (folder / "events" / f"{sorted(map(str, ids))[0]}.html").read_text("utf-8")
    assert "<mark>" in told or "the day of publication" in told or "elsewhere in" in told
    storyline("--db", demo[0], "export", "html", folder / "index.html", cwd=folder, expect=2)
