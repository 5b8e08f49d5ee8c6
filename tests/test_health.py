"""How a source is judged from its past, at a moment that stands still."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.health import judge_source
from db.model import FeedEntry, Source, Stamp, Topic
from db.silence import usual_gap
from db.source_history import History, PastRun, history
from db.store import Store

NOW = datetime(2026, 4, 9, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOURLY = tuple(NOW - n * HOUR for n in range(40))


def run(state: str = "ok", reason: str = "", **counters: int) -> PastRun:
    plain = {name.replace("__", "/"): count for name, count in counters.items()}
    return PastRun(started_at=NOW, state=state, reason=reason, counters=plain)


def past(*runs: PastRun, **known: Any) -> History:
    return History(
        every=HOUR, longest=DAY, runs=runs, **{"published": HOURLY, "seen": (NOW,), **known}
    )


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("dns", "dns"),
        ("tls", "tls"),
        ("timeout", "timeout"),
        ("http_403", "blocked"),
        ("http_401", "blocked"),
        ("http_404", "gone"),
        ("http_500", "server error"),
        ("robots", "forbidden"),
        ("refused", "unreachable"),
    ],
)
def test_a_failure_names_its_cause(kind: str, state: str) -> None:
    failed = run("failed", "said so", **{f"source__fetch__{kind}": 1})
    judged = judge_source(past(failed), NOW)
    assert (judged.state, judged.reason) == (state, "said so")
    assert judged.next_attempt_at == NOW + HOUR


def test_what_was_read_but_is_no_feed_or_lists_nothing() -> None:
    parse = run("failed", "no feed", source__fetch__ok=1, source__parse__failed=1)
    assert judge_source(past(parse), NOW).state == "parse"
    empty = run("failed", "the source was read but lists nothing", source__fetch__ok=1)
    assert judge_source(past(empty), NOW).state == "empty"
    assert judge_source(History(every=HOUR, longest=DAY), NOW).state == "never run"


def test_an_answer_with_the_same_old_entries_is_frozen() -> None:
    old = tuple(NOW - 300 * DAY - n * HOUR for n in range(40))
    judged = judge_source(past(run(), published=old), NOW)
    assert judged.state == "frozen"
    assert "2025-06-13" in judged.reason
    # One that brings something every two months is not.
    rare = tuple(NOW - (40 + 60 * n) * DAY for n in range(8))
    assert judge_source(past(run(), published=rare), NOW).state == "ok"


def test_silence_is_measured_by_the_sources_own_pace() -> None:
    assert usual_gap(HOURLY) == HOUR
    assert usual_gap(HOURLY[:4]) is None
    quiet = judge_source(past(run(), seen=(NOW - 20 * HOUR,)), NOW)
    assert quiet.alarms == ()
    silent = judge_source(past(run(), seen=(NOW - 30 * HOUR,)), NOW)
    assert silent.alarms == ("nothing new for 30 hours, usually 1 hours",)
    weekly = tuple(NOW - n * 7 * DAY for n in range(10))
    slow = judge_source(past(run(), published=weekly, seen=(NOW - 15 * DAY,)), NOW)
    assert slow.alarms == ()


def test_entries_without_bodies_or_dates_are_told_from_the_time_before() -> None:
    good = run(article__read__ok=10, article__saved__new=10, source__entry__listed=20)
    walls = run(article__read__ok=2, article__failed__consent_page=10, article__saved__new=2)
    judged = judge_source(past(walls, good, good, good), NOW)
    assert judged.state == "yield fell"
    assert "2 of the last 12 articles have a body, 100% before" in judged.alarms
    undated = run(article__read__ok=10, article__saved__new=10, article__published__undated=9)
    assert "have a date" in judge_source(past(undated, good, good, good), NOW).reason
    few = run(article__read__ok=10, article__saved__new=10, source__entry__listed=3)
    assert "lists 3 entries" in judge_source(past(few, *[good] * 6), NOW).reason
    assert judge_source(past(good, good, good, good), NOW).state == "ok"


def test_articles_that_are_all_refused_mean_blocked() -> None:
    refused = run("partial", "", source__fetch__ok=1, article__failed__http_403=6)
    assert judge_source(past(refused), NOW).state == "blocked"


def test_the_past_is_read_and_the_verdict_kept(tmp_path: Path) -> None:
    source = Source(source_id="wire", kind="feed", url="http://wire.example/feed")
    topic = Topic(name="T", slug="t", terms=("x",), sources=(source,))
    stamp = Stamp(at=NOW - DAY, precision="time", method="feed", confidence=0.8, evidence="")
    with Store(tmp_path / "t.db") as store:
        store.save_topic(topic)
        entries = [FeedEntry(url="http://wire.example/1", title="x", published=stamp)]
        store.save_discoveries("wire", entries, NOW - HOUR)
        store.begin_run("r1", subject="wire", started_at=NOW - HOUR)
        store.end_run("r1", state="ok", reason="", counters={"a/b/c": 1}, ended_at=NOW)
        known = history(store.db, source, NOW)
        assert known.published == (NOW - DAY,)
        assert known.last_new_at == NOW - HOUR
        assert known.runs[0].counters == {"a/b/c": 1}
        for moment in (NOW, NOW + DAY):
            store.save_source_state("wire", judge_source(known, NOW), moment)
        [row] = store.db.query("select * from source_health")
    assert (row["health"], row["health_since"]) == ("ok", "2026-04-09T12:00:00Z")
    assert (row["newest_at"], row["silent"]) == ("2026-04-08T12:00:00Z", 0)
