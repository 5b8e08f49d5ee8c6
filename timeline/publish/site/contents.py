"""What is on the site, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from db import partial_dates
from db.conflicts import Conflict
from db.model import Event, EventMention, EventSource
from timeline.changes import is_open
from timeline.publish.coverage import CoverageMap
from timeline.publish.edition import Edition, by_nearness, days, is_overdue
from timeline.publish.words import date_in_words

MAJOR, NOTABLE = 0.8, 0.5  # importance from which an event is called so
_COARSE = ("quarter", "half", "season", "year", "decade", "century")
_PARTS = ("title", "summary", "text")
_EXACT = ("day", "week")
_DUE = ("expected", "slipped")


@dataclass(frozen=True, kw_only=True)
class Site:
    """`edition` has its events with their mentions where those are known.

    `former` leads from the ids that are no event's any more to those their mentions are in, or
    to "".
    """

    edition: Edition
    coverage: CoverageMap
    former: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return tuple(_sections(self.edition))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for section in self.sections for entry in section.entries)

    @cached_property
    def outlets(self) -> tuple[str, ...]:
        """Those with an article of their own, by name."""
        events = self.edition.events
        return tuple(sorted({s.outlet for e in events for s in e.sources if not s.copy_of}))

    def outlet_numbers(self, entry: Entry) -> str:
        """Places in `outlets` of those that tell of it: `3 17`."""
        told_by = {source.outlet for source in entry.nearest}
        return " ".join(str(self._numbers[name]) for name in sorted(told_by & self._numbers.keys()))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self.outlets)}

    @property
    def open_conflicts(self) -> int:
        return sum(len(entry.open_conflicts) for entry in self.entries)

    @cached_property
    def latest_day(self) -> str:
        """The last day of the coverage, "" when no source is dated."""
        return self.edition.updated[:10]

    def latest(self, most: int) -> list[Entry]:
        """The last that happened by the last day of the coverage, the latest first; notable ones
        where there are enough."""
        past = [
            entry
            for entry in self.entries
            if entry.event.status not in _DUE and entry.last <= self.latest_day
        ]
        notable = [entry for entry in past if entry.event.importance >= NOTABLE]
        return sorted(
            notable if len(notable) >= most else past, key=lambda e: (e.last, e.first), reverse=True
        )[:most]

    def due(self, most: int) -> list[Entry]:
        """Planned and not over on the last day of the coverage, the next first."""
        planned = [
            entry
            for entry in self.entries
            if entry.event.status in _DUE and entry.last >= self.latest_day
        ]
        return sorted(planned, key=lambda e: (e.last, e.first))[:most]

    def disputed(self, most: int) -> list[Entry]:
        """With open conflicts, the most important first."""
        found = [entry for entry in self.entries if entry.open_conflicts]
        return sorted(found, key=lambda e: (-e.event.importance, e.event.event_id))[:most]

    def led_to(self, event_id: str) -> list[str]:
        """The former ids that lead to an event."""
        return self._former_of.get(event_id, [])

    @cached_property
    def _former_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for former, now in sorted(self.former.items()):
            found.setdefault(now, []).append(former)
        return found

    def beside(self) -> Iterator[tuple[Entry | None, Entry, Entry | None]]:
        """Each entry between the one before it and the one after it."""
        one = self.entries
        return zip((None, *one), one, (*one[1:], None), strict=False)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A month, or what of a year is not dated to a month. `key` is `2026-04` or `2026`."""

    key: str
    title: str
    dated: tuple[Entry, ...]  # to a day or week
    vague: tuple[Entry, ...]

    @property
    def year(self) -> str:
        return self.key[:4]

    @property
    def short(self) -> str:
        """`Apr`, or `no month`."""
        return self.title[:3] if len(self.key) > 4 else "no month"

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.dated + self.vague


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A date for the eye: `8 April` over `Wednesday`, `April` over `day not given`.

    `attribute` is what the HTML element `time` understands, or "".
    """

    large: str
    small: str
    attribute: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An event with what its pages say about it. `first` and `last` are ISO days."""

    event: Event
    first: str
    last: str
    overdue: bool

    @cached_property
    def mark(self) -> Mark:
        return mark_of(self.event)

    @property
    def when(self) -> str:
        return date_in_words(self.event.date, self.event.end)

    @property
    def is_coarse(self) -> bool:
        """Dated less exactly than to a month."""
        return self.event.precision in _COARSE

    @property
    def grade(self) -> str:
        importance = self.event.importance
        return "major" if importance >= MAJOR else "notable" if importance >= NOTABLE else "minor"

    @cached_property
    def sources(self) -> tuple[EventSource, ...]:
        return tuple(by_nearness(self.event))

    @property
    def copies(self) -> int:
        return sum(1 for source in self.sources if source.copy_of)

    @cached_property
    def nearest(self) -> tuple[EventSource, ...]:
        """One source for each outlet, the nearest to the event first."""
        first: dict[str, EventSource] = {}
        for source in self.sources:
            if not source.copy_of:
                first.setdefault(source.outlet, source)
        return tuple(first.values()) or self.sources[:1]

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.event.conflicts if is_open(c))

    @property
    def statements(self) -> Iterator[tuple[EventSource, tuple[EventMention, ...]]]:
        """Each source with the sentences of it that the event rests on, in their order."""
        for source in self.sources:
            told = [m for m in self.event.mentions if m.mention.article_id == source.article_id]
            told.sort(key=lambda m: (_PARTS.index(m.mention.part), m.mention.start))
            yield source, tuple(told)


