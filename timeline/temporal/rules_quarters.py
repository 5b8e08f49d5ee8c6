"""Rules: quarters and halves of a year that are named."""

from __future__ import annotations

import re

from timeline.temporal import guards, resolve
from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.situation import Situation


def _year(match: Match, at: Situation) -> int | None:
    """The year the words give, if any."""
    if match.has("year"):
        return match.number("year")
    for part in ("year2", "shortyear"):
        if match.has(part):
            return resolve.two_digit_year(match.number(part), at.base)
    if match.has("step"):
        return at.base.year + match.number("step")
    return at.partner_year


def _fiscal(match: Match) -> str:
    return "FISCAL" if re.search(r"\b(?:fiscal|financial|fy)", match.found[0]) else ""


def quarter(match: Match, at: Situation) -> Reading:
    number = match.number("nth") if match.has("nth") else match.number("q")
    year = _year(match, at)
    if year is not None:
        return Reading("DATE", f"{year}-Q{number}", modifier=_fiscal(match))
    year = resolve.quarter_meant(at.base, number, at.direction(match))
    return Reading("DATE", f"{year}-Q{number}", modifier=_fiscal(match), anchor="dct")


def quarters_listed(match: Match, at: Situation) -> list[Reading]:
    """`the second and third quarters`: one date each."""
    year, anchor = _year(match, at), ""
    last = match.number("other")
    if year is None:
        year, anchor = resolve.quarter_meant(at.base, last, at.direction(match)), "dct"
    first = match.number("nth")
    earlier = year - (first > last)
    return [
        Reading("DATE", f"{earlier}-Q{first}", _fiscal(match), anchor, end_at="nth"),
        Reading("DATE", f"{year}-Q{last}", _fiscal(match), anchor, start_at="other"),
    ]


def final_quarter(match: Match, at: Situation) -> Reading:
    year = _year(match, at) or at.base.year
    return Reading("DATE", f"{year}-Q4", _fiscal(match), "" if match.has("year") else "dct")


def half(match: Match, at: Situation) -> Reading:
    number = match.number("half") if match.has("half") else match.number("h")
    year = _year(match, at)
    if year is not None:
        return Reading("DATE", f"{year}-H{number}", modifier=_fiscal(match))
    if "of the year" in match.found[0]:
        return Reading("DATE", f"{at.base.year}-H{number}", anchor="dct")
    year = resolve.half_near(at.base, number, at.direction(match))
    return Reading("DATE", f"{year}-H{number}", modifier=_fiscal(match), anchor="dct")


def two_quarters(match: Match, at: Situation) -> Reading:
    half_number = 1 if match.found[0].startswith(("the first", "first")) else 2
    year = _year(match, at) or at.base.year
    return Reading("DATE", f"{year}-H{half_number}")


def report_words(match: Match) -> bool:
    """A bare Q4 is a quarter in a sentence about business, and otherwise any label."""
    if match.has("year") or match.has("year2") or match.has("step"):
        return guards.free_number(match)
    if not match.text[match.start].isupper() or re.search(r"[(_/:.-]$", match.before(1)):
        return False
    if re.match(r"[_/:*]|-[a-z]?\d|\.\d| ?(?:quant|bit)", match.after(8)):
        return False
    around = match.before(120) + match.after(120)
    return bool(_BUSINESS.search(around))


_BUSINESS = re.compile(
    r"\b(?:revenues?|earnings|results?|sales|profits?|margins?|guidance|forecast|income|capex"
    r"|spending|shipments?|deliver\w+|growth|eps|analysts?|investors?|fiscal|quarter\w*|launch\w*"
    r"|report\w*|bookings|by the end|in|by|during|since|for)\b"
)


def business_half(match: Match) -> bool:
    """`the second half` of a match is no half-year."""
    words = match.found[0]
    if match.has("year") or match.has("step") or match.has("year2") or "year" in words:
        return True
    if match.has("h"):
        return report_words(match)
    if _FIGURES_AFTER.match(match.after(12)):
        return True
    told = re.search(r"\b(?:in|for|during) $", match.before(8)) is not None
    return told and _MONEY.search(match.before(160) + match.after(120)) is not None


_FIGURES_AFTER = re.compile(r"[- ](?:profit|revenue|sales|results|earnings|net|loss|income)\b")
_MONEY = re.compile(
    r"\b(?:revenue|profit|sales|earnings|net income|loss|shipments|capex)\b|[$€£]\d"
)

