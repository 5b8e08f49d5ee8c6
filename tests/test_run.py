"""`storyline run` as a real process against the newsroom: it crawls, builds, and stops."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from schedules.newsroom import TOPIC_FILE, Newsroom
from tests.conftest import Run
from tests.running import runs

SECONDS = 180
HANGING = """name = "Orbit"
terms = ["Orbit"]
proxy = "{proxy}"
[[sources]]
name = "slow"
kind = "feed"
url = "http://slow.example/feed.xml"
"""


def events(path: Path) -> int:
    if not path.exists():
        return 0
    db = sqlite3.connect(path)
    try:
        return int(db.execute("select count(*) from chronology").fetchone()[0])
    except sqlite3.OperationalError:  # not migrated yet
        return 0
    finally:
        db.close()


def processes_on(folder: Path) -> bytes:
    command = ["pgrep", "-f", f"crawler --db {folder}"]
    return subprocess.run(command, capture_output=True, check=False).stdout


def test_it_crawls_builds_and_stops(storyline: Run, tmp_path: Path) -> None:
    with Newsroom() as newsroom:
        story, *sources = TOPIC_FILE.read_text("utf-8").split("[[sources]]")
        declared = "[[sources]]".join([story, *sources[:2]])
        config = tmp_path / "storyline.toml"
        config.write_text(f'proxy = "{newsroom.proxy_url}"\n{declared}')
        process = subprocess.Popen(
            [sys.executable, "-m", "schedules", "run"], cwd=tmp_path, stderr=subprocess.PIPE
        )
        until = time.monotonic() + SECONDS
        while events(tmp_path / "timeline.db") < 5 and time.monotonic() < until:
            assert process.poll() is None
            time.sleep(0.3)
        assert events(tmp_path / "timeline.db") >= 5
        for command in ("crawl", "build"):  # by hand beside the service
            storyline(command, cwd=tmp_path)
        process.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=10)
    assert process.returncode == 0
    assert b"the files were read again: 1 topics" in said
    assert b"Traceback" not in said


def test_told_to_stop_it_gives_back_its_work_within_ten_seconds(tmp_path: Path) -> None:
    with Newsroom(misbehaving=True) as newsroom:
        (tmp_path / "storyline.toml").write_text(HANGING.format(proxy=newsroom.proxy_url))
        process = subprocess.Popen([sys.executable, "-m", "schedules", "run"], cwd=tmp_path)
        while not newsroom.requests:
            time.sleep(0.1)
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
        assert processes_on(tmp_path) == b""
    [crawl] = runs(tmp_path / "timeline.db", "orbit", "crawl")
    assert (crawl.state, crawl.attempts) == ("waiting", 1)
    assert crawl.reason == "given back: the service was told to stop"


def test_terminating_the_command_ends_its_crawl(tmp_path: Path) -> None:
    with Newsroom(misbehaving=True) as newsroom:
        (tmp_path / "storyline.toml").write_text(HANGING.format(proxy=newsroom.proxy_url))
        process = subprocess.Popen([sys.executable, "-m", "schedules", "crawl"], cwd=tmp_path)
        while not newsroom.requests:
            time.sleep(0.1)
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 128 + signal.SIGTERM
        assert processes_on(tmp_path) == b""
