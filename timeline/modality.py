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
# The same for Chinese, Japanese and Korean, where words are found inside others.
_DENIED_UNSPACED = re.compile(
    "否认|否認|辟谣|并未|並未|没有计划|不实|否定し|事実ではない|부인|사실이 아니"
)
_PLANNED_UNSPACED = re.compile(
    "计划|計劃|(?<![虚模])拟|(?<![虛模])擬|将(?![其该军近士领])|將(?![其該軍近士領])"
    "|预计|預計|有望|考虑|考慮|打算|或将|洽谈|商谈|予定|計画|見通し|検討|方針|見込み|예정|계획|전망|검토|추진할"
)
_REPORTED_UNSPACED = re.compile(
    "据报|據報|报道称|報道稱|消息称|消息人士|知情人士|据悉|據悉|据传|传闻|據傳|傳聞|爆料"
    "|泄露的|洩露的|報じ|と伝え|関係者によ|とされる|によると|보도|알려졌|소식통|관계자에 따르면"
)


_TALKED_OF = re.compile(
    r"\b(?:consider(?:s|ed|ing)|weigh(?:s|ed|ing)|mull(?:s|ed|ing)|explor(?:es|ed|ing)"
    r"|ey(?:es|ed|eing)|in (?:\w+ )?(?:talks|discussions|negotiations)|talks (?:to|about|over|on)"
    r"|near(?:s|ed|ing) (?:a |an |the )?deal|could|might|(?-i:may))\b",
    re.I,
)
_TALKED_OF_UNSPACED = re.compile("考虑|考慮|洽谈|商谈|洽购|有望|或将|検討|검토")


def is_talked_of(sentence: str) -> bool:
    """Whether it is only thought about or dealt for: `is in talks to buy`."""
    return _has(sentence, _TALKED_OF, _TALKED_OF_UNSPACED)


def speaks_of_a_plan(sentence: str) -> bool:
    """Whether it has words of planning, whatever its date."""
    return _has(sentence, _PLANNED, _PLANNED_UNSPACED)


def _has(sentence: str, words: re.Pattern[str], unspaced: re.Pattern[str]) -> bool:
    found = words.search(sentence) or (not sentence.isascii() and unspaced.search(sentence))
    return bool(found)


def modality(sentence: str, value: str, dct: date | None) -> Modality:
    """`value` is the date of what the sentence tells.

    A date after the DCT can only be planned. Words of planning with a day that is already
    there ("said on Monday it would") tell of the saying: that is reported.
    """
    period = partial_dates.period(value)
    if dct is not None and period is not None and period.start > dct:
        return "planned"
    planning = speaks_of_a_plan(sentence)
    if _has(sentence, _DENIED, _DENIED_UNSPACED) and not planning:
        return "denied"
    if planning:
        still_open = dct is None or period is None or period.start < period.end >= dct
        return "planned" if still_open else "reported"
    if _has(sentence, _REPORTED, _REPORTED_UNSPACED):
        return "reported"
    return "happened"
