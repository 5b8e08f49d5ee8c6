"""What a live page writes before an update: `(Update 4:18 a.m. in Oslo, 9:18 p.m. ET) `,
`OSLO, 9:18 p.m. ET, 3:18 a.m. local: `. Pure.

A stamp begins a sentence. One that names its weekday tells when what follows was written: days
after the page was begun, as often as not.
"""

from __future__ import annotations

import re
from calendar import day_name
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from db.entries import Section, sections
from timeline.temporal.resolve import weekday_near

_CLOCK = r"\d{1,2}:\d\d\s[ap]\.?m\b"
_LOOSE_CLOCK = r"\d{1,2}(?::\d\d)?(?:\s[ap]\.?m\b\.?)?"
_BRACKET = r"[^()]*(?:\([^()]*\)[^()]*)?\)\s"
# In running text a bracket with one clock is no stamp: `at midnight (5:00 p.m. ET)`.
_INSIDE = (
    rf"\((?:Updated?|Posted)\b[^()]*\d{_BRACKET}|\({_CLOCK}[^(),]*,[^(),]*{_CLOCK}{_BRACKET}"
    rf"|(?<!\()\bUpdated?:? {_CLOCK}[^()]{{0,80}}\)\s"
    rf"|\b[A-Z][A-Z ]{{2,30}}, {_LOOSE_CLOCK} ET(?:, {_LOOSE_CLOCK} local)?:?\s"
)
STAMP = re.compile(rf"{_INSIDE}|\({_CLOCK}{_BRACKET}")
_STAMP_INSIDE = re.compile(_INSIDE)
_WEEKDAY = re.compile("|".join(day_name))
_WEEKDAYS = {name: number for number, name in enumerate(day_name, 1)}


def beginnings(line: str, start: int, end: int) -> Iterator[int]:
    """Where stamps stand inside a stretch of a line."""
    return (found.start() for found in _STAMP_INSIDE.finditer(line, start + 1, end))


def stamped_sections(text: str, dct: date | None) -> list[Section]:
    """The sections of a text (`db.entries`), parted where a stamp tells on which day it goes on:
    the nearest to `dct`, the day of the article."""
    return [part for section in sections(text) for part in _parted(text, section, dct)]


def _parted(text: str, section: Section, dct: date | None) -> Iterator[Section]:
    start, written = section.start, section.written
    if dct is not None and written is None:
        for found in _STAMP_INSIDE.finditer(text, section.start, section.end):
            day = _day_of(found.group(), dct)
            if day != written:
                if start < found.start():
                    yield replace(section, start=start, end=found.start(), written=written)
                start, written = found.start(), day
    yield replace(section, start=start, written=written)


def _day_of(stamp: str, dct: date) -> date | None:
    """The latest it names: where it happens, it may be tomorrow already."""
    days = [_nearest(_WEEKDAYS[name], dct) for name in _WEEKDAY.findall(stamp)]
    return max(days, default=None)


def _nearest(weekday: int, dct: date) -> date:
    before, after = (weekday_near(dct, weekday, side) for side in ("past", "future"))
    return before if dct - before < after - dct else after
