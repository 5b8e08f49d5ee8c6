"""What the coverage published by a moment supports of an event. Pure.

For the time before there was a log: old coverage that comes in at once was told week by week, and
its dates say when. Sources, contradictions and steps from plan to outcome that came later are
taken away. What a build weighs over all mentions stays as it was chosen with hindsight: which
mentions are one event, its kind and importance, and its words where no step of its own gives them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from db import partial_dates
from db.conflicts import Conflict
from db.model import Event, EventSource
from timeline.weeks import Until


def told_by(events: Iterable[Event], end: Until) -> list[Event]:
    """Those that a dated source told of by then, as it and the others by then told them."""
    return [told for event in events if (told := _told_by(event, end)) is not None]


def first_told(event: Event) -> str:
    """The first moment or day (ISO) of which a source is dated, "" when none is."""
    return min((source.published for source in event.sources if source.published), default="")


def is_by(published: str, end: Until) -> bool:
    """Whether a source so dated was published by then; one without a date was not."""
    if len(published) > len("2026-04-08"):
        return published <= end.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return "" < published <= end.day.isoformat()


def _told_by(event: Event, end: Until) -> Event | None:
    dated = [source for source in event.sources if source.published]
    known = [source for source in dated if is_by(source.published, end)]
    if not known:
        return None
    if len(known) == len(dated):
        return event
    return replace(
        _at_its_step(event, end),
        sources=tuple(known),
        corroboration=min(event.corroboration, _publishers(known)),
        conflicts=tuple(_conflicts(event, known, end)),
    )


def _publishers(sources: Iterable[EventSource]) -> int:
    return max(1, len({source.outlet for source in sources if not source.copy_of}))


def _at_its_step(event: Event, end: Until) -> Event:
    """With the status, date and words of the last step taken by then."""
    day = end.day.isoformat()
    taken = [step for step in event.history if step.date and "" < step.said <= day]
    if not taken or len(taken) == len(event.history):
        return event
    last = taken[-1]
    return replace(
        event,
        status=last.status,
        date=last.date,
        end="",
        precision=partial_dates.precision_of(last.date),
        headline=last.quote or event.headline,
        history=tuple(taken),
    )


def _conflicts(event: Event, known: Iterable[EventSource], end: Until) -> Iterable[Conflict]:
    day, urls = end.day.isoformat(), {source.url for source in known}
    for conflict in event.conflicts:
        values = tuple(
            replace(
                value,
                urls=tuple(url for url in value.urls if url in urls),
                statements=tuple(s for s in value.statements if s.said <= day),
                last_said=min(value.last_said, day),
            )
            for value in conflict.values
            if value.first_said and value.first_said <= day
        )
        if len(values) > 1:
            later = conflict.settled > day
            yield replace(
                conflict,
                values=values,
                settled="" if later else conflict.settled,
                settlement="" if later else conflict.settlement,
            )
