"""A few of the kills of `bench/kills.py`: a service killed at random points ends where one left in
peace does."""

from __future__ import annotations

import random
import signal
from pathlib import Path

from bench.kills import Life, kill_for_a_while, until
from db.store import Store
from schedules import jobs
from schedules.config import load_topic
from schedules.newsroom import Newsroom
from timeline.update import update

SOURCES = 1


def test_kills_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    life = Life(tmp_path / "killed", SOURCES, speed=200_000)  # a week in three seconds
    peace = Life(tmp_path / "peace", SOURCES, speed=1)
    with Newsroom() as newsroom:
        peace.declare(newsroom)
        topic = load_topic(tmp_path / "peace" / "storyline.toml")
        with Store(peace.database) as store:
            jobs.crawl(store, topic, [])
            update(store, topic)
        kill_for_a_while(life, newsroom, 5, 2.0, random.Random(7))
        process = life.start()
        until(lambda: life.chronology() == peace.chronology(), "it ends as one left in peace")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert life.chronology() == peace.chronology() != []
    assert not [kill for kill in life.kills if kill["early"]]
    digests = life.digests()
    written = {n: f for kill in life.kills for n, f in kill["digests"].items()}  # type: ignore[attr-defined]
    assert {name: digests[name] for name in written} == written
    with life.query() as db:
        assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
        done = db.query(
            "select slot, attempts from job_runs where job = 'digest' and state = 'done'"
        )
        assert {row["slot"] for row in done} == set(digests)
