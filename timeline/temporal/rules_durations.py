"""Rules: how long."""

from __future__ import annotations

import re

from timeline.temporal import values
from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.guards import any_of
from timeline.temporal.situation import Situation
from timeline.temporal.vocabulary import UNITS


def length(match: Match, at: Situation) -> Reading:
    """`nine months`, `the past three weeks`, `10-year`."""
    count, unit = amount(match)
    if match.has("count2"):
        count = "X"  # `12 to 18 months` is neither
    if "and a half" in match.found[0]:
        return Reading("DURATION", _and_a_half(count, unit))
    return Reading("DURATION", values.duration(count, unit))


def _and_a_half(count: str, unit: str) -> str:
    if unit == "TM":
        return f"PT{count}M30S"
    if unit == "TH":
        return f"PT{count}H30M"
    return f"P{count}Y6M" if unit == "Y" else values.duration(f"{count}.5", unit)


def half_unit(match: Match, at: Situation) -> Reading:
    smaller = {"Y": "P6M", "10Y": "P5Y", "100Y": "P50Y", "TH": "PT30M", "D": "PT12H", "M": "P2W"}
    return Reading("DURATION", smaller.get(match.word("anyunit"), "PX"))


def long_lasting(match: Match, at: Situation) -> Reading:
    if match.has("anyunit"):
        return Reading("DURATION", values.duration("X", match.word("anyunit")))
    if match.has("one"):
        return Reading("DURATION", values.duration("1", match.word("one")))
    return Reading("DURATION", values.duration("1", UNITS[match.found[0].removesuffix("long")]))


def one_unit(match: Match, at: Situation) -> Reading:
    """`a year`: how long, or after a figure how often (`$9 million a year`)."""
    unit = match.word("anyunit")
    if _RATE.search(match.before(60)):
        return Reading("SET", values.duration("1", unit))
    return Reading("DURATION", values.duration("1", unit))


_RATED = any_of(
    """million billion trillion thousand hundred percent per_cent dlrs dollars cents pounds euros
    pence barrels tons people times units hours days cars vehicles copies once twice as_much"""
)
_RATE = re.compile(rf"(?:\d|\b{_RATED}) (?:\w+ )?$")


def vague_length(match: Match, at: Situation) -> Reading:
    return Reading("DURATION", values.duration("X", amount(match)[1]))


def past_length(match: Match, at: Situation) -> Reading:
    unit = match.word("anyunit")
    return Reading("DURATION", values.duration("1", unit), anchor="dct")


def amount(match: Match) -> tuple[str, str]:
    """How many of what: (`9`, `M`); `X` for a vague count."""
    parts = ("anyunits", "anyunit", "shortunits")
    unit = next(match.word(part) for part in parts if match.has(part))
    for part in ("count", "couple", "few"):
        if match.has(part):
            return match.word(part), unit
    return "1" if match.has("anyunit") else "X", unit


def counted(match: Match) -> bool:
    """A count of its own, not the end of `$1.5 million` or of a version number."""
    if re.search(r"[$€£¥#]$|\d[.,]$|[a-z]-$", match.before(2)) and match.found[0][0].isdigit():
        return False
    if match.found[0].endswith(("min", "second", "seconds")):
        return match.found[0][0].isdigit()
    # How old a person is says nothing of when.
    return not match.after(5).startswith(" old") and not match.found[0].endswith("year-old")


def article_unit(match: Match) -> bool:
    """`a second chance`, `a day trader`: only where nothing is qualified by the unit."""
    if match.word("anyunit") in ("TS", "Q"):
        return False
    rest = match.after(16)
    if re.match(r"-", rest):
        return False
    return not re.match(
        r" (?:ago|earlier|later|of|trader|care|job|trip|before last|after next)\b", rest
    )


def certain_years(match: Match) -> bool:
    """`the days of cheap oil` are no length; `the last days of the war` are. `The early hours of
    Friday` are a time of day."""
    after = match.after(8)
    if after.startswith(" of "):
        if match.word("anyunits").startswith("T") and match.text[match.end + 4].isupper():
            return False
        return re.search(r"\b(?:early|first|final|last|later) ", match.found[0]) is not None
    return not after.startswith((" ahead", " to com"))


