"""The part of a sentence that a date belongs to, when the sentence has several dates.

"It bought the firm on Monday, a year after it had left the market in 2024" tells two things.
Clauses end at a semicolon, a dash, and before words that open another clause.
"""

from __future__ import annotations

import re

_BORDER = re.compile(
    r";\s|\s[–—]\s|:\s"
    r"|,?\s(?=(?:who|which|where|when|after|before|while|whereas|although|though|but|following"
    r"|once|until|compared with|up from|down from)\b)"
    r"|,\s(?=(?:and|as|having|the first|the latest|its first)\b)"
)


def clause_around(sentence: str, start: int, end: int) -> str:
    """The clause that holds the span `start`..`end` of the sentence."""
    first, last = 0, len(sentence)
    for border in _BORDER.finditer(sentence):
        if border.end() <= start:
            first = border.end()
        elif border.start() >= end:
            last = border.start()
            break
    return sentence[first:last]
