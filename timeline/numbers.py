"""Written numbers with what their rounding leaves open: figures, words, Chinese and Japanese.

A number stands for every one that rounds to it: `14` million for 13.5 to 14.5 million, `14.3`
for 14.25 to 14.35, a bare `8,000` for 7,500 to 8,500; `hundreds` for 200 to 1,000. `NUMBER` is
the pattern that finds one, `read_number` reads what it found.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SCALES = {
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "crore": 1e7,
    "lakh": 1e5,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "bln": 1e9,
    "t": 1e12,
    "tn": 1e12,
    "trn": 1e12,
}
_CJK_SCALES = {
    **dict.fromkeys("十拾", 1e1),
    **dict.fromkeys("百백", 1e2),
    **dict.fromkeys("千천", 1e3),
    **dict.fromkeys("万萬만", 1e4),
    **dict.fromkeys("亿億억", 1e8),
    **dict.fromkeys("兆조", 1e12),
}
_CJK_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"两": 2}
_SMALL = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
        fifteen sixteen seventeen eighteen nineteen""".split()
    )
} | {"a": 1, "dozen": 12}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_VAGUE = {
    "dozens": (24, 100),
    "scores": (40, 100),
    "hundreds": (200, 1e3),
    "tens of thousands": (2e4, 1e5),
    "hundreds of thousands": (2e5, 1e6),
    "thousands": (2e3, 1e4),
    "millions": (2e6, 1e7),
    "tens of millions": (2e7, 1e8),
    "hundreds of millions": (2e8, 1e9),
    "billions": (2e9, 1e10),
    "tens of billions": (2e10, 1e11),
    "hundreds of billions": (2e11, 1e12),
    "trillions": (2e12, 1e13),
}
_SEVERAL = "数數几幾"  # `数百`: some hundreds
_ODD = "多余餘"  # `300多亿`: and some more

_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_CJK_SCALE = f"(?:[{''.join(_CJK_SCALES)}](?![瓦赫]))"  # 兆瓦 is a megawatt
SCALE = rf"(?:(?:{_SCALE})(?![^\W\d_])|{_CJK_SCALE})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_WORDS = rf"(?:{'|'.join([*_TENS, *sorted(_SMALL, key=len, reverse=True)])})"
NUMBER = (
    rf"(?:{_DIGITS}\s?[{_ODD}]?{_CJK_SCALE}+(?:{_DIGITS}{_CJK_SCALE}+)*(?:\d+(?![.,]?\d))?"
    rf"|{_DIGITS}(?:[\s-]?(?:{_SCALE})(?![^\W\d_]))?"
    rf"|[{_SEVERAL}]{_CJK_SCALE}+"
    rf"|[{''.join(_CJK_DIGITS)}{''.join(_CJK_SCALES)}]+"
    rf"|\b(?:{'|'.join(sorted(_VAGUE, key=len, reverse=True))})(?=\sof\b)"
    rf"|\b{_WORDS}(?:[\s-](?:and\s)?(?:{_WORDS}|hundred|{_SCALE}))*\b(?!-year))"
)
_TOKEN = re.compile(rf"{_DIGITS}|{_CJK_SCALE}+|[^\W\d_]+", re.I)
_CJK_NUMERAL = re.compile(rf"[{''.join(_CJK_DIGITS)}]|{_CJK_SCALE}")
_WHOLE_DIGITS = re.compile(rf"(?P<digits>{_DIGITS})(?:[\s-]?(?P<scale>{_SCALE}))?", re.I)


_ODD_REACH = 1.25


class Span(NamedTuple):
    """What a written number may stand for."""

    low: float
    high: float


class _Part(NamedTuple):
    value: float
    half_step: float


