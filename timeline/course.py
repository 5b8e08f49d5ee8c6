"""A plan and what became of it: when two mentions may be one event although their dates differ.

`Tern will open the plant in March`, `the opening was put off to May`, `Tern opened the plant on
8 April` are one event. What may be told together:

- a plan, and what was said later to have been done, or called off, after the plan was known;
- a plan and a later one, when that is said to be a delay or names its date outright: a weekday
  read again in a copy of an old report is no new plan.

An announcement stays apart from what it announces: it is done on the day of the saying. Bringing
together what is not one costs more than leaving it apart, so the words must say it: the same
kind of action, the same versions, and most of the rare names and words.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from db.model import Mention
from timeline.modality import speaks_of_a_plan

if TYPE_CHECKING:
    from timeline.pairs import Features

COURSE_DAYS = 180  # a plan this long overdue is another one
LEAST_WORDS, LEAST_NAMES = 0.3, 0.4  # of the likeness of words and of names
SUPPORT = 0.35  # of a score: just too little to bring two mentions together by itself
SAYING_DAYS = 3  # an announcement is dated by its own day, give or take the report of it
_OUTRIGHT = ("month", "quarter")
_CANCELLED = re.compile(
    r"\b(?:cancel(?:s|l?ed|l?ing)|scrap(?:s|ped|ping)|call(?:s|ed|ing) off|shelv(?:es|ed|ing)"
    r"|abandon(?:s|ed|ing)|withdr(?:aws?|ew|awn|awing)"
    r"|(?:drop|axe|ditch|kill)(?:s|p?ed)? (?:its |the |their )?(?:plans?|bid|project))\b"
    r"|取消|撤回|中止",
    re.I,
)
_DELAYED = re.compile(
    r"\b(?:delay(?:s|ed|ing)?|postpon(?:es|ed|ing)|push(?:es|ed|ing)? back|put (?:off|back)"
    r"|slip(?:s|ped|ping)?|defer(?:s|red|ring)?|behind schedule|reschedul\w+)\b|推迟|延期",
    re.I,
)


def is_cancelled(clause: str) -> bool:
    """Whether the words say that something will not be done after all."""
    return _CANCELLED.search(clause) is not None


def is_delayed(clause: str) -> bool:
    return _DELAYED.search(clause) is not None


def is_announcement(mention: Mention) -> bool:
    """`Tern said on Monday it will`: tells of the saying, on the day it was said."""
    return mention.modality == "reported" and speaks_of_a_plan(mention.clause)


def announces(one: Mention, other: Mention) -> bool:
    """Whether one is a plan and the other the announcement of something."""
    kinds = {one.modality == "planned", other.modality == "planned"}
    return kinds == {True, False} and (is_announcement(one) or is_announcement(other))


def months_of_course(one: Features) -> range:
    """Where a plan and its outcome are looked for: the month of the date, and for a plan those
    after it as well. Months count from the year 0."""
    first = _month(one.first)
    return range(first, 1 + (_month(one.last + COURSE_DAYS) if _is_plan(one.mention) else first))


def _month(day: int) -> int:
    at = date.fromordinal(min(day, date.max.toordinal()))
    return at.year * 12 + at.month


def on_one_course(one: Features, other: Features) -> bool:
    """Whether the dates let one be a plan and the other what was made of it."""
    return _follows(one, other) or _follows(other, one)


def _follows(plan: Features, later: Features) -> bool:
    if not _is_plan(plan.mention) or not 0 < plan.said < later.said:
        return False
    mention = later.mention
    if mention.modality == "denied" or is_announcement(mention):
        return False
    if later.first <= plan.said or later.first - plan.last > COURSE_DAYS:
        return False
    return mention.modality != "planned" or _is_new_plan(mention)


def _is_plan(mention: Mention) -> bool:
    clause = mention.clause
    words = speaks_of_a_plan(clause) or is_delayed(clause) or is_cancelled(clause)
    return mention.modality == "planned" and words


def _is_new_plan(mention: Mention) -> bool:
    outright = mention.precision in _OUTRIGHT or any(sign.isdigit() for sign in mention.timex)
    return outright or is_delayed(mention.clause) or is_cancelled(mention.clause)


def course_score(one: Features, other: Features, score: float, words: float, names: float) -> float:
    """What is left of a pair's score when its dates differ."""
    plan, later = (one, other) if _follows(one, other) else (other, one)
    mine, others = plan.mention, later.mention
    same_thing = set(mine.actions[:1]) & set(others.actions) and _versions(mine) == _versions(
        others
    )
    if not same_thing or words < LEAST_WORDS or names < LEAST_NAMES:
        return 0.0
    early = later.first <= plan.last and not is_cancelled(others.clause)
    # What comes before its day may be no more than the talk of it.
    return min(score, SUPPORT) if early else score


def _versions(mention: Mention) -> set[tuple[str, float]]:
    return {(a.kind, a.low) for a in mention.amounts if a.kind.startswith("version:")}
