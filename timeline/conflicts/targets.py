"""When something was to happen: the day first planned, the day it was put off to, the closing.

These stand in sentences with a date of their own, beside the news: "was originally due in March",
"delayed to May", "expected to close in April". Periods that overlap agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from db import partial_dates
from db.model import Amount, Timex
from timeline.conflicts.claims import Claim, claim
from timeline.conflicts.reading import Telling
from timeline.temporal import find_timexes

REACH = 60  # characters from the words to the date
_TARGETS = {
    "first planned for": re.compile(
        r"\b(?:originally|initially|previously|first)(?: been)?"
        r" (?:planned|scheduled|due|slated|expected|set|intended|targeted)\b"
        r"|\b(?:delay|postpon|push|slip|put)\w*(?: back| off)?[^.;]{0,30}? from\b",
        re.I,
    ),
    "put off to": re.compile(
        r"\b(?:delay(?:s|ed)?|postpone[sd]?|push(?:es|ed) back|slip(?:s|ped)|put off)"
        r"[^.;]{0,50}? (?:to|until)(?: at least)?\b",
        re.I,
    ),
    "to close": re.compile(
        r"\b(?:expected|expects?|due|set|likely) (?:the deal |it )?to"
        r" (?:close|complete|be completed)\b",
        re.I,
    ),
}


def speaks_of_target(text: str) -> bool:
    return any(words.search(text) for words in _TARGETS.values())


def target_claims(telling: Telling) -> Iterator[Claim]:
    text = telling.statement.quote
    if telling.bond == "loose" or not speaks_of_target(text):
        return
    said = telling.statement.said
    found = find_timexes(text, date.fromisoformat(said)) if said else []
    for subject, words in _TARGETS.items():
        for match in words.finditer(text):
            timex = next((t for t in found if 0 <= t.start - match.end() <= REACH), None)
            if timex is None or timex.type != "DATE":
                continue
            value = _nearest_year(timex, date.fromisoformat(said))
            period = partial_dates.period(value)
            if period is None:
                continue
            low, high = period.start.toordinal(), period.end.toordinal() + 1
            yield claim(
                telling,
                text,
                (match.start(), timex.end),
                field="target",
                subject=subject,
                value=value,
                measure=Amount(text=timex.text, kind="days", low=low, high=high),
            )


def _nearest_year(timex: Timex, said: date) -> str:
    """A month named without its year lies near the day of writing, before or after: "had been
    due in April" is no year ago."""
    if not timex.anchor or not re.fullmatch(r"\d{4}-\d\d", timex.value):
        return timex.value
    month = int(timex.value[5:])
    years = (said.year - 1, said.year, said.year + 1)
    nearest = min(years, key=lambda year: abs(date(year, month, 15) - said))
    return f"{nearest}-{month:02d}"
