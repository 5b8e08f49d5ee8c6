"""A figure as an English text writes it, whatever script it was found in. Pure.

`$14.2 billion` for `142亿美元`, `2,000 megawatts` for `2吉瓦`, `$115 billion to $135 billion`,
`up to $60 billion` for what stands as `600亿美元` after a word for at most.
"""

from __future__ import annotations

from babel.numbers import format_compact_decimal, format_decimal, get_currency_symbol

from db.model import Amount
from timeline.amounts import written
from timeline.entities import is_cjk
from timeline.numbers import Span

_LOCALE = "en_US"
_SCALES = (1e12, 1e9, 1e6)  # that have a word; below, all digits are written out
_SLIGHT = 0.001
_LOST = 1e-9  # of a number: a word for its scale must not lose digits


def in_figures(amount: Amount) -> str:
    """Its own text where that is in no East Asian script; "" for one that names no number
    (`数十亿`)."""
    if amount.kind.startswith("version") or not is_cjk(amount.text):
        return amount.text
    spans = written(amount)
    told = " to ".join(_with_unit((s.low + s.high) / 2, amount.kind) for s in spans)
    return _bound(amount, spans[0]) + told if len(spans) == 1 else told


def _bound(amount: Amount, plain: Span) -> str:
    more = amount.high > plain.high * (1 + _SLIGHT)
    less = amount.low < plain.low * (1 - _SLIGHT)
    if more and less:
        return "about "
    return "more than " if more else "up to " if less else ""


def _with_unit(number: float, kind: str) -> str:
    family, _, unit = kind.partition(":")
    if family == "share":
        return f"{format_decimal(round(number, 2), locale=_LOCALE)}%"
    figure = _in_words(round(number, 6))
    if family == "money":
        sign = get_currency_symbol(unit, locale=_LOCALE)
        return f"{sign} {figure}" if sign.isalpha() else f"{sign}{figure}"
    return f"{figure} {unit}"


def _in_words(number: float) -> str:
    scale = next((scale for scale in _SCALES if number >= scale), 0.0)
    if not scale or abs(round(number / scale, 2) * scale - number) > number * _LOST:
        return format_decimal(number, locale=_LOCALE)
    return format_compact_decimal(number, format_type="long", fraction_digits=2, locale=_LOCALE)
