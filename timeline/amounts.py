"""Figures in a sentence: money, shares, counts and versions, with what their wording leaves open.

A written figure stands for every number that rounds to it (`timeline.numbers`); "about" widens
that to a tenth, "more than", "up to" and their like to one side (`timeline.units`). A range
("$125-145B") keeps its two ends. Two figures are compatible when they can be one: "$14.3 billion"
agrees with "about $15 billion" and "143亿美元", not with "$21 billion"; two ranges agree when both
ends do. Units of one thing are one kind: "2 GW", "2,000 megawatts" and "2吉瓦" are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from db.model import Amount
from timeline.numbers import NUMBER, SCALE, Span, names_no_number, read_number, without_odd
from timeline.units import CURRENCIES, FRACTIONS, HEDGES, UNITS, YEN_OR_YUAN

BARE = "count"  # the kind of a number without a unit
_FRACTION_SLACK = 2.0  # percentage points
_RANGE_SLACK = 0.01  # of an end, for the same range written otherwise
_LETTER = "A-Za-zÀ-ɏ"
_KANA = re.compile(r"[぀-ヿ]")
_CHINESE = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A number with its hedge, currency and unit; `kind` is "" when nothing says of what."""

    start: int  # of currency and number
    end: int  # past the unit
    bare_end: int  # past the number and what belongs to it in a range
    number: str
    hedge: str
    kind: str
    factor: float


def _escaped(word: str) -> str:
    """A word of the tables as a pattern: `_` is a blank, `?` stays, Latin words end where they
    end."""
    pattern = re.escape(word).replace("_", r"[\s-]").replace(r"\?", "?")
    opening = rf"(?<![{_LETTER}])" if word[0].isascii() and word[0].isalpha() else ""
    closing = rf"(?![{_LETTER}])" if word[-1].isascii() and word[-1] not in "$%.€" else ""
    return f"{opening}{pattern}{closing}"


def _either(words: Iterable[str]) -> str:
    return "|".join(_escaped(word) for word in sorted(words, key=len, reverse=True))


def _by_word(table: Mapping[str, Iterable[str]]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(_either(words), re.I), kind) for kind, words in table.items()]


_SIGNS = {code: words.split(" | ")[0].split() for code, words in CURRENCIES.items()}
_NAMES = {f"money:{code}": words.split(" | ")[1].split() for code, words in CURRENCIES.items()}
_UNIT_WORDS = {kind: [w.split("=")[0] for w in words.split()] for kind, words in UNITS.items()}
_FACTORS = {
    w.split("=")[0].rstrip("s?").lower(): float(w.split("=")[1])
    for words in UNITS.values()
    for w in words.split()
    if "=" in w
}
_KIND_OF_UNIT = _by_word({**_NAMES, **_UNIT_WORDS})
_CODE_OF_SIGN = _by_word(_SIGNS)
_REACH_OF_HEDGE = [
    (re.compile(_either(words.split()), re.I), reach) for reach, words in HEDGES.items()
]
_NUMBER = re.compile(rf"(?<![\d.,{_LETTER}]){NUMBER}", re.I)
_SIGN = re.compile(
    rf"(?:{_either(s for signs in _SIGNS.values() for s in signs)}|[{YEN_OR_YUAN}])\s?$", re.I
)
_HEDGE = re.compile(
    rf"(?:{_either(h for hedges in HEDGES.values() for h in hedges.split())})(?:\san?)?\s?$", re.I
)
_CURRENCY_OR_SHARE = _either(
    [name for names in _NAMES.values() for name in names] + _UNIT_WORDS["share"]
)
_UNIT = _either([u for units in [*_NAMES.values(), *_UNIT_WORDS.values()] for u in units])
# What looks like a unit and is not: 人工, 成立, `people familiar with the matter`.
_NO_UNIT = (
    r"(?!(?<=人)[民工气気形物間间次均造]|(?<=成)[立员功本为熟]|(?<=割)り|(?<=[名位])[单於于知]"
    r"|(?<=people)\s(?:familiar|close\sto|with\sknowledge|briefed))"
)
_UNIT_AFTER = re.compile(rf"[\s-]?(?:(?:多|余|餘|个|個|座)\s?)?(?P<unit>{_UNIT}){_NO_UNIT}", re.I)
_NOT_BETWEEN = r"(?!(?:and|or|of|in|to|from|for|by|at|on|with|as|per|a|the|is|are|was)\b)"
_NOUN_AFTER = re.compile(
    rf"\s(?:of\s(?:(?:its|the|their|his|her|our)\s)?)?(?:{_NOT_BETWEEN}[{_LETTER}-]+\s){{0,2}}?"
    rf"(?P<unit>{_UNIT}){_NO_UNIT}|-strong|(?:全职|新|技术|个|個){{1,3}}(?:岗位|职位)"
)
_JOIN = re.compile(r"\s?(?:-|–|—|~|～|至|到|から|to|and)\s?", re.I)
_RISING = re.compile(r"\bfrom\s$", re.I)
_FRACTION = re.compile(rf"(?:{'|'.join(FRACTIONS)})(?=\sof\b|的|员工|を|が)", re.I)
_VERSION = re.compile(
    rf"(?<![{_LETTER}\d])(?P<name>[A-ZÀ-Þ][{_LETTER}\d-]*(?:\s[A-ZÀ-Þ][{_LETTER}\d-]*)?)[\s-]?v?"
    rf"(?<!\d)(?P<number>\d+(?:\.\d+)+)(?![\d%]|[\s-]?(?:{_UNIT}|{SCALE}))"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?<!00)")


