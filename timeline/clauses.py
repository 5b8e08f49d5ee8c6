"""The part of a sentence that a date belongs to, when the sentence has several dates.

"It bought the firm on Monday, a year after it had left the market in 2024" tells two things.
Clauses end at a semicolon, a dash, and before words that open another clause; in Chinese
at each comma, where that leaves more than the date.
"""

from __future__ import annotations

import re

from timeline.actions import actions
from timeline.words import mostly_cjk

_BORDER = re.compile(
    r";\s|\s[–—]\s|:\s"
    r"|,?\s(?=(?:who|which|where|when|after|before|while|whereas|although|though|but|following"
    r"|once|until|compared with|up from|down from)\b)"
    r"|,\s(?=(?:and|as|having|the first|the latest|its first)\b)"
)
_UNSPACED_BORDER = re.compile(r"[，；：]|;\s|\s[–—]\s")
_BEFORE_NOUN = tuple("由被对与和将把向为给让随")
UNSPACED_VERB = 4  # signs in which the verb stands when no subject comes first
_EARLIER = ("此前", "之前", "早前", "先前")
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


def is_beside_the_news(sentence: str, start: int, end: int) -> bool:
    """Whether a date at `start`..`end` belongs to what describes a name, or to what was before, not
    to what is told: `由去年6月加入Tern的Ada发布`, `股价上涨，此前周五曾暴跌`."""
    if not mostly_cjk(sentence):
        return False
    before, _, after = clause_around(sentence, start, end).partition(sentence[start:end])
    if before.startswith(_EARLIER):
        return True
    if before.strip()[-1:] not in _BEFORE_NOUN:
        return False
    description, found, noun_and_verb = after.partition("的")
    at_once = description.strip()[:UNSPACED_VERB]
    return bool(found and actions(at_once) and actions(noun_and_verb))
