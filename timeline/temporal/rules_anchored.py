"""Rules: so long ago, so long after; the following month, that year: counted from a day."""

from __future__ import annotations

import re

from timeline.temporal import values
from timeline.temporal.comparison import compared_quarter, is_compared
from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.rules_durations import amount
from timeline.temporal.situation import Remembered, Situation


def text_period(match: Match, at: Situation) -> Reading | None:
    """`the following month`, `that year`, `the same day`: from the date named before."""
    unit, step = match.word("unit"), match.number("textstep")
    if match.found[0].startswith("the next") and unit != "D" and _OVER.search(match.before(8)):
        return Reading("DURATION", values.duration("1", unit), anchor="dct")
    fine = [date for date in at.memory if _fine_enough(date, unit)]
    anchor = fine[-1] if fine else None
    if anchor is None:
        if unit == "D" and step == 0:
            return Reading("DATE", at.base.isoformat(), anchor="dct")
        if match.found[0].startswith(("that", "the same")):
            return None
        return _without_anchor(match, at, unit, step)
    value = values.shifted(anchor.value, step, unit)
    return Reading("DATE", value, anchor=anchor.text) if value else None


def told_beside(match: Match, at: Situation) -> Reading | None:
    """`the day before`, `the year after`, with nothing behind it: from the date named before."""
    unit, step = match.word("unit"), 1 if match.found[0].endswith("after") else -1
    fine = [date for date in at.memory if _fine_enough(date, unit)]
    if not fine:
        return None
    value = values.shifted(fine[-1].value, step, unit)
    return Reading("DATE", value, anchor=fine[-1].text) if value else None


_OVER = re.compile(r"\b(?:over|in|within|for|during|through|into) $")


def _without_anchor(match: Match, at: Situation, unit: str, step: int) -> Reading | None:
    value = values.shifted(at.base.isoformat(), step, unit)
    return Reading("DATE", value, anchor="dct") if value else None


_FINENESS = ("D", "W", "M", "Q", "Y", "10Y", "100Y")
_UNIT_OF = {
    "time": "D",
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "season": "Q",
    "half": "Y",
    "year": "Y",
    "decade": "10Y",
    "century": "100Y",
}


def _fine_enough(anchor: Remembered, unit: str) -> bool:
    """A day cannot be counted from a month: the result would be finer than what was said."""
    return _FINENESS.index(_UNIT_OF[anchor.precision]) <= _FINENESS.index(unit)


def ago(match: Match, at: Situation) -> Reading | None:
    count, unit = amount(match)
    if unit.startswith("T") or count == "X":
        return Reading("DATE", "PAST_REF", anchor="dct")
    if "." in count:
        count, unit = str(round(float(count) * 12)), "M"
    quarter = compared_quarter(match, at) if (count, unit) == ("1", "Y") else None
    if quarter:
        return quarter
    value = values.shifted(at.base.isoformat(), -int(count), unit)
    return Reading("DATE", value, anchor="dct") if value else None


def half_ago(match: Match, at: Situation) -> Reading | None:
    count, unit = {"Y": (6, "M"), "10Y": (5, "Y"), "100Y": (50, "Y")}.get(
        match.word("period"), (0, "")
    )
    value = values.shifted(at.base.isoformat(), -count, unit) if count else "PAST_REF"
    return Reading("DATE", value, anchor="dct") if value else None


def and_a_half_ago(match: Match, at: Situation) -> Reading | None:
    count, unit = amount(match)
    if unit != "Y" or not count.isdigit():
        return Reading("DATE", "PAST_REF", anchor="dct")
    value = values.shifted(at.base.isoformat(), -12 * int(count) - 6, "M")
    return Reading("DATE", value, anchor="dct") if value else None


def from_now(match: Match, at: Situation) -> Reading | None:
    count, unit = amount(match)
    if unit.startswith("T") or count == "X" or "." in count:
        return Reading("DATE", "FUTURE_REF", anchor="dct")
    value = values.shifted(at.base.isoformat(), int(count), unit)
    return Reading("DATE", value, anchor="dct") if value else None


