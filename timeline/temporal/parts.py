"""The named parts of the grammar: months, weekdays, numbers, units, years, clock times.

A part is either a table of words with what they stand for, or a regular expression with a
function that reads it. Rules name parts in braces; `value` gives what a captured one means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from timeline.temporal.notation import DIGIT, Fragment, first_words
from timeline.temporal.vocabulary import (
    CALENDAR,
    CLOCK,
    DAY_TIMES,
    FULL_WEEKDAYS,
    HOLIDAYS,
    MONTHS,
    NUMBER_WORDS,
    ORDINALS,
    SEASONS,
    SHORT_UNITS,
    SPOKEN_YEARS,
    WEEKDAYS,
    ZONES,
    Value,
    plural,
    singular,
)

_WORD_PARTS: dict[str, Mapping[str, Value]] = {
    "month": MONTHS,
    "weekday": WEEKDAYS,
    "fullweekday": FULL_WEEKDAYS,
    "weekdays": {f"{name}s": day for name, day in FULL_WEEKDAYS.items()},
    "ordinalword": ORDINALS,
    "nth": {f"{n}{s}": n for n, s in enumerate("st nd rd th".split(), start=1)}
    | {"first": 1, "second": 2, "third": 3, "fourth": 4},
    "holiday": {name: name for name in HOLIDAYS},
    "half": {"first": 1, "second": 2, "1st": 1, "2nd": 2},
    "spokenyear": SPOKEN_YEARS,
    "season": SEASONS,
    "unit": singular(*CALENDAR),
    "units": plural(*CALENDAR) | {"fortnights": "W"},
    "period": singular("week", "month", "quarter", "year", "decade", "century"),
    "anyunit": singular(*CALENDAR, *CLOCK),
    "anyunits": plural(*CALENDAR, *CLOCK, "night"),
    "shortunits": SHORT_UNITS,
    "daytime": {name: DAY_TIMES[name] for name in ("morning", "afternoon", "evening", "night")},
    "noon": {name: DAY_TIMES[name] for name in ("noon", "midnight", "midday")},
    "decadeword": {
        word: decade
        for decade, words in {
            192: "twenties",
            193: "thirties",
            194: "forties",
            195: "fifties",
            196: "sixties",
            197: "seventies",
            198: "eighties",
            199: "nineties",
        }.items()
        for word in words.split()
    },
    "zone": {name: zone or "local" for name, zone in ZONES.items()},
    "side": {"before": "before", "prior to": "before", "ahead of": "before", "after": "after"},
    "dayword": {"yesterday": -1, "today": 0, "tomorrow": 1},
    # Counted from the document's day, and from a date in the text.
    "step": {"last": -1, "this past": -1, "this": 0, "the current": 0, "next": 1}
    | {"this coming": 1, "the coming": 1, "current": 0, "this current": 0},
    "textstep": {"the previous": -1, "the preceding": -1, "the prior": -1, "that": 0}
    | {"that same": 0, "the same": 0, "the following": 1, "the next": 1, "the very next": 1}
    | {"the subsequent": 1, "the ensuing": 1},
    "few": dict.fromkeys(
        (
            "several",
            "a few",
            "few",
            "some",
            "many",
            "a number of",
            "numerous",
            "various",
            "multiple",
            "countless",
            "couple more",
            "a handful of",
            "dozens of",
            "hundreds of",
            "thousands of",
            "a few more",
            "several more",
            "many more",
            "some few",
        ),
        "X",
    ),
    "couple": {"a couple of": 2, "couple of": 2, "a couple": 2, "a pair of": 2},
}


def _alternatives(words: Iterable[str], depth: int = 3) -> str:
    """The words as one pattern, the longest first, so that `sept.` is not read as `sept` with a
    full stop left over. Grouped by their first letters: a text that is none of them is found out
    after a few comparisons instead of hundreds."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    if len(ordered) <= 2 or not depth:
        return "|".join(re.escape(word) for word in ordered)
    groups: dict[str, list[str]] = {}
    for word in ordered:
        groups.setdefault(word[:1], []).append(word[1:])
    ends = groups.pop("", None)  # a word that is the beginning of others comes after them
    parts = [
        re.escape(letter) + (f"(?:{_alternatives(rests, depth - 1)})" if any(rests) else "")
        for letter, rests in groups.items()
    ]
    return "|".join([*parts, *([""] if ends else [])])


