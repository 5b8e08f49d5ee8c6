"""How what was planned went on: expected, slipped, cancelled or happened. Pure.

A step is what somebody said that changes the state of things; steps stand in the order they were
said. A plan that names a finer day is firmed up, one that names a later date than before, or that
is said to be delayed, has slipped. Only a plan can be cancelled. What happened is the last step;
nothing said afterwards undoes it. A denial is no step: it ends no plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from db import partial_dates
from db.model import Status, StatusChange
from timeline.course import is_announcement, is_cancelled, is_delayed
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


def status_said(one: Said) -> Status | None:
    """The state of things one mention tells of; None for a denial."""
    mention = one.mention
    if mention.modality == "planned":
        if is_cancelled(mention.clause):
            return "cancelled"
        return "slipped" if is_delayed(mention.clause) else "expected"
    if mention.modality == "denied":
        return None
    if mention.modality == "reported":
        return "happened" if _confirmed(one) else "reported"
    return "happened"


def _confirmed(one: Said) -> bool:
    """A report of the party's own word: it confirms what was done, not what it intends."""
    clause = one.mention.clause
    return (
        one.tier == "primary"
        and _CONFIRMED.search(clause) is not None
        and _NOT_CONFIRMED.search(clause) is None
    )


def history(said: Sequence[Said]) -> tuple[StatusChange, ...]:
    """The steps, in the order they were said."""
    return tuple(_steps(said))


def _steps(said: Sequence[Said]) -> Iterator[StatusChange]:
    planned = any(one.mention.modality == "planned" for one in said)
    last: StatusChange | None = None
    for one in sorted(said, key=_when_said):
        step = _step(one, last, planned=planned)
        if step is not None:
            yield step
            last = step
        if last is not None and last.status == "happened":
            return


def _when_said(one: Said) -> tuple[str, int, str]:
    """What is undated was said last."""
    status = status_said(one)
    rank = _ORDER.index(status) if status else 0
    return (one.day or "9999", rank, one.mention.mention_id)


def _step(one: Said, last: StatusChange | None, *, planned: bool) -> StatusChange | None:
    """What `one` adds to the state after `last`; None when it adds nothing."""
    status = status_said(one)
    if status == "happened" and planned and is_cancelled(one.mention.clause):
        status = "cancelled"  # done was the calling off
    if status is None or (status == "cancelled" and last is None):
        return None
    if last is not None and status in ("expected", "slipped"):
        status = _replanned(one.mention.date, status, last)
    elif last is not None and (status == last.status or _tells_the_plan_again(one, last)):
        return None
    if status is None or (last is not None and last.status == "cancelled" == status):
        return None
    return StatusChange(
        said=one.day,
        status=status,
        date=one.mention.date,
        mention_id=one.mention.mention_id,
        said_by=one.publisher,
        quote=one.mention.quote,
    )


def _tells_the_plan_again(one: Said, last: StatusChange) -> bool:
    """`Tern said on Monday it will`: of the plan, after it was known."""
    known = last.status in ("expected", "slipped")
    return known and is_announcement(one.mention)


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


def status(steps: Sequence[StatusChange]) -> Status:
    """As the latest statement has it."""
    return steps[-1].status if steps else "reported"
