"""A service left alone for an hour with a live newsroom on loopback: do memory and open files grow?

    python bench/soak.py FOLDER [--minutes 60] [--sources 12] [--speed 14400]

The service's clock runs SPEED times as fast as ours, so that its sources are read all the time and
its days and weeks pass. Every few seconds its memory, open files and threads are written to
FOLDER/samples.jsonl, and a reader asks for the chronology, as Datasette would. What was sampled
counts: run it again to go on where it was stopped. Exit code 1 when something grew.
"""

from __future__ import annotations

import argparse
import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from kills import Life

from schedules.newsroom import Newsroom

EVERY_SECONDS = 5.0
EDITION_SECONDS = 300.0  # the newsroom brings out something new
WARM_UP = 0.2  # of the samples: caches fill, libraries are imported
MOST_GROWTH = {"rss_mib": 0.1, "files": 0.1, "threads": 0.1}  # shares of what it was
SLACK = {"rss_mib": 8.0, "files": 4.0, "threads": 2.0}  # that is no growth


def sample(life: Life, process: subprocess.Popen[bytes]) -> dict[str, float]:
    folder = Path(f"/proc/{process.pid}")
    status = dict(
        line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line
    )
    began, events = time.monotonic(), 0
    try:
        events, refused = len(life.chronology()), 0
    except sqlite3.OperationalError:
        refused = 1
    return {
        "at": time.time(),
        "pid": process.pid,
        "rss_mib": round(int(status["VmRSS"].split()[0]) / 1024, 1),
        "files": len(list((folder / "fd").iterdir())),
        "threads": int(status["Threads"]),
        "events": events,
        "refused": refused,
        "read_seconds": round(time.monotonic() - began, 3),
    }


def watch(life: Life, newsroom: Newsroom, samples: Path, minutes: float) -> None:
    wanted = int(minutes * 60 / EVERY_SECONDS)
    taken = len(read(samples))
    if taken >= wanted:
        return
    life.declare(newsroom)
    process = life.start()
    try:
        with samples.open("a", encoding="utf-8") as file:
            for number in range(taken, wanted):
                time.sleep(EVERY_SECONDS)
                if process.poll() is not None:
                    raise SystemExit(f"the service ended by itself: {process.returncode}")
                if number and number % int(EDITION_SECONDS / EVERY_SECONDS) == 0:
                    newsroom.advance()
                file.write(json.dumps(sample(life, process)) + "\n")
                file.flush()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=15)


def read(samples: Path) -> list[dict[str, float]]:
    return (
        [json.loads(line) for line in samples.read_text().splitlines()] if samples.exists() else []
    )


def report(life: Life, found: list[dict[str, float]]) -> Iterator[tuple[str, object, bool]]:
    """What was looked at, what it was, and whether it is as it should be."""
    warm = found[int(len(found) * WARM_UP) :]
    third = max(1, len(warm) // 3)
    yield "samples, services", (len(found), len({one["pid"] for one in found})), True
    for what, share in MOST_GROWTH.items():
        early = median(one[what] for one in warm[:third])
        late = median(one[what] for one in warm[-third:])
        most = max(one[what] for one in warm)
        yield (
            f"{what}: first third, last third, most",
            (early, late, most),
            late <= early * (1 + share) + SLACK[what],
        )
    refused = sum(one["refused"] for one in found)
    yield "readers refused", int(refused), refused == 0
    with life.query() as db:
        counted = dict(
            db.execute("select job, count(*) from job_runs where state = 'done' group by job")
        )
    yield "slots done", counted, {"crawl", "build", "digest", "backup"} <= counted.keys()
    with life.query() as db:
        whole = db.execute("pragma integrity_check").fetchone()[0]
    yield "integrity_check", whole, whole == "ok"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--sources", type=int, default=12)
    parser.add_argument("--speed", type=float, default=14400.0)
    options = parser.parse_args()
    life = Life(options.folder, options.sources, options.speed)
    samples = options.folder / "samples.jsonl"
    with Newsroom() as newsroom:
        watch(life, newsroom, samples, options.minutes)
    fine = True
    for what, found, good in report(life, read(samples)):
        print(f"{'ok   ' if good else 'WRONG'} {what}: {found}")
        fine = fine and good
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
