"""Rules: times of day. What day they are of stands beside them or is the document's."""

from __future__ import annotations

import re
from datetime import timedelta

from timeline.temporal import guards
from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.situation import Situation
from timeline.temporal.zones import day_there


def clock(match: Match, at: Situation) -> Reading | None:
    hour, minute = match.number("hour"), match.maybe("minute") or 0
    half_day = match.word("ampm")
    if half_day:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half_day == "p" else 0)
    when = day_there(at, match.word("zone"))
    return Reading("TIME", f"{when}T{hour:02d}:{minute:02d}", anchor="dct")


def o_clock(match: Match, at: Situation) -> Reading | None:
    hour = match.number("count") if match.word("count").isdigit() else 0
    return Reading("TIME", f"{at.base}T{hour:02d}:00", anchor="dct") if 1 <= hour <= 24 else None


def clock_24(match: Match, at: Situation) -> Reading:
    digits = match.raw("hhmm")
    when = day_there(at, match.word("zone"))
    return Reading("TIME", f"{when}T{digits[:2]}:{digits[2:]}", anchor="dct")


def part_of_day(match: Match, at: Situation) -> Reading:
    """`this morning`, `last night`, `the evening`."""
    words, base = match.found[0], at.base
    if words.startswith(("last", "overnight")):
        base -= timedelta(days=1)
    if "the " in words and (named := at.recent(match, "day", "time")) and named.period:
        base = named.period.start
    if words in ("tonight", "overnight"):
        return Reading("TIME", f"{base}TNI", anchor="dct")
    code = match.word("daytime") or match.word("noon")
    return Reading("TIME", f"{base}{code}", anchor="dct")


def part_of_told_day(match: Match, at: Situation) -> Reading | None:
    """`the next morning`, `that night`: of the day told before, or the one after or before it."""
    named = at.recent(match, "day", "time") or at.last("day", "time")
    if named is None or named.period is None:
        return None
    day = named.period.start + timedelta(days=match.number("textstep"))
    return Reading("TIME", f"{day}{match.word('daytime')}", anchor=named.text)


def zoned(match: Match) -> bool:
    """`1430` is a time only with a zone or `hours` behind it."""
    return match.has("zone") or match.found[0].endswith("hours")


RULES: tuple[Rule, ...] = (
    Rule(
        "clock",
        "{hour}[(:|.){minute}] {ampm};[{zone}] [time]",
        clock,
        (
            ("It failed at 8 p.m. and was back by ten.", "8 p.m.", "2026-04-09T20:00"),
            ("It failed at 8:15 am ET.", "8:15 am ET", "2026-04-09T08:15"),
        ),
    ),
    Rule(
        "clock-tight",
        "{hour}[:{minute}]{ampm};[{zone}] [time]",
        clock,
        (("Doors open at 7pm.", "7pm", "2026-04-09T19:00"),),
    ),
    Rule(
        "clock-24",
        "{hour}:{minute} [hours];[{zone}] [time]",
        clock,
        (("It failed at 14:05 UTC.", "14:05 UTC", "2026-04-09T14:05"),),
        lambda match: (
            match.has("zone")
            or re.search(
                r"\b(?:at|by|until|from|around|about|before|after|since) $", match.before(8)
            )
            is not None
        ),
    ),
    Rule(
        "o-clock",
        "{count} o'clock",
        o_clock,
        (("It opens at nine o'clock.", "nine o'clock", "2026-04-09T09:00"),),
    ),
    Rule(
        "military-time",
        "{hhmm} [hours];[{zone}]",
        clock_24,
        (("The rocket lifts off at 0130 GMT.", "0130 GMT", "2026-04-09T01:30"),),
        zoned,
    ),
    Rule(
        "noon",
        "{noon}",
        part_of_day,
        (("It opens at noon.", "noon", "2026-04-09T12:00"),),
        lambda match: (
            re.search(
                r"\b(?:at|by|until|before|after|around|about|from|since|to|past) $", match.before(8)
            )
            is not None
            or re.match(r" (?:on )?(?:mon|tue|wed|thu|fri|sat|sun)", match.after(8)) is not None
        ),
    ),
    Rule(
        "part-of-a-day",
        "in <the {daytime}>",
        part_of_day,
        (("They spoke on March 3 and met in the evening.", "the evening", "2026-03-03TEV"),),
        lambda match: (
            match.word("daytime") != "TNI" and not match.after(6).startswith((" of", " after"))
        ),
    ),
    Rule(
        "part-of-told-day",
        "{textstep} {daytime}",
        part_of_told_day,
        (
            ("It sank on March 3. The next morning it was found.", "next morning", "2026-03-04TMO"),
            ("He was freed on March 3 and that night he fled.", "that night", "2026-03-03TNI"),
        ),
    ),
    Rule(
        "part-of-day",
        "(tonight|overnight|(this|last) {daytime})",
        part_of_day,
        (
            ("He spoke this morning.", "this morning", "2026-04-09TMO"),
            ("It broke down last night.", "last night", "2026-04-08TNI"),
        ),
        guards.no_attribute,
    ),
)