_MANY = "({count}|{few}|{couple})"
_LONG = (
    "[(more|full|whole|straight|consecutive|long|short|additional|other|calendar|business|trading)]"
)
_WHICH = (
    "(the|these|those|its|his|her|their) [(past|last|next|previous|coming|first|final|prior|latest"
    "|following|recent|preceding|opening|early|year-earlier|year-ago|initial|remaining|intervening)]"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "length-joined",
        f"{_MANY}~{{anyunit}}[-old]",
        length,
        (
            ("The 10-year deal is worth $30 billion.", "10-year", "P10Y"),
            ("After a two-month delay the site opened.", "two-month", "P2M"),
            ("It ended an 8-month-old truce.", "8-month-old", "P8M"),
        ),
        counted,
    ),
    Rule(
        "length",
        f"[an additional] {_MANY} {_LONG} ({{anyunits}}|{{shortunits}})",
        length,
        (
            ("Users have 90 days to appeal.", "90 days", "P90D"),
            ("It took 2 1/2 years.", "2 1/2 years", "P2Y6M"),
            ("It ran for several years.", "several years", "PXY"),
        ),
        counted,
    ),
    Rule(
        "length-range",
        "{count} (to|or|-) {count2:count} {anyunits}",
        length,
        (("It will take 12 to 18 months.", "12 to 18 months", "PXM"),),
        counted,
    ),
    Rule(
        "length-and-a-half",
        "({count}|a|an) [and a half] ({anyunits}|{anyunit}) [and a half]",
        length,
        (("It took a minute and a half.", "a minute and a half", "PT1M30S"),),
        lambda match: "and a half" in match.found[0],
    ),
    Rule(
        "half-unit",
        "(half a|half an|half the|a half) {anyunit}",
        half_unit,
        (("The outage lasted half an hour.", "half an hour", "PT30M"),),
        lambda match: match.word("anyunit") not in ("TS", "Q"),
    ),
    Rule(
        "half-joined",
        "half-{anyunit}",
        half_unit,
        (("The half-hour talk went well.", "half-hour", "PT30M"),),
        lambda match: match.word("anyunit") == "TH",  # a half-century is a score as well
    ),
    Rule(
        "certain-length",
        f"{_WHICH} {_MANY} {_LONG} {{anyunits}}",
        length,
        (
            ("It lost $4 billion over the prior 9 months.", "the prior 9 months", "P9M"),
            ("The stock has doubled over the past three weeks.", "the past three weeks", "P3W"),
            ("It will hire 500 people in the next 18 months.", "the next 18 months", "P18M"),
        ),
    ),
    Rule(
        "bare-certain-length",
        "(past|last|next|previous|coming|first|final|prior|latest|recent)"
        " ({count}|{few}|{couple}) {anyunits}",
        length,
        (("The minister's first 100 days went well.", "first 100 days", "P100D"),),
        # `is expected to last three weeks`
        lambda match: (
            re.search(r"\b(?:to|will|would|can|could|may|might|should) $", match.before(8)) is None
        ),
    ),
    Rule(
        "past-length",
        "the past {anyunit}",
        past_length,
        (("It has doubled over the past decade.", "the past decade", "P10Y"),),
        lambda match: match.word("anyunit") != "TS",
    ),
    Rule(
        "one-unit",
        "(a|an|one|an additional|another|a full|a whole) {anyunit}",
        one_unit,
        (
            ("The truce held for a week.", "a week", "P1W"),
            ("It costs $9 million a year.", "a year", "P1Y"),
        ),
        article_unit,
    ),
    Rule(
        "vague-length",
        "(for|within|in|after|of|over|takes|took|take|until|and|or|follows|by|lasted|last|spent"
        "|just|mere) <{anyunits} [or {more:anyunits}]>",
        vague_length,
        (
            ("The city was without power for days.", "days", "PXD"),
            ("Repairs will be done within weeks or months.", "weeks or months", "PXW"),
        ),
        lambda match: not match.after(5).startswith((" ago", "-")),
    ),
    Rule(
        "early-years",
        "(the|those|its|his|her|their|these)"
        " [(early|first|final|last|later|past|intervening)] {anyunits}",
        vague_length,
        (
            ("In the early years it struggled.", "the early years", "PXY"),
            ("He fled in the final days of the war.", "the final days", "PXD"),
        ),
        certain_years,
    ),
    Rule(
        "length-range-joined",
        "{count}-{count2:count}~({anyunits}|{anyunit})",
        length,
        (("Answers come in 24-48 hours.", "24-48 hours", "PTXH"),),
        counted,
    ),
    Rule(
        "long-lasting",
        "(daylong|weeklong|monthlong|yearlong|decadelong|{one:anyunit}-long|(multi|several)~{anyunit})",
        long_lasting,
        (
            ("A weeklong outage followed.", "weeklong", "P1W"),
            ("They signed a multi-year deal.", "multi-year", "PXY"),
            ("A decade-long dispute is over.", "decade-long", "P10Y"),
        ),
    ),
    Rule(
        "year-ended",
        "<(the|its) [(latest|full|current)] [(fiscal|financial)] year>;[that]"
        " (ended|ending|(to|through) [(the end of|mid)] {month})",
        lambda match, at: Reading("DURATION", "P1Y"),
        (
            ("For the fiscal year ended Jan. 31, sales rose.", "the fiscal year", "P1Y"),
            ("Profit rose in the year to March.", "the year", "P1Y"),
        ),
    ),
    Rule(
        "some-time",
        "(some time|a while|a long time|quite some time)",
        lambda match, at: Reading("DURATION", "PXX"),
        (("It has been so for some time.", "some time", "PXX"),),
        lambda match: match.before(5).endswith(("for ", "after ", "take ", "took ", "in ")),
    ),
    Rule(
        "per-unit",
        "per {anyunit}",
        one_unit,
        (("It costs $20 per month.", "per month", "P1M"),),
        lambda match: match.word("anyunit") not in ("TS",),
    ),
)
