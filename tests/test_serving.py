"""What the service tells systemd and monitoring."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from prometheus_client.parser import text_string_to_metric_families

from db.errors import ConfigError, StorylineError
from schedules.metrics import endpoint
from schedules.service import Declaration
from schedules.serving import troubles
from tests.running import (
    HandClock,
    MadeUp,
    eventually,
    hold,
    impatient,
    runs,
    serving,
    topic_file,
)


def get(port: int, path: str) -> tuple[int, str]:
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def samples(port: int) -> dict[tuple[str, ...], float]:
    _, text = get(port, "/metrics")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_real_service_tells_systemd_and_answers_on_loopback(tmp_path: Path) -> None:
    topic_file(tmp_path).rename(tmp_path / "storyline.toml")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(60)
        with socket.socket() as spare:
            spare.bind(("127.0.0.1", 0))
            port = spare.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "schedules", "run", "--metrics", f"127.0.0.1:{port}"],
            cwd=tmp_path,
            env={**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify")},
            stderr=subprocess.DEVNULL,
        )
        try:
            assert systemd.recv(999) == b"WATCHDOG=1\nREADY=1\nSTATUS=all is well"
            assert get(port, "/healthz") == (200, "ok\n")
            assert systemd.recv(999) == b"WATCHDOG=1"
            process.send_signal(signal.SIGTERM)
            told = b"WATCHDOG=1"
            while told == b"WATCHDOG=1":
                told = systemd.recv(999)
            assert told == b"STOPPING=1"
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
            process.wait()


def test_health_is_503_with_the_reason_while_a_database_is_in_trouble(tmp_path: Path) -> None:
    file, clock, work = topic_file(tmp_path, "wire"), HandClock(), MadeUp()
    database = tmp_path / "t.db"
    with (
        serving(file, clock=clock, work=work, opener=impatient) as runner,
        endpoint("127.0.0.1:0", runner, lambda: troubles(runner)) as port,
    ):
        eventually(lambda: [r.state for r in runs(database, "orbit", "build")] == ["done"])
        found = samples(port)
        assert found["storyline_healthy",] == 1
        assert found["storyline_source_healthy", "wire", "orbit"] == 1
        assert found["storyline_job_last_ok", "build", "orbit"] == 1
        assert found["storyline_rows", "orbit", "events"] == 0
        assert found["storyline_database_bytes", str(database)] > 0
        assert ("process_open_fds",) in found
        assert get(port, "/")[0] == 404
        mend = hold(database)
        clock.advance(timedelta(days=1))
        try:
            eventually(lambda: get(port, "/healthz")[0] == 503)
            assert "database is locked" in get(port, "/healthz")[1]
            assert samples(port)["storyline_healthy",] == 0
        finally:
            mend()
        eventually(lambda: get(port, "/healthz") == (200, "ok\n"))
        taken = f"127.0.0.1:{port}"
        with pytest.raises(StorylineError, match="in use"), endpoint(taken, runner, list):
            pass


@pytest.mark.parametrize("address", ["0.0.0.0:9464", "192.0.2.1:80", "9464", "127.0.0.1:x"])
def test_only_loopback_is_listened_on(tmp_path: Path, address: str) -> None:
    topic_file(tmp_path)
    service = tmp_path / "service.toml"
    service.write_text(f'topics = ["orbit.toml"]\nmetrics = "{address}"\n')
    with pytest.raises(ConfigError, match="not a loopback address"):
        Declaration(files=(service,)).read()
