"""Whether a sentence says that something happened, is planned, is only reported, or is denied."""

from __future__ import annotations

import re
from datetime import date

from db import partial_dates
from db.model import Modality

_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|refut\w+|rejected (?:claims|reports)|not true|no plans?"
    r"|(?:did|does|do|has|have|will|would) ?n[o']t)\b",
    re.I,
)
_PLANNED = re.compile(
    r"\b(?:will|would|plans? to|planned|planning to|aims? to|intends? to|expects? to|expected to"
    r"|expected (?:in|by|on)|set to|due (?:to|in|on|by)|slated|scheduled|upcoming|about to"
    r"|in talks|considering|weigh(?:s|ing)|could|may|might|hopes? to|later this)\b",
    re.I,
)
_REPORTED = re.compile(
    r"\b(?:reportedly|report(?:s|ed) (?:that|on|by|say)|according to|sources? (?:say|said|told)"
    r"|people familiar|rumou?r\w*|is said to|allegedly|leaked|insiders?)\b",
    re.I,
)


def speaks_of_a_plan(sentence: str) -> bool:
    """Whether it has words of planning, whatever its date."""
    return _PLANNED.search(sentence) is not None


def modality(sentence: str, value: str, dct: date | None) -> Modality:
    """`value` is the date of what the sentence tells.

    A date after the DCT can only be planned. Words of planning with a day that is already
    there ("said on Monday it would") tell of the saying: that is reported.
    """
    period = partial_dates.period(value)
    if dct is not None and period is not None and period.start > dct:
        return "planned"
    planning = _PLANNED.search(sentence)
    if _DENIED.search(sentence) and not planning:
        return "denied"
    if planning:
        still_open = dct is None or period is None or period.start < period.end >= dct
        return "planned" if still_open else "reported"
    if _REPORTED.search(sentence):
        return "reported"
    return "happened"