def amounts(sentence: str) -> tuple[Amount, ...]:
    """The figures of a sentence in the order they stand."""
    figures = ((start, amount) for start, _, amount in _figures(sentence) if amount.kind != BARE)
    found: list[tuple[int, Amount]] = [*figures, *_fractions(sentence)]
    for match in _VERSION.finditer(sentence):
        number = float(".".join(match["number"].split(".")[:2]))
        kind = f"version:{match['name'].strip(' -')}"
        found.append((match.start(), Amount(text=match[0], kind=kind, low=number, high=number)))
    return tuple(amount for _, amount in sorted(found, key=lambda item: item[0]))


def placed(sentence: str) -> Iterator[tuple[int, int, Amount]]:
    """(start, end, figure) of money, shares and counts, in order. A count ends before what is
    counted; one of which nothing says what is counted is `BARE`."""
    return _figures(sentence)


def written(amount: Amount) -> tuple[Span, ...]:
    """What its text alone writes, of a range both ends; none for what names no number. How far
    the words before it reach is in the amount's own bounds."""
    if any(re.fullmatch(words, amount.text, re.I) for words in FRACTIONS):
        middle = round((amount.low + amount.high) / 2)
        return (Span(middle, middle),)
    text = without_odd(amount.text)
    figures = [_figure(text, match) for match in _NUMBER.finditer(text)][: 1 + amount.is_range]
    if not figures or is_vague(amount):
        return ()
    last = figures[-1]
    spans = [_span(figure, like=last.number if figure is not last else "") for figure in figures]
    return tuple(Span(span.low * last.factor, span.high * last.factor) for span in spans)


def is_vague(amount: Amount) -> bool:
    """`tens of billions`: how much, it does not say, so that it agrees with too many."""
    return _names_no_number(amount.text)


@lru_cache(maxsize=10_000)  # asked of every pair of mentions that are compared
def _names_no_number(text: str) -> bool:
    return any(names_no_number(match.group()) for match in _NUMBER.finditer(text))


def compatible(one: Amount, other: Amount) -> bool:
    """Whether both can be roundings of one figure."""
    if one.kind != other.kind:
        return False
    if one.is_range and other.is_range:
        return _near(one.low, other.low) and _near(one.high, other.high)
    low, high = max(one.low, other.low), min(one.high, other.high)
    exact = one.low == one.high or other.low == other.high
    return low < high or (exact and low == high)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _RANGE_SLACK * max(abs(one), abs(other))


def _figures(sentence: str) -> Iterator[tuple[int, int, Amount]]:
    figures = [_figure(sentence, match) for match in _NUMBER.finditer(sentence)]
    at = 0
    while at < len(figures):
        one, other = figures[at], figures[at + 1] if at + 1 < len(figures) else None
        at += 1
        if other is not None and _is_range(sentence, one, other):
            at += 1
            yield one.start, other.bare_end, _range(sentence, one, other)
        elif one.kind:
            if not _is_no_figure(one):
                yield one.start, one.bare_end, _single(sentence, one)
        elif one.number[0].isdecimal():
            yield one.start, one.bare_end, _single(sentence, replace(one, kind=BARE))


