"""The lines of a digest: how an event, a change, a dispute and an edit are told. Pure.

Every text of an entry is inert markdown, so that a template cannot let a source's markup through.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from db.conflicts import Conflict
from db.model import Event
from timeline.changes import Change
from timeline.publish import inert
from timeline.publish.markdown import sources_in_markdown
from timeline.publish.words import conflict_in_words, date_in_words

MOST_LINKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a section. Every text is inert markdown already."""

    text: str  # the headline, or all there is to say
    date: str = ""  # in words, as exact as it is
    status: str = ""  # "" for what happened
    mark: str = ""  # `new` among what is due, `no event any more`
    was: tuple[str, ...] = ()  # of status, date and number of sources those that were others
    corroboration: int = 0  # independent publishers
    sources: str = ""  # how many, and links, the nearest to the event first
    details: tuple[str, ...] = ()  # the values of a conflict, with who gives them
    event_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """An article whose substance its publisher changed in the week."""

    outlet: str
    url: str
    title: str
    seen_at: str
    old: str
    new: str
    more: int = 0  # further edits of it


def change_entry(change: Change) -> Entry:
    old, new = change.before, change.after
    if old is None or new is None:
        return event_entry(change.event, "" if new else "no event any more")
    was: list[str] = []
    if old.status != new.status:
        was.append(old.status)
    if (old.date, old.end) != (new.date, new.end):
        was.append(date_in_words(old.date, old.end))
    if old.corroboration != new.corroboration:
        was.append(f"{old.corroboration} source{plural(old.corroboration)}")
    return replace(event_entry(new), was=tuple(was))


def event_entry(event: Event, mark: str = "") -> Entry:
    return Entry(
        text=inert.markdown(inert.line(event.headline)),
        date=date_in_words(event.date, event.end),
        status="" if event.status == "happened" else event.status,
        mark=mark,
        corroboration=event.corroboration,
        sources=sources_in_markdown(event, MOST_LINKS),
        event_id=event.event_id,
    )


def dispute_entry(event: Event, details: tuple[str, ...]) -> Entry:
    """Without its sources: the details say who gives which value."""
    return replace(event_entry(event), sources="", details=details)


def values(conflicts: Iterable[Conflict]) -> tuple[str, ...]:
    """Each conflict, and the words in which each of its values is said."""
    told = []
    for conflict in conflicts:
        told.append(inert.markdown(conflict_in_words(conflict)))
        for value in conflict.values:
            if value.words:
                who = [s.publisher for s in value.statements[:1]] + [value.first_said]
                said = inert.markdown(", ".join(one for one in who if one))
                words = f"{inert.markdown(value.value)}: “{_short(value.words)}”"
                told.append(f"{words} ({said})" if said else words)
    return tuple(told)


def outcomes(conflicts: Iterable[Conflict]) -> tuple[str, ...]:
    return tuple(inert.markdown(conflict_in_words(conflict)) for conflict in conflicts)


def edit_entry(one: Edited) -> Entry:
    """`The Courier edited “…”: “…” became “…”`, the outlet linked to the article."""
    outlet, url = inert.markdown(inert.line(one.outlet)), inert.web_address(one.url)
    told = f"{f'[{outlet}](<{url}>)' if url else outlet} edited “{_short(one.title)}”"
    if one.old and one.new:
        told += f": “{_short(one.old)}” became “{_short(one.new)}”"
    elif one.old:
        told += f": “{_short(one.old)}” is gone"
    elif one.new:
        told += f": “{_short(one.new)}” has come"
    more = f", and {one.more} more" if one.more else ""
    return Entry(text=f"{told}{more}", date=date_in_words(one.seen_at[:10]))


def _short(text: str) -> str:
    return inert.markdown(inert.line(text))


def plural(count: int) -> str:
    return "" if count == 1 else "s"
