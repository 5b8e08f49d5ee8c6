"""Rules: days, months, years, decades and centuries that are named."""

from __future__ import annotations

from timeline.temporal import guards, resolve, values
from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.situation import Situation


def calendar_day(match: Match, at: Situation) -> Reading | None:
    """A day of a month, with its year or the one the sentence means."""
    month = match.number("month")
    number = next(match.number(p) for p in ("day", "dayth", "ordinalword") if match.has(p))
    year, anchor = match.maybe("year"), ""
    if year is None and match.has("shortyear"):
        year = resolve.two_digit_year(match.number("shortyear"), at.base)
    if year is None:
        year, anchor = resolve.year_of_day(match, at, month, number), "dct"
    when = values.day(year, month, number)
    return Reading("DATE", when.isoformat(), anchor=anchor) if when else None


def numeric_day(match: Match, at: Situation) -> Reading | None:
    """Numbers between signs: American order unless the outlet's is the other or only that fits."""
    year = match.maybe("yyyy")
    if year is None:
        year = resolve.two_digit_year(match.number("year2"), at.base)
    first, second = match.number("a"), match.number("b")
    day_first = at.day_first or first > 12 or "." in match.found[0]
    month, number = (second, first) if day_first and second <= 12 else (first, second)
    when = values.day(year, month, number)
    return Reading("DATE", when.isoformat()) if when else None


def iso_day(match: Match, at: Situation) -> Reading | None:
    when = values.day(match.number("yyyy"), match.number("mm"), match.number("dd"))
    if when is None:
        return None
    if match.has("hour"):
        clock = f"T{match.number('hour'):02d}:{match.number('minute'):02d}"
        return Reading("TIME", f"{when}{clock}")
    return Reading("DATE", when.isoformat())


def day_of_current_month(match: Match, at: Situation) -> Reading:
    """`the 8th`: of the month just named, else the nearest in the direction of the sentence."""
    number = match.number("dayth")
    named = at.recent(match, "day", "month")
    if named and named.period:
        when = values.day(named.period.start.year, named.period.start.month, number)
        if when:
            return Reading("DATE", when.isoformat(), anchor=named.text)
    step = 1 if at.direction(match) == "future" else -1
    month = at.base.replace(day=1)
    for _ in range(3):
        when = values.day(month.year, month.month, number)
        if when and (when - at.base).days * step >= 0:
            break
        month = values.moved(month, step, "M") or month
    return Reading("DATE", (when or at.base).isoformat(), anchor="dct")


def named_month(match: Match, at: Situation) -> Reading:
    month = match.number("month")
    year = match.maybe("year") or match.maybe("spokenyear")
    if year is None and match.has("shortyear"):
        year = resolve.two_digit_year(match.number("shortyear"), at.base)
    if year is not None:
        return Reading("DATE", values.month_value(year, month))
    year = resolve.year_of_month(match, at, month)
    return Reading("DATE", values.month_value(year, month), anchor="dct")


def month_of_relative_year(match: Match, at: Situation) -> Reading:
    """`June last year`."""
    year = at.base.year + match.number("step")
    month = match.number("month")
    if not any(match.has(part) for part in ("day", "dayth")):
        return Reading("DATE", values.month_value(year, month), anchor="dct")
    number = match.number("day") if match.has("day") else match.number("dayth")
    when = values.day(year, month, number)
    return Reading("DATE", str(when or values.month_value(year, month)), anchor="dct")


def stepped_month(match: Match, at: Situation) -> Reading:
    """`last June` is the one before this month, `next March` the one after it."""
    month, base = match.number("month"), at.base
    if "last" in match.found[0] or "past" in match.found[0]:
        year = base.year - (month >= base.month)
    elif "this" in match.found[0] and at.direction(match) == "past":
        year = base.year
    elif "this" in match.found[0]:
        year = base.year + (month < base.month)
    else:
        year = base.year + (month <= base.month)
    return Reading("DATE", values.month_value(year, month), anchor="dct")


def named_year(match: Match, at: Situation) -> Reading:
    if match.has("spokenyear"):
        return Reading("DATE", f"{match.number('spokenyear'):04d}")
    for part in ("year2", "shortyear"):
        if match.has(part):
            return Reading("DATE", f"{resolve.two_digit_year(match.number(part), at.base):04d}")
    return Reading("DATE", f"{match.number('year'):04d}")


def fiscal_year(match: Match, at: Situation) -> Reading:
    reading = named_year(match, at)
    return Reading("DATE", reading.value, modifier="FISCAL")


def decade(match: Match, at: Situation) -> Reading:
    for part in ("decade", "decadeword"):
        if match.has(part):
            return Reading("DATE", str(match.number(part)))
    tens = match.number("shortdecade")
    century = at.base.year // 100 - (tens * 10 > at.base.year % 100)
    return Reading("DATE", f"{century}{tens}")


def century(match: Match, at: Situation) -> Reading:
    part = "centuryth" if match.has("centuryth") else "ordinalword"
    return Reading("DATE", f"{match.number(part) - 1:02d}")


