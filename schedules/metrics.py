"""The endpoint for monitoring, on loopback alone: /metrics for Prometheus, /healthz in words."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from pathlib import Path

from prometheus_client import CollectorRegistry, MetricsHandler, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlite_utils import Database

from db import reader, rows, standing
from db.alerts import HEALTHY
from db.errors import StorylineError
from schedules.scheduler import Runner
from schedules.service import host_and_port

BUSY_SECONDS = 2.0


@contextmanager
def endpoint(address: str, runner: Runner, troubles: Callable[[], Sequence[str]]) -> Iterator[int]:
    """Answer on a loopback address such as 127.0.0.1:9464; gives the port (that of :0 is any).
    Raises `StorylineError` when it is taken."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Service(runner, troubles))
    handler = type(
        "Handler", (_Handler,), {"registry": registry, "troubles": staticmethod(troubles)}
    )
    try:
        server = ThreadingHTTPServer(host_and_port(address), handler)
    except OSError as error:
        raise StorylineError(f"cannot answer there: {error.strerror}", address=address) from error
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(MetricsHandler):
    troubles: Callable[[], Sequence[str]]

    def do_GET(self) -> None:
        if self.path == "/metrics":
            super().do_GET()
        elif self.path == "/healthz":
            wrong = self.troubles()
            self._say(503 if wrong else 200, "\n".join(wrong) or "ok")
        else:
            self._say(404, "there are /metrics and /healthz")

    def _say(self, code: int, words: str) -> None:
        body = f"{words}\n".encode()
        self.send_response(code)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Service(Collector):
    """Asked anew at each scrape."""

    def __init__(self, runner: Runner, troubles: Callable[[], Sequence[str]]) -> None:
        self._runner, self._troubles = runner, troubles

    def describe(self) -> list[Metric]:
        return []  # asking takes the databases; names are no secret until the first scrape

    def collect(self) -> Iterator[Metric]:
        yield _gauge(
            "healthy", "1 when nothing keeps the service from its work", not self._troubles()
        )
        under_way = _gauge("work_under_way", "Slots that are being done", labels=["job"])
        for job, count in self._runner.under_way().items():
            under_way.add_metric([job], count)
        yield under_way
        families = _Families()
        for database in self._runner.service.databases:
            families.read(database, datetime.now(UTC))
        yield from families.all()


class _Families:
    """The figures of every database, by name."""

    def __init__(self) -> None:
        topic_source, topic_job = ["topic", "source"], ["topic", "job"]
        self.size = _gauge("database_bytes", "Database with its log", labels=["database"])
        self.free = _gauge("disk_free_bytes", "Free beside the database", labels=["database"])
        self.counts = _gauge("rows", "How much there is", labels=["topic", "what"])
        self.well = _gauge("source_healthy", "1 when a source does well", labels=topic_source)
        self.alarms = _gauge("source_alarm", "1 when a source is unusual", labels=topic_source)
        self.success = _gauge(
            "source_last_success_timestamp_seconds", "When it was last read", labels=topic_source
        )
        self.overdue = _gauge("source_overdue_seconds", "How late it is", labels=topic_source)
        self.job_ok = _gauge("job_last_ok", "1 unless a job failed last", labels=topic_job)
        self.job_end = _gauge(
            "job_last_end_timestamp_seconds", "When a job last ended", labels=topic_job
        )

    def all(self) -> Iterable[Metric]:
        return tuple(vars(self).values())

    def read(self, path: Path, now: datetime) -> None:
        """Nothing is added for a database that cannot be read now: `healthy` tells of it."""
        try:
            room = standing.room(path)
            self.size.add_metric([str(path)], room.database)
            self.free.add_metric([str(path)], room.free)
            with closing(_read_only(path)) as connection:
                self._tables(Database(connection), now)
        except (OSError, sqlite3.Error):
            return

    def _tables(self, db: Database, now: datetime) -> None:
        for row in reader.source_health(db):
            labels = [row["topic"], row["source"]]
            if not row["enabled"]:
                continue
            self.well.add_metric(labels, row["health"] in HEALTHY)
            self.alarms.add_metric(labels, bool(row["alarms"] or row["silent"]))
            if row["last_success_at"]:
                self.success.add_metric(labels, rows.moment(row["last_success_at"]).timestamp())
            if row["next_attempt_at"]:
                late = (now - rows.moment(row["next_attempt_at"])).total_seconds()
                self.overdue.add_metric(labels, max(0.0, late))
        for job in standing.jobs(db):
            self.job_ok.add_metric([job.topic, job.job], job.last.state != "failed")
            if job.last.ended_at:
                self.job_end.add_metric([job.topic, job.job], job.last.ended_at.timestamp())
        for row in db.query("select topic from topics"):
            for what, count in reader.counts(db, row["topic"]).items():
                self.counts.add_metric([row["topic"], what], count)


def _gauge(
    name: str, what: str, value: bool | None = None, labels: Sequence[str] | None = None
) -> GaugeMetricFamily:
    return GaugeMetricFamily(
        f"storyline_{name}", what, value=None if value is None else float(value), labels=labels
    )


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=BUSY_SECONDS)
