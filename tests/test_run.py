"""`storyline run` as a real process against the newsroom: it crawls, builds, and stops."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.model import Source, Topic
from db.store import Store
from schedules import scheduler as service
from schedules.newsroom import TOPIC_FILE, Newsroom
from schedules.scheduler import GRACE_SECONDS, make_scheduler
from timeline.publish.digest import last_whole_week

SECONDS = 180


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


def test_it_crawls_builds_and_stops(tmp_path: Path) -> None:
    with Newsroom() as newsroom:
        config = tmp_path / "storyline.toml"
        config.write_text(f'proxy = "{newsroom.proxy_url}"\n{TOPIC_FILE.read_text("utf-8")}')
        process = subprocess.Popen(
            [sys.executable, "-m", "schedules", "run"], cwd=tmp_path, stderr=subprocess.PIPE
        )
        until = time.monotonic() + SECONDS
        while events(tmp_path / "timeline.db") < 20 and time.monotonic() < until:
            assert process.poll() is None
            time.sleep(0.3)
        assert events(tmp_path / "timeline.db") >= 20
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_a_job_a_minute_late_still_runs(tmp_path: Path) -> None:
    scheduler = make_scheduler(tmp_path / "t.db", Topic(name="Orbit", terms=("Orbit",)), tmp_path)
    assert {job.id for job in scheduler.get_jobs()} == {"look", "digest"}
    assert scheduler._job_defaults["misfire_grace_time"] == GRACE_SECONDS > 3600
    assert scheduler._job_defaults["max_instances"] == 1
    assert scheduler._job_defaults["coalesce"]


def test_the_last_whole_week_is_of_the_topic_s_zone() -> None:
    monday_early = datetime(2026, 4, 13, 3, tzinfo=UTC)  # still Sunday in New York
    assert last_whole_week(monday_early, "UTC").name == "2026-W15"
    assert last_whole_week(monday_early, "America/New_York").name == "2026-W14"


def test_a_crawl_that_ends_during_a_build_is_built_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tuple(
        Source(source_id=name, kind="feed", url=f"https://{name}.example/feed")
        for name in ("fast", "slow")
    )
    topic = Topic(name="Orbit", terms=("Orbit",), slug="orbit", sources=sources)
    ended: list[str] = []
    built: list[list[str]] = []

    def crawl(_: Path, __: Topic, source_id: str) -> None:
        time.sleep(0.1 if source_id == "fast" else 0.6)
        ended.append(source_id)

    def build(_: Path, __: Topic) -> None:
        built.append(list(ended))
        time.sleep(1.0)

    monkeypatch.setattr(service, "_crawl", crawl)
    monkeypatch.setattr(service, "_build", build)
    with Store(tmp_path / "t.db") as store:
        store.save_topic(topic)
    scheduler = make_scheduler(tmp_path / "t.db", topic, tmp_path)
    threading.Timer(3.5, scheduler.shutdown).start()
    scheduler.start()
    assert sorted(built[-1]) == ["fast", "slow"]


def test_terminating_the_command_ends_its_crawl(tmp_path: Path) -> None:
    with Newsroom(misbehaving=True) as newsroom:
        config = tmp_path / "storyline.toml"
        config.write_text(
            f'name = "Orbit"\nterms = ["Orbit"]\nproxy = "{newsroom.proxy_url}"\n[[sources]]\n'
            'name = "slow"\nkind = "feed"\nurl = "http://slow.example/feed.xml"\n'
        )
        process = subprocess.Popen([sys.executable, "-m", "schedules", "crawl"], cwd=tmp_path)
        while not newsroom.requests:
            time.sleep(0.1)
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 128 + signal.SIGTERM
        pattern = f"crawler --db {tmp_path}"
        found = subprocess.run(["pgrep", "-f", pattern], capture_output=True, check=False)
        assert found.stdout == b""
