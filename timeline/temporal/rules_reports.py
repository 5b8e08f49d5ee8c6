"""Rules: periods a report means without naming them: the quarter, the year-ago period, year-end."""

from __future__ import annotations

import re
from datetime import timedelta

from timeline.temporal import resolve, values
from timeline.temporal.comparison import (
    REPORT,
    compared_quarter,
    reported_quarter,
    year_before,
)
from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.situation import Situation


def quarter_meant(match: Match, at: Situation) -> Reading:
    """`the quarter`, `the latest period`: the one the report is about, else the last that ended."""
    if "period" in match.found[0] and not at.last("quarter"):
        return Reading("DATE", f"{at.base.year}", anchor="dct")
    reported = reported_quarter(at)
    if reported:
        return Reading("DATE", reported.value, anchor=reported.text)
    return Reading("DATE", values.shifted(at.base.isoformat(), -1, "Q"), anchor="dct")


def quarter_ended(match: Match, at: Situation) -> Reading:
    """`the quarter ended Sept. 30`: the quarter of the calendar that most of it lies in."""
    month, number = match.number("month"), match.maybe("day") or 1
    year = match.maybe("year") or resolve.year_of_day(match, at, month, number)
    when = values.day(year, month, number) or at.base
    middle = when - timedelta(days=45)
    return Reading("DATE", values.quarter_value(middle), anchor=match.raw("month"))


def same_period(match: Match, at: Situation) -> Reading:
    """`the same quarter last year`, `the corresponding period of 1988`."""
    named = at.last("quarter", "half", "month")
    year = match.maybe("year")
    if named is None:
        return Reading("DATE", f"{year or at.base.year - 1}", anchor="dct")
    if year:
        return Reading("DATE", f"{year}{named.value[4:]}", anchor=named.text)
    if match.found[0].endswith(("quarter", "period", "months")) and "same" in match.found[0]:
        return Reading("DATE", named.value, anchor=named.text)  # over the same period
    return Reading("DATE", year_before(named.value), anchor=named.text, compared=True)


def same_month(match: Match, at: Situation) -> Reading:
    """`the same month last year`: the month the text speaks of, a year before."""
    named = at.last("month")
    if named is None:
        return Reading("DATE", f"{at.base.year - 1}", anchor="dct")
    return Reading("DATE", year_before(named.value), anchor=named.text, compared=True)


def period_of_year(match: Match, at: Situation) -> Reading:
    """`the 1988 period`: the part of that year which the report compares."""
    named = reported_quarter(at)
    year = match.number("year") if match.has("year") else at.base.year + match.number("step")
    if named is None or match.start - named.end > REPORT:
        return Reading("DATE", f"{year}")
    return Reading("DATE", f"{year}{named.value[4:]}", anchor=named.text)


def year_end(match: Match, at: Situation) -> Reading:
    """Said of the year to come, `year-end` is ahead; in a report of what was, behind."""
    year = match.maybe("year")
    if year is None:
        year = at.base.year - match.before(7).endswith(("since ", "since the "))
    return Reading("DATE", f"{year:04d}", modifier="END", anchor="dct")


def the_year(match: Match, at: Situation) -> Reading:
    return Reading("DATE", f"{at.base.year:04d}", anchor="dct")


def fiscal_year_meant(match: Match, at: Situation) -> Reading:
    words = match.found[0]
    behind = re.search(r"latest|last|previous|prior|past", words) is not None
    year = at.base.year - behind + (re.search(r"next|coming", words) is not None)
    return Reading("DATE", f"{year:04d}", modifier="FISCAL", anchor="dct")


def month_end(match: Match, at: Situation) -> Reading:
    return Reading("DATE", values.month_value(at.base.year, at.base.month), "END", "dct")


def the_period(match: Match, at: Situation) -> Reading | None:
    """`later in the day`, `the end of the month`: the one the text speaks of."""
    unit = match.word("unit")
    named = at.recent(match, "day", "time") if unit == "D" else None
    start = named.period.start if named and named.period else at.base
    return Reading("DATE", values.at_unit(start, unit), anchor=named.text if named else "dct")


def the_current(match: Match) -> bool:
    """`Word of the Year` is a title, and `the year that ...` another one."""
    named = re.search(r" [A-Z][a-z]+$", match.text[match.start : match.end])
    return named is None and _GOES_ON.match(match.after(14)) is None


def in_its_course(match: Match) -> bool:
    """`Earlier in the day he spoke`: with these words before it the one going on is meant."""
    begins = match.found[0].startswith(("earlier in", "later in"))
    return begins and re.match(r" (?:he|she|they|the|this)\b", match.after(6)) is not None


# `the year that ...`, `the day of ...`, `the year two thousand`: another one is meant.
_GOES_ON = re.compile(
    r" (?:to|through|of|when|where|which|who|that|the|this|after|before|he|she|they|ended|ending"
    r"|in which|two|nineteen|\d)\b|-| \d"
)


def year_ago(match: Match, at: Situation) -> Reading:
    """`the year-earlier quarter`, `year-ago`: the reported period, a year before."""
    if match.has("nth"):
        year = resolve.quarter_near(at.base, match.number("nth"), "past") - 1
        return Reading("DATE", f"{year}-Q{match.number('nth')}", anchor="dct")
    reading = compared_quarter(match, at, certain=True)
    if reading:
        return reading
    if "quarter" in match.found[0]:
        year_and_quarter = values.moved(at.base, -15, "M") or at.base
        return Reading("DATE", values.quarter_value(year_and_quarter), anchor="dct")
    return Reading("DATE", f"{at.base.year - 1}", anchor="dct")


