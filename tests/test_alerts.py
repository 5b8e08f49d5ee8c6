"""Whom the service tells of trouble and of important news: once, and again when it is over."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from db.errors import ConfigError
from db.ledger import SlotKey
from db.model import Article, Relevance, Source
from db.store import Store
from schedules.alert_config import AlertSettings
from schedules.alerts import Notice, hooks, notice
from schedules.config import parse_topic
from tests.articles import LAUNCH, stamp
from tests.articles import TOPIC as STORY
from tests.running import HandClock, MadeUp, eventually, runs, serving, topic_file
from timeline.update import update

NOW = datetime(2026, 4, 9, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOPIC = replace(
    STORY, sources=(Source(source_id="wire", kind="feed", url="https://wire.example/feed"),)
)
SETTINGS = AlertSettings(command=("tell",), importance=0.0)
YES = Relevance(relevant=True, score=1.0, reason="a term")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        yield store


def judged(store: Store, source: str, state: str, since: datetime) -> None:
    store.db.execute(
        "insert into source_states (source_id, state, reason, alarms, since, judged_at)"
        " values (?, ?, 'HTTP 404', '', ?, ?) on conflict (source_id) do update"
        " set state = excluded.state, reason = excluded.reason, since = excluded.since",
        [source, state, *[since.strftime("%Y-%m-%dT%H:%M:%SZ")] * 2],
    )


def tell(store: Store, hook: str = "command", now: datetime = NOW) -> list[str]:
    """What the hook is told at that moment, a word for each."""
    told = notice(store.db, TOPIC, SETTINGS, hook, now)
    store.note_told(TOPIC.slug, hook, told.opened, told.over, now)
    lines = [f"{alert.kind} {alert.subject}" for alert in told.opened]
    return lines + [f"{alert.kind} {alert.subject} over" for alert in told.over]


def test_a_source_is_told_of_once_each_hook_and_when_it_is_well_again(store: Store) -> None:
    source = "wire"
    judged(store, source, "gone", NOW - HOUR)
    assert tell(store) == []  # it may be well again soon
    later = NOW + 2 * HOUR
    assert tell(store, now=later) == [f"source {source}"]
    assert tell(store, now=later) == []
    assert tell(store, "webhook", later) == [f"source {source}"]
    judged(store, source, "blocked", later)  # it is in another trouble now: not over
    assert tell(store, now=later) == []
    judged(store, source, "ok", later)
    assert tell(store, now=later) == [f"source {source} over"]
    assert tell(store, now=later) == []
    judged(store, source, "gone", later)
    assert tell(store, now=later + 3 * HOUR) == [f"source {source}"]


def test_a_job_is_told_of_when_it_fails_again(store: Store) -> None:
    def end(slot: str, state: str, hour: int) -> None:
        key, at = SlotKey(topic=TOPIC.slug, job="build", slot=slot), NOW + hour * HOUR
        store.claim_slot(key, at=at, pid=1)
        store.end_slot(key, state=state, reason="no room", at=at)  # type: ignore[arg-type]

    end("a", "failed", 0)
    assert tell(store) == []
    end("b", "failed", 1)
    assert tell(store) == ["job build"]
    store.ask_for(SlotKey(topic=TOPIC.slug, job="build", slot="c"), at=NOW + 2 * HOUR)
    assert tell(store) == []  # that it will be tried is no recovery
    end("c", "done", 2)
    assert tell(store) == ["job build over"]


def test_news_is_told_once_and_what_is_old_is_not(store: Store) -> None:
    def save(article: Article) -> None:
        store.save_article(article, topic=TOPIC.slug, relevance=YES, seen_at=NOW)

    for article in LAUNCH:
        save(article)
    update(store, TOPIC)
    [first, *rest] = tell(store)
    assert all(line.startswith("event ") for line in (first, *rest))
    assert tell(store, now=NOW + HOUR) == []
    # An earlier report of the same happening: the event has another id, and was told of.
    url = "https://early.example/orbit"
    save(
        replace(
            LAUNCH[0],
            url=url,
            canonical_url=url,
            outlet="early.example",
            published=stamp("2026-04-08T01:00:00+00:00"),
        )
    )
    update(store, TOPIC)
    assert tell(store, now=NOW + HOUR) == []
    assert tell(store, "webhook", NOW + timedelta(days=30)) == []


@contextmanager
def webhook(codes: list[int]) -> Iterator[str]:
    """Answers with the first of the codes that are left; the last one stays."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(codes.pop(0) if len(codes) > 1 else codes[0])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/hook"
        server.shutdown()
        thread.join()


def test_a_service_tells_a_command_and_a_webhook(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    script = tmp_path / "tell.py"
    script.write_text(
        "import sys; open(sys.argv[1], 'a').write(sys.stdin.read() + '\\n'); print(sys.argv[2])"
    )
    clock, work = HandClock(), MadeUp()

    def states() -> dict[str, str]:
        return {run.key.subject: run.state for run in runs(tmp_path / "t.db", "orbit", "alert")}

    with webhook([503, 204]) as url:
        more = f"[alerts]\ncommand = ['{sys.executable}', '{script}', '{heard}']\nwebhook = '{url}'"
        file = topic_file(tmp_path, "wire", more=more)
        with serving(file, clock=clock, work=work):
            eventually(lambda: work.builds == 1)
            with Store(tmp_path / "t.db") as store:
                judged(store, "wire", "gone", clock.now() - 9 * HOUR)
            eventually(lambda: states() == {"webhook": "failed", "command": "done"})
            clock.advance(timedelta(minutes=11))
            eventually(lambda: states() == {"webhook": "done", "command": "done"})
    [told] = [json.loads(line) for line in heard.read_text().splitlines()]
    assert told["title"] == "Orbit: 1 in trouble"
    assert told["opened"][0]["subject"] == "wire"
    assert told["opened"][0]["message"].startswith("gone since ")


def test_what_cannot_be_told_is_said(tmp_path: Path) -> None:
    told = Notice(topic=TOPIC, opened=(), over=(), at=NOW)
    for settings in (
        AlertSettings(command=("/nowhere/to/be/found",)),
        AlertSettings(command=(sys.executable, "-c", "import sys; sys.exit('no')")),
        AlertSettings(webhook_env="NOT_SET"),
    ):
        [hook] = hooks(settings, {}).values()
        with pytest.raises(Exception, match=r"did not run|exit code 1: no|has no NOT_SET"):
            hook(told)
    with pytest.raises(ConfigError, match="nobody is told"):
        parse_topic('name = "O"\nterms = ["O"]\n[alerts]\nimportance = 0.5', "t")
