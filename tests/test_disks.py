"""What the service does when the disk is full or read-only, or another process has the database."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from db.store import Store
from tests.running import (
    HandClock,
    MadeUp,
    eventually,
    hold,
    impatient,
    serving,
    topic_file,
)

DAY = timedelta(days=1)
SECONDS = 120
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


def allow_no_file_to_grow(_: Path) -> Callable[[], object]:
    """What a full disk is like."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def forbid_writing(_: Path) -> Callable[[], object]:
    patch = pytest.MonkeyPatch()
    patch.setattr(Store, "claim_slot", _read_only)
    patch.setattr(Store, "miss_slots", _read_only)
    return patch.undo


def _read_only(store: Store, *args: object, **kwargs: object) -> None:
    store.db.execute("pragma query_only = on")
    store.db.execute("begin immediate")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (hold, "database is locked"),
        (allow_no_file_to_grow, "disk"),
        (forbid_writing, "attempt to write a readonly database"),
    ],
)
def test_a_database_in_trouble_is_told_of_and_works_again_by_itself(
    tmp_path: Path,
    spoil: Callable[[Path], Callable[[], object]],
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    file, clock, work = topic_file(tmp_path, "wire"), HandClock(), MadeUp()
    with serving(file, clock=clock, work=work, opener=impatient) as runner:
        eventually(lambda: work.builds == 1)
        mend = spoil(tmp_path / "t.db")
        try:
            clock.advance(DAY)
            eventually(lambda: any(words in trouble for trouble in runner.troubles.values()))
            assert work.crawled == ["wire"]  # nothing is begun that could not be written down
        finally:
            mend()
        eventually(lambda: work.builds == 2)
        assert runner.troubles == {}
    assert "works again" in caplog.text


def test_a_service_goes_on_when_its_disk_is_no_longer_full_or_read_only(tmp_path: Path) -> None:
    """Real processes on a real file system. What is simulated above is left where there is none."""
    if why := no_small_disk(tmp_path):
        pytest.skip(why)
    command = [*NAMESPACE, sys.executable, "-m", "tests.small_disk", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    log = tmp_path / "service.log"
    assert done.returncode == 0, done.stderr + (log.read_text() if log.exists() else "")


def no_small_disk(folder: Path) -> str:
    """Why this machine lets nobody have a file system of their own, "" when it does."""
    if not shutil.which(NAMESPACE[0]):
        return "there is no unshare here"
    command = [*NAMESPACE, "mount", "-t", "tmpfs", "none", str(folder)]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    return tried.stderr.strip() if tried.returncode else ""
