"""Temporal expressions in news: found, and read as a careful reader reads them.

`find_timexes` is the way in; `docs/temporal.md` says how it decides.
"""

from __future__ import annotations

from datetime import date, datetime

from db.model import Timex
from timeline.temporal.detection import SUPPORTED, language_of
from timeline.temporal.finder import find_english


def find_timexes(
    text: str,
    dct: date,
    *,
    language: str = "",
    day_first: bool = False,
    published: datetime | None = None,
) -> list[Timex]:
    """The temporal expressions of `text`, in order, none overlapping another.

    `dct` is the day the text was written, at the place of publication. `language` is an ISO 639
    code; for "" and for languages not covered it is told from the text. `day_first` reads 4/8/26
    as 4 August. `published`, an aware time, settles which day a clock time elsewhere is of.
    """
    code = language.lower().partition("-")[0]
    if code not in SUPPORTED:
        code = language_of(text)
    if code == "en":
        return find_english(text, dct, day_first=day_first, published=published)
    # Loaded only where needed: the locale data of other languages is slow to load.
    if code in ("zh", "ja", "ko"):
        from timeline.temporal.eastasian import find_east_asian

        return find_east_asian(text, dct, code)
    from timeline.temporal.foreign import find_foreign

    return find_foreign(text, dct, code)


__all__ = ["find_timexes"]
