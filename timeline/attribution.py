"""Whose word a sentence is, and whether it is its article's news or the background to it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from db import partial_dates

UNNAMED = "unnamed sources"
LEAD = 1  # the last position that counts as the lead
FRESH = timedelta(days=31)  # a headline or lead looks back on no more than this
RECENT = timedelta(days=7)  # what the rest of an article tells as news is no older

_NAME = (
    r"(?:[Tt]he\s)?(?P<name>[A-ZÀ-Þ][\w&.’'-]*(?:\s(?:of\s|the\s)?[A-ZÀ-Þ][\w&.’'-]*){0,4}?)"
    r"(?:['’]s)?"
)
_END = r"(?![\w’'])(?!\s[A-ZÀ-Þ])"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b[Aa]ccording to (?:an? (?:new )?report (?:from|by|in) )?{_NAME}{_END}",
        rf"\b(?:[Rr]eport(?:ed)?|[Rr]eporting|[Ss]tory|[Aa]rticle) (?:by|from|in) {_NAME}{_END}",
        rf"\b(?:told|tells|citing|interview with|statement to) {_NAME}{_END}",
        rf"{_NAME}(?<!['’]s),? (?:first |also |has |had )?(?:report(?:s|ed)|writes|wrote)\b",
        rf"{_NAME},? (?:said|says|confirmed|announced|told|tells|disclosed|claimed)\b",
        r"据(?:《|“)?(?P<name>[^，。《》“”、\s]{2,12}?)(?:》|”)?(?:报道|报导|消息|报告|披露|援引)",
        r"《(?P<name>[^》]{2,12})》(?:[^，。]{0,8})?(?:报道|报导|称|透露)",
        r"(?P<name>[^、。「」\s]{2,16}?)(?:によると|が報じ|は報じ)",
    )
)
_UNNAMED = re.compile(
    r"\b(?:people|person|sources?|insiders?|officials?)"
    r" (?:familiar|close to|briefed|with (?:direct )?knowledge|said|say|told)\b"
    r"|\breportedly\b|知情人士|消息人士|消息称|据悉|関係者",
    re.I,
)
_NOBODY = frozenset(
    """He She It They We I This That There Sources Source People Reports Both CEO CTO CFO COO
    Initial Earlier Later Previously""".split()
)


def said_by(clause: str) -> str:
    """Who is named as the source: a name as written, `unnamed sources`, or "" for the article."""
    for pattern in _NAMED:
        match = pattern.search(clause)
        if match and match["name"] not in _NOBODY:
            return match["name"].rstrip(".")
    return UNNAMED if _UNNAMED.search(clause) else ""


def is_news(value: str, dct: date | None, *, part: str, position: int) -> bool:
    """Whether the date lies where an article's news does: `value` is what the sentence tells of.

    Headline and lead may look back a month, the rest a week; what is still to come is news, and
    so is everything in an article without a date.
    """
    period = partial_dates.period(value)
    if dct is None or period is None:
        return True
    leads = part == "title" or position <= LEAD
    return period.end >= dct - (FRESH if leads else RECENT)
