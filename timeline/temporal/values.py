"""TIMEX3 values: written from dates, and moved by so many days, weeks, months or years."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from db.partial_dates import period

MONTHS_IN = {"M": 1, "Q": 3, "Y": 12, "10Y": 120, "100Y": 1200}

_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None when the calendar has none such."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]):
        return None
    return date(year, month, number)


def month_value(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def week_value(when: date) -> str:
    year, week, _ = when.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_of(when: date) -> int:
    return (when.month + 2) // 3


def quarter_value(when: date) -> str:
    return f"{when.year:04d}-Q{quarter_of(when)}"


def season_value(when: date) -> str:
    """The season of the northern hemisphere; January belongs to the winter of the year before."""
    if when.month < 3:
        return f"{when.year - 1:04d}-WI"
    name = max(
        (code for code, month in _SEASON_MONTHS.items() if month <= when.month),
        key=_SEASON_MONTHS.__getitem__,
    )
    return f"{when.year:04d}-{name}"


def season_begin(year: int, code: str) -> date:
    return date(year, _SEASON_MONTHS[code], 1)


def moved(when: date, count: int, unit: str) -> date | None:
    """`when` moved by `count` units; the day of the month is kept where the month has it.
    None beyond the calendar."""
    try:
        if unit in ("D", "W"):
            return when + timedelta(days=count * (7 if unit == "W" else 1))
        if unit not in MONTHS_IN:
            return when
        months = when.year * 12 + when.month - 1 + count * MONTHS_IN[unit]
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(when.day, monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return None


def at_unit(when: date, unit: str) -> str:
    """The day, week, month, quarter, year, decade or century that `when` lies in."""
    if unit == "W":
        return week_value(when)
    if unit == "Q":
        return quarter_value(when)
    length = {"M": 7, "Y": 4, "10Y": 3, "100Y": 2}.get(unit)
    return when.isoformat()[:length]


def shifted(value: str, count: int, unit: str) -> str:
    """A value moved by whole units and given to that unit's precision: 2026-04-08 and -9 M give
    2025-07. "" when `value` names no date or the calendar ends."""
    span = period(value)
    when = moved(span.start, count, unit) if span else None
    return at_unit(when, unit) if when else ""


def duration(count: str, unit: str) -> str:
    """`9` and `M` give `P9M`; hours, minutes and seconds stand after a T."""
    if unit in MONTHS_IN and unit not in ("M", "Q", "Y"):
        # ISO 8601 has no decades: ten times as many years say the same.
        years = unit.removesuffix("Y")
        scaled = "X" if count == "X" else f"{float(count) * int(years):g}"
        return f"P{scaled}Y"
    whole, point, fraction = count.partition(".")
    if point and fraction.strip("0") and unit == "Y":
        months = round(float(f"0.{fraction}") * 12)
        return f"P{whole}Y{months}M" if whole != "0" else f"P{months}M"
    return f"PT{count}{unit[1:]}" if unit.startswith("T") else f"P{count}{unit}"
