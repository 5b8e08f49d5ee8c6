"""How what was planned went on: expected, slipped, cancelled or happened. Pure.

A step is what somebody said that changes the state of things; steps stand in the order they were
said. A plan that names a finer day is firmed up, one that names a later date than before, or that
is said to be delayed, has slipped. Only a plan can be cancelled. What happened is the last step;
nothing said afterwards undoes it. A denial is no step: it ends no plan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import timedelta

from db import partial_dates
from db.model import Status, StatusChange
from timeline.course import is_announcement, is_cancelled, is_delayed, is_plan_to_end
from timeline.said import Said

# Of steps said on one day the earlier state comes first.
_ORDER: tuple[Status, ...] = ("expected", "slipped", "cancelled", "reported", "happened")
SAME_PLAN_DAYS = 1  # plans this far apart are two tellings of one plan, not a slip
_CONFIRMED = re.compile(
    r"\b(?:confirm(?:s|ed)|announc(?:es|ed)|acknowledg(?:es|ed)|officially)\b|证实|宣布", re.I
)
_NOT_CONFIRMED = re.compile(
    r"\b(?:(?:not|yet to|declin\w+ to|refus\w+ to|unable to) (?:immediately )?|un)confirm", re.I
)


def history(said: Sequence[Said]) -> tuple[StatusChange, ...]:
    """The steps, in the order they were said."""
    plans = [one for one in said if one.mention.modality == "planned"]
    can_be_off = bool(plans) and not any(is_plan_to_end(one.mention.clause) for one in plans)
    hearsay = {one.mention.article_id for one in said if _is_hearsay(one)}
    told = [
        (one, status)
        for one in said
        if (status := _status_said(one, hearsay, can_be_off=can_be_off)) is not None
    ]
    steps: list[StatusChange] = []
    for one, status in sorted(told, key=_when_said):
        step = _step(one, status, steps[-1] if steps else None)
        if step is None:
            continue
        if steps and (steps[-1].status, steps[-1].said) == ("reported", step.said):
            steps.pop()  # confirmed on the same day
        steps.append(step)
        if step.status == "happened":
            break
    return tuple(steps)


def status(steps: Sequence[StatusChange]) -> Status:
    """As the latest statement has it."""
    return steps[-1].status if steps else "reported"


def _status_said(one: Said, hearsay: AbstractSet[str], *, can_be_off: bool) -> Status | None:
    """The state of things one mention tells of; None for a denial.

    An article that says in one sentence that it is only reported does not know it in the next;
    what the party itself says, it knows.
    """
    mention = one.mention
    if mention.modality == "denied":
        return None
    if can_be_off and is_cancelled(mention.clause):
        return "cancelled"
    if mention.modality == "planned":
        return "slipped" if is_delayed(mention.clause) else "expected"
    if one.tier == "primary" and (mention.modality == "happened" or _confirms(mention.clause)):
        return "happened"
    unsure = mention.modality == "reported" or mention.article_id in hearsay
    return "reported" if unsure else "happened"


def _is_hearsay(one: Said) -> bool:
    return one.mention.modality == "reported" and not is_announcement(one.mention)


def _confirms(clause: str) -> bool:
    return _CONFIRMED.search(clause) is not None and _NOT_CONFIRMED.search(clause) is None


def _when_said(told: tuple[Said, Status]) -> tuple[str, int, str]:
    """What is undated was said last."""
    one, status = told
    return (one.day or "9999", _ORDER.index(status), one.mention.mention_id)


def _step(one: Said, status: Status, last: StatusChange | None) -> StatusChange | None:
    """What `one` adds to the state after `last`; None when it adds nothing."""
    new: Status | None = status
    if last is not None and status in ("expected", "slipped"):
        new = _replanned(one.mention.date, status, last)
    elif last is not None and (status == last.status or _is_of_the_plan(one, last)):
        return None
    if new is None:
        return None
    return StatusChange(
        said=one.day,
        status=new,
        date=one.mention.date,
        mention_id=one.mention.mention_id,
        said_by=one.publisher,
        quote=one.mention.quote,
    )


def _is_of_the_plan(one: Said, last: StatusChange) -> bool:
    """Whether it tells of a plan that was known before: `said on Monday it will`, a rumour for a
    time that is not over; or anything said on the day before the planned one, too early for it
    to have happened."""
    if last.status not in ("expected", "slipped"):
        return False
    planned, said = partial_dates.period(last.date), partial_dates.period(one.day)
    eve = planned is not None and planned.days == 1 and planned.start - timedelta(1)
    told = partial_dates.period(one.mention.date)
    rumour = one.mention.modality == "reported" and said and told and told.end > said.end
    return is_announcement(one.mention) or bool(rumour) or bool(said and said.start == eve)


def _replanned(date: str, status: Status, last: StatusChange) -> Status | None:
    """Another date of a plan: `slipped` when it is later, `expected` when it is finer or
    earlier, or when the plan was given up before; None when it says what was known."""
    if last.status in ("cancelled", "reported"):
        return status
    former, named = partial_dates.period(last.date), partial_dates.period(date)
    if former is None or named is None or date == last.date:
        return status if status == "slipped" and last.status == "expected" else None
    if former.overlaps(named):
        finer = former.contains(named) and named.days < former.days
        return status if finer or (status == "slipped" and last.status == "expected") else None
    if (named.start - former.end).days > SAME_PLAN_DAYS:
        return "slipped"
    if status == "slipped":
        return None  # `was due in March, delayed`: tells the former date once more
    return "expected" if (former.start - named.end).days > SAME_PLAN_DAYS else None
