"""What two dates side by side give each other: the year, and the other end of a range."""

from __future__ import annotations

import re
from collections.abc import Sequence

from timeline.temporal import resolve
from timeline.temporal.grammar import Match
from timeline.temporal.situation import Situation

# What may stand between a preposition and a date.
_LEAD = r"(?:the |about |around |early |late |mid-?|(?:start|beginning|end) of )*"

_RANGE = re.compile(rf" ?(?:-|—|to|through|thru|until|till|up to|and through|into) ?{_LEAD}")
_AND = re.compile(rf" (?:and|&) {_LEAD}")
_LIST = re.compile(rf"(?:,| ?,? ?(?:and|or|&|/)) ?(?:in |on )?{_LEAD}")
_BETWEEN = re.compile(rf"\bbetween {_LEAD}$")
_FROM = re.compile(rf"\bfrom {_LEAD}$")
_LONGEST_GAP = 24  # characters between the two

_ROLES = (
    (
        "since",
        re.compile(rf"\b(?:since|starting|beginning|effective|as of)(?: on| in| at)? {_LEAD}$"),
    ),
    ("until", re.compile(rf"\b(?:until|till|through|thru|up to)(?: at least)? {_LEAD}$")),
    ("by", re.compile(rf"\b(?:by|before|(?:no|not) later than|ahead of) {_LEAD}$")),
)

# Rules whose matches name a time of some year and may lack the year.
_YEARLESS = frozenset(
    "month-day day-month month season quarter q-quarter half-year days-of-month".split()
)


def partner_year(matches: Sequence[Match], index: int, at: Situation) -> int | None:
    """The year that the other end of a range or the last of a list lends to this match."""
    if not _is_yearless(matches[index]):
        return None
    return _year_from_after(matches, index, at) or _year_from_before(matches, index, at)


def joined(first: Match, second: Match) -> bool:
    """Whether two neighbours are the ends of one range."""
    gap = first.folded[first.end : second.start]
    if len(gap) > _LONGEST_GAP:
        return False
    before = first.before(24)
    if _RANGE.fullmatch(gap):
        # `moved from Friday to Monday` and `1 July to 30 June` are ranges, `from now to` is not.
        telling = first.has("day") or second.has("day") or first.has("month")
        return gap.strip() != "to" or telling or _FROM.search(before) is not None
    return _AND.fullmatch(gap) is not None and _BETWEEN.search(before) is not None


def role_before(match: Match) -> str:
    """`since`, `until` or `by`, when that is what the words before say."""
    before = match.before(40)
    return next((role for role, words in _ROLES if words.search(before)), "")


def _is_yearless(match: Match) -> bool:
    return match.rule.name in _YEARLESS and not match.has("year")


def _year_named(match: Match, at: Situation) -> int | None:
    if match.has("year"):
        return match.number("year")
    if match.has("shortyear"):
        return resolve.two_digit_year(match.number("shortyear"), at.base)
    if match.has("step") and "year" in match.found[0]:
        return at.base.year + match.number("step")
    return None


def _year_from_after(matches: Sequence[Match], index: int, at: Situation) -> int | None:
    for position in range(index, min(index + 5, len(matches) - 1)):
        here, there = matches[position], matches[position + 1]
        gap = here.folded[here.end : min(there.start, here.end + _LONGEST_GAP)]
        if there.rule.name == "year" or not (joined(here, there) or _LIST.fullmatch(gap)):
            return None
        year = _year_named(there, at)
        if year is not None:
            first, last = matches[index].maybe("month"), there.maybe("month")
            over_new_year = first is not None and last is not None and first > last
            return year - over_new_year
        if not _is_yearless(there):
            return None
    return None


def _year_from_before(matches: Sequence[Match], index: int, at: Situation) -> int | None:
    if not index or not at.memory or not joined(matches[index - 1], matches[index]):
        return None
    before, span = at.memory[-1], at.memory[-1].period
    if span is None or before.start < matches[index - 1].start:
        return None
    if _year_named(matches[index - 1], at) is None and not before.explicit:
        return None
    month = matches[index].maybe("month")
    return span.start.year + (month is not None and month < span.start.month)