RULES: tuple[Rule, ...] = (
    Rule(
        "month-day",
        "[(this|next|last|this coming|this past)] [{weekday}];"
        "{month} [the] ({day}|{dayth}|{ordinalword});[[of] {year}]",
        calendar_day,
        (
            ("The lease was signed on Dec. 16, 2025.", "Dec. 16, 2025", "2025-12-16"),
            ("It reported on Wednesday, April 1.", "Wednesday, April 1", "2026-04-01"),
            ("The memo is dated March 3rd.", "March 3rd", "2026-03-03"),
            ("It is seen in this Aug. 3, 2010 photo.", "this Aug. 3, 2010", "2010-08-03"),
            ("The vote is on Sept. 3.", "Sept. 3", "2026-09-03"),
            ("The strike began Friday, Oct. 13.", "Friday, Oct. 13", "2023-10-13", "2024-02-01"),
        ),
        guards.month_with_day,
    ),
    Rule(
        "day-month",
        "[{weekday}];[the] ({day}|{dayth}) [of] {month};[({year}|{shortyear})]",
        calendar_day,
        (
            ("The order of 16 December 2025 stands.", "16 December 2025", "2025-12-16"),
            ("He died on the 3rd of January, 2026.", "the 3rd of January, 2026", "2026-01-03"),
            ("The bill passed on 31 March.", "31 March", "2026-03-31"),
        ),
        guards.day_with_month,
    ),
    Rule(
        "month-day-of-year",
        "{month} ({day}|{dayth});[of] {step} year",
        month_of_relative_year,
        (("The plant shut on May 4 of last year.", "May 4 of last year", "2025-05-04"),),
        guards.capital,
    ),
    Rule(
        "iso-day",
        "{yyyy}-{mm}-{dd}[t{hour}:{minute}]",
        iso_day,
        (
            ("Posted 2026-04-08 by the security team.", "2026-04-08", "2026-04-08"),
            ("Logged at 2026-04-08T14:05 local.", "2026-04-08T14:05", "2026-04-08T14:05"),
        ),
        guards.free_number,
    ),
    Rule(
        "year-slashes",
        "{yyyy}/{mm}/{dd}",
        iso_day,
        (("Released 2026/04/08 to testers.", "2026/04/08", "2026-04-08"),),
        guards.free_number,
    ),
    Rule(
        "slashes",
        "{a:dd}/{b:dd}/({yyyy}|{year2})",
        numeric_day,
        (
            ("The patch of 12/16/2025 fixed the flaw.", "12/16/2025", "2025-12-16"),
            ("The patch of 16/12/2025 fixed the flaw.", "16/12/2025", "2025-12-16"),
            ("Signed 4/8/26 in ink.", "4/8/26", "2026-04-08"),
        ),
        guards.free_number,
    ),
    Rule(
        "dots",
        "{a:dd}.{b:dd}.{yyyy}",
        numeric_day,
        (("The contract of 16.12.2025 stands.", "16.12.2025", "2025-12-16"),),
        guards.free_number,
    ),
    Rule(
        "day-alone",
        "the {dayth}",
        day_of_current_month,
        (
            ("The vote was put off, but on the 7th it passed.", "the 7th", "2026-04-07"),
            ("It opens on June 3 and closes on the 8th.", "the 8th", "2026-06-08"),
        ),
        guards.lone_day,
    ),
    Rule(
        "month-year",
        "{month} [of];({year}|{shortyear}|{spokenyear})",
        named_month,
        (
            ("The June 2025 deal valued it highly.", "June 2025", "2025-06"),
            ("It closed in Sept., 2024.", "Sept., 2024", "2024-09"),
        ),
        guards.capital,
    ),
    Rule(
        "month-relative-year",
        "{month} [of] {step} year",
        month_of_relative_year,
        (("He fled in June last year.", "June last year", "2025-06"),),
        guards.capital,
    ),
    Rule(
        "stepped-month",
        "(last|next|this past|this coming|this) {month}",
        stepped_month,
        (
            ("It bought the startup last June.", "last June", "2025-06"),
            ("Production starts next March.", "next March", "2027-03"),
            ("It votes this September.", "this September", "2026-09"),
        ),
        guards.capital_month,
    ),
    Rule(
        "month",
        "[the month of] {month}",
        named_month,
        (
            ("The lab released the model in February.", "February", "2026-02"),
            ("The trial will begin in September.", "September", "2026-09"),
            ("Sales dropped in December.", "December", "2025-12", "2026-01-15"),
            ("In June 2019 it merged. In September, it split.", "September", "2019-09"),
            ("The ban takes effect in May.", "May", "2026-05"),
        ),
        guards.lone_month,
    ),
    Rule(
        "year",
        "[the year] ({year}|{spokenyear})",
        named_year,
        (
            ("A 2024 survey found the opposite.", "2024", "2024"),
            ("By the year two thousand it was gone.", "the year two thousand", "2000"),
        ),
        guards.lone_year,
    ),
    Rule(
        "short-year",
        "(in|since|by|until|of|from|to|and) <{shortyear}>",
        named_year,
        (("It was founded in '97.", "'97", "1997"),),
    ),
    Rule(
        "bounded-year",
        "(pre|post)-{year}",
        named_year,
        (("The pre-2020 rules still apply.", "pre-2020", "2020"),),
    ),
    Rule(
        "fiscal-year",
        "[the] (fiscal|financial|tax) [year] ({year}|{shortyear})",
        fiscal_year,
        (("Profit fell in fiscal 2026.", "fiscal 2026", "2026"),),
    ),
    Rule(
        "fiscal-year-short",
        "fy[-]({year}|{year2})",
        fiscal_year,
        (
            ("The FY2027 budget was cut.", "FY2027", "2027"),
            ("Sales in FY26 rose.", "FY26", "2026"),
        ),
    ),
    Rule(
        "decade",
        "[the] ({decade}|{shortdecade})",
        decade,
        (
            ("The '90s boom ended badly.", "The '90s", "199"),
            ("It began in the 1970s.", "the 1970s", "197"),
        ),
        guards.old_decade,
    ),
    Rule(
        "decade-word",
        "the {decadeword}",
        decade,
        (("It grew through the nineties.", "the nineties", "199"),),
    ),
    Rule(
        "century",
        "[the] ({centuryth}|{ordinalword})~century",
        century,
        (("The 11th century temple burned.", "The 11th century", "10"),),
    ),
)
