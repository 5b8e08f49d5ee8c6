"""What a week's digest tells, put together from the chronology before it and after it. Pure.

A change stands in the section of its most telling kind; what is newly disputed or settled stands
there too, with its values. Sections come in the order of what a reader looks for first, within
them the most important first, and each has an end. `docs/digest.md` names what a template may use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from db import partial_dates
from db.conflicts import Conflict
from db.model import Event
from timeline.changes import Change, Kind, is_open
from timeline.publish import inert
from timeline.publish.edition import by_nearness
from timeline.publish.entries import (
    Edited,
    Entry,
    change_entry,
    dispute_entry,
    edit_entry,
    event_entry,
    outcomes,
    plural,
    values,
)
from timeline.told import first_told
from timeline.weeks import Week

Section = Literal[
    "new",
    "firmed",
    "moved",
    "off",
    "disputed",
    "settled",
    "withdrawn",
    "spread",
    "late",
    "due",
    "overdue",
    "silent",
]
# What each section is called and how many entries it has at most, in the order of the page.
SECTIONS: dict[Section, tuple[str, int]] = {
    "new": ("New", 12),
    "firmed": ("Firmed up", 8),
    "moved": ("Moved", 8),
    "off": ("Called off", 5),
    "disputed": ("Newly disputed", 6),
    "settled": ("No longer disputed", 5),
    "withdrawn": ("Retracted or edited", 6),
    "spread": ("Told by more publishers", 5),
    "late": ("From before, and known only now", 5),
    "due": ("Due next", 8),
    "overdue": ("Was due, and nothing was told of it", 5),
    "silent": ("Sources that fell silent", 8),
}
_SECTION_OF: dict[Kind, Section] = {
    "happened": "firmed",
    "confirmed": "firmed",
    "firmer": "firmed",
    "cancelled": "off",
    "slipped": "moved",
    "moved": "moved",
    "vaguer": "moved",
    "withdrawn": "withdrawn",
    "gone": "withdrawn",
    "corroborated": "spread",
}
DUE = ("expected", "slipped")  # said, and not yet happened
DUE_WITHIN = timedelta(days=60)
# What was told first, or is dated, earlier than this before the week is no news of it. A Sunday's
# news may come in on Monday.
FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section that has entries; `more` is how many it leaves out."""

    name: Section
    title: str
    entries: tuple[Entry, ...]
    more: int

    @property
    def count(self) -> int:
        return len(self.entries) + self.more


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All that a digest tells. `notes` say on what it rests; `is_quiet` that nothing changed."""

    topic: str
    week: Week
    numbers: str
    notes: tuple[str, ...]
    is_quiet: bool
    parts: tuple[Part, ...]


def account(
    topic: str,
    of: Week,
    before: Sequence[Event],
    after: Sequence[Event],
    changed: Sequence[Change],
    *,
    edited: Sequence[Edited] = (),
    silent: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Account:
    """`changed` is what `timeline.changes` finds between `before` and `after`."""
    entries: dict[Section, list[Entry]] = {name: [] for name in SECTIONS}
    ranked = sorted(changed, key=lambda c: _rank(c.event))
    for change in ranked:
        if section := _section(change, of):
            entries[section].append(change_entry(change))
        opened, closed = _disputes(change)
        if opened:
            entries["disputed"].append(dispute_entry(change.event, values(opened)))
        if closed:
            entries["settled"].append(dispute_entry(change.event, outcomes(closed)))
    entries["withdrawn"] = [edit_entry(one) for one in edited] + entries["withdrawn"]
    new = {change.event.event_id for change in changed if "new" in change.kinds}
    due = sorted((e for e in after if _is_due(e, of, new)), key=_when_due)
    entries["due"] = [event_entry(e, "new" if e.event_id in new else "") for e in due]
    entries["overdue"] = [event_entry(e) for e in sorted(after, key=_rank) if _is_overdue(e, of)]
    entries["silent"] = [Entry(text=inert.markdown(text)) for text in silent]
    parts = tuple(_parts(entries))
    told = {part.name for part in parts}
    return Account(
        topic=inert.markdown(inert.line(topic)),
        week=of,
        numbers=_numbers(parts, len(new & {e.event_id for e in due}), before, after),
        notes=tuple(notes),
        is_quiet=not told - {"due", "overdue", "silent"} and not new,
        parts=parts,
    )


def _rank(event: Event) -> tuple[float, int, str, str]:
    return -event.importance, -event.corroboration, event.date, event.event_id


def _section(change: Change, of: Week) -> Section | None:
    event, fresh = change.event, (of.monday - FRESH).isoformat()
    ends = _last_day(event)
    if "new" in change.kinds:
        if event.status in DUE and ends >= of.monday.isoformat():
            return None  # among what is due next, as new, or what was due
        return "new" if (first_told(event) or ends) >= fresh and ends >= fresh else "late"
    kind = next((kind for kind in change.kinds if kind in _SECTION_OF), None)
    if kind in ("happened", "firmer") and ends < fresh:
        return "late"  # it came about long ago, and somebody said so now
    return _SECTION_OF[kind] if kind else None


def _last_day(event: Event) -> str:
    period = partial_dates.period(event.end or event.date)
    return period.end.isoformat() if period else ""


def _is_due(event: Event, of: Week, new: set[str]) -> bool:
    """What is expected after the week and begins soon; what is newly announced at any time."""
    period = partial_dates.period(event.date)
    if event.status not in DUE or period is None or period.end <= of.sunday:
        return False
    return event.event_id in new or (
        period.start <= of.sunday + DUE_WITHIN and period.end <= of.sunday + 2 * DUE_WITHIN
    )


def _when_due(event: Event) -> tuple[str, float, str]:
    return _last_day(event), -event.importance, event.event_id


def _is_overdue(event: Event, of: Week) -> bool:
    ends = _last_day(event)
    return event.status in DUE and of.monday.isoformat() <= ends <= of.sunday.isoformat()


def _disputes(change: Change) -> tuple[list[Conflict], list[Conflict]]:
    """(newly open, no longer open)"""
    there = change.after.conflicts if change.after else ()
    opened = [one for one in change.about if is_open(one) and one in there]
    return opened, [one for one in change.about if one not in opened]


def _parts(entries: Mapping[Section, Sequence[Entry]]) -> Iterator[Part]:
    for name, (title, most) in SECTIONS.items():
        if found := entries[name]:
            yield Part(
                name=name,
                title=title,
                entries=tuple(found[:most]),
                more=max(0, len(found) - most),
            )


_COUNTED: dict[Section, str] = {
    "new": "new",
    "firmed": "firmed up",
    "moved": "moved",
    "off": "called off",
    "disputed": "newly disputed",
    "settled": "no longer disputed",
    "withdrawn": "retracted or edited",
    "spread": "told by more",
    "late": "from before",
}


def _numbers(
    parts: Sequence[Part], plans: int, before: Sequence[Event], after: Sequence[Event]
) -> str:
    """`3 new · 1 new plan · 2 firmed up · 41 articles by 12 publishers · 214 events known`"""
    counts = {part.name: part.count for part in parts}
    told = [f"{counts[name]} {words}" for name, words in _COUNTED.items() if name in counts]
    if plans:
        told.insert("new" in counts, f"{plans} new plan{plural(plans)}")
    known = {source.article_id for event in before for source in event.sources}
    came = {s.article_id: s for e in after for s in by_nearness(e) if s.article_id not in known}
    if came:
        outlets = len({source.outlet for source in came.values()})
        told.append(
            f"{len(came)} article{plural(len(came))} by {outlets} publisher{plural(outlets)}"
        )
    return " · ".join((*told, f"{len(after)} event{plural(len(after))} known"))
