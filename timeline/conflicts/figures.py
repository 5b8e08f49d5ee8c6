"""The figures of a sentence with the part they play: the price, the dead, the jobs cut.

A figure is only ever compared with one of the same kind that plays the same part, and a total
with a total, an addition with an addition. Of what words leave open, "at least" and "up to"
bound it on one side, "$4-5 billion" on both. Figures that the sentence gives for something else
(the former value, another year's) make no claim, and where one clause has two of a kind, neither
does, unless each has a source of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from db.model import Amount
from timeline.amounts import BARE, is_vague, placed
from timeline.conflicts.claims import Claim, attributed, claim
from timeline.conflicts.parts import MOVING, part_of
from timeline.conflicts.reading import Telling

BESIDE = 30  # characters around a figure in which words say of how much it is
UNFIT = MOVING | {""}
FIELDS = {"money": "amount", "share": "share", "count": "count"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s$|\b(?:day|no\.|number|page"
    r"|level|version|v|top|q|phase|series|age|aged|article|section)\s$",
    re.I,
)
_JOINED = re.compile(r"[\w/–-]$")
_LISTED = (re.compile(r"[;:.]\s?$"), re.compile(r"[.)]"))  # `a launch; 3. a sale`
_OTHER_UNIT = re.compile(
    r"\s?(?:st|nd|rd|th|[-\s](?:year|month|day|hour|hr|week|minute|second|billion-parameter"
    r"|parameter|metre|meter|km|mile|kilomet|token|times?|a\.?m|p\.?m|gigawatt|GW|MW|degrees?"
    r"|gallon|lit(?:re|er)|tonne?|foot|feet|acre|hectare|square"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|:\d|[/.°]\d|[年月日时時点點分秒岁歳度次倍天周]|\s?[个個小][月时])",
    re.I,
)
_FORMER = re.compile(
    r"\b(?:from|previous\w*|earlier|existing|prior|formerly|instead of|compared (?:with|to)|versus"
    r"|vs\.?|on top of|out of|of its|of the|remaining|last year|already|since then|rather than"
    r"|beyond|besides)(?:\s(?:an? )?(?:estimate of|figure of|\w+))?\s*$"
    r"|(?:此前|原先|之前|前值|去年|上年|前年|从|從|由|高于|低于|较|従来|前回|以前)[^，。；、]{0,6}$",
    re.I,
)
_OF_ANOTHER = re.compile(
    r"\b(?:on top of|already ha[ds]|besides|in addition to|beyond|including|of wh(?:om|ich))\b"
    r"[^,;]{0,50}$|其中[^；。]{0,30}$|うち[^、。]{0,20}$",
    re.I,
)
_TOTAL = re.compile(
    r"\b(?:total|overall|combined|altogether|in all|cumulative|aggregate)\b|合计|总计|总额|总共"
    r"|共计|累计|合計|総額|累計",
    re.I,
)
_ADDED = re.compile(r"\b(?:additional|further|another|extra|more)\b|追加|额外|另外|新增", re.I)
_EACH = re.compile(
    r"\b(?:each|per|a (?:year|month|day|week)|annual\w*|every|yearly|monthly|first tranche"
    r"|so far|initial\w*)\b|每|年均|月费|毎|年間|月額",
    re.I,
)
_PIECES = re.compile(r"[;；]\s?|,?\s(?:while|whereas|but)\s|,\s(?:and\s)?(?=[A-Z])|，[而但]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    amount: Amount
    part: str
    extent: str  # total, added, each or ""
    span: tuple[int, int]


def figure_claims(telling: Telling) -> Iterator[Claim]:
    """The claims of one sentence that is bound to the event."""
    if telling.bond == "loose" or not telling.timely:
        return
    yield from _claims(telling, telling.clause, by="")
    pieces = _PIECES.split(telling.statement.quote)
    if telling.bond == "mention" and len(pieces) > 1:
        sources = [(piece, attributed(piece)) for piece in pieces]
        named = {by for _, by in sources if by}
        if len(named) > 1:
            for piece, by in sources:
                if by:
                    yield from _claims(telling, piece, by=by)


def _claims(telling: Telling, clause: str, *, by: str) -> Iterator[Claim]:
    found = [f for f in figures(clause) if f.part not in UNFIT and f.extent != "each"]
    often = Counter((f.amount.kind, f.part) for f in found)
    for figure in found:
        if often[figure.amount.kind, figure.part] > 1:
            continue
        yield claim(
            telling,
            clause,
            figure.span,
            field=FIELDS[figure.amount.kind.split(":")[0]],
            subject=f"{figure.extent} {figure.part}".strip(),
            value=clause[slice(*figure.span)].strip(),
            measure=figure.amount,
            by=by or attributed(clause),
        )


@lru_cache(maxsize=10_000)  # what agencies write stands in many articles
def figures(clause: str) -> tuple[Figure, ...]:
    """Money, shares and counts that a clause gives for its own matter, in order."""
    found = []
    for start, end, amount in placed(clause):
        if _counts_nothing(amount.kind, clause, start, end):
            continue
        if is_vague(amount) or _is_of_another(clause[:start]):
            continue
        family = amount.kind.split(":")[0]
        found.append(
            Figure(
                amount=replace(amount, kind=family) if family == "count" else amount,
                part=part_of(amount.kind, clause, start, end),
                extent=_extent(clause, start, end),
                span=(start, end),
            )
        )
    return tuple(found)


def _counts_nothing(kind: str, clause: str, start: int, end: int) -> bool:
    """Years, days, ordinals, numbers of lists and names, other units."""
    if kind.startswith("count") and _IN_DATE.search(clause, 0, start):
        return True
    if kind != BARE:
        return False
    before, after = _LISTED
    return bool(
        _YEAR.fullmatch(clause, start, end)
        or _JOINED.search(clause, 0, start)
        or _OTHER_UNIT.match(clause, end)
        or (before.search(clause, 0, start) and after.match(clause, end))
    )


def _is_of_another(before: str) -> bool:
    """Whether the words before a figure give it to something former."""
    return _FORMER.search(before) is not None or _OF_ANOTHER.search(before) is not None


def _extent(clause: str, start: int, end: int) -> str:
    beside = clause[max(0, start - BESIDE) : start] + " " + clause[end : end + BESIDE]
    for name, pattern in (("each", _EACH), ("total", _TOTAL), ("added", _ADDED)):
        if pattern.search(beside):
            return name
    return ""