def read_number(text: str, *, like: str = "") -> Span:
    """The span of a text that `NUMBER` matched. `like` is the range's other end: the 125 of
    `125-145 billion` are billions."""
    if vague := _VAGUE.get(text.lower()):
        return Span(*vague)
    if text[0] in _SEVERAL:
        return Span(2 * _product(text[1:]), 10 * _product(text[1:]))
    if (plain := without_odd(text)) != text:
        value = _read(plain).value
        return Span(value, value * _ODD_REACH)
    part = _read(text)
    scale = _scale_of(like) if like else 1.0
    if scale != 1 and _scale_of(text) == 1:
        part = _Part(part.value * scale, 0.5 * scale * 10 ** -_decimals(text))
    return Span(round(part.value - part.half_step, 6), round(part.value + part.half_step, 6))


def without_odd(text: str) -> str:
    """`300多亿` as `300亿`."""
    return "".join(sign for sign in text if sign not in _ODD)


def names_no_number(text: str) -> bool:
    """`dozens`, `数百`: how many, it does not say."""
    return text.lower() in _VAGUE or text[0] in _SEVERAL


def _read(text: str) -> _Part:
    if whole := _WHOLE_DIGITS.fullmatch(text):
        return _digits(whole["digits"], _SCALES.get((whole["scale"] or "").lower(), 1.0))
    if text[0].isdecimal():
        return _compound(text)
    if text.isascii():
        return _spelled_out(re.split(r"[\s-]+", text.lower()))
    return _chinese(text)


def _digits(digits: str, scale: float) -> _Part:
    plain = digits.replace(",", "")
    half_step = 0.5 * 10 ** -_decimals(plain) * scale
    if scale == 1 and "." not in plain:
        zeros = len(plain) - len(plain.rstrip("0"))
        half_step = 0.5 * 10**zeros if zeros >= 2 else 0.0
    return _Part(float(plain) * scale, half_step)


def _compound(text: str) -> _Part:
    """`143亿`, `1万5000`, `2000 万`: figures with scales in between."""
    tokens = _TOKEN.findall(text)
    value, half_step = 0.0, 0.0
    for at in range(0, len(tokens), 2):
        scale = _product(tokens[at + 1]) if at + 1 < len(tokens) else 1.0
        part = _digits(tokens[at], scale)
        value, half_step = value + part.value, part.half_step
    return _Part(value, half_step)


def _chinese(text: str) -> _Part:
    """`三千`, `十二`, `两万五千`: digits and scales below 万, times what follows it."""
    total, section, digit = 0.0, 0.0, 0.0
    for sign in text:
        if sign in _CJK_DIGITS:
            digit = float(_CJK_DIGITS[sign])
        elif (scale := _CJK_SCALES[sign]) < 1e4:
            section, digit = section + (digit or 1) * scale, 0.0
        else:
            total, section, digit = (total + ((section + digit) or 1)) * scale, 0.0, 0.0
    return _Part(total + section + digit, 0.0)


def _spelled_out(words: list[str]) -> _Part:
    total, section, largest = 0.0, 0.0, 1.0
    for word in words:
        if word in _SCALES:
            largest = max(largest, _SCALES[word])
            total, section = total + (section or 1) * _SCALES[word], 0.0
        elif word in ("hundred", "dozen"):
            section = (section or 1) * (100 if word == "hundred" else 12)
        else:
            section += _TENS.get(word, _SMALL.get(word, 0))
    return _Part(total + section, 0.5 * largest if largest > 1 and not section else 0.0)


def _product(scales: str) -> float:
    product = 1.0
    for sign in scales:
        product *= _CJK_SCALES[sign]
    return product


def _scale_of(text: str) -> float:
    if whole := _WHOLE_DIGITS.fullmatch(text):
        return _SCALES.get((whole["scale"] or "").lower(), 1.0)
    signs = "".join(sign for sign in text if sign in _CJK_SCALES)
    return _product(signs) if text[0].isdecimal() else 1.0


def _decimals(text: str) -> int:
    digits = re.match(_DIGITS, text)
    return len(digits.group().partition(".")[2]) if digits else 0
