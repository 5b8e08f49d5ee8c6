"""Days on which the sources disagree, and days that only look so.

Two days written in the texts contradict each other where two publishers tell one thing in nearly
the same words; not when the later one is the earlier one somewhere else: when the first report
came out it was already the next day where the later one was written. A sentence that calls a
day by the wrong weekday contradicts the calendar.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone

from db import partial_dates
from db.conflicts import Conflict
from timeline.choose import ChosenDate
from timeline.conflicts.claims import Claim, claim
from timeline.conflicts.frame import Frame
from timeline.conflicts.reading import Telling
from timeline.conflicts.same_matter import same_happening
from timeline.conflicts.weigh import conflict

MOST_APART = timedelta(days=7)  # days further apart are two happenings
HOURS_APART = 3 * 60  # zones nearer than this, in minutes, explain nothing
NEXT_DAY_APART = 9 * 60  # any working hour of the one is the next day of the other
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Days counted from that of writing: a late copy of the text has another one.
_FROM_TODAY = re.compile(
    r"\b(?:today|tonight|tomorrow|yesterday|ago|earlier|later|same|overnight|this|that)\b"
    r"|[今昨前次翌]|明天|当日|當日|同日",
    re.I,
)
_NAMED = re.compile(rf"\b({'|'.join(WEEKDAYS)}),?\s(?:the\s)?$")


def day_conflicts(mentions: Iterable[Telling], chosen: ChosenDate, frame: Frame) -> list[Conflict]:
    """Days that mentions of two publishers write for one thing, the event's own among them."""
    written: dict[str, list[Claim]] = defaultdict(list)
    for one in mentions:
        if one.modality != "planned" and _writes_day(one) and not _FROM_TODAY.search(one.timex):
            written[one.date].append(_claim(one, "date", one.date, one.timex))
    if chosen.value not in written:
        return []
    right = written.pop(chosen.value)
    day_chosen = date.fromisoformat(chosen.value)
    values = {chosen.value: right}
    for day, claims in written.items():
        rivals = _tellings_of_one(claims, right, frame)
        if rivals and abs(date.fromisoformat(day) - day_chosen) <= MOST_APART:
            values[day] = rivals
    publishers = {one.voice for claims in values.values() for one in claims}
    if len(values) < 2 or len(publishers) < 2:
        return []
    return [
        conflict(
            "date",
            "",
            values,
            chosen=chosen.value,
            reason=chosen.rule,
            explained=_time_zones(values),
        )
    ]


def _tellings_of_one(claims: Sequence[Claim], others: Sequence[Claim], frame: Frame) -> list[Claim]:
    """Those of the claims that tell what one of the others tells."""
    return [
        one
        for one in claims
        if any(
            one.voice != o.voice and same_happening(one.telling, o.telling, frame) for o in others
        )
    ]


def _writes_day(one: Telling) -> bool:
    """Not a headline that took the day of its lead."""
    return one.written and one.precision == "day" and one.timex in one.statement.quote


def _time_zones(values: Mapping[str, Sequence[Claim]]) -> str:
    """How one moment explains two days, "" when it does not."""
    if len(values) != 2:
        return ""
    earlier, later = sorted(values)
    if date.fromisoformat(later) - date.fromisoformat(earlier) != timedelta(days=1):
        return ""
    here = min(values[earlier], key=lambda c: (c.telling.moment or "9999", c.voice)).telling
    for one in values[later]:
        apart = one.telling.offset - here.offset
        if apart < HOURS_APART:
            return ""
        if not (apart >= NEXT_DAY_APART or _day_at(here.moment, one.telling.offset) == later):
            return ""
    there = values[later][0].telling
    return (
        f"one moment in two time zones: {earlier} at {_zone(here.offset)} is {later}"
        f" at {_zone(there.offset)}"
    )


def _day_at(moment: str, offset: int) -> str:
    """The calendar day of a moment at an offset; "" without a clock time."""
    if "T" not in moment:
        return ""
    zone = timezone(timedelta(minutes=offset))
    return datetime.fromisoformat(moment).astimezone(zone).date().isoformat()


def _zone(offset: int) -> str:
    sign = "-" if offset < 0 else "+"
    return f"UTC{sign}{abs(offset) // 60}" + (f":{abs(offset) % 60:02d}" if offset % 60 else "")


def weekday_conflicts(mentions: Iterable[Telling]) -> list[Conflict]:
    """Days that a mention writes with a weekday they do not have."""
    wrong: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    right: dict[str, list[Claim]] = defaultdict(list)
    for one in mentions:
        if not (_writes_day(one) and re.search(r"\d", one.timex)):
            continue
        day = partial_dates.period(one.date)
        named = _weekday_named(one)
        if day is None:
            continue
        true = WEEKDAYS[day.start.weekday()]
        right[one.date].append(_claim(one, "weekday", true, one.timex))
        if named and named != true:
            wrong[one.date][named].append(_claim(one, "weekday", named, one.timex))
    return [
        conflict(
            "weekday",
            day,
            {WEEKDAYS[date.fromisoformat(day).weekday()]: right[day], **named},
            chosen=WEEKDAYS[date.fromisoformat(day).weekday()],
            reason=f"{day} was that day of the week",
        )
        for day, named in sorted(wrong.items())
    ]


def _weekday_named(one: Telling) -> str:
    at = one.statement.quote.find(one.timex)
    within = re.search(rf"\b({'|'.join(WEEKDAYS)})\b", one.timex)
    before = _NAMED.search(one.statement.quote, 0, at) if at > 0 else None
    found = within or before
    return found[1] if found else ""


def _claim(one: Telling, field: str, value: str, timex: str) -> Claim:
    quote = one.statement.quote
    at = max(quote.find(timex), 0)
    span = (at, at + len(timex) if timex in quote else at)
    return claim(one, quote, span, field=field, subject="", value=value)
