"""Lines of the log: for people on a terminal, for machines elsewhere."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from db import logs
from schedules.newsroom import TOPIC_FILE, Newsroom
from tests.conftest import Run


def test_every_line_of_a_crawl_says_what_it_is_about(
    tmp_path: Path, storyline_process: Run
) -> None:
    with Newsroom() as newsroom:
        story, *sources = TOPIC_FILE.read_text("utf-8").split("[[sources]]")
        declared = "[[sources]]".join([story, *sources[:3]])
        (tmp_path / "storyline.toml").write_text(f'proxy = "{newsroom.proxy_url}"\n{declared}')
        done = storyline_process("-v", "crawl", cwd=tmp_path)
    lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    crawled = [line for line in lines if line["logger"].startswith("crawler")]
    assert len({line["source"] for line in crawled}) == 3
    assert len({(line["source"], line["run"]) for line in crawled}) == 3
    assert {line["topic"] for line in crawled} == {"newsroom-demo"}
    assert all({"at", "level", "message", "pid"} <= line.keys() for line in crawled)


def record(message: str) -> logging.LogRecord:
    return logging.LogRecord("crawler", logging.WARNING, __file__, 1, message, None, None)


def test_the_text_has_the_same_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(logs.VARIABLE, "text")
    handler = logs.log_to_stderr(logging.WARNING)
    line = record("late")
    with logs.about(topic="orbit", source=""):
        with logs.about(source="wire"):
            logs.also_about(run="r1")
            handler.filter(line)
        assert handler.format(line).endswith("crawler: late [topic=orbit source=wire run=r1]")
    plain = record("late")
    handler.filter(plain)
    assert handler.format(plain).endswith("crawler: late")


def test_an_exception_is_in_the_line_of_its_message() -> None:
    code = (
        "import logging; from db import logs; logs.log_to_stderr(logging.INFO)\n"
        "try: 1 / 0\nexcept ZeroDivisionError: logging.getLogger('x').exception('it\\nbroke')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    [line] = [json.loads(line) for line in done.stderr.splitlines()]
    assert line["message"] == "it\nbroke"
    assert "ZeroDivisionError" in line["exception"]