RULES: tuple[Rule, ...] = (
    Rule(
        "quarter-meant",
        "(the|that) [(latest|most recent|recent|just-ended|just-completed|reported)]"
        " (quarter|three months|three-month period)",
        quarter_meant,
        (
            (
                "Third-quarter net rose. Sales in the quarter fell.",
                "the quarter",
                "2025-Q3",
                "2025-10-26",
            ),
        ),
        # `the three months to June` says how long.
        lambda match: (
            re.match(r"-| (?:to|through|ended|ending|until|from|of)\b", match.after(9)) is None
            or (match.found[0].endswith("quarter") and not match.after(1).startswith("-"))
        ),
    ),
    Rule(
        "period-meant",
        "the (latest|most recent|recent|reported) (period|fiscal period)",
        quarter_meant,
        (
            (
                "Third-quarter net rose; sales in the latest period fell.",
                "the latest period",
                "2025-Q3",
                "2025-10-26",
            ),
        ),
    ),
    Rule(
        "quarter-ended",
        "<(the|its) [(fiscal|latest|first|second|third|fourth)]~quarter>;"
        "[that] (ended|ending|ends) [on] {month} {day};[{year}]",
        quarter_ended,
        (("For the quarter ended June 30, sales fell.", "the quarter", "2025-Q2", "2025-08-01"),),
        lambda match: not re.search("first|second|third|fourth", match.found["span"]),
    ),
    Rule(
        "same-period",
        "(the|a) (same|corresponding|comparable|similar|equivalent) (quarter|period|three months)"
        " [(of|in)] [(a year (ago|earlier|before)|last year|the (previous|prior|preceding) year"
        "|the year before|{year})]",
        same_period,
        (
            (
                "Third-quarter net rose from the same quarter last year.",
                "the same quarter last year",
                "2024-Q3",
                "2025-10-26",
            ),
            ("Sales fell in March; in the same period costs rose.", "the same period", "2026-03"),
        ),
    ),
    Rule(
        "same-month",
        "the same month (a year (ago|earlier|before)|[of] last year|[of] the (previous|prior) year"
        "|the year before)",
        same_month,
        (
            (
                "Exports rose in March from the same month last year.",
                "the same month last year",
                "2025-03",
            ),
        ),
    ),
    Rule(
        "period-of-year",
        "[the] ({year}|{step} year's) (quarter|period)",
        period_of_year,
        (
            (
                "Third-quarter net rose from the 2024 period.",
                "the 2024 period",
                "2024-Q3",
                "2025-10-26",
            ),
        ),
    ),
    Rule(
        "year-end",
        "[the] (year-end|yearend|year end|year's end|end of the year);[[of] {year}]",
        year_end,
        (
            ("Prices are below their year-end 2024 marks.", "year-end 2024", "2024"),
            ("The deal should close by year-end.", "year-end", "2026"),
            ("It wants it online by the end of the year.", "the end of the year", "2026"),
        ),
    ),
    Rule(
        "month-end",
        "[the] (month-end|month's end|end of the month)",
        month_end,
        (("The vote is due by the end of the month.", "the end of the month", "2026-04"),),
    ),
    Rule(
        "fiscal-year-meant",
        "(the|its|this|next|last) [(latest|current|next|last|previous|prior|past|coming)]"
        " (fiscal|financial) year",
        fiscal_year_meant,
        (
            ("Sales fell in the latest fiscal year.", "the latest fiscal year", "2025"),
            ("It will break even next fiscal year.", "next fiscal year", "2027"),
        ),
    ),
    Rule(
        "the-year",
        "(of|during|throughout|in|over|for|through) <the [(full|whole|entire)] year>",
        the_year,
        (("Sales grew during the year.", "the year", "2026"),),
        the_current,
    ),
    Rule(
        "the-period",
        "(later|earlier|late|early|end of|of|rest of|middle of) [in] <the {unit}>",
        the_period,
        (
            ("The talks broke up later in the day.", "the day", "2026-04-09"),
            ("It will last until the end of the decade.", "the end of the decade", "202"),
            ("Earlier in the day he had resigned.", "the day", "2026-04-09"),
        ),
        lambda match: (  # `the story of the day` tells as little of when as `word of the year`
            match.word("unit") in ("D", "W", "M", "Y", "10Y")
            and not (match.word("unit") == "D" and match.found[0].startswith("of "))
            and (the_current(match) or in_its_course(match))
        ),
    ),
    Rule(
        "quarter-year-ago",
        "(the|its) [same] quarter (a year ago|a year earlier|last year)",
        year_ago,
        (
            (
                "Third-quarter net rose. For the quarter a year ago it had lost.",
                "the quarter a year ago",
                "2024-Q3",
                "2025-10-26",
            ),
        ),
    ),
    Rule(
        "year-ago",
        "[(the|its|a)] [(comparable|corresponding|same)] (year-ago|year-earlier|prior-year)"
        " [[{nth}]~(quarter|period)]",
        year_ago,
        (
            (
                "Third-quarter net fell from the year-ago quarter.",
                "the year-ago quarter",
                "2024-Q3",
                "2025-10-26",
            ),
        ),
    ),
)