_YEAR = r"(?:1[5-9]|20)\d\d(?![\d%]|[.,:/]\d|-\d)"
_COUNT = r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,4}(?: \d/\d|\.\d{1,2})?|" + _alternatives(NUMBER_WORDS)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d|[.,:]\d|%)"


def _suffixed(match: str) -> int:
    return int(re.sub(r"\D", "", match))


def _count(match: str) -> str:
    """A number as a TIMEX3 duration writes it: `9`, `2.5`."""
    if match in NUMBER_WORDS:
        return str(NUMBER_WORDS[match])
    if "/" in match:
        whole, fraction = match.split()
        numerator, denominator = fraction.split("/")
        if denominator == "0":
            return whole
        return f"{int(whole) + int(numerator) / int(denominator):g}"
    return match.replace(",", "")


_NUMBER_FIRST = frozenset({DIGIT}).union(*map(first_words, NUMBER_WORDS))
_DIGIT_FIRST = frozenset({DIGIT})

_REGEX_PARTS: dict[str, tuple[str, frozenset[str], Callable[[str], Value]]] = {
    "year": (_YEAR, _DIGIT_FIRST, int),
    "shortyear": (r"'\d\d(?![\ds])", _DIGIT_FIRST | {"'"}, lambda text: int(text[1:])),
    "year2": (r"'?\d\d(?!\d|[.,:]\d|%)", _DIGIT_FIRST | {"'"}, lambda text: int(text.strip("'"))),
    "decade": (r"(?:1[5-9]|20)\d0'?s", _DIGIT_FIRST, lambda text: int(text[:3])),
    "shortdecade": (r"'?[1-9]0'?s", _DIGIT_FIRST | {"'"}, lambda text: int(text.strip("'")[0])),
    "day": (_DAY, _DIGIT_FIRST, int),
    "dayth": (r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)", _DIGIT_FIRST, _suffixed),
    "mm": (r"(?:0?[1-9]|1[0-2])(?!\d)", _DIGIT_FIRST, int),
    "dd": (r"(?:0?[1-9]|[12]\d|3[01])(?!\d)", _DIGIT_FIRST, int),
    "yyyy": (r"(?:1[5-9]|20)\d\d(?!\d)", _DIGIT_FIRST, int),
    "count": (_COUNT, _NUMBER_FIRST, _count),
    "centuryth": (r"\d{1,2}(?:st|nd|rd|th)", _DIGIT_FIRST, _suffixed),
    "q": (r"[1-4](?!\d)", _DIGIT_FIRST, int),
    "h": (r"[12](?!\d)", _DIGIT_FIRST, int),
    "hour": (r"(?:[01]?\d|2[0-4])(?!\d)", _DIGIT_FIRST, int),
    "minute": (r"[0-5]\d(?!\d)", _DIGIT_FIRST, int),
    "hhmm": (r"(?:[01]\d|2[0-3])[0-5]\d(?!\d)", _DIGIT_FIRST, str),
    "ampm": (r"(?:a\.m\.?|p\.m\.?|am|pm)", frozenset(), lambda text: text[0]),
}


def _fragments() -> dict[str, Fragment]:
    found = {
        name: Fragment(
            f"(?:{_alternatives(words)})", frozenset[str]().union(*map(first_words, words))
        )
        for name, words in _WORD_PARTS.items()
    }
    for name, (regex, first, _) in _REGEX_PARTS.items():
        found[name] = Fragment(f"(?:{regex})", first)
    return found


PARTS: dict[str, Fragment] = _fragments()


def value(part: str, matched: str) -> Value:
    """What the folded text `matched` by `part` stands for. Raises KeyError for no such part."""
    if part in _REGEX_PARTS:
        return _REGEX_PARTS[part][2](matched)
    words = _WORD_PARTS[part]
    # Line breaks inside a word part have become several blanks.
    return words[matched] if matched in words else words[re.sub(r"\s+", " ", matched)]