def _figure(sentence: str, number: re.Match[str]) -> _Figure:
    sign = _SIGN.search(sentence, max(0, number.start() - 6), number.start())
    start = sign.start() if sign else number.start()
    hedge = _HEDGE.search(sentence, max(0, start - 20), start)
    end = bare_end = number.end()
    kind, factor = "", 1.0
    if sign:
        kind = f"money:{_code(sign.group().strip(), sentence)}"
    elif unit := _UNIT_AFTER.match(sentence, end) or _NOUN_AFTER.match(sentence, end):
        end = unit.end()
        word = unit["unit"]
        kind = _kind(word) if word else "count:people"
        factor = _FACTORS.get(word.lower().rstrip("s"), 1.0) if word else 1.0
        if kind == "share" or kind.startswith("money"):
            bare_end = end
    return _Figure(
        start=start,
        end=end,
        bare_end=bare_end,
        number=number.group(),
        hedge=hedge.group().strip() if hedge else "",
        kind=kind,
        factor=factor,
    )


def _code(sign: str, sentence: str) -> str:
    if sign in YEN_OR_YUAN:
        chinese = _CHINESE.search(sentence) and not _KANA.search(sentence)
        return "CNY" if chinese else "JPY"
    return next(code for pattern, code in _CODE_OF_SIGN if pattern.fullmatch(sign))


def _kind(unit: str) -> str:
    return next(kind for pattern, kind in _KIND_OF_UNIT if pattern.fullmatch(unit))


def _is_no_figure(figure: _Figure) -> bool:
    """`a job`, `one of the workers`, `一名高管`; `the 2025 layoffs`."""
    year = figure.kind.startswith("count") and not figure.hedge and _YEAR.fullmatch(figure.number)
    return bool(year) or figure.number.lower() in ("a", "one", "一")


def _is_range(sentence: str, one: _Figure, other: _Figure) -> bool:
    """`8-10%`, `$115 billion to $135 billion`; not `from 8 to 10%`, a change."""
    if _is_no_figure(one):
        return False
    if not other.kind and one.kind.startswith("money"):
        other = replace(other, kind=one.kind)
    if not other.kind or one.kind not in ("", other.kind):
        return False
    gap = sentence[one.bare_end : other.start]
    if not _JOIN.fullmatch(gap) or _RISING.search(sentence[: one.start]):
        return False
    if gap.strip().lower() == "and":
        return bool(re.search(r"\bbetween\s$", sentence[: one.start], re.I))
    return _span(one, like=other.number).low < _span(other).high


def _range(sentence: str, one: _Figure, other: _Figure) -> Amount:
    first, last = _span(one, like=other.number), _span(other)
    return Amount(
        text=sentence[one.start : other.end].strip(),
        kind=other.kind or one.kind,
        low=first.low * other.factor,
        high=last.high * other.factor,
        is_range=True,
    )


def _span(figure: _Figure, *, like: str = "") -> Span:
    return read_number(figure.number, like=like)


def _single(sentence: str, figure: _Figure) -> Amount:
    low, high = (end * figure.factor for end in _span(figure))
    below, above = _reach(figure.hedge)
    middle = (low + high) / 2
    if (below, above) != (1.0, 1.0):
        low = min(low, middle * below) if below < 1 else middle
        high = max(high, middle * above) if above > 1 else middle
    text = sentence[figure.start : figure.end].strip()
    return Amount(text=text, kind=figure.kind, low=round(low, 6), high=round(high, 6))


def _reach(hedge: str) -> tuple[float, float]:
    words = re.sub(r"\san?$", "", hedge)
    return next((r for pattern, r in _REACH_OF_HEDGE if pattern.fullmatch(words)), (1.0, 1.0))


def _fractions(sentence: str) -> Iterator[tuple[int, Amount]]:
    for match in _FRACTION.finditer(sentence):
        value = next(v for p, v in FRACTIONS.items() if re.fullmatch(p, match[0], re.I))
        low, high = value - _FRACTION_SLACK, value + _FRACTION_SLACK
        amount = Amount(text=match[0], kind="share", low=round(low, 6), high=round(high, 6))
        yield match.start(), amount
