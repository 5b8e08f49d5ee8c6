"""`storyline serve`: the timeline and the queries over real HTTP, live and read-only."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from timeline.publish.queries import QUERIES

Demo = tuple[Path, subprocess.CompletedProcess[str]]
SECONDS = 120


@pytest.fixture(scope="module")
def database(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that a test may write to."""
    copy = tmp_path_factory.mktemp("serve") / "story.db"
    with sqlite3.connect(demo[0]) as here, sqlite3.connect(copy) as there:
        here.backup(there)
    here.close()
    there.close()
    return copy


@pytest.fixture(scope="module")
def server(database: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "schedules", "--db", database, "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + SECONDS
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < until
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def text(server: str, path: str) -> str:
    with urllib.request.urlopen(f"{server}{path}", timeout=SECONDS) as answer:
        read: bytes = answer.read()
    return read.decode()


def test_the_timeline_and_each_event_have_a_page(server: str, database: Path) -> None:
    assert "Muse Spark" in text(server, "/-/timeline/")
    with sqlite3.connect(database) as db:
        (event_id, headline) = db.execute("select id, headline from chronology").fetchone()
    db.close()
    assert headline in text(server, f"/-/timeline/events/{event_id}.html")
    assert "<feed" in text(server, "/-/timeline/feed.atom")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        text(server, "/-/timeline/events/e000000000000.html")


def test_what_is_written_meanwhile_is_there_with_the_next_page(server: str, database: Path) -> None:
    with sqlite3.connect(database, timeout=30) as db:
        db.execute(
            "update events set headline = 'Orbit is renamed' where event_id ="
            " (select id from chronology order by corroboration limit 1)"
        )
    db.close()
    assert "Orbit is renamed" in text(server, "/-/timeline/")


@pytest.mark.parametrize("query", QUERIES)
def test_the_queries_answer(server: str, query: str) -> None:
    given = {
        "since": "2026-04",
        "until": "2026-05",
        "words": "launch",
        "event": "",
        "_shape": "array",
    }
    found = json.loads(text(server, f"/story/{query}.json?{urlencode(given)}"))
    assert isinstance(found, list)
    assert found or query not in ("between", "about", "told_most", "sources")


def test_nobody_can_write(server: str) -> None:
    sql = urlencode({"sql": "delete from events"})
    with pytest.raises(urllib.error.HTTPError, match="400"):
        text(server, f"/story.json?{sql}")
