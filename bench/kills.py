"""A running service killed again and again at random points, with a live newsroom on loopback.

    python bench/kills.py FOLDER [--kills 100] [--sources 12] [--longest 8] [--speed 14400]

After each SIGKILL the service is started again. Half-way the newsroom brings out its second
edition. All the while `storyline serve` is asked for what is in the database. At the end the
chronology has to equal that of a service which nobody disturbed, each week's digest has to have
been written once, and the database has to be whole. The service's clock runs SPEED times as fast as
ours, so that weeks pass. What was done is in FOLDER: run it again to go on where it was stopped.
Exit code 1 when something is not as it should be.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlite_utils import Database

from bench.onlooker import Onlooker
from crawler.health_record import record_health
from db import ledger, reader, rows
from schedules import work
from schedules.job_table import JOBS, Job
from schedules.newsroom import TOPIC_FILE, Newsroom
from schedules.scheduler import Runner
from schedules.service import Declaration
from timeline.behind import is_behind

PATIENCE = 300.0  # for what is left to be done without disturbance
LOOK_SECONDS = 0.5
MOST_FOR_BACKUPS = 20_000  # beyond, a copy takes longer than a night
SLUG = "newsroom-demo"


class FastClock:
    """As many times as fast as ours since a moment; the same in every process."""

    def __init__(self, since: float, speed: float) -> None:
        self._since, self._speed = since, speed

    def now(self) -> datetime:
        passed = timedelta(seconds=(time.time() - self._since) * self._speed)
        return datetime.fromtimestamp(self._since, UTC) + passed


class Life:
    """A folder with a database and the digests, and the service on it."""

    def __init__(self, folder: Path, sources: int, speed: float, every: str = "1h") -> None:
        """`every` is how often the service is to read each source, by its clock."""
        self.folder, self.sources, self.speed, self.every = folder, sources, speed, every
        folder.mkdir(parents=True, exist_ok=True)
        self.database = folder / "timeline.db"
        self._began = folder / "began"
        if not self._began.exists():
            self._began.write_text(str(time.time()))
        self.kills = self._read("kills.jsonl")

    def _read(self, name: str) -> list[dict[str, object]]:
        path = self.folder / name
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def note_kill(self, **what: object) -> None:
        self.kills.append(what)
        with (self.folder / "kills.jsonl").open("a") as file:
            file.write(json.dumps(what) + "\n")

    def declare(self, newsroom: Newsroom) -> None:
        story, *sources = TOPIC_FILE.read_text("utf-8").split("[[sources]]")
        last = sources[-1].partition("[digest]")[0]
        head = f'[[sources]]\nevery = "{self.every}"'
        declared = head.join([story, *sources[:-1], last][: self.sources + 1])
        text = f'proxy = "{newsroom.proxy_url}"\n{declared}'
        (self.folder / "storyline.toml").write_text(text, encoding="utf-8")

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, __file__, str(self.folder), "--serve"]
        with (self.folder / "service.log").open("ab") as log:
            return subprocess.Popen([*command, "--speed", str(self.speed)], stderr=log)

    def clock(self) -> FastClock:
        return FastClock(float(self._began.read_text()), self.speed)

    def crawl(self, task: work.Task) -> work.Outcome:
        """As the service does, and written down as of the fast clock, which the process that
        crawls does not know: else a source that is read often was always due before the others."""
        began, source_id = task.clock.now(), task.due.key.subject
        outcome = work.crawl(task)
        now = task.clock.now()
        [source] = [s for s in task.of.topic.sources if s.source_id == source_id]
        with task.open_store(task.database) as store:
            store.db.execute(
                "update runs set started_at = ?, ended_at = ? where run_id ="
                " (select run_id from runs where subject = ? order by rowid desc limit 1)",
                [rows.iso(began), rows.iso(now), source_id],
            )
            record_health(store, source, now)
        return outcome

    def table(self) -> Iterator[Job]:
        for job in JOBS:
            if job.name == "crawl":
                yield replace(job, work=self.crawl)
            elif job.name != "backup" or self.speed < MOST_FOR_BACKUPS:
                yield job

    def serve(self) -> None:
        """What `storyline run` does, by the fast clock."""
        runner = Runner(
            Declaration(
                files=(self.folder / "storyline.toml",),
                database=self.database,
                digests=self.folder / "digests",
            ),
            table=tuple(self.table()),
            clock=self.clock(),
            look_seconds=LOOK_SECONDS,
        )
        signal.signal(signal.SIGTERM, lambda *_: runner.stop())
        runner.run()

    @contextmanager
    def query(self) -> Iterator[Database]:
        """Read, as Datasette would."""
        db = Database(self.database)
        try:
            yield db
        finally:
            db.close()

    def settled_since(self, moment: str) -> bool:
        """Whether every source was read well since then, and all of it built."""
        if not self.database.exists():
            return False
        with self.query() as db:
            if "job_runs" not in db.table_names():
                return False
            [(crawled,)] = db.execute(
                "select count(distinct subject) from runs where state = 'ok' and started_at > ?",
                [moment],
            )
            [(pending,)] = db.execute(
                "select count(*) from discoveries where state = 'pending'"
                " or (state = 'failed' and attempts < 3)"
            )
            return (
                crawled >= self.sources
                and not pending
                and not is_behind(db, reader.topic(db, SLUG))
            )

    def chronology(self) -> list[dict[str, object]]:
        with self.query() as db:
            if "chronology" not in db.view_names():
                return []  # it was killed before
            return sorted(db.query("select * from chronology"), key=repr)

    def digests(self) -> dict[str, tuple[int, int]]:
        """What each is on the disk: another file when it was written again."""
        found = sorted((self.folder / "digests").glob("*.md"))
        return {path.stem: (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def until(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"in {PATIENCE:.0f} s it did not come about that {what}")
        time.sleep(0.2)


def settle(life: Life, newsroom: Newsroom) -> None:
    """Let the service do in peace what the present edition gives it to do."""
    life.declare(newsroom)
    moment = rows.iso(life.clock().now())
    process = life.start()
    try:
        until(lambda: life.settled_since(moment), f"edition {newsroom.edition} is read and built")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=15)


def kill_for_a_while(
    life: Life, newsroom: Newsroom, kills: int, longest: float, draw: random.Random
) -> None:
    life.declare(newsroom)
    while len(life.kills) < kills:
        process = life.start()
        lived = draw.uniform(0.5, longest)
        time.sleep(lived)
        early = process.poll() is not None
        process.kill()
        process.wait()
        life.note_kill(lived=round(lived, 2), early=early, digests=life.digests())


def report(life: Life, reference: Life, onlooker: Onlooker) -> Iterator[tuple[str, object, bool]]:
    """What was looked at, what it was, and whether it is as it should be."""
    yield "kills", len(life.kills), True
    early = sum(bool(kill["early"]) for kill in life.kills)
    yield "ended by themselves before the kill", early, early == 0
    with life.query() as db:
        runs = {job: ledger.job_runs(db, SLUG, job) for job in ("crawl", "build", "digest")}
        whole = db.execute("pragma integrity_check").fetchone()[0]
        orphans = len(db.execute("pragma foreign_key_check").fetchall())
        silent = db.execute("select count(*) from runs where state = 'running'").fetchone()[0]
    for job, found in runs.items():
        cut = sum(run.attempts > 1 for run in found)
        yield f"{job} slots done, of them begun more than once", (len(found), cut), True
    mine, undisturbed = life.chronology(), reference.chronology()
    yield "rows of the chronology, undisturbed", (len(mine), len(undisturbed)), mine == undisturbed
    weeks = [run.key.slot for run in runs["digest"] if run.state == "done"]
    files = life.digests()
    missing = set(weeks) - set(files)  # the ledger forgets what is older than 90 days
    yield "digests in the ledger, files", (len(weeks), len(files)), not missing
    snapshots = [dict(kill["digests"]) for kill in life.kills] + [life.digests()]  # type: ignore[call-overload]
    seen: dict[str, set[tuple[int, ...]]] = {}
    for snapshot in snapshots:
        for name, file in snapshot.items():
            seen.setdefault(name, set()).add(tuple(file))
    twice = sum(len(files) > 1 for files in seen.values())
    yield "digests written more than once", twice, twice == 0
    yield "integrity_check", whole, whole == "ok"
    yield "rows that refer to nothing", orphans, orphans == 0
    yield "runs without an end", silent, silent == 0
    yield from onlooker.report()


def verdict(found: Iterable[tuple[str, object, bool]]) -> int:
    """Print each line of a report; the exit code."""
    fine = True
    for what, value, good in found:
        print(f"{'ok   ' if good else 'WRONG'} {what}: {value}")
        fine = fine and good
    return 0 if fine else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--sources", type=int, default=12)
    parser.add_argument("--speed", type=float, default=14400.0)
    parser.add_argument("--longest", type=float, default=8.0, help="seconds from start to kill")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--serve", action="store_true", help=argparse.SUPPRESS
    )  # the service itself
    options = parser.parse_args()
    if options.serve:
        Life(options.folder, options.sources, options.speed).serve()
        return 0
    reference = Life(options.folder / "undisturbed", options.sources, options.speed)
    life = Life(options.folder / "killed", options.sources, options.speed)
    draw = random.Random(f"{options.seed} {len(life.kills)}")
    half = options.kills // 2
    onlooker = Onlooker(life.folder, life.database)
    with Newsroom() as newsroom, onlooker:
        for kills in (half, options.kills):
            if newsroom.edition == 1 and len(life.kills) > half:
                newsroom.advance()
                continue
            kill_for_a_while(life, newsroom, kills, options.longest, draw)
            settle(life, newsroom)
            settle(reference, newsroom)
            newsroom.advance()
    return verdict(report(life, reference, onlooker))


if __name__ == "__main__":
    sys.exit(main())
