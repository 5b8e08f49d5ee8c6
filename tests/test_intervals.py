"""When a source is due again, and that the service then reads it, once."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.health import judge_source
from crawler.intervals import interval, next_attempt
from db.model import Source, Topic
from db.source_history import History, PastRun, due
from db.store import Store
from schedules import jobs
from schedules import scheduler as service

NOW = datetime(2026, 4, 9, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RAN = PastRun(started_at=NOW, state="ok", reason="", counters={})
FAILED = replace(RAN, state="failed")


def past(*runs: PastRun, **known: Any) -> History:
    return History(every=HOUR, longest=DAY, runs=runs, **known)


def entries(gap: timedelta, count: int = 12) -> tuple[datetime, ...]:
    return tuple(NOW - n * gap for n in range(count))


@pytest.mark.parametrize(
    ("gap", "expected"),
    [(timedelta(minutes=5), HOUR), (8 * HOUR, 4 * HOUR), (30 * DAY, DAY)],
)
def test_a_source_is_read_twice_in_its_usual_gap(gap: timedelta, expected: timedelta) -> None:
    assert interval(past(RAN, published=entries(gap)), NOW) == expected
    assert interval(past(RAN, seen=entries(gap)), NOW) == expected  # where entries have no dates


def test_habits_are_those_of_late() -> None:
    awake = entries(4 * HOUR, 30)
    asleep = tuple(awake[-1] - n * 20 * DAY for n in range(1, 60))
    assert interval(past(RAN, published=awake + asleep), NOW) == 2 * HOUR
    silent = past(RAN, published=awake, seen=(NOW - 5 * DAY,))
    assert interval(silent, NOW) == 6 * HOUR


def test_a_failing_source_is_asked_more_and_more_seldom() -> None:
    lengths = [interval(past(*[FAILED] * n, RAN), NOW) for n in range(9)]
    assert lengths == [HOUR, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY, DAY, DAY]


gaps = st.timedeltas(timedelta(seconds=1), timedelta(days=900))


@given(st.lists(gaps, max_size=40), st.lists(st.sampled_from([RAN, FAILED]), max_size=60), gaps)
def test_an_interval_never_leaves_what_was_declared(
    steps: list[timedelta], runs: list[PastRun], silence: timedelta
) -> None:
    moments = tuple(NOW - sum(steps[:n], silence) for n in range(len(steps)))
    known = past(*runs, published=moments, seen=moments)
    assert HOUR <= interval(known, NOW) <= DAY


def test_a_source_whose_host_waits_is_due_when_it_no_longer_does() -> None:
    known = past(RAN, waits_until=NOW + 5 * HOUR, waits_why="HTTP 503; not before noon")
    judged = judge_source(known, NOW)
    assert (judged.state, judged.reason) == ("waiting", "HTTP 503; not before noon")
    assert judged.next_attempt_at == NOW + 5 * HOUR
    assert judge_source(known, NOW + 6 * HOUR).state == "ok"
    # One that waits for another host than its own is not tried without end.
    assert next_attempt(past(waited_at=NOW), NOW) == NOW + HOUR


def topic_of(count: int) -> Topic:
    sources = tuple(
        Source(source_id=f"s{n}", kind="feed", url=f"https://s{n}.example/feed")
        for n in range(count)
    )
    off = Source(source_id="off", kind="feed", url="https://off.example/", enabled=False)
    return Topic(name="Orbit", terms=("Orbit",), slug="orbit", sources=(*sources, off))


def test_200_sources_due_at_once_all_run_and_none_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic, database, ran, done = topic_of(200), tmp_path / "t.db", Counter[str](), threading.Event()

    def spider(command: list[str], _: int) -> None:
        """In place of a crawl: leaves what it leaves, for some nothing at all."""
        name = command[-1]
        ran[name] += 1
        if name != "s7":
            with Store(database) as store:
                now = datetime.now(UTC)
                store.begin_run(name, subject=name, started_at=now)
                store.end_run(name, state="ok", reason="", counters={}, ended_at=now)
        if len(ran) == 200:
            done.set()

    monkeypatch.setattr(jobs, "_run", spider)
    monkeypatch.setattr(service, "_build", lambda *_: None)
    monkeypatch.setattr(service, "LOOK_SECONDS", 0.2)  # looks again and again while they run
    with Store(database) as store:
        store.save_topic(topic)
        assert len(due(store.db, "orbit", datetime.now(UTC))) == 200
    scheduler = service.make_scheduler(database, topic, tmp_path)
    threading.Thread(target=lambda: (done.wait(60), scheduler.shutdown())).start()
    scheduler.start()
    assert ran == {f"s{n}": 1 for n in range(200)}
    with Store(database) as store:
        assert due(store.db, "orbit", datetime.now(UTC)) == []
        [row] = store.db.query("select state, reason from source_health where source = 's7'")
        assert row == {"state": "failed", "reason": "the crawl ended without a report"}
        assert len(due(store.db, "orbit", datetime.now(UTC) + timedelta(minutes=61))) == 200
