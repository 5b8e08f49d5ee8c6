"""`unshare -Urm python -m tests.small_disk FOLDER`: a service on a file system of a few megabytes,
which is full for a while and then read-only. Exit code 0 when it went as it should."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from bench.kills import Life, until
from schedules.newsroom import Newsroom

SIZE = "6m"
SPEED = 20_000.0  # the source is read every six seconds, which leaves gaps to remount in
TROUBLED_SECONDS = 1.0


@contextmanager
def full(disk: Path) -> Iterator[None]:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    yield
    ballast.unlink()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    until(lambda: remounted(disk, "ro"), "nobody has a file open to write")
    yield
    assert remounted(disk, "rw")


def remounted(disk: Path, how: str) -> bool:
    command = ["mount", "-o", f"remount,{how}", str(disk)]
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


def sit_out(
    life: Life, disk: Path, spoil: Callable[[Path], AbstractContextManager[None]], words: str
) -> None:
    """It says what is wrong for as long as it is, and goes on by itself."""
    log = life.folder / "service.log"
    already = len(log.read_text())

    def says(what: str) -> bool:
        return what in log.read_text()[already:]

    with spoil(disk):
        until(lambda: says("nothing can be done here"), "the service is in trouble")
        time.sleep(TROUBLED_SECONDS)
        assert says(words)
    # It may have said before that it works: a look that has nothing to write needs no room.
    until(lambda: last_word(log) == "works again", "the service works again")


def last_word(log: Path) -> str:
    """On the database."""
    words = ("works again", "nothing can be done here")
    said = log.read_text()
    return max(words, key=said.rfind)


def main(folder: Path) -> None:
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(disk)], check=True)
    life = Life(folder, 1, SPEED, every="36h")
    life.database.symlink_to(disk / "timeline.db")
    with Newsroom() as newsroom:
        life.declare(newsroom)
        service = life.start()
        try:
            until(lambda: bool(life.chronology()), "the first edition is in the chronology")
            first = life.chronology()
            sit_out(life, disk, full, "disk is full")
            sit_out(life, disk, read_only, "its folder cannot be written to")
            assert life.chronology() == first
            newsroom.advance()
            until(lambda: len(life.chronology()) > len(first), "the second edition is in it too")
        finally:
            service.terminate()
            service.wait(timeout=15)
    assert service.returncode == 0
    assert "Traceback" not in (folder / "service.log").read_text()
    with life.query() as db:
        assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert not db.execute("select 1 from runs where state = 'running'").fetchone()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
