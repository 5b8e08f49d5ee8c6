"""A source's words made harmless for where they are shown.

What is stored is what the source said. What is shown has no control characters, no marks that
turn the direction of the text around it, and an end: a headline of ten thousand characters is
cut.
"""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST = 2000  # characters; a sentence of news has a tenth of it
LONGEST_LINE = 300
_DROPPED = ("Cc", "Cs", "Co", "Cn")  # control, surrogate, private use, unassigned
_TURNING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARKDOWN = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]|#~"} | {"<": "&lt;", ">": "&gt;"})
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BEGINS_MARKDOWN = re.compile(r"^(?:[-+=]|\d+[.)])(?=\s|$)")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|data):|\bwww\.")
_FORMULA = ("=", "+", "-", "@")


def plain(text: str, most: int = LONGEST) -> str:
    """One line without control characters and turning marks, cut at `most` characters."""
    spaced = " ".join(_TURNING.sub("", text).split())
    shown = spaced if spaced.isprintable() else _printable(spaced)
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"


def _printable(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in _DROPPED)


def line(text: str) -> str:
    """`plain`, no longer than a headline."""
    return plain(text, LONGEST_LINE)


def markdown(text: str) -> str:
    """What markdown or HTML would act on is escaped, and no address becomes a link by itself."""
    shown = _ENTITY.sub("&amp;", plain(text)).translate(_MARKDOWN)
    shown = _ADDRESS.sub(
        lambda match: match.group().replace(":", "&#58;").replace(".", "&#46;"), shown
    )
    begins = _BEGINS_MARKDOWN.match(shown)
    return f"\\{shown}" if begins and not shown[0].isdigit() else shown


def markup(text: str) -> str:
    """Escaped for the text and the attributes of HTML."""
    return html.escape(plain(text))


def cell(value: object) -> object:
    """For CSV: what a spreadsheet would run as a formula begins with an apostrophe."""
    if not isinstance(value, str):
        return value
    shown = plain(value, len(value))
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def web_address(url: str) -> str:
    """The address when a browser may be sent there, else ""."""
    return url if re.match(r"(?i)https?://[^\s\"'<>\\]+\Z", url) else ""