def in_time(match: Match, at: Situation) -> Reading | None:
    """`in five years` is a date in a sentence about the future, else how long it took."""
    count, unit = amount(match)
    if match.found[0].endswith(" or two"):
        count = "X"
    ahead = _AHEAD.search(match.before(80)) or match.after(6).startswith("' time")
    if ahead and "." not in count and not unit.startswith("T"):
        if count == "X":
            return Reading("DATE", "FUTURE_REF", anchor="dct")
        value = values.shifted(at.base.isoformat(), int(count), unit)
        return Reading("DATE", value, anchor="dct") if value else None
    return Reading("DURATION", values.duration(count, unit))


# `in five years` after one of these is a point in time; in most other sentences it is a length.
_AHEAD = re.compile(
    r"\b(?:will|won't|would|could|may|might|due|expected|expects|scheduled|slated|set to|begins?"
    r"|starts?|opens?|expires?|ends?|matures?|ready|again|back)\b[^.;:\n]{0,50}$"
    r"|'ll [^.;:\n]{0,50}$"
)


def earlier_or_later(match: Match, at: Situation) -> Reading | None:
    """`a year earlier`, `two days later`: from the date named before."""
    count, unit = amount(match)
    later = bool(re.search(r"(?:later|after|afterwards?|on)$", match.found[0]))
    if count == "X" or unit.startswith("T") or "." in count:
        return Reading("DATE", "FUTURE_REF" if later else "PAST_REF")
    if (count, unit) == ("1", "Y") and not later:
        quarter = compared_quarter(match, at)
        if quarter:
            return quarter
    if unit == "Y" and not later and is_compared(match):
        year = at.base.year - int(count)
        return Reading("DATE", f"{year}", anchor="dct", compared=True)
    anchor = at.recent(match) or at.last("day", "week", "month", "quarter", "year")
    step = int(count) if later else -int(count)
    if anchor is None:
        value = values.shifted(at.base.isoformat(), step, unit)
        return Reading("DATE", value, anchor="dct") if value else None
    if not _fine_enough(anchor, unit):
        return Reading("DURATION", values.duration(count, unit), anchor=anchor.text)
    value = values.shifted(anchor.value, step, unit)
    return Reading("DATE", value, anchor=anchor.text) if value else None


def before_or_after(match: Match, at: Situation) -> Reading | None:
    """`two days before the launch`: counted from the date that stands there, or from the day the
    text gave to the launch. Without either it is only a length."""
    count, unit = amount(match)
    anchor = _anchor_after(match, at)
    length = Reading("DURATION", values.duration(count, unit), end_at="unit_end")
    if anchor is None or count == "X" or unit.startswith("T") or "." in count:
        return _without_side(match, length)
    if not _fine_enough(anchor, unit):
        return _without_side(match, length)
    step = int(count) if match.word("side") == "after" else -int(count)
    value = values.shifted(anchor.value, step, unit)
    return Reading("DATE", value, anchor=anchor.text) if value else None


def _without_side(match: Match, length: Reading) -> Reading:
    unit = "anyunit" if match.has("anyunit") else "anyunits"
    return Reading("DURATION", length.value, end_at=unit)


def _anchor_after(match: Match, at: Situation) -> Remembered | None:
    following = at.following
    if following and re.fullmatch(r" (?:the )?", match.folded[match.end : following.start]):
        reading = following.rule.read(following, at)
        if isinstance(reading, Reading) and reading.type == "DATE":
            text = at.text[following.start : following.end]
            return Remembered(reading.value, text, following.start, following.end, True)
        return None
    noun = re.match(r" the ([a-z]{4,})", match.after(30))
    return at.dated(noun[1], match.start) if noun else None


