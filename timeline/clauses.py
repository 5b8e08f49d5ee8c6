"""The part of a sentence that a date belongs to, when the sentence has several dates.

"It bought the firm on Monday, a year after it had left the market in 2024" tells two things.
Clauses end at a semicolon, a dash, and before words that open another clause; in Chinese
at each comma, where that leaves more than the date.
"""

from __future__ import annotations

import re

from timeline.words import mostly_cjk

_BORDER = re.compile(
    r";\s|\s[–—]\s|:\s"
    r"|,?\s(?=(?:who|which|where|when|after|before|while|whereas|although|though|but|following"
    r"|once|until|compared with|up from|down from)\b)"
    r"|,\s(?=(?:and|as|having|the first|the latest|its first)\b)"
)
_UNSPACED_BORDER = re.compile(r"[，；：]|;\s|\s[–—]\s")
MIN_SIGNS = 6  # beside the date: `8月10日消息，` says nothing yet


def clause_around(sentence: str, start: int, end: int) -> str:
    """The clause that holds the span `start`..`end` of the sentence."""
    unspaced = mostly_cjk(sentence)
    first, last = 0, len(sentence)
    for border in (_UNSPACED_BORDER if unspaced else _BORDER).finditer(sentence):
        if border.end() <= start:
            first = border.end()
        elif border.start() >= end and not (
            unspaced and border.start() - first - (end - start) < MIN_SIGNS
        ):
            last = border.start()
            break
    return sentence[first:last]
