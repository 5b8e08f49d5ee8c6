"""A time of day and the day beside it are one expression: `10 p.m. Wednesday`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from db.model import Timex

_TIME_THEN_DAY = re.compile(r",? (?:on |late |early )?(?:the )?")
_DAY_THEN_TIME = re.compile(
    r",? (?:at |in the |at around |at about |around |just before |just after )?"
)
_PART_OF_DAY = re.compile(r"(?:'s)?[ -](?:early |late )?(morning|afternoon|evening|night)(s?)\b")
_PART_BEFORE = re.compile(
    r"\b(?:(?:early|late|mid)[ -]?(morning|afternoon|evening)\b,? (?:on )?"
    r"|the (?:early |late )?(morning|afternoon|evening|night) of )$"
)
_LONE_WEEKDAY = re.compile(r"\w+day")
_CODES = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}


def merged(found: list[Timex], text: str, folded: str) -> list[Timex]:
    """`found` with each time joined to the day it stands beside."""
    joined: list[Timex] = []
    for timex in found:
        timex = _with_part_of_day(timex, text, folded, joined[-1].end if joined else 0)
        if joined and (one := _joined(joined[-1], timex, text, folded)) is not None:
            joined[-1] = one
        elif not joined or timex.start >= joined[-1].end:
            joined.append(timex)
    return joined


def _with_part_of_day(timex: Timex, text: str, folded: str, floor: int) -> Timex:
    if timex.type not in ("DATE", "SET") or timex.precision not in ("day", "set"):
        return timex
    if timex.type == "SET" and timex.rule != "weekdays":
        return timex
    after = _PART_OF_DAY.match(folded, timex.end)
    if after and after[2] and timex.rule == "weekday" and _LONE_WEEKDAY.fullmatch(timex.text):
        recurring = replace(
            timex, type="SET", value=f"XXXX-WXX-{_isoweekday(timex)}", precision="set"
        )
        return _as_time(recurring, timex.start, after.end(), _CODES[after[1]], text)
    if after:
        return _as_time(timex, timex.start, after.end(), _CODES[after[1]], text)
    before = _PART_BEFORE.search(folded, max(floor, timex.start - 24), timex.start)
    if before:
        code = _CODES[before[1] or before[2]]
        return _as_time(timex, before.start(), timex.end, code, text)
    return timex


def _isoweekday(timex: Timex) -> int:
    return date.fromisoformat(timex.value).isoweekday()


def _as_time(timex: Timex, start: int, end: int, code: str, text: str) -> Timex:
    return replace(
        timex,
        text=text[start:end],
        start=start,
        end=end,
        type="TIME" if timex.type == "DATE" else "SET",
        value=timex.value + code,
        precision="time" if timex.type == "DATE" else "set",
    )


def _joined(first: Timex, second: Timex, text: str, folded: str) -> Timex | None:
    gap = folded[first.end : second.start]
    if len(gap) > 20:
        return None
    if first.type == "TIME" and _is_day(second) and _TIME_THEN_DAY.fullmatch(gap):
        time, day = first, second
    elif second.type == "TIME" and _is_day(first) and _DAY_THEN_TIME.fullmatch(gap):
        time, day = second, first
    else:
        return None
    if time.rule in ("iso-day",) or time.value[10:11] != "T":
        return None
    return replace(
        time,
        text=text[first.start : second.end],
        start=first.start,
        end=second.end,
        value=day.value + time.value[10:],
        anchor=day.anchor,
        rule=f"{time.rule} + {day.rule}",
        role=day.role or time.role,
    )


def _is_day(timex: Timex) -> bool:
    return timex.type == "DATE" and timex.precision == "day"
