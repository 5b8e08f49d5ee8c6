"""A figure as an English text writes it, whatever script it was found in. Pure.

`$14.2 billion` for `142亿美元`, `2,000 megawatts` for `2吉瓦`, `$115 billion to $135 billion`.
"""

from __future__ import annotations

from babel.numbers import format_compact_decimal, format_decimal, get_currency_symbol

from db.model import Amount
from timeline.amounts import written

_LOCALE = "en_US"
_IN_WORDS_FROM = 1e5  # below, all digits are written out


def in_figures(amount: Amount) -> str:
    """Its text where that is in Latin letters; "" for one that names no number (`数十亿`)."""
    if amount.text.isascii():
        return amount.text
    return " to ".join(_with_unit(number, amount.kind) for number in written(amount))


def _with_unit(number: float, kind: str) -> str:
    family, _, unit = kind.partition(":")
    figure = _in_words(number)
    if family == "share":
        return f"{figure}%"
    if family == "money":
        sign = get_currency_symbol(unit, locale=_LOCALE)
        return f"{sign} {figure}" if sign.isalpha() else f"{sign}{figure}"
    return f"{figure} {unit}"


def _in_words(number: float) -> str:
    if number < _IN_WORDS_FROM:
        return format_decimal(number, locale=_LOCALE)
    return format_compact_decimal(number, format_type="long", fraction_digits=2, locale=_LOCALE)
