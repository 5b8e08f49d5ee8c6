"""Names of months and weekdays and relative words of a language, from dateparser's locale data."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import lru_cache

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_RELATIVE = re.compile(r"(in )?(\d+) (day|week|month|year)(?: ago)?")
_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y"}


@dataclass(frozen=True, slots=True)
class Names:
    """Words of a language, lower case, with what they stand for."""

    months: dict[str, int]
    short_months: dict[str, int]  # abbreviations: months only beside a day
    weekdays: dict[str, int]
    relative: dict[str, tuple[int, str]]  # `gestern` is (-1, "D")


@lru_cache(maxsize=32)
def names_of(language: str) -> Names:
    """The names dateparser has for an ISO 639 code. Raises ModuleNotFoundError for none."""
    info = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
    months: dict[str, int] = {}
    short: dict[str, int] = {}
    for number, key in enumerate(_MONTHS, start=1):
        longest = max(map(len, info[key]))
        for name in info[key]:
            is_long = len(name) >= 5 or len(name) >= longest - 1
            (months if is_long else short)[name.lower()] = number
    weekdays = {
        name.lower(): number
        for number, key in enumerate(_WEEKDAYS, start=1)
        for name in info[key]
        if len(name) >= 5 or (not name.isascii() and len(name) >= 2 and not name.startswith("("))
    }
    return Names(months, short, weekdays, _relative(info["relative-type"]))


def _relative(phrases: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    for meaning, words in phrases.items():
        match = _RELATIVE.fullmatch(meaning)
        if match is None:
            continue  # hours and below date nothing
        count = int(match[2]) if match[1] else -int(match[2])
        for word in words:
            # Short forms (`в сл г`) are ambiguous in running text.
            if len(word) >= 4 or (not word.isascii() and len(word) >= 2):
                found[word.lower()] = (count, _UNITS[match[3]])
    return found