_OF_YEAR = "[(of|in|for)];[the];[(fiscal|financial)];[year];({year}|{shortyear}|{step} year)"
_NTH = (
    "[(the|its|their|our|his|a)];[(fiscal|financial|flat|calendar|seasonally slow)]"
    "~{nth}~(quarter|qtr)"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "quarter",
        f"{_NTH}",
        quarter,
        (
            ("Revenue fell in the fourth quarter.", "the fourth quarter", "2025-Q4"),
            ("Margins should recover in the fourth quarter.", "the fourth quarter", "2026-Q4"),
            ("First-quarter revenue was $3.1 billion.", "First-quarter", "2026-Q1"),
        ),
    ),
    Rule(
        "quarter-of-year",
        f"{_NTH};{_OF_YEAR}",
        quarter,
        (
            ("Sales rose in the third quarter of 2025.", "the third quarter of 2025", "2025-Q3"),
            (
                "It grew in the third quarter of fiscal 2027.",
                "the third quarter of fiscal 2027",
                "2027-Q3",
            ),
            (
                "It fell in the second quarter of last year.",
                "the second quarter of last year",
                "2025-Q2",
            ),
        ),
    ),
    Rule(
        "quarters-listed",
        "[the];[(fiscal|financial)];{nth} (and|or|to|through) {other:nth} quarters;"
        f"[{_OF_YEAR}]",
        quarters_listed,
        (
            (
                "Sales grew in the second and third quarters of 2025.",
                "third quarters of 2025",
                "2025-Q3",
            ),
            ("Sales grew in the third and fourth quarters.", "the third", "2025-Q3"),
        ),
        lambda match: re.match(r" of (?:the|a|its) (?!year)", match.after(12)) is None,
    ),
    Rule(
        "final-quarter-of-year",
        "[the] (last|final|closing) quarter (of|in) [fiscal];({year}|{step} year)",
        final_quarter,
        (
            (
                "The economy shrank in the final quarter of last year.",
                "the final quarter of last year",
                "2025-Q4",
            ),
        ),
    ),
    Rule(
        "year-quarter",
        "[(the|its)] ({year}|{step} year)['s] [(fiscal)] {nth}~quarter",
        quarter,
        (
            ("In the 2025 second quarter it lost money.", "the 2025 second quarter", "2025-Q2"),
            ("This year's third quarter will be slow.", "This year's third quarter", "2026-Q3"),
        ),
    ),
    Rule(
        "q-quarter",
        "[fiscal] q{q};[of];[(fiscal|fy)][-][(year)];[({year}|{shortyear}|{step} year)]",
        quarter,
        (
            ("It shipped 40,000 units in Q1 2026.", "Q1 2026", "2026-Q1"),
            ("Revenue fell in Q4.", "Q4", "2025-Q4"),
        ),
        report_words,
    ),
    Rule(
        "q-fiscal-quarter",
        "q{q} [of] (fiscal|fy)[-][{year2}]",
        quarter,
        (("Data revenue in Q1 FY27 grew.", "Q1 FY27", "2027-Q1"),),
        lambda match: match.has("year2"),
    ),
    Rule(
        "quarter-short",
        "{q}q{year2}",
        quarter,
        (("Capex reached $9 billion in 3Q25.", "3Q25", "2025-Q3"),),
    ),
    Rule(
        "year-q",
        "{year}~q{q}",
        quarter,
        (("Sales in 2025 Q3 rose.", "2025 Q3", "2025-Q3"),),
    ),
    Rule(
        "year-q-tight",
        "[fy]{year}q{q}",
        quarter,
        (("Sales in 2025Q3 rose.", "2025Q3", "2025-Q3"),),
    ),
    Rule(
        "half-year",
        "[the] [fiscal] {half}~half;[of];[(fiscal|the year)];[({year}|{shortyear}|{step} year)]",
        half,
        (
            ("Deliveries start in the second half of 2026.", "the second half of 2026", "2026-H2"),
            (
                "It lost money in the first half of last year.",
                "the first half of last year",
                "2025-H1",
            ),
        ),
        business_half,
    ),
    Rule(
        "h-half",
        "h{h};({year}|{shortyear})",
        half,
        (("It ships in H2 2026.", "H2 2026", "2026-H2"),),
    ),
    Rule(
        "half-short",
        "{h}h{year2}",
        half,
        (("Sales in 1H25 rose.", "1H25", "2025-H1"),),
    ),
    Rule(
        "two-quarters",
        "[the] (first|last|final) two quarters [of] ({year}|{step} year)",
        two_quarters,
        (
            (
                "It lost money in the first two quarters of 2025.",
                "the first two quarters of 2025",
                "2025-H1",
            ),
        ),
    ),
)
