"""What may be worth an alert, and what each hook was told already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlite_utils import Database

from db import rows, standing
from db.connection import Connection

AlertKind = Literal["source", "job", "event"]
HEALTHY = ("ok", "waiting", "never run", "off")  # of a source
NEWS = timedelta(days=3)  # what was first told before is no news, whenever it came to us


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing to be told. `ripe` once it has lasted long enough to be told of."""

    kind: AlertKind
    subject: str
    message: str
    ripe: bool = True


class AlertWrites(Connection):
    def note_told(
        self, topic: str, hook: str, opened: Iterable[Alert], over: Iterable[Alert], at: datetime
    ) -> None:
        """Keep what a hook was told, so that it is not told again."""
        states = [(alert, "open") for alert in opened] + [(alert, "over") for alert in over]
        records = [
            {
                "topic": topic,
                "kind": alert.kind,
                "subject": alert.subject,
                "hook": hook,
                "state": state,
                "message": alert.message,
                "told_at": rows.iso(at),
            }
            for alert, state in states
        ]
        with self._transaction():
            self._upsert("alerts", records, ("topic", "kind", "subject", "hook"))


def told(db: Database, topic: str, hook: str) -> dict[tuple[str, str], Alert]:
    """What a hook was told and has not been called over, by kind and subject."""
    found = db.query(
        "select kind, subject, message from alerts where topic = ? and hook = ?"
        " and state = 'open' order by told_at, kind, subject",
        [topic, hook],
    )
    return {(row["kind"], row["subject"]): Alert(**row) for row in found}


def unwell_sources(db: Database, topic: str, before: datetime) -> list[Alert]:
    """Sources that are on and do not do well, or have alarms; ripe when that began before a
    moment."""
    found = db.query(
        "select s.source_id, h.state, h.reason, h.alarms, h.since from sources s"
        " join source_states h on h.source_id = s.source_id where s.topic = ? and s.enabled"
        " order by s.source_id",
        [topic],
    )
    alerts = []
    for row in found:
        well = row["state"] in HEALTHY
        if well and not row["alarms"]:
            continue
        state = f"{row['state']} since {row['since']}"
        parts = ["" if well else state, "" if well else row["reason"], row["alarms"]]
        alerts.append(
            Alert(
                kind="source",
                subject=row["source_id"],
                message=": ".join(part for part in parts if part),
                ripe=well or row["since"] <= rows.iso(before),
            )
        )
    return alerts


def failing_jobs(db: Database, topic: str) -> list[Alert]:
    """Jobs of the topic and of the whole database that did not come to a good end; ripe when that
    was tried twice. Of crawls their sources tell, and an alert cannot tell of itself."""
    alerts = []
    for job in standing.jobs(db, but=("crawl", "alert")):
        last = job.last
        if job.topic in (topic, "") and last.state not in ("done", "missed"):
            message = f"{last.key.slot}: failed {job.failed} times: {last.reason}"
            alerts.append(Alert(kind="job", subject=job.job, message=message, ripe=job.failed > 1))
    return alerts


def important_news(
    db: Database, topic: str, hook: str, importance: float, now: datetime
) -> list[Alert]:
    """Events that nobody told of before lately, and that the hook was not told of, be it under
    the id of another of their mentions."""
    found = db.query(
        "select e.event_id, e.date, e.headline, e.corroboration from events e"
        " join event_sources s on s.topic = e.topic and s.event_id = e.event_id"
        " where e.topic = :topic and e.importance >= :importance and not exists ("
        "  select 1 from alerts a join event_mentions m on m.topic = a.topic"
        "  and m.mention_id = 'm' || substr(a.subject, 2) and m.event_id = e.event_id"
        "  where a.topic = e.topic and a.kind = 'event' and a.hook = :hook)"
        " group by e.event_id"
        " having min(nullif(s.published, '')) >= :since order by e.starts_on, e.event_id",
        {
            "topic": topic,
            "importance": importance,
            "hook": hook,
            "since": (now - NEWS).date().isoformat(),
        },
    )
    return [
        Alert(
            kind="event",
            subject=row["event_id"],
            message=f"{row['date']}: {row['headline']} ({row['corroboration']} publishers)",
        )
        for row in found
    ]
