"""The jobs of the service, in one table: when each is due, what it does, how late it may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from db.model import Topic
from schedules import due, work
from schedules.slots import Calendar, Daily, Weekly

# Crawls run beside each other, all other work one by one; alerts do not wait for a long build.
Pool = Literal["crawls", "work", "alerts"]


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
    calendar: Callable[[Topic], Calendar] | None = None  # of what goes by one, for people
    settled: bool = False  # when late, it waits for the crawls and builds that are due first


def next_moment(name: str, topic: Topic, now: datetime) -> datetime | None:
    """When a job that goes by the calendar comes next; None for any other."""
    for job in JOBS:
        if job.name == name and job.calendar is not None:
            calendar = job.calendar(topic)
            return calendar.moment(calendar.following(calendar.latest(now)))
    return None


def _digest_day(topic: Topic) -> Weekly:
    return Weekly(topic.digest_weekday, topic.digest_hour, topic.digest_zone)


def _nightly(name: str, hour: int, to_do: work.Work) -> Job:
    """Of the whole database, every day at an hour of UTC."""
    calendar = Daily(hour, "UTC")
    return Job(
        name=name,
        when=due.latest(calendar),
        work=to_do,
        of="database",
        calendar=lambda _: calendar,
    )


JOBS = (
    Job(name="crawl", when=due.sources, work=work.crawl, pool="crawls"),
    Job(name="build", when=due.asked_for, work=work.build),
    Job(
        name="digest",
        when=due.each(_digest_day),
        calendar=_digest_day,
        work=work.digest,
        grace=timedelta(weeks=26),
        settled=True,
    ),
    Job(name="letters", when=due.unsent, work=work.letters),
    Job(name="alert", when=due.alerts, work=work.alert, pool="alerts"),
    _nightly("backup", 3, work.backup),
    _nightly("retention", 4, work.retention),
    _nightly("tidy", 4, work.tidy),
)
