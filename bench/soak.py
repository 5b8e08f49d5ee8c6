"""A service left alone for an hour with a live newsroom on loopback: do memory and open files grow?

    python bench/soak.py FOLDER [--minutes 60] [--sources 12] [--speed 3600]

The service's clock runs SPEED times as fast as ours, so that its sources are read all the time and
its days and weeks pass. Every few seconds its memory, open files and threads are written to
FOLDER/samples.jsonl; every minute an article is imported by hand beside it, and the newsroom goes
on to its next edition if it has one; all the while `storyline serve` is asked for what is in the
database. What was sampled counts: run it again to go on where it was stopped. Exit code 1 when
something grew, fell behind or was refused.
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
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.kills import Life, verdict
from bench.onlooker import Onlooker
from schedules.newsroom import Newsroom

EVERY_SECONDS = 5.0
NEWS_SECONDS = 60.0  # between two times that there is something new to build
WARM_UP = 0.2  # of the samples: caches fill, libraries are imported
MOST_GROWTH = {"rss_mib": 0.1, "files": 0.1, "threads": 0.1}  # shares of what it was
EVERY = timedelta(days=3)  # by the service's clock, for each source; a crawl takes hours of it
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


def import_by_hand(life: Life, number: int) -> bool:
    """Whether an article that nobody else has could be put in beside the service."""
    path = life.folder / "by_hand.txt"
    day = date(2026, 4, 1) + timedelta(days=number % 28)
    path.write_text(
        f"Meta opens office {number}\nMeta opened AI office {number} on {day:%B %-d, %Y}.\n",
        encoding="utf-8",
    )
    options = ["--config", life.folder / "storyline.toml", "--db", life.database]
    hints = ["--url", f"https://by-hand.example/{number}", "--published", day.isoformat()]
    command = [sys.executable, "-m", "schedules", *options, "import", path, *hints]
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


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
                found = sample(life, process)
                if number % int(NEWS_SECONDS / EVERY_SECONDS) == 0:
                    newsroom.advance()
                    found["refused"] += not import_by_hand(life, number)
                file.write(json.dumps(found) + "\n")
                file.flush()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=15)


def read(samples: Path) -> list[dict[str, float]]:
    return (
        [json.loads(line) for line in samples.read_text().splitlines()] if samples.exists() else []
    )


def days_late(life: Life) -> list[float]:
    """By the service's clock: how long each crawl had been due when it began."""
    with life.query() as db:
        found = db.execute(
            "select julianday(started_at) - julianday(slot) from job_runs"
            " where job = 'crawl' and state = 'done' and slot != 'first'"
        )
        return [row[0] for row in found]


def report(life: Life, found: list[dict[str, float]]) -> Iterator[tuple[str, object, bool]]:
    """What was looked at, what it was, and whether it is as it should be."""
    warm = found[int(len(found) * WARM_UP) :]
    third = max(1, len(warm) // 3)
    yield "samples, services", (len(found), len({one["pid"] for one in found})), True
    for what, share in MOST_GROWTH.items():
        early, late = (max(one[what] for one in part) for part in (warm[:third], warm[-third:]))
        yield (
            f"{what}, the most in the first third, in the last",
            (early, late),
            late <= early * (1 + share) + SLACK[what],
        )
    refused = sum(one["refused"] for one in found)
    yield "readings and imports by hand refused", int(refused), refused == 0
    with life.query() as db:
        counted = dict(
            db.execute("select job, count(*) from job_runs where state = 'done' group by job")
        )
    yield "slots done", counted, {"crawl", "build", "digest", "backup"} <= counted.keys()
    late = days_late(life)
    yield (
        f"days that a crawl, one every {EVERY.days} days, was late: median, most",
        (round(median(late), 2), round(max(late), 2)) if late else "no source was read twice",
        bool(late) and max(late) < EVERY.days,
    )
    with life.query() as db:
        skipped = db.execute(
            "select count(*) from job_runs where state = 'missed'"
            " and reason != 'the service began after it'"
        ).fetchone()[0]
    yield "days and weeks that were skipped", skipped, skipped == 0
    with life.query() as db:
        whole = db.execute("pragma integrity_check").fetchone()[0]
    yield "integrity_check", whole, whole == "ok"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--sources", type=int, default=12)
    parser.add_argument("--speed", type=float, default=3600.0)
    options = parser.parse_args()
    life = Life(options.folder, options.sources, options.speed, f"{EVERY.days}d")
    samples = options.folder / "samples.jsonl"
    onlooker = Onlooker(life.folder, life.database)
    with Newsroom() as newsroom, onlooker:
        watch(life, newsroom, samples, options.minutes)
    return verdict(chain(report(life, read(samples)), onlooker.report()))


if __name__ == "__main__":
    sys.exit(main())