RULES: tuple[Rule, ...] = (
    Rule(
        "text-period",
        "{textstep} {unit}",
        text_period,
        (
            ("Sales fell in 2024 and rose the following year.", "the following year", "2025"),
            ("It failed in July 2025; that month it closed.", "that month", "2025-07"),
            ("It opened on March 3 and closed the next day.", "the next day", "2026-03-04"),
        ),
    ),
    Rule(
        "told-beside",
        "the {unit} (before|after)",
        told_beside,
        (("He flew on March 3; the day before, he had quit.", "the day before", "2026-03-02"),),
        lambda match: re.match(r"[.,;:)\n]|$", match.after(1)) is not None,
    ),
    Rule(
        "ago",
        "(a|an|one|{count}|{few}|{couple}) [(full|whole|short|long)]"
        " ({anyunit}|{anyunits}) [or so] ago",
        ago,
        (
            ("The fund closed nine months ago.", "nine months ago", "2025-07"),
            ("The firm was founded two years ago.", "two years ago", "2024"),
            ("The breach was found 10 days ago.", "10 days ago", "2026-03-30"),
            ("He was hired three weeks ago.", "three weeks ago", "2026-W12"),
            ("A decade ago the site had 30 staff.", "A decade ago", "201"),
            (
                "Third-quarter profit rose to $9 million from $8 million a year ago.",
                "a year ago",
                "1988-Q3",
                "1989-10-26",
            ),
        ),
    ),
    Rule(
        "ago-vaguely",
        "{anyunits} ago",
        ago,
        (("It seemed healthy only months ago.", "months ago", "PAST_REF"),),
    ),
    Rule(
        "half-a-year-ago",
        "(half a|a half)~{period} ago",
        half_ago,
        (
            ("Half a year ago nobody had heard of it.", "Half a year ago", "2025-10"),
            ("It was built half a century ago.", "half a century ago", "1976"),
        ),
    ),
    Rule(
        "and-a-half-ago",
        "(a|an|one|{count}) [and a half] ({anyunit}|{anyunits}) [and a half] ago",
        and_a_half_ago,
        (("It was sold a year and a half ago.", "a year and a half ago", "2024-10"),),
        lambda match: "and a half" in match.found[0],
    ),
    Rule(
        "from-now",
        "(a|an|one|{count}|{few}|{couple}) ({anyunit}|{anyunits}) (from now|hence|from today)",
        from_now,
        (("It will be gone two years from now.", "two years from now", "2028"),),
    ),
    Rule(
        "in-time",
        "in <(a|an|one|{count}|{few}|{couple}) ({anyunit}|{anyunits}) [or (two|so|more)]>",
        in_time,
        (
            ("It will be redeemed in five years.", "five years", "2031"),
            ("It made its first profit in six years.", "six years", "P6Y"),
        ),
    ),
    Rule(
        "earlier-or-later",
        "(a|an|one|{count}|{few}|{couple}) ({anyunit}|{anyunits}) (earlier|later|afterwards)",
        earlier_or_later,
        (
            ("It sued on March 3. Two days later it settled.", "Two days later", "2026-03-05"),
            ("Profit was $4 million, against $3 million a year earlier.", "a year earlier", "2025"),
        ),
    ),
    Rule(
        "later-vaguely",
        "{anyunits} (earlier|later)",
        earlier_or_later,
        (("It closed months later.", "months later", "FUTURE_REF"),),
    ),
    Rule(
        "before-or-after",
        "(a|an|one|{count}|{few}|{couple}) ({anyunit}|{anyunits}) {side}",
        before_or_after,
        (
            ("He quit two days before April 8.", "two days before", "2026-04-06"),
            (
                "It launched on April 8. Two days before the launch, he quit.",
                "Two days before",
                "2026-04-06",
            ),
            ("It must wait 30 days before closing.", "30 days", "P30D"),
            ("He quit on 5 January 2026, a day after the vote.", "a day", "P1D"),
        ),
    ),
)
