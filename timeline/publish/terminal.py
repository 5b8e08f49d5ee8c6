"""The chronology and the explanation of an event, for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from db import partial_dates
from db.conflicts import Conflict
from db.edits import StoredEdit
from db.judgements import Judgement
from db.model import Event, EventMention
from timeline.publish import edits as edits_in_print

DATE_WIDTH = 16
IMPORTANT = 0.8
_MARKS = {"expected": "planned", "reported": "reported", "slipped": "slipped", "cancelled": "off"}


def timeline(events: Sequence[Event]) -> RenderableType:
    """By month: date at its precision, headline, who says so, conflicts."""
    if not events:
        return Text("The chronology is empty.")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", min_width=DATE_WIDTH, max_width=DATE_WIDTH)
    grid.add_column()
    latest = max((s.published[:10] for e in events for s in e.sources), default="")
    for month, group in groupby(events, key=_month):
        grid.add_row()
        grid.add_row(Text(month, style="bold"))
        for event in group:
            grid.add_row(f"  {date_in_words(event.date, event.end)}", _told(event, latest))
    return grid


def _month(event: Event) -> str:
    period = partial_dates.period(event.date)
    return period.start.strftime("%B %Y") if period else ""


def _told(event: Event, latest: str) -> Text:
    """`latest` is the last day of the coverage shown."""
    told = Text()
    if event.status in _MARKS:
        silence = ", no word since" if _is_overdue(event, latest) else ""
        told.append(f"[{_MARKS[event.status]}{silence}] ", style="yellow")
    told.append(event.headline, style="bold" if event.importance >= IMPORTANT else "")
    publishers = f"{event.corroboration} source{'s' if event.corroboration != 1 else ''}"
    told.append(f"\n{publishers}: {_outlets(event)} · {event.event_id}", style="dim")
    for conflict in event.conflicts:
        told.append(f"\n{conflict_in_words(conflict)}", style=_colour(conflict))
    return told


def _is_overdue(event: Event, latest: str) -> bool:
    """Whether a plan's date has passed without a word on what became of it."""
    period = partial_dates.period(event.end or event.date)
    planned = event.status in ("expected", "slipped")
    return planned and period is not None and period.end.isoformat() < latest


def _outlets(event: Event, most: int = 3) -> str:
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


def _colour(conflict: Conflict) -> str:
    return "dim" if conflict.explained or conflict.settled else "red"


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


def explanation(
    event: Event, judged: Sequence[Judgement] = (), edited: Sequence[StoredEdit] = ()
) -> RenderableType:
    """Why an event is as it is: the date and its rule, what people judged on it, each mention
    with its quote and score, and what the sources changed after they were first read."""
    return Group(*_explain(event, judged), *edits_in_print.changes(edited))


def _explain(event: Event, judged: Sequence[Judgement]) -> Iterator[Text]:
    yield Text(event.headline, style="bold")
    date = date_in_words(event.date, event.end)
    yield Text(f"{event.event_id}  {date} ({event.precision})  {event.status}  {event.type}")
    yield Text(f"date: {event.date_rule}")
    yield Text(f"{event.corroboration} independent publishers; importance {event.importance:.2f}")
    for judgement in judged:
        yield Text(judgement_in_words(judgement), style="yellow")
    for conflict in event.conflicts:
        yield from _conflict(conflict)
    if len(event.history) > 1:
        yield Text("history:")
        for step in event.history:
            yield Text(f"    {step.said or 'undated'}: {step.status}, {step.date} ({step.said_by})")
            yield Text(f"      “{step.quote}”", style="italic")
    yield Text("rests on:")
    sources = {source.article_id: source for source in event.sources}
    for mention in event.mentions:
        source = sources[mention.mention.article_id]
        yield Text(f"  {source.outlet}, {source.published or 'undated'}, {source.url}")
        if source.copy_of:
            yield Text(f"    a copy of article {source.copy_of}", style="dim")
        yield from _mention(mention)


def _conflict(conflict: Conflict) -> Iterator[Text]:
    """Each value with who said it, when and in which words."""
    yield Text(f"{conflict_in_words(conflict)}; {conflict.reason}", style=_colour(conflict))
    if conflict.settlement:
        yield Text(f"    settled on {conflict.settled}: {conflict.settlement}", style="dim")
    for value in conflict.values:
        yield Text(f"    {value.value}: {value.words}")
        for one in value.statements:
            who = one.publisher + (f", quoting {one.attributed}" if one.attributed else "")
            yield Text(f"        {who}, {one.said or 'undated'}, {one.url}", style="dim")
            yield Text(f"        “{one.quote}” ({one.part} {one.start}–{one.end})", style="dim")


def _mention(one: EventMention) -> Iterator[Text]:
    mention = one.mention
    yield Text(f"    “{mention.quote}”", style="italic")
    where = f"{mention.part} {mention.start}–{mention.end}"
    said = (
        f"“{mention.timex}” by rule {mention.timex_rule}" if mention.timex else "not dated in words"
    )
    yield Text(f"    {where}; {mention.date} ({mention.basis}): {said}; {mention.modality}")
    yield Text(f"    {mention.mention_id}; score {one.score:.2f}: {one.reason}", style="dim")


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
