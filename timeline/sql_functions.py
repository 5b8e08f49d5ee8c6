"""SQL functions for partial dates, for every connection that a plugin opens.

date_start('2026-Q2')                  2026-04-01, null for what is no date
date_end('2026-Q2')                    2026-06-30
date_precision('2026-Q2')              quarter
date_overlaps('2026-Q2', '2026-04-08') 1
date_sort_key('2026-04')               orders dates; a coarse one before the days in it
date_words('2026-04-08')               8 Apr 2026
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from db import partial_dates


def register(connection: sqlite3.Connection) -> None:
    for name, count, function in _FUNCTIONS:
        connection.create_function(name, count, function, deterministic=True)


def _start(value: object) -> str | None:
    period = partial_dates.period(str(value))
    return period.start.isoformat() if period else None


def _end(value: object) -> str | None:
    period = partial_dates.period(str(value))
    return period.end.isoformat() if period else None


def _precision(value: object) -> str | None:
    return partial_dates.precision_of(str(value)) or None


def _overlaps(one: object, other: object) -> bool | None:
    """Null when either is no date."""
    first, second = partial_dates.period(str(one)), partial_dates.period(str(other))
    return first.overlaps(second) if first and second else None


def _sort_key(value: object) -> str:
    first, flipped, text = partial_dates.sort_key(str(value))
    return f"{first.isoformat()} {flipped.isoformat()} {text}"


def _words(value: object) -> str:
    from timeline.publish.words import date_in_words

    return date_in_words(str(value))


_FUNCTIONS: tuple[tuple[str, int, Callable[..., str | bool | None]], ...] = (
    ("date_start", 1, _start),
    ("date_end", 1, _end),
    ("date_precision", 1, _precision),
    ("date_overlaps", 2, _overlaps),
    ("date_sort_key", 1, _sort_key),
    ("date_words", 1, _words),
)
