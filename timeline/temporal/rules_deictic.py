"""Rules: words that count from the document's day: yesterday, Friday, last month, this spring."""

from __future__ import annotations

import re
from datetime import date, timedelta

from timeline.temporal import guards, resolve, values
from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.situation import Situation


def day_word(match: Match, at: Situation) -> Reading:
    when = at.base + timedelta(days=match.number("dayword"))
    return Reading("DATE", when.isoformat(), anchor="dct")


def day_beyond(match: Match, at: Situation) -> Reading:
    days = 2 if "after" in match.found[0] else -2
    return Reading("DATE", (at.base + timedelta(days=days)).isoformat(), anchor="dct")


def weekday(match: Match, at: Situation) -> Reading:
    number, base, words = match.number("weekday"), at.base, match.found[0]
    if match.has("textstep"):
        return _weekday_from_text(match, at)
    begun = _begin_of_range(match, at)
    if begun and match.has("weekday") and words == match.raw("weekday").lower():
        when = resolve.weekday_near(begun + timedelta(days=1), number, "future")
        return Reading("DATE", when.isoformat(), anchor="dct")
    if words.startswith(("last", "this past")):
        when = resolve.weekday_last(base, number)
    elif words.startswith(("next", "the coming")):
        when = resolve.weekday_next(base, number)
    elif words.startswith("this") and at.direction(match) != "past":
        when = resolve.weekday_near(base, number, "future")
    else:
        when = resolve.weekday_near(base, number, at.direction(match))
    return Reading("DATE", when.isoformat(), anchor="dct")


_UP_TO = re.compile(r" ?(?:-|through|thru|to|until|till) ?")


def _begin_of_range(match: Match, at: Situation) -> date | None:
    """The first day of `Wednesday through Friday`, at its end: no range runs backwards."""
    named = at.last("day")
    if named is None or named.period is None or "day" not in named.text:
        return None
    between = match.folded[named.end : match.start] if match.start - named.end < 12 else ""
    return named.period.start if _UP_TO.fullmatch(between) else None


def _weekday_from_text(match: Match, at: Situation) -> Reading:
    """`the previous Friday`, `the following Monday`: from the day named before."""
    anchor = at.recent(match, "day", "time") or at.last("day")
    base = anchor.period.start if anchor and anchor.period else at.base
    step, number = match.number("textstep"), match.number("weekday")
    if step < 0:
        when = resolve.weekday_last(base, number)
    elif step > 0:
        when = resolve.weekday_near(base + timedelta(days=1), number, "future")
    else:
        when = resolve.weekday_near(base, number, at.direction(match))
    return Reading("DATE", when.isoformat(), anchor=anchor.text if anchor else "dct")


def weekday_of_week(match: Match, at: Situation) -> Reading:
    """`Monday of next week`, `Tuesday last week`."""
    monday = at.base - timedelta(days=at.base.isoweekday() - 1)
    when = monday + timedelta(days=7 * match.number("step") + match.number("fullweekday") - 1)
    return Reading("DATE", when.isoformat(), anchor="dct")


def period_and_next(match: Match, at: Situation) -> list[Reading] | None:
    """`this year and next`: the second leaves its noun out."""
    unit, base = match.word("period"), at.base.isoformat()
    first = values.shifted(base, match.number("step"), unit)
    second = values.shifted(base, match.number("other"), unit)
    if not first or not second:
        return None
    return [
        Reading("DATE", first, anchor="dct", end_at="period"),
        Reading("DATE", second, anchor="dct", start_at="other", end_at="other"),
    ]


def stepped_period(match: Match, at: Situation) -> Reading | None:
    unit, step = match.word("period"), match.number("step")
    value = values.shifted(at.base.isoformat(), step, unit)
    return Reading("DATE", value, anchor="dct") if value else None


def period_beyond(match: Match, at: Situation) -> Reading | None:
    count = 2 if "after next" in match.found[0] else -2
    value = values.shifted(at.base.isoformat(), count, match.word("period"))
    return Reading("DATE", value, anchor="dct") if value else None


def season(match: Match, at: Situation) -> Reading:
    code = match.word("season")
    if match.has("year"):
        return Reading("DATE", f"{match.number('year')}-{code}")
    if match.has("yyyy"):  # a winter over New Year
        return Reading("DATE", f"{match.number('yyyy')}-{code}")
    if match.has("spokenyear"):
        return Reading("DATE", f"{match.number('spokenyear')}-{code}")
    if match.has("relyear"):
        return Reading("DATE", f"{at.base.year + match.number('relyear')}-{code}", anchor="dct")
    words = match.found[0]
    if words.startswith(("last", "this past", "past")):
        year = resolve.season_near(at.base, code, "past")
        year -= values.season_value(at.base) == f"{year}-{code}"
    elif words.startswith(("next", "this coming")):
        year = resolve.season_near(at.base, code, "future")
        year += values.season_value(at.base) == f"{year}-{code}"
    elif words.startswith("this"):
        year = at.base.year - (code == "WI" and at.base.month < 3)
    else:
        lent = at.partner_year
        year = lent if lent else _season_year(match, at, code)
    return Reading("DATE", f"{year}-{code}", anchor="dct")


