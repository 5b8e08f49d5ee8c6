"""Rules: ranges written in one go, `June 10-12`. Two dates joined by words are linked later."""

from __future__ import annotations

from datetime import date

from timeline.temporal import guards, resolve, values
from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.situation import Situation


def days_of_month(match: Match, at: Situation) -> list[Reading] | None:
    day, day2 = (
        ("day" if match.has("day") else "dayth"),
        ("day2" if match.has("day2") else "dayth2"),
    )
    month, first, second = match.number("month"), match.number(day), match.number(day2)
    if first >= second:
        return None
    year = match.maybe("year")
    anchor = "" if year else "dct"
    year = year or resolve.year_of_day(match, at, month, first)
    begin, end = values.day(year, month, first), values.day(year, month, second)
    if begin is None or end is None:
        return None
    if match.found.start("month") < match.found.start(day):
        return [
            _end_of(begin, "begin", anchor, "month", day),
            _end_of(end, "end", anchor, day2, "year" if match.has("year") else day2),
        ]
    return [
        _end_of(begin, "begin", anchor, day, day),
        _end_of(end, "end", anchor, day2, "year" if match.has("year") else "month"),
    ]


def _end_of(when: date, role: str, anchor: str, start_at: str, end_at: str) -> Reading:
    return Reading("DATE", when.isoformat(), "", anchor, role, start_at, end_at)


def years(match: Match, at: Situation) -> list[Reading] | None:
    first = match.number("a")
    second = match.number("b")
    if second < 100:
        second += first // 100 * 100
    if not first < second <= first + 100:
        return None
    return [
        Reading("DATE", f"{first:04d}", role="begin", start_at="a", end_at="a"),
        Reading("DATE", f"{second:04d}", role="end", start_at="b", end_at="b"),
    ]


RULES: tuple[Rule, ...] = (
    Rule(
        "days-of-month",
        "{month} ({day}|{dayth})-({day2:day}|{dayth2:dayth});[{year}]",
        days_of_month,
        (
            ("The fair takes place April 28-30, 2026 in Hanover.", "April 28", "2026-04-28"),
            ("The fair takes place April 28-30, 2026 in Hanover.", "30, 2026", "2026-04-30"),
        ),
        guards.month_with_day,
    ),
    Rule(
        "days-of-month-in-words",
        "{month} ({day}|{dayth}) (-|to|through|and|&) ({day2:day}|{dayth2:dayth});[{year}]",
        days_of_month,
        (
            ("The board met on March 3 and 4.", "4", "2026-03-04"),
            ("The fair runs from April 28th to 30th.", "30th", "2026-04-30"),
        ),
        guards.month_with_day,
    ),
    Rule(
        "month-after-days",
        "({day}|{dayth})-({day2:day}|{dayth2:dayth}) {month};[{year}]",
        days_of_month,
        (("The fair is on 28-30 April 2026.", "28", "2026-04-28"),),
        guards.day_with_month,
    ),
    Rule(
        "month-after-days-in-words",
        "({day}|{dayth}) (-|to|and|&) ({day2:day}|{dayth2:dayth}) {month};[{year}]",
        days_of_month,
        (("The fair is on 28 to 30 April 2026.", "30 April 2026", "2026-04-30"),),
        guards.day_with_month,
    ),
    Rule(
        "years",
        "{a:yyyy}-{b:year}",
        years,
        (
            ("Spending rises sharply in 2027-2030.", "2027", "2027"),
            ("Spending rises sharply in 2027-2030.", "2030", "2030"),
        ),
        guards.free_number,
    ),
    Rule(
        "short-years",
        "{a:yyyy}-{b:year2}",
        years,
        (("The 2026-27 season opens.", "27", "2027"),),
        guards.free_number,
    ),
)
