"""Rules: days that are known by a name and fall on a date the calendar fixes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from timeline.temporal import resolve
from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.situation import Situation

_MONDAY, _THURSDAY = 1, 4


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth_weekday(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    def of_year(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))

    return of_year


def _memorial_day(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.isoweekday() - 1)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


_HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": _fixed(1, 1),
    "valentine's day": _fixed(2, 14),
    "st. patrick's day": _fixed(3, 17),
    "april fools' day": _fixed(4, 1),
    "good friday": lambda year: easter(year) - timedelta(days=2),
    "easter sunday": easter,
    "easter monday": lambda year: easter(year) + timedelta(days=1),
    "easter": easter,
    "may day": _fixed(5, 1),
    "memorial day": _memorial_day,
    "juneteenth": _fixed(6, 19),
    "independence day": _fixed(7, 4),
    "the fourth of july": _fixed(7, 4),
    "labor day": _nth_weekday(9, _MONDAY, 1),
    "columbus day": _nth_weekday(10, _MONDAY, 2),
    "halloween": _fixed(10, 31),
    "veterans day": _fixed(11, 11),
    "thanksgiving day": _nth_weekday(11, _THURSDAY, 4),
    "thanksgiving": _nth_weekday(11, _THURSDAY, 4),
    "black friday": lambda year: _nth_weekday(11, _THURSDAY, 4)(year) + timedelta(days=1),
    "cyber monday": lambda year: _nth_weekday(11, _THURSDAY, 4)(year) + timedelta(days=4),
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "christmas": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "new year's eve": _fixed(12, 31),
}


def weekday_of_month(match: Match, at: Situation) -> Reading | None:
    """`the first Monday in May`, `the last Friday of March`."""
    month, weekday = match.number("month"), match.number("fullweekday")
    year = match.maybe("year") or resolve.year_of_month(match, at, month)
    when = _nth_weekday(month, weekday, match.maybe("nth") or 1)(year)
    if not match.has("nth"):
        while (when + timedelta(days=7)).month == month:
            when += timedelta(days=7)
    return Reading("DATE", when.isoformat(), anchor="" if match.has("year") else "dct")


def holiday(match: Match, at: Situation) -> Reading:
    of_year = _HOLIDAYS[" ".join(match.found["holiday"].split())]
    year = match.maybe("year")
    if year is None and match.has("step"):
        year = at.base.year + match.number("step")
    if year is not None:
        return Reading("DATE", of_year(year).isoformat())
    near = [of_year(at.base.year + step) for step in (-1, 0, 1)]
    direction = at.direction(match)
    if match.found[0].startswith("last") or direction == "past":
        near = [day for day in near if day <= at.base]
    elif match.found[0].startswith(("next", "this")) or direction == "future":
        near = [day for day in near if day >= at.base]
    when = min(near, key=lambda day: abs((day - at.base).days))
    return Reading("DATE", when.isoformat(), anchor="dct")


RULES: tuple[Rule, ...] = (
    Rule(
        "weekday-of-month",
        "[the] ({nth}|last|final) {fullweekday} (of|in) {month};[{year}]",
        weekday_of_month,
        (
            ("It will vote on the first Monday in May.", "the first Monday in May", "2026-05-04"),
            ("It met on the last Friday of March.", "the last Friday of March", "2026-03-27"),
            ("He left on the third Tuesday of June 2025.", "third Tuesday", "2025-06-17"),
        ),
    ),
    Rule(
        "holiday",
        "[(last|next|this)] {holiday};[[of] ({year}|{step} year)]",
        holiday,
        (
            ("The store closed on Christmas Eve.", "Christmas Eve", "2025-12-24"),
            ("It will open on Labor Day.", "Labor Day", "2026-09-07"),
            ("Sales rose on Black Friday 2024.", "Black Friday 2024", "2024-11-29"),
            ("Talks ended on Good Friday.", "Good Friday", "2026-04-03"),
        ),
        lambda match: (
            match.text[match.found.start("holiday")].isupper()
            and not match.after(2).startswith("-")
        ),
    ),
)
