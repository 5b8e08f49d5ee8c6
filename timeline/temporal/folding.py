"""Text as the grammar sees it: lower case, plain quotes and hyphens, addresses blanked out.

Folding never changes the length of a text, so offsets into the folded one are offsets into the
original.
"""

from __future__ import annotations

import re

_BLANKS = dict.fromkeys(map(ord, "\t\v\f\r\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"), " ")
_QUOTES = dict.fromkeys(map(ord, "‘’‛`´"), "'")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_PLAIN: dict[int, str | int | None] = {**_BLANKS, **_QUOTES, **_HYPHENS}
_FOLD: dict[int, str | int | None] = {**_PLAIN, **_LOWER}

# A date inside an address is part of a name, not of the sentence.
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\"<>]+|[\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.-]*")
_SOFT_BREAK = re.compile(r"[a-z,]\n[a-z]")


def fold(text: str) -> str:
    """`text` for matching, character by character in the same places."""
    folded = text.translate(_FOLD)
    if "://" in folded or "www." in folded or "@" in folded:
        folded = _ADDRESS.sub(lambda address: "\x00" * len(address[0]), folded)
    if _SOFT_BREAK.search(text):
        # Lines are wrapped in mid-sentence: a single break is a blank, an empty line is not.
        folded = re.sub(r"(?<!\n)\n(?! {0,8}\n)", " ", folded)
    return folded


def lowered(text: str) -> str:
    """`text` in lower case of any script, quotes and blanks made plain, addresses blanked out."""
    low = text.lower()
    if len(low) != len(text):  # a few letters grow when lowered: leave those as they are
        low = "".join(one if len(one) == 1 else char for char in text for one in [char.lower()])
    low = low.translate(_PLAIN)
    if "://" in low or "www." in low or "@" in low:
        low = _ADDRESS.sub(lambda address: "\x00" * len(address[0]), low)
    return low
