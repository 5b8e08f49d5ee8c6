"""The revision log in the database: written with each build, read back for any moment."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlite_utils import Database

from db import partial_dates, rows
from db.errors import NotFoundError
from db.judgements import Judgement, Outcome, standing
from db.model import Event
from db.revisions import GONE, Revision, State, revisions, state

_GONE = ", ".join(f"'{change}'" for change in GONE)


def append(
    db: Database,
    topic: str,
    events: Sequence[Event],
    judged: Sequence[Judgement],
    at: datetime,
    *,
    among: Collection[str] | None = None,
) -> int:
    """Log what differs from the last logged state; returns how many revisions that took.

    `events` are all there are or, with `among`, those there are among these ids.

    Inside the caller's transaction. A moment before the last one logged counts as that one, so
    that a clock put back does not tangle the log.
    """
    known = _last_digests(db, topic, among)
    fresh = {event.event_id: state(event) for event in events}
    differing = [e for e in known.keys() | fresh.keys() if known.get(e) != _digest(fresh, e)]
    before = _states(db, topic, [e for e in differing if e in known])
    after = {e: fresh[e] for e in differing if e in fresh}
    changes = revisions(before, after, judged)
    if changes:
        last = db.execute("select max(at) from revisions where topic = ?", [topic]).fetchone()[0]
        moment = max(rows.iso(at), last or "")
        db.table("revisions").insert_all(_rows(topic, changes, moment))
    return len(changes)


def judged_since(db: Database, topic: str, outcomes: Sequence[Outcome]) -> list[Judgement]:
    """The judgements whose effect is another than after the last build, undone ones included.

    To be asked before the new outcomes are written.
    """
    sql = "select judgement_number, outcome from judgement_outcomes where topic = ?"
    before = {row["judgement_number"]: row["outcome"] for row in db.query(sql, [topic])}
    now = {one.judgement.number: one.effect for one in outcomes}
    moved = {n for n in before.keys() | now.keys() if before.get(n) != now.get(n)}
    return [j for j in standing(db, topic, undone=True) if j.number in moved]


def events_at(
    db: Database,
    topic: str,
    moment: datetime,
    *,
    since: str = "",
    until: str = "",
    least_sources: int = 1,
) -> list[Event]:
    """The chronology as the last build by `moment` left it; like `db.reader.events`."""
    found = db.query(
        "select event from revisions where revision_number in"
        " (select max(revision_number) from revisions where topic = ? and at <= ?"
        f" group by event_id) and change not in ({_GONE})",
        [topic, rows.iso(moment)],
    )
    dated = [(_days(event), event) for event in (rows.load(Event, r["event"]) for r in found)]
    dated.sort(key=lambda one: (one[0], one[1].event_id))
    return [
        event
        for (first, last), event in dated
        if event.corroboration >= least_sources
        and (not since or last >= since)
        and (not until or first <= until)
    ]


def begins_at(db: Database, topic: str) -> str:
    """The moment of the first revision, "" when there is none."""
    found = db.execute("select min(at) from revisions where topic = ?", [topic]).fetchone()[0]
    return found or ""


def path(db: Database, topic: str, event_id: str) -> list[rows.Row]:
    """The revisions of an event and of all that went into it, in order, JSON decoded.

    Raises `NotFoundError` when the log does not know the id.
    """
    into: dict[str, set[str]] = {}
    moved = db.query(
        "select event_id, json_extract(cause, '$.into') as target from revisions"
        " where topic = ? and change = 'merged'",
        [topic],
    )
    for row in moved:
        into.setdefault(row["target"], set()).add(row["event_id"])
    told = _closure(event_id, into)
    marks = ", ".join("?" * len(told))
    found = db.query(
        f"select * from revisions where topic = ? and event_id in ({marks})"
        " order by revision_number",
        [topic, *sorted(told)],
    )
    decoded = [
        row | {name: json.loads(row[name]) for name in ("fields", "cause", "event", "mentions")}
        for row in found
    ]
    if not decoded:
        raise NotFoundError("the revision log knows no such event", event=event_id)
    return decoded


def _closure(event_id: str, into: Mapping[str, Iterable[str]]) -> set[str]:
    told, left = set[str](), [event_id]
    while left:
        one = left.pop()
        if one not in told:
            told.add(one)
            left.extend(into.get(one, ()))
    return told


def _digest(fresh: Mapping[str, State], event_id: str) -> str | None:
    return fresh[event_id].digest if event_id in fresh else None


def _last_digests(db: Database, topic: str, among: Collection[str] | None) -> dict[str, str]:
    """Of the events there were after the last build, by id."""
    asked = "" if among is None else " and event_id in (select value from json_each(?))"
    found = db.query(
        "select event_id, digest from revisions where revision_number in"
        f" (select max(revision_number) from revisions where topic = ?{asked} group by event_id)"
        f" and change not in ({_GONE})",
        [topic, *([] if among is None else [json.dumps(sorted(among))])],
    )
    return {row["event_id"]: row["digest"] for row in found}


def _states(db: Database, topic: str, event_ids: Sequence[str]) -> dict[str, State]:
    states = {}
    for event_id in event_ids:
        row = db.execute(
            "select event, mentions from revisions where topic = ? and event_id = ?"
            " order by revision_number desc limit 1",
            [topic, event_id],
        ).fetchone()
        states[event_id] = State(row[0], tuple(json.loads(row[1])))
    return states


def _rows(topic: str, changes: Sequence[Revision], moment: str) -> list[rows.Row]:
    return [
        {
            "topic": topic,
            "at": moment,
            "event_id": one.event_id,
            "change": one.change,
            "fields": json.dumps(one.fields, ensure_ascii=False),
            "cause": json.dumps(one.cause, ensure_ascii=False),
            "event": one.after.event,
            "mentions": json.dumps(one.after.mention_ids),
            "digest": one.after.digest,
        }
        for one in changes
    ]


def _days(event: Event) -> tuple[str, str]:
    first = partial_dates.period(event.date)
    last = partial_dates.period(event.end) if event.end else first
    return (first.start.isoformat() if first else "", last.end.isoformat() if last else "")
