"""`storyline status` and `storyline doctor`."""

from __future__ import annotations

import json
import os
import socket
import socketserver
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.store import Store
from schedules.config import load_topic, parse_topic
from schedules.reachability import places, reach
from tests.conftest import Run
from tests.running import HandClock, MadeUp, eventually, runs, serving, topic_file

NOW = datetime.now(UTC)


def make(folder: Path, *sources: str) -> Path:
    """A topic file where commands look for it, and the database that knows it."""
    config = topic_file(folder, *sources).rename(folder / "storyline.toml")
    database = folder / "timeline.db"
    with Store(database) as store:
        store.save_topic(load_topic(config))
    return database


def test_status_tells_of_service_sources_jobs_and_room(tmp_path: Path, storyline: Run) -> None:
    file, clock, work = topic_file(tmp_path, "wire"), HandClock(), MadeUp()

    def status() -> dict[str, object]:
        command = ("--config", file, "--db", "t.db", "status", "--format", "json")
        told: dict[str, object] = json.loads(storyline(*command, cwd=tmp_path).stdout)
        return told

    with serving(file, clock=clock, work=work):
        eventually(lambda: [r.state for r in runs(tmp_path / "t.db", "orbit", "build")] == ["done"])
        told = status()
    assert told["service"] == f"process {os.getpid()}"
    assert str(told["service_since"]).endswith("Z")
    assert told["room"]["database"] > 0 and told["room"]["free"] > 0  # type: ignore[index]
    [source] = told["sources"]  # type: ignore[misc]
    assert (source["source"], source["state"]) == ("wire", "ok")
    jobs = {job["job"]: job for job in told["jobs"]}  # type: ignore[attr-defined]
    assert jobs["build"]["last"]["state"] == "done"
    assert jobs["build"]["next"] is None
    assert jobs["digest"]["next"].endswith("T07:00:00Z")
    assert (jobs["backup"]["topic"], jobs["backup"]["failed"]) == ("", 0)
    assert status()["service"] == ""
    text = storyline("--config", file, "--db", "t.db", "status", cwd=tmp_path).stdout
    assert "service: none is running" in text
    assert "orbit: build " in text


def test_doctor_finds_nothing_wrong_with_what_is_well(tmp_path: Path, storyline: Run) -> None:
    make(tmp_path)
    told = storyline("doctor", cwd=tmp_path).stdout
    assert "WRONG" not in told
    assert "note  service: none is running\n        mend: `storyline run`" in told


def test_doctor_names_a_clock_that_is_behind_or_went_back(tmp_path: Path, storyline: Run) -> None:
    database = make(tmp_path, "wire")

    def finding() -> dict[str, str]:
        done = storyline("doctor", "--offline", "--format", "json", cwd=tmp_path, expect=expect)
        return next(one for one in json.loads(done.stdout) if one["about"] == "clock")

    with Store(database) as store:
        for number, days in enumerate((-9, 3, -8)):
            at = NOW + timedelta(days=days)
            store.begin_run(f"r{number}", subject="wire", started_at=at)
    expect = 1
    assert finding()["state"] == "wrong"
    assert finding()["message"].startswith("3 days behind the newest row")
    assert "timedatectl" in finding()["mend"]
    with Store(database) as store:
        at = (NOW - timedelta(days=4)).strftime("%Y-%m-%dT%H:%M:%SZ")
        store.db.execute("update runs set started_at = ? where run_id = 'r1'", [at])
    expect = 0
    assert finding()["state"] == "note"
    assert finding()["message"].startswith("it went back by 4 days")


def test_doctor_names_what_is_damaged_and_what_does_not_do_well(
    tmp_path: Path, storyline: Run
) -> None:
    database = make(tmp_path, "wire")
    with Store(database) as store:
        store.db.execute(
            "insert into source_states (source_id, state, reason, alarms, since, judged_at)"
            " values ('wire', 'gone', 'HTTP 404', '', '2026-04-08', '2026-04-08')"
        )
    told = storyline("doctor", "--offline", cwd=tmp_path).stdout
    assert "note  sources: wire: gone: HTTP 404\n        mend: its address has changed" in told
    database.write_bytes(database.read_bytes()[:50_000])
    told = storyline("doctor", "--offline", cwd=tmp_path, expect=1).stdout
    assert "WRONG database" in told
    assert "`storyline restore`" in told


def test_each_host_is_reached_once_and_its_trouble_named() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        open_port = server.server_address[1]
        with socket.socket() as spare:
            spare.bind(("127.0.0.1", 0))
            closed_port = spare.getsockname()[1]
        urls = {
            "fine": f"http://127.0.0.1:{open_port}/feed",
            "twin": f"http://127.0.0.1:{open_port}/other",
            "plain": f"https://127.0.0.1:{open_port}/feed",
            "shut": f"http://127.0.0.1:{closed_port}/feed",
        }
        sources = "".join(
            f'[[sources]]\nname = "{name}"\nkind = "feed"\nurl = "{url}"\n'
            for name, url in urls.items()
        )
        topic = parse_topic(f'name = "Orbit"\nterms = ["Orbit"]\n{sources}', "t")
        found = {reached.sources: reached.trouble for reached in reach(topic, seconds=5)}
        server.shutdown()
    assert found[("fine", "twin")] == ""
    assert found[("plain",)]
    assert found[("shut",)] == "no connection: Connection refused"
    behind = parse_topic(f'name = "O"\nterms = ["O"]\nproxy = "http://p.example:1"\n{sources}', "t")
    assert [place.host for place in places(behind)] == ["p.example"]
