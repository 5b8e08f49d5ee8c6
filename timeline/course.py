"""A plan and what became of it: when two mentions may be one event although their dates differ.

`Tern will open the plant in March`, `the opening was put off to May`, `Tern opened the plant on
8 April` are one event. What may be told together:

- a plan, and what was said later to have been done, or called off, after the plan was known;
- a plan and a later one, when that is said to be a delay or names its date outright: a weekday
  read again in a copy of an old report is no new plan.

An announcement stays apart from what it announces: it is done on the day of the saying. Bringing
together what is not one costs more than leaving it apart, so the words must say it: the same
kind of action, the same versions, most of the words and names, rare ones among them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Literal

from db.model import Mention
from timeline.modality import speaks_of_a_plan

if TYPE_CHECKING:
    from timeline.features import Features
    from timeline.rarity import Rarity
    from timeline.when import When

# `new plan`: one that may be a change of a former one. `other`: what happened, for the most part.
Role = Literal["plan", "new plan", "announcement", "other"]
# A plan overdue by more than this many times as long as it was known ahead is another one.
OVERDUE, LEAST_OVERDUE, MOST_OVERDUE = 4, 30, 180  # times; days
LEAST_WORDS, LEAST_NAMES = 0.5, 0.5  # shared, of the words and names of the shorter one
LEAST_SHARED = 4  # words
LEAST_RARE = 2  # of words and names
MOST = 0.5  # of a score: what agrees in its date goes first
SUPPORT = 0.30  # of a score: just too little to bring two mentions together by itself
_PUTTING_OFF = ("delay", "cancellation")
_PLANS = ("plan", "new plan")
_OUTRIGHT = ("month", "quarter")
_CANCELLED = re.compile(
    r"\b(?:cancel(?:s|l?ed|l?ing)|scrap(?:s|ped|ping)|call(?:s|ed|ing) off|shelv(?:es|ed|ing)"
    r"|abandon(?:s|ed|ing)|withdr(?:aws?|ew|awn|awing)"
    r"|(?:drop|axe|ditch|kill)(?:s|p?ed)? (?:its |the |their )?(?:plans?|bid|project))\b"
    r"|取消|撤回|中止",
    re.I,
)
_TO_DO = re.compile(r"\b(?:will|would|may|might|could|should|to) $", re.I)
_DELAYED = re.compile(
    r"\b(?:delay(?:s|ed|ing)?|postpon(?:es|ed|ing)|push(?:es|ed|ing)? back|put (?:off|back)"
    r"|slip(?:s|ped|ping)?|defer(?:s|red|ring)?|behind schedule|reschedul\w+)\b|推迟|延期",
    re.I,
)


def is_cancelled(clause: str) -> bool:
    """Whether the words say that something will not be done after all."""
    return _CANCELLED.search(clause) is not None and not is_plan_to_end(clause)


def is_plan_to_end(clause: str) -> bool:
    """`will withdraw`, `plans to scrap`: the ending is what is planned."""
    match = _CANCELLED.search(clause)
    return match is not None and _TO_DO.search(clause, 0, match.start()) is not None


def is_delayed(clause: str) -> bool:
    return _DELAYED.search(clause) is not None


def is_announcement(mention: Mention) -> bool:
    """`Tern said on Monday it will`: tells of the saying, on the day it was said."""
    return mention.modality == "reported" and speaks_of_a_plan(mention.clause)


def role_of(mention: Mention) -> Role:
    """What the words and the date of one mention make of it."""
    if is_announcement(mention):
        return "announcement"
    if mention.modality != "planned":
        return "other"
    clause = mention.clause
    put_off = is_delayed(clause) or is_cancelled(clause)
    if not (put_off or speaks_of_a_plan(clause)):
        return "other"
    named = mention.precision in _OUTRIGHT or any(sign.isdigit() for sign in mention.timex)
    return "new plan" if put_off or named else "plan"


def announces(one: Features, other: Features) -> bool:
    """Whether one is a plan and the other an announcement made before that time is over."""
    plan, told = (one, other) if one.when.modality == "planned" else (other, one)
    if plan.when.modality != "planned" or told.when.modality == "planned":
        return False
    return told.when.role == "announcement" and told.when.last < plan.when.last


def months_of_course(one: When) -> range:
    """Where a plan and its outcome are looked for: the month of the date, and for a plan those
    after it as well. Months count from the year 0."""
    first = _month(one.first)
    return range(first, 1 + (_month(one.last + _patience(one)) if one.role in _PLANS else first))


def _patience(plan: When) -> int:
    """For how many days after its date a plan is waited for."""
    return min(MOST_OVERDUE, max(LEAST_OVERDUE, OVERDUE * (plan.last - plan.said)))


def _month(day: int) -> int:
    at = date.fromordinal(min(day, date.max.toordinal()))
    return at.year * 12 + at.month


def on_one_course(one: When, other: When) -> bool:
    """Whether the dates let one be a plan and the other what was made of it."""
    return _follows(one, other) or _follows(other, one)


def _follows(plan: When, later: When) -> bool:
    if plan.role not in _PLANS or not 0 < plan.said < later.said or later.first <= plan.said:
        return False
    if later.role in ("announcement", "plan") or later.modality == "denied":
        return False
    if later.role == "other" and later.modality == "planned":
        return False
    return later.first - plan.last <= _patience(plan)


def course_score(one: Features, other: Features, rarity: Rarity) -> float:
    """How much a pair whose dates differ looks like a plan and its outcome, 0..1.

    0 unless the words tell enough.
    """
    plan, later = (one, other) if _follows(one.when, other.when) else (other, one)
    mine, others = plan.mention, later.mention
    if not set(_acts(mine)) & set(_acts(others)) or _versions(mine) != _versions(others):
        return 0.0
    shared, names = one.words & other.words, one.names & other.names
    rare = sum(map(rarity.is_rare_word, shared)) + sum(map(rarity.is_rare_name, names - shared))
    if rare < LEAST_RARE or len(shared) < LEAST_SHARED:
        return 0.0
    words = len(shared) / min(len(one.words), len(other.words))
    alike = len(names) / (min(len(one.names), len(other.names)) or 1)
    if words < LEAST_WORDS or alike < LEAST_NAMES:
        return 0.0
    early = later.when.first <= plan.when.last and not is_cancelled(others.clause)
    # What comes before its day may be no more than the talk of it.
    return SUPPORT if early else MOST * (words + alike) / 2


def _acts(mention: Mention) -> tuple[str, ...]:
    """The kind of action first named, besides that of putting it off."""
    return tuple(kind for kind in mention.actions if kind not in _PUTTING_OFF)[:1]


def _versions(mention: Mention) -> set[tuple[str, float]]:
    return {(a.kind, a.low) for a in mention.amounts if a.kind.startswith("version:")}