def mark_of(event: Event) -> Mark:
    """Never finer than the event's date."""
    period = partial_dates.period(event.date)
    if period is None:
        return Mark(large=event.date, small="", attribute="")
    first, value = period.start, event.date
    precision = partial_dates.precision_of(value)
    if event.end:
        return Mark(large=_from_to(event.date, event.end), small=f"{precision}s", attribute="")
    if precision == "day":
        return Mark(large=f"{first.day} {first:%b}", small=f"{first:%A}", attribute=value)
    if precision == "week":
        return Mark(large=_days(first, period.end), small="week, day not given", attribute=value)
    if precision == "month":
        return Mark(large=f"{first:%B}", small="day not given", attribute=value)
    if precision in ("quarter", "half"):
        return Mark(large=value[5:], small=f"{precision}, month not given", attribute="")
    if precision == "season":
        season = date_in_words(value).split()[0].capitalize()
        return Mark(large=season, small="month not given", attribute="")
    if precision == "year":
        return Mark(large=value, small="month not given", attribute=value)
    return Mark(large=f"{first.year}–{period.end.year}", small="year not given", attribute="")


def _from_to(start: str, end: str) -> str:
    first, last = partial_dates.period(start), partial_dates.period(end)
    both_days = {partial_dates.precision_of(start), partial_dates.precision_of(end)} == {"day"}
    if both_days and first and last and first.start.year == last.end.year:
        return _days(first.start, last.end)
    return date_in_words(start, end)


def _days(first: date, last: date) -> str:
    if first.month == last.month:
        return f"{first.day}–{last.day} {last:%b}"
    return f"{first.day} {first:%b} – {last.day} {last:%b}"


def _sections(edition: Edition) -> Iterator[Section]:
    latest = edition.updated[:10]
    entries = [_entry(event, latest) for event in edition.events]
    ordered = sorted(entries, key=lambda entry: _key(entry))
    for key, group in groupby(ordered, key=_key):
        found = tuple(group)
        yield Section(
            key=key,
            title=_title(key),
            dated=tuple(e for e in found if e.event.precision in _EXACT),
            vague=tuple(e for e in found if e.event.precision not in _EXACT),
        )


def _entry(event: Event, latest: str) -> Entry:
    first, last = days(event)
    return Entry(event=event, first=first, last=last, overdue=is_overdue(event, latest))


def _key(entry: Entry) -> str:
    return entry.first[:4] if entry.is_coarse else entry.first[:7]


def _title(key: str) -> str:
    if len(key) == 4:
        return f"{key}, month not given"
    return date.fromisoformat(f"{key}-01").strftime("%B %Y")
