"""Figures in a sentence: money, shares, counts and versions, with what their rounding leaves open.

A written figure stands for every number that rounds to it: "$14 billion" for 13.5 to 14.5
billion, "$14.3B" for 14.25 to 14.35; "about" widens that to a tenth. Two figures are
compatible when these ranges meet, so "$14.3 billion" agrees with "about $15 billion" and
disagrees with "$21 billion".
"""

from __future__ import annotations

import re

from db.model import Amount

_SCALE = {
    "": 1.0,
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "t": 1e12,
    "tn": 1e12,
    "trillion": 1e12,
}
_CURRENCY = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_ABOUT = (
    r"(?P<about>about|around|roughly|some|nearly|almost|approximately|more than|over|up to"
    r"|at least|an estimated|~|≈)?\s*"
)
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_UNIT = r"(?:[\s-]?(?P<scale>trillion|billion|million|thousand|tn|bn|mn|[kKmMbBtT])\b)?"
_MONEY = re.compile(_ABOUT + r"(?P<currency>US\$|[$€£¥])\s?" + _NUMBER + _UNIT, re.I)
_SHARE = re.compile(_ABOUT + _NUMBER + r"\s?(?:%|percent\b|per cent\b|-percent\b)", re.I)
_COUNT = re.compile(
    _ABOUT
    + r"(?<![\d.$€£¥])"
    + _NUMBER
    + r"(?:\s(?P<scale>million|billion|thousand))?\s(?:new |full-time |contract )?"
    r"(?P<noun>people|employees|staff|staffers|jobs|workers|roles|positions|researchers|engineers"
    r"|users|customers|units|copies|deaths|dead|injured|wounded|killed|protesters|barrels|cases"
    r"|GPUs|gigawatts|GW|megawatts|MW)\b",
    re.I,
)
_VERSION = re.compile(
    r"\b(?P<name>[A-Z][\w-]*(?:\s[A-Z][\w-]*)?)[\s-]v?(?P<number>\d+(?:\.\d+)+)\b"
)
_WORKFORCE = frozenset("people employees staff staffers jobs workers roles positions".split())
_ABOUT_SLACK = 0.1


def amounts(sentence: str) -> tuple[Amount, ...]:
    """The figures of a sentence in the order they stand."""
    found: list[tuple[int, Amount]] = []
    for match in _MONEY.finditer(sentence):
        currency = _CURRENCY[match["currency"].upper()]
        found.append((match.start("currency"), _amount(match, f"money:{currency}")))
    for match in _SHARE.finditer(sentence):
        found.append((match.start("number"), _amount(match, "share")))
    for match in _COUNT.finditer(sentence):
        noun = match["noun"].lower()
        kind = "count:people" if noun in _WORKFORCE else f"count:{noun}"
        found.append((match.start("number"), _amount(match, kind)))
    for match in _VERSION.finditer(sentence):
        number = float(match["number"].split(".", 2)[0] + "." + match["number"].split(".")[1])
        version = Amount(
            text=match.group(), kind=f"version:{match['name']}", low=number, high=number
        )
        found.append((match.start(), version))
    return tuple(amount for _, amount in sorted(found, key=lambda item: item[0]))


def compatible(one: Amount, other: Amount) -> bool:
    """Whether both can be roundings of one figure."""
    if one.kind != other.kind:
        return False
    low, high = max(one.low, other.low), min(one.high, other.high)
    exact = one.low == one.high or other.low == other.high
    return low < high or (exact and low == high)


def _amount(match: re.Match[str], kind: str) -> Amount:
    groups = match.groupdict()
    digits = groups["number"].replace(",", "")
    scale = _SCALE[(groups.get("scale") or "").lower()]
    decimals = len(digits.partition(".")[2])
    value, half_step = float(digits) * scale, 0.5 * 10**-decimals * scale
    if decimals == 0 and scale == 1:
        zeros = len(digits) - len(digits.rstrip("0"))
        half_step = 0.5 * 10**zeros if zeros >= 2 else 0.0
    slack = value * _ABOUT_SLACK if groups.get("about") else 0.0
    spread = max(half_step, slack)
    text = match.group().removeprefix(groups.get("about") or "").strip()
    return Amount(text=text, kind=kind, low=value - spread, high=value + spread)
