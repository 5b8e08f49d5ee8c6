"""The real command, and the demo's database, made once for all tests that ask it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest
from filelock import FileLock
from hypothesis import settings

from schedules.cli import main

settings.register_profile("calm", deadline=None)  # what is slow on a busy machine is not wrong
settings.load_profile("calm")

Run = Callable[..., subprocess.CompletedProcess[str]]
ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1"}


@pytest.fixture(scope="session")
def storyline() -> Run:
    """`storyline(*arguments, cwd=…, expect=0)` in this process, which has the seconds that an
    interpreter takes to start behind it; its output comes back. Crawls are processes all the
    same."""

    def run(*arguments: object, cwd: Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
        words, code = [str(argument) for argument in arguments], 0
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in "ab")
        handler = signal.getsignal(signal.SIGTERM)  # the command sets its own
        try:
            environment = mock.patch.dict(os.environ, ENVIRONMENT)
            with chdir(cwd), environment, redirect_stdout(out), redirect_stderr(err):
                main(words, prog_name="storyline")
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            signal.signal(signal.SIGTERM, handler)
        said = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
        return checked(subprocess.CompletedProcess(words, code, *said), expect)

    return run


@pytest.fixture(scope="session")
def storyline_process() -> Run:
    """As `storyline`, as a process of its own."""

    def run(*arguments: object, cwd: Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "schedules", *map(str, arguments)],
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, **ENVIRONMENT},
            check=False,
        )
        return checked(done, expect)

    return run


def checked(
    done: subprocess.CompletedProcess[str], expect: int
) -> subprocess.CompletedProcess[str]:
    assert done.returncode == expect, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def demo(
    storyline_process: Run, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The demo's database and what it printed; one for all workers of the run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "demo"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            made = folder.with_suffix(".part")
            made.mkdir(exist_ok=True)
            done = storyline_process("demo", cwd=made)
            (made / "said").write_text(done.stdout, encoding="utf-8")
            made.rename(folder)
    said = (folder / "said").read_text(encoding="utf-8")
    return folder / "demo.db", subprocess.CompletedProcess(["demo"], 0, said, "")
