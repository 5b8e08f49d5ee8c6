"""The dated entries of a live page, as they stand in an article's text.

Each entry begins with a line of its own: the moment it was written, by the clock of its place,
`2026-04-08 14:05`, or the day alone. The crawl writes these lines, the reading side counts
"yesterday" from them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, timezone

from db.model import Stamp

_LINE = re.compile(r"^(\d{4}-\d{2}-\d{2})(?: \d{2}:\d{2})?$", re.MULTILINE)
FEWEST = 2  # a single such line may be anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stretch of a text, and the day it was written where that is not the article's."""

    start: int
    end: int
    written: date | None = None


def entry_line(stamp: Stamp) -> str:
    """The line an entry of that moment begins with."""
    if stamp.precision != "time":
        return stamp.day.isoformat()
    local = stamp.at.astimezone(timezone(timedelta(minutes=stamp.offset_minutes)))
    return local.strftime("%Y-%m-%d %H:%M")


def with_entries(lines: Sequence[str], entries: Sequence[tuple[Stamp, str]]) -> str:
    """The text of a page: what stands before its entries, then each entry."""
    told = [f"{entry_line(stamp)}\n{text}" for stamp, text in entries]
    return "\n".join([*lines, *told])


def sections(text: str) -> list[Section]:
    """The text without its entry lines, in order; one section where there are no entries."""
    heads = [head for head in _LINE.finditer(text) if _day(head[1])]
    if len(heads) < FEWEST:
        return [Section(start=0, end=len(text))]
    found = [Section(start=0, end=heads[0].start())] if heads[0].start() else []
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=True):
        start = min(head.end() + 1, end)
        found.append(Section(start=start, end=end, written=_day(head[1])))
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
