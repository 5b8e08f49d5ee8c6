"""Reads a text once from left to right and gives every temporal expression with its value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from db.model import Timex
from db.partial_dates import period, precision_of
from timeline.temporal import (
    links,
    rules_anchored,
    rules_clock,
    rules_dates,
    rules_deictic,
    rules_durations,
    rules_holidays,
    rules_quarters,
    rules_ranges,
    rules_reports,
    rules_sets,
    rules_vague,
)
from timeline.temporal.folding import fold
from timeline.temporal.grammar import Match, Reading, Rule, by_first_word
from timeline.temporal.notation import DIGIT, WORD
from timeline.temporal.situation import Situation
from timeline.temporal.times import merged
from timeline.temporal.widening import widened

ENGLISH: tuple[Rule, ...] = (
    *rules_ranges.RULES,
    *rules_dates.RULES,
    *rules_holidays.RULES,
    *rules_quarters.RULES,
    *rules_reports.RULES,
    *rules_deictic.RULES,
    *rules_anchored.RULES,
    *rules_clock.RULES,
    *rules_vague.RULES,
    *rules_durations.RULES,
    *rules_sets.RULES,
)
_BY_FIRST_WORD = by_first_word(ENGLISH)

_HEADING_YEAR = re.compile(r"[\W_]*(?:[a-z ]{0,24}[\W_]+)?\d{4}[\W_]*")
_HEADING_DAY = re.compile(r"[\W_]*(?:\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)? ?[a-z]{0,4})?[\W_]*")
_LINE = 40  # characters beside the date on the line of a heading
_NEARBY = 60  # days before the document within which a dated entry of a live page may be


def find_english(
    text: str, dct: date, *, day_first: bool = False, published: datetime | None = None
) -> list[Timex]:
    """Every temporal expression of an English text, in order, none overlapping another."""
    folded = fold(text)
    matches = _scan(text, folded)
    at = Situation(text, folded, dct, dct, day_first, published)
    found: list[Timex] = []
    for index, match in enumerate(matches):
        at.partner_year = links.partner_year(matches, index, at)
        at.following = matches[index + 1] if index + 1 < len(matches) else None
        readings = match.rule.read(match, at)
        if readings is None:
            continue
        floor = found[-1].end if found else 0
        for reading in [readings] if isinstance(readings, Reading) else readings:
            timex = _timex(match, reading, floor)
            found.append(_with_role(timex, matches, index))
            if not reading.compared:
                at.remember(reading.value, timex.start, timex.end, explicit=not reading.anchor)
            floor = timex.end
        _heed_heading(at, found[-1])
    return merged(found, text, folded)


def _scan(text: str, folded: str) -> list[Match]:
    matches: list[Match] = []
    position = 0
    for word in WORD.finditer(folded):
        if word.start() < position:
            continue
        is_number = word[0][-1].isdigit() or word[0] == "'"
        candidates = _BY_FIRST_WORD.get(DIGIT if is_number else word[0])
        if candidates is None:
            continue
        match = candidates.longest(text, folded, word.start())
        if match is not None:
            matches.append(match)
            position = match.end
    return matches


def _timex(match: Match, reading: Reading, floor: int) -> Timex:
    start = match.found.start(reading.start_at) if reading.start_at else match.start
    end = match.found.end(reading.end_at) if reading.end_at else match.end
    start, end, modifier = widened(match, start, end, floor)
    return Timex(
        text=match.text[start:end],
        start=start,
        end=end,
        type=reading.type,
        value=reading.value,
        precision=_precision(reading),
        modifier=reading.modifier or modifier,
        role=reading.role,
        anchor=reading.anchor,
        rule=match.rule.name,
    )


def _precision(reading: Reading) -> str:
    if reading.type in ("DURATION", "SET"):
        return reading.type.lower()
    return precision_of(reading.value) or "vague"


def _with_role(timex: Timex, matches: Sequence[Match], index: int) -> Timex:
    if timex.role:
        return timex
    if index + 1 < len(matches) and links.joined(matches[index], matches[index + 1]):
        return replace(timex, role="begin")
    if index and links.joined(matches[index - 1], matches[index]):
        return replace(timex, role="end")
    return replace(timex, role=links.role_before(matches[index])) if timex.type == "DATE" else timex


def _heed_heading(at: Situation, timex: Timex) -> None:
    """A year alone on its line dates the lines below; a day alone is what they count from."""
    if timex.type != "DATE" or timex.anchor or timex.precision not in ("day", "year"):
        return
    line_start = at.folded.rfind("\n", max(0, timex.start - _LINE), timex.start) + 1
    line_end = at.folded.find("\n", timex.end, timex.end + _LINE)
    if line_end < 0 or timex.start - line_start > _LINE:
        return
    span = period(timex.value)
    if span is None:
        return
    if timex.precision == "year":
        if _HEADING_YEAR.fullmatch(at.folded, line_start, line_end):
            at.heading_year = span.start.year
        return
    before = _HEADING_DAY.fullmatch(at.folded, line_start, timex.start)
    after = _HEADING_DAY.fullmatch(at.folded, timex.end, line_end)
    if before and after and 0 <= (at.dct - span.start).days <= _NEARBY:
        at.base = span.start
