"""Running the real command, and the demo's database, once for all tests that ask it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def storyline() -> Run:
    """`storyline(*arguments, cwd=…, expect=0)` as a real process; its output comes back."""

    def run(*arguments: object, cwd: Path, expect: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "schedules", *map(str, arguments)],
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
            check=False,
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done

    return run


@pytest.fixture(scope="session")
def demo(
    storyline: Run, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The demo's database and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    done = storyline("demo", cwd=folder)
    return folder / "demo.db", done
