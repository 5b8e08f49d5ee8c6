"""Where a mention is looked for, and who is compared with whom. Pure.

A cell is a telling word or name at a stretch of time, and mentions in one cell are compared. In
a crowded cell they are compared with its leaders only, the first few by id: so the work for a
mention does not grow with the coverage, and what is told a thousand times is still found to be
one happening.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol
from zlib import crc32

from timeline.course import months_of_course
from timeline.rarity import Rarity
from timeline.when import When

TELLING_WORDS = 8  # the rarest words of a mention are what it is found by,
TELLING_PAIRS = 16  # and where two characters make a word, as many pairs of them
COURSE_WORDS = 4  # the rarest of them lead from a plan to what became of it
LEADERS = 30  # of a cell with more members, so many are compared with all of them
BUCKET_DAYS = 6
MOST_DAYS = 93  # of a period that is looked for by days

_BUCKET_BITS = 26
_YEARS = 1 << 25
_COURSES = 1 << 24

Cell = int
Members = Sequence[int]  # of a cell, in order


class Place(Protocol):
    """What decides where a mention is looked for."""

    @property
    def words(self) -> frozenset[str]: ...
    @property
    def names(self) -> frozenset[str]: ...
    @property
    def when(self) -> When: ...


def cells_of(one: Place, rarity: Rarity) -> dict[str, tuple[Cell, ...]]:
    """The cells of a mention by telling term: the names, and the rarest words."""
    unspaced = 2 * sum(not word.isascii() for word in one.words) > len(one.words)
    words = sorted(one.words, key=lambda word: (-rarity.word(word), word))
    words = words[: TELLING_PAIRS if unspaced else TELLING_WORDS]
    buckets = tuple(_buckets(one.when))
    courses = tuple(_COURSES | month for month in months_of_course(one.when))
    found = {term: _cells(term, buckets) for term in (*words, *one.names)}
    for term in words[:COURSE_WORDS]:
        found[term] += _cells(term, courses)
    return found


def _cells(term: str, buckets: Iterable[int]) -> tuple[Cell, ...]:
    # Checksums are the same in every process; a rare collision only compares more.
    base = crc32(term.encode("utf-8", "surrogatepass")) << _BUCKET_BITS
    return tuple(base | bucket for bucket in buckets)


def _buckets(one: When) -> Iterator[int]:
    """Stretches of a few days, those of days and of up to three months alike, so that days meet
    days near them and coarser periods the days in them; and years, for all that is coarser than
    a day. A day and a bare year say too little to be one."""
    if one.is_day or one.last - one.first < MOST_DAYS:
        yield from range(one.first // BUCKET_DAYS, one.last // BUCKET_DAYS + 2)
    if not one.is_day:
        first, last = date.fromordinal(one.first), date.fromordinal(one.last)
        yield from (_YEARS | year for year in range(first.year, last.year + 1))


def compared_with(
    one: int, its_cells: Iterable[Cell], members_of: Mapping[Cell, Members]
) -> set[int]:
    """Whom a mention is to be compared with."""
    found: set[int] = set()
    for cell in its_cells:
        members = members_of[cell]
        crowded = len(members) > LEADERS and one > members[LEADERS - 1]
        found.update(members[:LEADERS] if crowded else members)
    found.discard(one)
    return found


def are_compared(members: Members, one: int, other: int) -> bool:
    """Whether a cell that has both brings them together."""
    return len(members) <= LEADERS or min(one, other) <= members[LEADERS - 1]


def leaders_changed(before: Members, after: Members) -> set[int]:
    """Who began or ceased to be compared with all of a cell."""
    if len(before) <= LEADERS and len(after) <= LEADERS:
        return set()
    return set(before[:LEADERS]) ^ set(after[:LEADERS])