def _season_year(match: Match, at: Situation, code: str) -> int:
    direction = at.direction(match)
    if direction:
        return resolve.season_near(at.base, code, direction)
    # A plan is told in the present tense as often as not: the nearer one is meant.
    past = resolve.season_near(at.base, code, "past")
    gone = (at.base - values.season_begin(past, code)).days
    return past if gone <= 183 else past + 1


def weekend(match: Match, at: Situation) -> Reading:
    words = match.found[0]
    monday = at.base - timedelta(days=at.base.isoweekday() - 1)
    if words.startswith(("last", "this past")):
        weeks = -1
    elif words.startswith(("next", "the following")):
        weeks = 1
    elif words.startswith(("this", "the coming")) and at.direction(match) != "past":
        weeks = 0
    else:
        ahead = at.direction(match) == "future" or at.base.isoweekday() > 5
        weeks = 0 if ahead else -1
    value = f"{values.week_value(monday + timedelta(weeks=weeks))}-WE"
    return Reading("DATE", value, anchor="dct")


RULES: tuple[Rule, ...] = (
    Rule(
        "day-word",
        "{dayword}",
        day_word,
        (
            ("It shipped yesterday.", "yesterday", "2026-04-08"),
            ("It ships tomorrow.", "tomorrow", "2026-04-10"),
        ),
        guards.no_title,
    ),
    Rule(
        "day-beyond",
        "the day (before yesterday|after tomorrow)",
        day_beyond,
        (("It ships the day after tomorrow.", "the day after tomorrow", "2026-04-11"),),
    ),
    Rule(
        "weekday",
        "[(last|next|this past|this coming|this|the coming|{textstep})] {weekday}",
        weekday,
        (
            ("The company said on Wednesday that it would.", "Wednesday", "2026-04-08"),
            ("Lawmakers will vote on Friday on the bill.", "Friday", "2026-04-10"),
            ("The hearing is next Tuesday.", "next Tuesday", "2026-04-14"),
            ("It will be shut on Monday through Friday.", "Friday", "2026-04-17"),
            ("It opened its inquiry last Friday.", "last Friday", "2026-04-03"),
            (
                "Shares rose on Tuesday. The previous Friday they fell.",
                "The previous Friday",
                "2026-04-03",
            ),
        ),
        guards.lone_weekday,
    ),
    Rule(
        "weekday-of-week",
        "{fullweekday} [of] {step} week",
        weekday_of_week,
        (("Talks resume on Monday of next week.", "Monday of next week", "2026-04-13"),),
        lambda match: match.text[match.start].isupper(),
    ),
    Rule(
        "weekend",
        "(the|this|last|next|this past|this coming|the coming|the following) (weekend|week-end)",
        weekend,
        (
            ("The site failed over the weekend.", "the weekend", "2026-W14-WE"),
            ("The fair opens this weekend.", "this weekend", "2026-W15-WE"),
        ),
    ),
    Rule(
        "stepped-period",
        "{step} {period}",
        stepped_period,
        (
            ("Revenue doubled last year.", "last year", "2025"),
            ("The new office opens next month.", "next month", "2026-05"),
            ("It wound up this week.", "this week", "2026-W15"),
            ("Guidance for next quarter was weak.", "next quarter", "2026-Q3"),
        ),
        guards.no_programme,
    ),
    Rule(
        "period-and-next",
        "{step} {period} (and|or|as|than) {other:step}",
        period_and_next,
        (("Growth will slow this year and next.", "next", "2027"),),
        guards.stands_alone,
    ),
    Rule(
        "period-beyond",
        "the {period} (before last|after next)",
        period_beyond,
        (("Output peaked the year before last.", "the year before last", "2024"),),
    ),
    Rule(
        "season",
        "[(the|this|last|next|this past|this coming|past)] {season};"
        "[[of] ({year}|{yyyy}-{year2}|{spokenyear}|{relyear:step} year)]",
        season,
        (
            ("The show returns this spring.", "this spring", "2026-SP"),
            ("Talks broke down last fall.", "last fall", "2025-FA"),
            ("The phone ships in summer 2026.", "summer 2026", "2026-SU"),
            ("The winter of 1941-42 was cold.", "The winter of 1941-42", "1941-WI"),
            ("It plans a launch in the fall.", "the fall", "2026-FA"),
        ),
        guards.season,
    ),
)
