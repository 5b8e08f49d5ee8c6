"""Dates, sources, conflicts and judgements in words, the same wherever they are shown."""

from __future__ import annotations

from datetime import date

from db import partial_dates
from db.conflicts import Conflict
from db.judgements import Judgement
from db.model import Event


def date_in_words(value: str, end: str = "") -> str:
    """`8 Apr 2026`, `Apr 2026`, `Q2 2026`, `week of 6 Apr 2026`, `2026`; ranges with a dash."""
    if end:
        return f"{date_in_words(value)} – {date_in_words(end)}"
    precision, period = partial_dates.precision_of(value), partial_dates.period(value)
    if period is None:
        return value
    if precision == "day":
        return _day(period.start)
    if precision == "week":
        return f"week of {_day(period.start)}"
    if precision == "month":
        return period.start.strftime("%b %Y")
    if precision in ("quarter", "half"):
        return f"{value[5:]} {value[:4]}"
    if precision == "season":
        names = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
        return f"{names[value[5:]]} {value[:4]}"
    return value


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def month_in_words(event: Event) -> str:
    """`April 2026`, the month it begins in; "" where its date is none."""
    period = partial_dates.period(event.date)
    return period.start.strftime("%B %Y") if period else ""


def outlets_in_words(event: Event, most: int = 3) -> str:
    """`National Wire, The Courier +2, 1 copy`: originals first."""
    originals = [source for source in event.sources if not source.copy_of] or event.sources
    names = list(dict.fromkeys(source.outlet for source in originals))
    copies = len(event.sources) - len(originals)
    shown = ", ".join(names[:most]) + (f" +{len(names) - most}" if len(names) > most else "")
    return shown + (f", {copies} cop{'ies' if copies > 1 else 'y'}" if copies else "")


def conflict_in_words(conflict: Conflict) -> str:
    """`≠ amount (price): $14.3 billion (chosen, 4 links) or $14 billion (1 link)`

    The mark is `=` where the values are one (a day in two time zones), and says so.
    """
    shown = []
    for value in conflict.values:
        links = f"{len(value.urls)} link{'s' if len(value.urls) != 1 else ''}"
        shown.append(f"{value.value} ({'chosen, ' if value.chosen else ''}{links})")
    subject = f" ({conflict.subject})" if conflict.subject else ""
    mark = "=" if conflict.explained else "≠"
    after = f"; {conflict.explained}" if conflict.explained else ""
    after += f"; settled on {conflict.settled}" if conflict.settled else ""
    return f"{mark} {conflict.field}{subject}: {' or '.join(shown)}{after}"


def judgement_in_words(one: Judgement) -> str:
    """`judgement 3 by ada, 2026-04-09: m1 and m2 are the same (both tell of the launch)`"""
    who = f" by {one.by}" if one.by else ""
    what = _judged(one.verdict, one.mention_id, one.other_id, one.field, one.value)
    note = f" ({one.note})" if one.note and one.verdict != "note" else ""
    what = f"{what}: {one.note}" if one.verdict == "note" else what
    return f"judgement {one.number}{who}, {one.at.date().isoformat()}: {what}{note}"


def _judged(verdict: str, mention: str, other: str, field: str, value: str) -> str:
    if verdict == "same":
        return f"{mention} and {other} are the same"
    if verdict == "different":
        return f"{mention} and {other} are different"
    if verdict == "pin":
        return f"{field} of the event of {mention} is {value!r}"
    if verdict == "hide":
        return f"the event of {mention} is hidden"
    return f"note on the event of {mention}"
