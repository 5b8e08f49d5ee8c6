"""The revision log in the database: written with each build, read back for any moment."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from db import rows
from db.errors import NotFoundError
from db.judgements import Judgement, Outcome, standing
from db.model import Event
from db.revisions import GONE, NOTHING, Revision, State, revisions, state
from db.selection import EVERYTHING, Selection

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
    db: Database, topic: str, moment: datetime, wanted: Selection = EVERYTHING
) -> list[Event]:
    """The chronology as the last build by `moment` left it; like `db.chronology.events`."""
    found = db.query(
        "select event from revisions where revision_number in"
        " (select max(revision_number) from revisions where topic = ? and at <= ?"
        f" group by event_id) and change not in ({_GONE})",
        [topic, rows.iso(moment)],
    )
    events = [rows.load(Event, row["event"]) for row in found]
    return sorted(
        (e for e in events if wanted.takes(e)), key=lambda e: (rows.days_of(e), e.event_id)
    )


def became(db: Database, topic: str, since: datetime, until: datetime) -> dict[str, str]:
    """Former event id -> the id its mentions went to, of what was merged after `since` and by
    `until`."""
    found = db.query(
        "select event_id, json_extract(cause, '$.into') as target from revisions"
        " where topic = ? and change = 'merged' and at > ? and at <= ? order by revision_number",
        [topic, rows.iso(since), rows.iso(until)],
    )
    return {row["event_id"]: row["target"] for row in found}


def former_ids(db: Database, topic: str, *, until: datetime | None = None) -> dict[str, str]:
    """Every id that an event once had and none has any more -> the id its mentions went to, over
    as many merges as it took; "" where they are no event any more."""
    last = db.query(
        "select event_id, change, json_extract(cause, '$.into') as target from revisions"
        " where revision_number in (select max(revision_number) from revisions"
        "  where topic = :topic and (:until is null or at <= :until) group by event_id)"
        f" and change in ({_GONE}) order by event_id",
        {"topic": topic, "until": rows.iso(until) if until else None},
    )
    went = {row["event_id"]: row["target"] or "" for row in last}
    return {event_id: _followed(event_id, went) for event_id in went}


def _followed(event_id: str, went: Mapping[str, str]) -> str:
    seen = set[str]()
    while event_id in went and event_id not in seen:
        seen.add(event_id)
        event_id = went[event_id]
    return "" if event_id in seen else event_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What one build changed: the events it touched as they were before it and after it.

    `became` leads from the ids that went to the ids their mentions are in.
    """

    at: str
    before: tuple[Event, ...]
    after: tuple[Event, ...]
    became: Mapping[str, str]


def builds(db: Database, topic: str, most: int, *, until: datetime | None = None) -> list[Build]:
    """The last builds that changed anything, the latest last: as many as hold `most` changes."""
    found: list[Build] = []
    left = most
    moments = db.query(
        "select at, count(*) as changes from revisions where topic = :topic"
        " and (:until is null or at <= :until) group by at order by at desc",
        {"topic": topic, "until": rows.iso(until) if until else None},
    )
    for row in list(moments):
        if left <= 0:
            break
        found.append(_build(db, topic, row["at"]))
        left -= row["changes"]
    return found[::-1]


def _build(db: Database, topic: str, at: str) -> Build:
    changed = list(
        db.query(
            "select r.event_id, r.event, json_extract(r.cause, '$.into') as target, r.change,"
            " (select p.event from revisions p where p.topic = r.topic and p.event_id = r.event_id"
            "   and p.revision_number < r.revision_number"
            "   order by p.revision_number desc limit 1) as before"
            " from revisions r where r.topic = ? and r.at = ? order by r.revision_number",
            [topic, at],
        )
    )
    return Build(
        at=at,
        before=_events(row["before"] for row in changed),
        after=_events(row["event"] for row in changed),
        became={r["event_id"]: r["target"] for r in changed if r["change"] == "merged"},
    )


def _events(told: Iterable[str | None]) -> tuple[Event, ...]:
    return tuple(rows.load(Event, text) for text in told if text not in (None, NOTHING.event))


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
