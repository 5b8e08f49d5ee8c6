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
from dataclasses import dataclass
from functools import lru_cache

from db.model import Amount
from timeline.amounts import amounts
from timeline.conflicts.claims import Claim, attributed, claim
from timeline.conflicts.parts import part_of
from timeline.conflicts.reading import Telling

AT_LEAST, AT_MOST = 1.5, 0.5  # "more than 2 billion" is not said of 4, nor "up to 20" of 9
ABOUT = 0.1
BESIDE = 30  # characters around a figure in which words say of how much it is
FIELDS = {"money": "amount", "share": "share", "count": "count"}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = r"[\s-]?(?:trillion|billion|million|thousand|tn|bn|mn|[kKmMbBtT](?!\w))"
_FIGURE = re.compile(
    rf"(?:(?P<currency>US\$|[$€£¥])\s?|(?<![\w.,$€£¥-]))(?P<low>{_NUMBER})(?P<low_scale>{_SCALE})?"
    rf"(?:\s?(?:-|–|—|to|and)\s?(?:US\$|[$€£¥])?(?P<high>{_NUMBER})(?P<high_scale>{_SCALE})?)?"
    r"(?P<percent>\s?%|[\s-](?:percent|per cent)\b)?",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_IN_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s$|\b(?:day|no\.|number|page"
    r"|level|version|v|top|q|phase|series|age|aged|article|section)\s$",
    re.I,
)
_OTHER_UNIT = re.compile(
    r"\s?(?:st|nd|rd|th|[-\s](?:year|month|day|hour|week|minute|second|billion-parameter"
    r"|parameter|metre|meter|km|mile|kilomet|token|times?|a\.?m|p\.?m|gigawatt|GW|MW|degrees?"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|:\d|[/.°]\d)",
    re.I,
)
_ABOUT = re.compile(
    r"(?:about|around|roughly|some|approximately|an estimated|~|≈|nearly)\s*$", re.I
)
_LEAST = re.compile(
    r"(?:more than|over|at least|no fewer than|upwards? of|exceeding|in excess of|above)\s*$", re.I
)
_MOST = re.compile(r"(?:up to|as many as|as much as|less than|fewer than|under|at most)\s*$", re.I)
_FORMER = re.compile(
    r"\b(?:from|previous\w*|earlier|existing|prior|formerly|instead of|compared (?:with|to)|versus"
    r"|vs\.?|on top of|out of|of its|of the|remaining|last year|already|since then|rather than"
    r"|beyond|besides)(?:\s(?:an? )?(?:estimate of|figure of|\w+))?\s*$",
    re.I,
)
_OF_ANOTHER = re.compile(
    r"\b(?:on top of|already ha[ds]|besides|in addition to|beyond)\b[^,;]{0,50}$", re.I
)
_TOTAL = re.compile(r"\b(?:total|overall|combined|altogether|in all|cumulative|aggregate)\b", re.I)
_ADDED = re.compile(r"\b(?:additional|further|another|extra|more)\b", re.I)
_EACH = re.compile(
    r"\b(?:each|per|a (?:year|month|day|week)|annual\w*|every|yearly|monthly|first tranche"
    r"|so far|initial\w*)\b",
    re.I,
)
_PIECES = re.compile(r";\s|,?\s(?:while|whereas|but)\s|,\s(?:and\s)?(?=[A-Z])")


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
    found = [f for f in figures(clause) if f.part and f.extent != "each"]
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
    for match in _FIGURE.finditer(clause):
        amount = _amount(match, clause)
        if amount is None or _is_of_another(clause[: match.start()]):
            continue
        start = match.start("currency") if match["currency"] else match.start("low")
        end = match.end()
        part = part_of(amount.kind, clause, start, end)
        found.append(
            Figure(amount=amount, part=part, extent=_extent(clause, start, end), span=(start, end))
        )
    return tuple(found)


def _is_of_another(before: str) -> bool:
    """Whether the words before a figure give it to something former."""
    return _FORMER.search(before) is not None or _OF_ANOTHER.search(before) is not None


def _extent(clause: str, start: int, end: int) -> str:
    beside = clause[max(0, start - BESIDE) : start] + " " + clause[end : end + BESIDE]
    for name, pattern in (("each", _EACH), ("total", _TOTAL), ("added", _ADDED)):
        if pattern.search(beside):
            return name
    return ""


def _amount(match: re.Match[str], clause: str) -> Amount | None:
    """The figure with its bounds; None for years, days, ordinals and other units."""
    plain = not (match["currency"] or match["percent"])
    if plain and (
        _YEAR.fullmatch(match["low"])
        or _IN_DATE.search(clause, 0, match.start("low"))
        or _OTHER_UNIT.match(clause, match.end())
        or (match["high"] and _YEAR.fullmatch(match["high"]))
    ):
        return None
    high = match["high"] or match["low"]
    high_scale = match["high_scale"] if match["high"] else match["low_scale"]
    ends = [
        _read(match, match["low"], match["low_scale"] or high_scale),
        _read(match, high, high_scale),
    ]
    if None in ends:
        return None
    least, most = (end for end in ends if end is not None)
    if match["high"]:
        low, top = (least.low + least.high) / 2, (most.low + most.high) / 2
    else:
        low, top = least.low, most.high
    before = clause[max(0, match.start() - 20) : match.start()]
    middle = (low + top) / 2
    if _LEAST.search(before):
        low, top = middle, middle * AT_LEAST
    elif _MOST.search(before):
        low, top = middle * AT_MOST, middle
    elif _ABOUT.search(before):
        low, top = low * (1 - ABOUT), top * (1 + ABOUT)
    return Amount(text=match.group().strip(), kind=least.kind, low=low, high=top)


def _read(match: re.Match[str], number: str, scale: str | None) -> Amount | None:
    """One end of the figure, read with its unit as `timeline.amounts` reads figures."""
    scale = f" {scale.strip(' -')}" if scale else ""
    if match["currency"]:
        written = f"{match['currency']}{number}{scale}"
    elif match["percent"]:
        written = f"{number}%"
    else:
        long = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion"}
        unit = long.get(scale.strip().lower(), scale.strip())
        written = f"{number} {unit} people".replace("  ", " ")
    return next(iter(amounts(written)), None)
