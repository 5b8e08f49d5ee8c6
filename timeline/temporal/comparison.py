"""The quarter a report is about, and the one it is measured against.

A report names its quarter once and then says `the quarter`, `the latest period`, and of the
figures beside them `a year ago`: the same quarter of the year before.
"""

from __future__ import annotations

import re

from timeline.temporal.grammar import Match, Reading
from timeline.temporal.situation import Remembered, Situation

REPORT = 3000  # characters over which a report stays with its quarter

# What stands before `a year ago` when a figure is compared: `from $9 million`, `a share,`.
_COMPARED = re.compile(
    r"(?:\b(?:from|than|versus|vs\.?|against|with|to|over|share,?|cents|million|billion|loss|profit"
    r"|income|sales|revenue|quarter|period|dlrs|shares?)\b|[\d$€£%])[^.;\n]{0,12}$"
)


_LONGER = re.compile(r"\b(?:nine|six|9|6) months\b|\bthe (?:full )?year ended\b")


def year_before(value: str) -> str:
    return f"{int(value[:4]) - 1:04d}{value[4:]}"


def reported_quarter(at: Situation) -> Remembered | None:
    """Of the quarters named lately the latest that has begun."""
    named = [date for date in at.memory if date.precision == "quarter"][-4:]
    begun = [date for date in named if date.period and date.period.start <= at.base]
    # A quarter still running is one that is forecast, unless the report's year is not the
    # calendar's and no other is named.
    ended = [date for date in begun if date.period and date.period.end <= at.base]
    return max(ended or begun, key=lambda date: date.value, default=None)


def is_compared(match: Match) -> bool:
    """Whether the words date a figure that another one is measured against."""
    return _COMPARED.search(match.before(40)) is not None


def compared_quarter(match: Match, at: Situation, *, certain: bool = False) -> Reading | None:
    """The quarter that `a year ago` means beside a figure; None where no report is told."""
    reported = reported_quarter(at)
    if reported is None or match.start - reported.end > REPORT:
        return None
    if not certain and not is_compared(match):
        return None
    if not certain and _LONGER.search(at.folded, max(reported.end, match.start - 200), match.start):
        return None  # the figures of nine months are set against those of the year before
    return Reading("DATE", year_before(reported.value), anchor=reported.text, compared=True)
