"""The path of the chronology: what each build changed, and why. Pure; see `db.revision_log`.

A revision tells one change of one event:

    created   a new id; `from` names the events whose mentions it took over, if any
    split     a new id whose first mention was in another event, which goes on
    changed   the same id, other words, dates, sources or mentions
    merged    the id is gone; its mentions are in the event `into`
    removed   the id is gone, and so are its mentions, or they are no event any more

The likeness of mentions is left out: it shifts a little with every article, whatever it is about.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from db import ids, rows
from db.judgements import Judgement
from db.model import Event

Change = Literal["created", "split", "changed", "merged", "removed"]
GONE: tuple[Change, ...] = ("merged", "removed")
_ORDER: tuple[Change, ...] = ("created", "split", "changed", "merged", "removed")


@dataclass(frozen=True)
class State:
    """An event as a build left it: its JSON without mentions, and their ids."""

    event: str
    mention_ids: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        told = f"{self.event}\x1f{' '.join(self.mention_ids)}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @cached_property
    def plain(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.event)
        return read


NOTHING = State("null", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One change of one event. `fields` maps a name to [old, new]."""

    event_id: str
    change: Change
    after: State
    fields: Mapping[str, Sequence[object]] = field(default_factory=dict)
    cause: Mapping[str, Sequence[str | int] | str] = field(default_factory=dict)


def state(event: Event) -> State:
    without = replace(event, mentions=())
    return State(rows.dump(without), tuple(m.mention.mention_id for m in event.mentions))


def revisions(
    before: Mapping[str, State], after: Mapping[str, State], judged: Sequence[Judgement] = ()
) -> list[Revision]:
    """What became of the events, by event id: of those that differ between the two builds.

    `judged` are the judgements that began or ceased to hold in between.
    """
    was_in = {mention: event for event, s in before.items() for mention in s.mention_ids}
    is_in = {mention: event for event, s in after.items() for mention in s.mention_ids}
    found: list[Revision] = []
    for event_id in sorted(before.keys() | after.keys()):
        old, new = before.get(event_id, NOTHING), after.get(event_id, NOTHING)
        if old.digest == new.digest:
            continue
        change, moves = _change(event_id, old, new, was_in, is_in, after)
        cause = {**moves, **_arrivals(old, new), **_judgements(old, new, judged)}
        fields = _fields(old.plain, new.plain) if old != NOTHING and new != NOTHING else {}
        found.append(
            Revision(event_id=event_id, change=change, after=new, fields=fields, cause=cause)
        )
    return sorted(found, key=lambda r: (_ORDER.index(r.change), r.event_id))


def _change(
    event_id: str,
    old: State,
    new: State,
    was_in: Mapping[str, str],
    is_in: Mapping[str, str],
    after: Mapping[str, State],
) -> tuple[Change, dict[str, Sequence[str | int] | str]]:
    """What kind of change it is, and from which or to which events mentions moved."""
    anchor = ids.anchor_mention_id(event_id)
    left_to = Counter(is_in[m] for m in old.mention_ids if m in is_in)
    came_from = Counter(was_in[m] for m in new.mention_ids if m in was_in)
    if new == NOTHING:
        into = is_in.get(anchor) or _likeliest(left_to)
        return ("merged", {"into": into}) if into else ("removed", {})
    if old == NOTHING:
        home = was_in.get(anchor, "")
        if home in after:
            return "split", {"from": [home]}
        return "created", _named("from", came_from)
    others = {"from": came_from.keys() - {event_id}, "to": left_to.keys() - {event_id}}
    return "changed", {k: sorted(v) for k, v in others.items() if v}


def _likeliest(events: Counter[str]) -> str:
    return min(events, key=lambda e: (-events[e], e), default="")


def _named(key: str, events: Collection[str]) -> dict[str, Sequence[str | int] | str]:
    return {key: sorted(events)} if events else {}


def _arrivals(old: State, new: State) -> dict[str, Sequence[str | int] | str]:
    """Which articles and mentions came or went."""
    told: dict[str, Sequence[str | int] | str] = {}
    articles_before, articles_now = _articles(old), _articles(new)
    for key, ids_ in (
        ("articles_came", articles_now - articles_before),
        ("articles_went", articles_before - articles_now),
        ("mentions_came", set(new.mention_ids) - set(old.mention_ids)),
        ("mentions_went", set(old.mention_ids) - set(new.mention_ids)),
    ):
        told |= _named(key, ids_)
    return told


def _articles(one: State) -> set[str]:
    return set() if one == NOTHING else {source["article_id"] for source in one.plain["sources"]}


def _judgements(
    old: State, new: State, judged: Iterable[Judgement]
) -> dict[str, Sequence[str | int] | str]:
    concerned = {*old.mention_ids, *new.mention_ids}
    numbers = sorted(j.number for j in judged if concerned.intersection(j.mention_ids))
    return {"judgements": numbers} if numbers else {}


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Sequence[object]]:
    """Old and new value of what differs. Sources that came or went are in the cause; here are
    those that are told otherwise, by article id."""
    return dict(_differences(old, new))


def _differences(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[tuple[str, Sequence[object]]]:
    for name in new:
        if name == "sources":
            before, now = ({s["article_id"]: s for s in e["sources"]} for e in (old, new))
            both = sorted(before.keys() & now.keys())
            otherwise = [a for a in both if before[a] != now[a]]
            if otherwise:
                yield name, [{a: before[a] for a in otherwise}, {a: now[a] for a in otherwise}]
        elif old.get(name) != new[name]:
            yield name, [old.get(name), new[name]]
