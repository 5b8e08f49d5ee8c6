"""Where a mention is looked for, and who is compared with whom. Pure.

A cell is a telling word or name at a stretch of time, and mentions in one cell are compared. In
a crowded cell they are compared with its leaders only, the first few by id: so the work for a
mention does not grow with the coverage, and what is told a thousand times is still found to be
one happening.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Protocol
from zlib import crc32

from timeline.pairs import Rarity

TELLING_WORDS = 8  # the rarest words of a mention are what it is found by
LEADERS = 30  # of a cell with more members, so many are compared with all of them
BUCKET_DAYS = 4

_BUCKET_BITS = 26

Cell = int
Members = Sequence[int]  # of a cell, in order


class Place(Protocol):
    """What decides where a mention is looked for."""

    @property
    def words(self) -> frozenset[str]: ...
    @property
    def names(self) -> frozenset[str]: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


def telling_terms(one: Place, rarity: Rarity) -> tuple[str, ...]:
    """The names, and the rarest words."""
    words = sorted(one.words, key=lambda word: (-rarity.word(word), word))[:TELLING_WORDS]
    return tuple(sorted({*words, *one.names}))


def cells_of(one: Place, rarity: Rarity) -> dict[str, tuple[Cell, ...]]:
    """The cells of a mention by telling term."""
    buckets = tuple(_buckets(one))
    found = {}
    for term in telling_terms(one, rarity):
        # Checksums are the same in every process; a rare collision only compares more.
        base = crc32(term.encode("utf-8", "surrogatepass")) << _BUCKET_BITS
        found[term] = tuple(base | bucket for bucket in buckets)
    return found


def _buckets(one: Place) -> Iterator[int]:
    """Days share a bucket with days near them; coarse periods with all that lie in them."""
    if one.first == one.last:
        slot = one.first // BUCKET_DAYS
        yield from (slot, slot + 1)
    first, last = date.fromordinal(one.first), date.fromordinal(one.last)
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    if len(months) <= 3:
        yield from (1 << 24 | month for month in months)
    else:
        yield from (2 << 24 | year for year in range(first.year, last.year + 1))
    if len(months) == 1:
        yield 2 << 24 | first.year


def compared_with(
    one: int, of_terms: Iterable[Iterable[Cell]], members_of: Callable[[Cell], Members]
) -> set[int]:
    """Whom a mention is to be compared with; `of_terms` are its cells."""
    found: set[int] = set()
    for cell in chain.from_iterable(of_terms):
        members = members_of(cell)
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
