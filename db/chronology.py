"""The chronology read back: events as the last build left them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from db import ids, rows
from db.errors import NotFoundError
from db.model import Event, EventMention
from db.selection import EVERYTHING, Selection

_AMONG = "(select value from json_each(:among))"
_PARTS = {
    "event_sources": "position",
    "conflicts": "field, subject, position",
    "conflict_statements": "field, subject, value, position",
    "event_history": "step",
}


def events(db: Database, topic_slug: str, wanted: Selection = EVERYTHING) -> list[Event]:
    """The chronology in order, without its mentions; see `event` for those."""
    return _events(db, *wanted.sql(topic_slug))


def event(db: Database, topic_slug: str, event_id: str) -> Event:
    """One event with its mentions. Raises `NotFoundError`; a former id leads to where it is now."""
    current = current_event_id(db, topic_slug, event_id)
    return whole_events(db, topic_slug, [current])[current]


def whole_events(db: Database, topic_slug: str, among: Collection[str]) -> dict[str, Event]:
    """Events with their mentions, by id."""
    chosen = {"topic": topic_slug, "among": json.dumps(sorted(among))}
    linked = db.query(
        "select em.event_id, em.score, em.reason, m.* from event_mentions em join mentions m"
        " on m.topic = em.topic and m.mention_id = em.mention_id and m.version_id = em.version_id"
        f" where em.topic = :topic and em.event_id in {_AMONG} order by m.mention_id",
        chosen,
    )
    mentions_in: dict[str, list[EventMention]] = defaultdict(list)
    for row in linked:
        event_id, why = row.pop("event_id"), {key: row.pop(key) for key in ("score", "reason")}
        mentions_in[event_id].append(EventMention(mention=rows.mention(row), **why))
    found = _events(db, f"topic = :topic and event_id in {_AMONG}", chosen)
    return {e.event_id: replace(e, mentions=tuple(mentions_in[e.event_id])) for e in found}


def _events(db: Database, where: str, given: dict[str, Any]) -> list[Event]:
    found = list(
        db.query(f"select * from events where {where} order by starts_on, ends_on, event_id", given)
    )
    among = json.dumps([row["event_id"] for row in found])
    chosen = {"topic": given["topic"], "among": among}
    parts = {table: _by_event(db, table, order, chosen) for table, order in _PARTS.items()}
    return [
        rows.event(
            row,
            sources=parts["event_sources"].get(row["event_id"], []),
            conflicts=parts["conflicts"].get(row["event_id"], []),
            statements=parts["conflict_statements"].get(row["event_id"], []),
            history=parts["event_history"].get(row["event_id"], []),
        )
        for row in found
    ]


def _by_event(
    db: Database, table: str, order: str, chosen: dict[str, str]
) -> dict[str, list[rows.Row]]:
    grouped: dict[str, list[rows.Row]] = {}
    found = db.query(
        f"select * from {table} where topic = :topic and event_id in {_AMONG}"
        f" order by event_id, {order}",
        chosen,
    )
    for row in found:
        grouped.setdefault(row["event_id"], []).append(row)
    return grouped


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name in so many events, and the sentences that have it."""

    name: str
    events: int
    sentences: tuple[str, ...]


def names(db: Database, topic_slug: str) -> list[Named]:
    """The names in the sentences of all events; those in most events first."""
    found = db.query(
        "select n.value as name, count(distinct em.event_id) as events,"
        " json_group_array(distinct m.quote) as quotes"
        " from event_mentions em join mentions m on m.topic = em.topic"
        " and m.mention_id = em.mention_id and m.version_id = em.version_id,"
        " json_each(m.entities) n where em.topic = ? group by 1 order by 2 desc, 1",
        [topic_slug],
    )
    return [
        Named(
            name=row["name"],
            events=row["events"],
            sentences=tuple(sorted(json.loads(row["quotes"]))),
        )
        for row in found
    ]


def current_event_id(db: Database, topic_slug: str, event_id: str) -> str:
    """The event that an id, perhaps of a former event, leads to now."""
    found = db.query(
        "select event_id from events where topic = :topic and event_id = :event"
        " union all select event_id from event_mentions"
        " where topic = :topic and mention_id = :mention limit 1",
        {"topic": topic_slug, "event": event_id, "mention": ids.anchor_mention_id(event_id)},
    )
    for row in found:
        return str(row["event_id"])
    raise NotFoundError("no such event", event=event_id)
