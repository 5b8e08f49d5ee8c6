"""What the service does with time, restarts, files that change, and databases in trouble."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from db.errors import StorylineError
from db.locks import ProcessLock
from db.relevance import TermMatcher
from db.store import Store
from schedules.scheduler import Runner
from schedules.work import Outcome, Task
from tests.articles import LAUNCH
from tests.running import (
    SECONDS,
    HandClock,
    MadeUp,
    eventually,
    hold,
    impatient,
    runs,
    serving,
    topic_file,
)
from timeline.update import update

DAY = timedelta(days=1)


def test_two_hundred_crawls_due_at_once_all_run_none_twice_a_few_at_a_time(
    tmp_path: Path,
) -> None:
    names = [f"wire-{n}" for n in range(200)]
    service = tmp_path / "service.toml"
    topic_file(tmp_path, *names)
    service.write_text('topics = ["orbit.toml"]\ncrawls_at_once = 7\n')
    work, locked = MadeUp(seconds=0.01), []
    with serving(service, clock=HandClock(), work=work) as runner:
        [database] = runner.service.databases
        eventually(lambda: runs(database, "orbit", "crawl"))
        reader = sqlite3.connect(database, timeout=0)  # open all the while, as Datasette is
        while len(work.crawled) < len(names) and runner.service:
            try:
                reader.execute("select count(*), max(reason) from job_runs").fetchall()
            except sqlite3.OperationalError as error:
                locked.append(error)
        reader.close()
        eventually(lambda: all(run.state == "done" for run in runs(database, "orbit", "crawl")))
        eventually(lambda: runs(database, "orbit", "build")[-1].state == "done")
    assert Counter(work.crawled) == Counter(names)
    assert 1 < work.most_at_once <= 7
    assert locked == []
    assert work.builds < 200  # one that waits serves all that end before it


def test_a_build_follows_only_a_crawl_after_which_there_is_something_to_build(
    tmp_path: Path,
) -> None:
    news = [LAUNCH[:2], [], LAUNCH[2:3], []]

    class Bringing(MadeUp):
        def crawl(self, task: Task) -> Outcome:
            topic, matcher = task.of.topic, TermMatcher(task.of.topic)
            with task.open_store(task.database) as store:
                for one in news[len(self.crawled)]:
                    found = matcher.score(one.title, one.summary, one.text)
                    now = task.clock.now()
                    store.save_article(one, topic=topic.slug, relevance=found, seen_at=now)
            return super().crawl(task)

        def build(self, task: Task) -> Outcome:
            with task.open_store(task.database) as store:
                update(store, task.of.topic)
            return super().build(task)

    def states(job: str) -> list[str]:
        return [run.state for run in runs(tmp_path / "t.db", "orbit", job)]

    clock, work, builds = HandClock(), Bringing(), []
    with serving(topic_file(tmp_path, "wire"), clock=clock, work=work):
        for crawls in range(1, len(news) + 1):
            eventually(lambda crawls=crawls: states("crawl") == ["done"] * crawls)
            eventually(lambda: set(states("build")) == {"done"})
            builds.append(work.builds)
            if crawls < len(news):
                clock.advance(DAY)
    assert builds == [1, 1, 2, 2]


def test_a_crawl_missed_many_times_is_made_up_for_once(tmp_path: Path) -> None:
    file, clock, work = topic_file(tmp_path, "wire"), HandClock(), MadeUp()
    with serving(file, clock=clock, work=work):
        eventually(lambda: work.builds == 1)
    clock.advance(9 * timedelta(hours=1))
    with serving(file, clock=clock, work=work):
        eventually(lambda: work.builds == 2)
    assert work.crawled == ["wire", "wire"]
    late = runs(tmp_path / "t.db", "orbit", "crawl")[0]
    assert late.state == "done"
    assert late.reason == "8 hours late; ok"


def test_with_more_due_than_can_be_done_every_source_has_its_turn(tmp_path: Path) -> None:
    names = [f"wire-{n}" for n in range(9)]
    clock = HandClock()

    class Hurried(MadeUp):
        def crawl(self, task: Task) -> Outcome:
            clock.advance(DAY)  # by the end of each crawl all others are due again
            return super().crawl(task)

    work = Hurried()
    with serving(topic_file(tmp_path, *names), clock=clock, work=work):
        eventually(lambda: len(work.crawled) >= 27)
    times = Counter(work.crawled[:27])
    assert times.keys() == set(names)
    assert max(times.values()) <= 5


def test_each_week_whose_slot_was_missed_gets_its_digest_once_and_late(tmp_path: Path) -> None:
    more = '[digest]\nweekday = "tue"\nhour = 9\nzone = "Europe/Oslo"'
    file, clock, work = topic_file(tmp_path, more=more), HandClock(), MadeUp()
    database, digests = tmp_path / "t.db", tmp_path / "digests"

    def states() -> dict[str, str]:
        return {run.key.slot: run.state for run in runs(database, "orbit", "digest")}

    with serving(file, clock=clock, work=work):
        eventually(lambda: states() == {"2026-W14": "missed"})  # the service began after it
    clock.advance(15 * DAY)  # the power is off over two Tuesdays
    with serving(file, clock=clock, work=work):
        eventually(lambda: list(states().values()) == ["missed", "done", "done"])
    assert sorted(path.name for path in digests.iterdir()) == ["2026-W15.md", "2026-W16.md"]
    reasons = [run.reason for run in runs(database, "orbit", "digest")[1:]]
    assert reasons[0].startswith("9 days late; 2026-W15 is in ")
    written = {path: path.stat().st_mtime_ns for path in digests.iterdir()}
    with Store(database) as store:  # killed after the file was there, before the ledger knew
        store.db.execute("update job_runs set state = 'running', pid = 1 where slot = '2026-W16'")
    with serving(file, clock=clock, work=work):
        eventually(lambda: runs(database, "orbit", "digest")[-1].state == "done")
        clock.advance(5 * DAY)
        eventually(lambda: states().get("2026-W17") == "done")
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert len(list(digests.iterdir())) == 3
    assert runs(database, "orbit", "digest")[-1].reason.startswith("5 hours late; 2026-W17 is in")


def test_what_was_done_while_the_clock_was_wrong_is_done_again_in_its_time(
    tmp_path: Path,
) -> None:
    file, clock, work = topic_file(tmp_path, "wire"), HandClock(), MadeUp()
    database = tmp_path / "t.db"

    def done() -> dict[str, int]:
        found = runs(database, "orbit", "digest")
        return {run.key.slot: run.attempts for run in found if run.state == "done"}

    with serving(file, clock=clock, work=work):
        eventually(lambda: work.builds == 1)
        clock.advance(63 * DAY)
        eventually(lambda: len(done()) == 9 and work.crawled == ["wire"] * 2)
        clock.advance(-63 * DAY)
        eventually(lambda: work.crawled == ["wire"] * 3)  # though it was to wait for months
        clock.advance(6 * DAY)
        eventually(lambda: done().get("2026-W15") == 2)
        assert done()["2026-W16"] == 1  # its time has not come yet


def test_one_service_at_a_time(tmp_path: Path) -> None:
    file, clock, work = topic_file(tmp_path), HandClock(), MadeUp()
    with (
        serving(file, clock=clock, work=work),
        pytest.raises(StorylineError, match=f"process {os.getpid()} is running on this database"),
        serving(file, clock=clock, work=work),
    ):
        pass
    with serving(file, clock=clock, work=work):
        pass


def test_a_changed_file_is_taken_over_and_a_wrong_one_is_not(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file, clock, work = topic_file(tmp_path, "wire"), HandClock(), MadeUp()
    with serving(file, clock=clock, work=work) as runner:
        eventually(lambda: work.crawled == ["wire"])
        good = topic_file(tmp_path, "wire", "post").read_text(encoding="utf-8")
        eventually(lambda: work.crawled == ["wire", "post"])
        file.write_text(good.replace("kind", "sort", 1), encoding="utf-8")
        eventually(lambda: "unknown key 'sources.0.sort'" in caplog.text)
        caplog.clear()
        runner.reload()  # SIGHUP: is said again
        eventually(lambda: "what they said before holds" in caplog.text)
        assert len(runner.service.followed[0].topic.sources) == 2
        topic_file(tmp_path, "post")
        eventually(lambda: len(runner.service.followed[0].topic.sources) == 1)
        clock.advance(DAY)
        eventually(lambda: work.crawled == ["wire", "post", "post"])


def test_a_file_that_is_half_written_is_not_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file, work = topic_file(tmp_path, "wire"), MadeUp()
    with serving(file, clock=HandClock(), work=work, look_seconds=60) as runner:
        eventually(lambda: work.crawled == ["wire"])
        file.write_text("", encoding="utf-8")
        runner.wake()
        time.sleep(0.3)
        assert "not taken over" not in caplog.text
        runner.reload()  # told to, it reads whatever there is
        eventually(lambda: "not taken over" in caplog.text)


def test_many_topics_in_one_database_or_in_their_own(tmp_path: Path) -> None:
    topic_file(tmp_path, "wire", more='database = "orbit.db"')
    topic_file(tmp_path, "post", name="Harbour")
    topic_file(tmp_path, "mail", name="Bridge")
    service = tmp_path / "service.toml"
    service.write_text('topics = ["[hbo]*.toml"]\ndatabase = "all.db"\ndigests = "weekly"\n')
    work, clock = MadeUp(), HandClock()
    with serving(service, clock=clock, work=work):
        eventually(lambda: sorted(work.crawled) == ["mail", "post", "wire"])
        topic_file(tmp_path, "late", name="Brook")  # one more file that the pattern matches
        eventually(lambda: "late" in work.crawled)
        clock.advance(6 * DAY)
        eventually(lambda: len(list((tmp_path / "digests").rglob("2026-W15.md"))) == 4)
    own = runs(tmp_path / "orbit.db", "orbit", "crawl")
    assert {run.key.subject for run in own} == {"wire"}
    assert runs(tmp_path / "all.db", "harbour", "crawl")
    assert (tmp_path / "digests" / "bridge" / "2026-W15.md").exists()


def test_a_database_that_no_topic_names_is_let_go_once_nothing_is_under_way_there(
    tmp_path: Path,
) -> None:
    may_end = threading.Event()

    class Slow(MadeUp):
        def crawl(self, task: Task) -> Outcome:
            if task.database.name == "old.db":
                may_end.wait(SECONDS)
            return super().crawl(task)

    topic_file(tmp_path, "wire", more='database = "old.db"')
    topic_file(tmp_path, "post", name="Harbour", more='database = "other.db"')
    service, work = tmp_path / "service.toml", Slow()
    service.write_text('topics = ["[ho]*.toml"]\n')
    old, other = (ProcessLock(tmp_path / f"{name}.db", "runner") for name in ("old", "other"))
    with serving(service, clock=HandClock(), work=work, opener=impatient) as runner:
        eventually(lambda: runner.under_way()["crawl"] and "post" in work.crawled)
        topic_file(tmp_path, "mail", more='database = "new.db"')  # moved
        (tmp_path / "harbour.toml").unlink()  # removed
        eventually(lambda: "mail" in work.crawled and not other.held_since())
        assert old.held_since()
        mend = hold(tmp_path / "old.db")
        may_end.set()
        eventually(lambda: not runner.under_way()["crawl"])
        looked = runner.seconds_since_look
        eventually(lambda: runner.seconds_since_look < looked)
        assert old.held_since()  # how the crawl ended could not be written down yet
        mend()
        eventually(lambda: not old.held_since())
    [crawl] = runs(tmp_path / "old.db", "orbit", "crawl")
    assert crawl.state != "running"


def test_work_that_raises_leaves_the_rest_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    class Broken(MadeUp):
        def build(self, _: object) -> None:  # type: ignore[override]
            self.builds += 1
            raise ZeroDivisionError("no reason")

    file, clock, work = topic_file(tmp_path, "wire"), HandClock(), Broken()
    with serving(file, clock=clock, work=work):
        eventually(
            lambda: [r.state for r in runs(tmp_path / "t.db", "orbit", "build")] == ["failed"]
        )
        clock.advance(timedelta(minutes=11))
        eventually(lambda: work.builds == 2)  # tried again, and later each time
        clock.advance(timedelta(minutes=11))
        clock.advance(timedelta(minutes=40))
        eventually(lambda: len(work.crawled) == 2)
    [first, *_] = runs(tmp_path / "t.db", "orbit", "build")
    assert first.reason == "unexpected: ZeroDivisionError: no reason"


def test_what_is_not_there_or_is_wrong_is_said_at_the_start(tmp_path: Path) -> None:
    service = tmp_path / "service.toml"
    service.write_text('topics = ["nowhere/*.toml"]\n')
    with pytest.raises(StorylineError, match="no file matches 'nowhere"):
        serving_at_once(service)
    topic_file(tmp_path, "wire")
    twin = topic_file(tmp_path, "post", name="Twin", more='slug = "orbit"')
    service.write_text('topics = ["orbit.toml", "twin.toml"]\n')
    with pytest.raises(StorylineError, match=f"has the slug 'orbit'.*{twin.name}"):
        serving_at_once(service)


def serving_at_once(file: Path) -> Runner:
    with serving(file, clock=HandClock(), work=MadeUp()) as runner:
        return runner
