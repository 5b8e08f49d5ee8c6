"""What became of a chronology between two moments. Pure.

Events are followed over merges and splits: an event whose id led into another one before it was
known by that id is no new event. A change of one event has one or more kinds, the most telling
first:

    new           it was not known before
    happened      planned or slipped before
    cancelled     it was called off
    slipped       it is expected later, or at no known time
    confirmed     only reported before
    moved         its date is another
    firmer        its date is finer: a month has become a day of it
    vaguer        its date is coarser
    contradicted  sources disagree on something they agreed on, or nobody had told
    settled       sources that disagreed agree
    corroborated  more independent publishers tell of it
    withdrawn     fewer do: articles were retracted or edited
    reworded      it has another headline
    gone          it is no event any more
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from db import partial_dates
from db.conflicts import Conflict
from db.model import Event

Kind = Literal[
    "new",
    "happened",
    "cancelled",
    "slipped",
    "confirmed",
    "moved",
    "firmer",
    "vaguer",
    "contradicted",
    "settled",
    "corroborated",
    "withdrawn",
    "reworded",
    "gone",
]
_PLANS = ("expected", "slipped")
_STEPS: dict[tuple[str, str], Kind] = {
    **{(plan, "happened"): "happened" for plan in _PLANS},
    **{(plan, "reported"): "happened" for plan in _PLANS},
    ("reported", "happened"): "confirmed",
    ("expected", "slipped"): "slipped",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event then and now: `before` is None for a new one, `after` for one that is gone.

    `took_in` are other events of before that are part of it now; `about` are the conflicts that
    are new or settled.
    """

    before: Event | None
    after: Event | None
    kinds: tuple[Kind, ...]
    took_in: tuple[Event, ...] = ()
    about: tuple[Conflict, ...] = ()

    @property
    def event(self) -> Event:
        """As it is now, or as it was last."""
        event = self.after or self.before
        if event is None:
            raise ValueError("a change of nothing")
        return event


def changes(
    before: Sequence[Event], after: Sequence[Event], became: Mapping[str, str]
) -> list[Change]:
    """What differs, in the order of `after`, what is gone last.

    `became` leads from the ids that went between the two moments to the ids their mentions are in.
    """
    now = {event.event_id: event for event in after}
    homes: dict[str, list[Event]] = defaultdict(list)
    gone = []
    for event in before:
        home = _home(event.event_id, now, became)
        if home:
            homes[home].append(event)
        else:
            gone.append(Change(before=event, after=None, kinds=("gone",)))
    found = [change_of(homes[event.event_id], event) for event in after]
    return [change for change in found if change.kinds] + gone


def _home(event_id: str, now: Mapping[str, Event], became: Mapping[str, str]) -> str:
    seen = set()
    while event_id not in now:
        if event_id in seen or event_id not in became:
            return ""
        seen.add(event_id)
        event_id = became[event_id]
    return event_id


def change_of(was: Sequence[Event], event: Event) -> Change:
    """What became of the events `was`, which are all in `event` now; none for a new one."""
    if not was:
        conflicts = tuple(c for c in event.conflicts if is_open(c))
        kinds: tuple[Kind, ...] = ("new", "contradicted") if conflicts else ("new",)
        return Change(before=None, after=event, kinds=kinds, about=conflicts)
    old = min(was, key=lambda e: (e.event_id != event.event_id, -len(e.sources), e.event_id))
    contradicted, settled = _conflicts(was, event)
    kinds = tuple(_kinds(old, event, contradicted, settled))
    return Change(
        before=old,
        after=event,
        kinds=kinds,
        took_in=tuple(e for e in was if e is not old),
        about=(*contradicted, *settled),
    )


def _kinds(
    old: Event, new: Event, contradicted: Sequence[Conflict], settled: Sequence[Conflict]
) -> Iterator[Kind]:
    if old.status != new.status:
        if new.status == "cancelled":
            yield "cancelled"
        elif step := _STEPS.get((old.status, new.status)):
            yield step
    if (old.date, old.end) != (new.date, new.end):
        yield _date_change(old, new)
    if contradicted:
        yield "contradicted"
    if settled:
        yield "settled"
    if new.corroboration > old.corroboration:
        yield "corroborated"
    if new.corroboration < old.corroboration:
        yield "withdrawn"
    if old.headline != new.headline:
        yield "reworded"


def _date_change(old: Event, new: Event) -> Kind:
    was, now = (partial_dates.span(event.date, event.end) for event in (old, new))
    if was is None or now is None or was == now:
        return "moved"
    if was.contains(now):
        return "firmer"
    return "vaguer" if now.contains(was) else "moved"


def is_open(conflict: Conflict) -> bool:
    """Whether its sources contradict each other still."""
    return not conflict.explained and not conflict.settled


def _conflicts(was: Sequence[Event], new: Event) -> tuple[list[Conflict], list[Conflict]]:
    """(open now and not before, open before and not now); the latter as they are now if they
    still are there."""
    old = {c.matter: c for event in was for c in event.conflicts if is_open(c)}
    now = {c.matter: c for c in new.conflicts}
    opened = [c for matter, c in now.items() if is_open(c) and matter not in old]
    closed = [
        now.get(matter, c)
        for matter, c in old.items()
        if matter not in now or not is_open(now[matter])
    ]
    return opened, closed
