"""The jobs of the service, in one table: when each is due, what it does, how late it may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from db.model import Topic
from schedules import due, work
from schedules.slots import Daily, Weekly

Pool = Literal["crawls", "work"]  # crawls run beside each other, all other work one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A kind of work. Names are kept in the ledger."""

    name: str
    when: due.When
    work: work.Work
    of: Literal["topic", "database"] = "topic"
    pool: Pool = "work"
    grace: timedelta | None = None  # a slot that is later is given up
    retry: timedelta = timedelta(minutes=10)  # after a failure; doubles with each
    settled: bool = False  # when late, it waits for the crawls and builds that are due first


def _digest_day(topic: Topic) -> Weekly:
    return Weekly(topic.digest_weekday, topic.digest_hour, topic.digest_zone)


JOBS = (
    Job(name="crawl", when=due.sources, work=work.crawl, pool="crawls"),
    Job(name="build", when=due.asked_for, work=work.build),
    Job(
        name="digest",
        when=due.each(_digest_day),
        work=work.digest,
        grace=timedelta(weeks=26),
        settled=True,
    ),
    Job(name="backup", when=due.latest(Daily(3, "UTC")), work=work.backup, of="database"),
    Job(name="retention", when=due.latest(Daily(4, "UTC")), work=work.retention, of="database"),
    Job(name="tidy", when=due.latest(Daily(4, "UTC")), work=work.tidy, of="database"),
)
