"""The date a reader sees beside a headline, where no markup says it. Pure.

A dateline is a short piece of text that is little more than a date. Of several, the one that
stands closest below the headline, is marked as a date, and is not one of a row of equals
(comments, teasers) is the article's. Each of these is a few points; the sum has to be enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import XPath
from lxml.html import HtmlElement

from crawler.marks import ASIDE_CLASS, ASIDE_TAGS, MODIFIED_HINT, PUBLISHED_HINT, SAYS_MODIFIED
from crawler.stamps import read_stamp

LONGEST = 70  # characters of a text that is a dateline
NEAR_BELOW, NEAR_ABOVE = 30, 12  # pieces of text between headline and dateline
ENOUGH = 3  # points
MOST_TEXTS = 6000  # pieces of text looked at

_TEXTS = XPath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})日?"
    r"|(?P<a>\d{1,2})\s?[./-]\s?(?P<b>\d{1,2})\s?[./-]\s?(?P<yy>(?:19|20)?\d\d))(?![\d/-])"
)
_NAMED = re.compile(
    r"(?<!\d)(?:\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+|d')?[^\W\d_]{3,12}\.?,?\s+(?:de[l]?\s+)?"
    r"|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+)(?:19|20)\d\d(?!\d)"
)
_OPENS = re.compile(
    rf"(?:(?P<place>[^\d().]{{0,30}}\(\s*))?(?P<date>{_NAMED.pattern}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}})"
    r"\s*(?(place)\)|[-–—:|„“«])"
)
_SAYS_PUBLISHED = re.compile(
    r"publi|posted|written|created|veröffentlicht|erstellt|geschrieben|am \d|opublikowan",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    position: int
    text: str
    date: str
    element: HtmlElement
    path: tuple[str, str]


def dateline(tree: HtmlElement, title: str, *, day_first: bool) -> str:
    """The ISO day of the best dateline; "" when none is good enough."""
    found = _TEXTS(tree)[:MOST_TEXTS]
    texts = [" ".join(text.split()) for text in found]
    lines = list(_lines(found, texts, day_first))
    if not lines:
        return ""
    headline = _headline(texts, title)
    alike = Counter(line.path for line in lines)
    scored = [(_points(line, headline, alike[line.path]), -line.position, line) for line in lines]
    points, _, best = max(scored, key=lambda entry: entry[:2])
    return best.date if points >= ENOUGH else ""


def _lines(found: list[str], texts: list[str], day_first: bool) -> Iterator[_Line]:
    for position, (raw, text) in enumerate(zip(found, texts, strict=True)):
        short = text if len(text) <= LONGEST else _opening(text)
        if len(short) < 6 or not any(c.isdigit() for c in short):
            continue
        day = _day(short, day_first)
        element = raw.getparent()  # type: ignore[attr-defined]
        if day and element is not None:
            above = element.getparent()
            mark = (above.get("class") or "") if above is not None else ""
            path = (element.tag, f"{element.get('class') or ''}/{mark}")
            yield _Line(position, short, day, element, path)


def _opening(text: str) -> str:
    """The date that opens a paragraph as a dateline does: `8.4.2026 - Words`, `Town (8.4.2026)`.

    "On April 8, 2026, the gate opened" is a sentence and opens with no dateline.
    """
    match = _OPENS.match(text[:LONGEST])
    return match["date"] if match else ""


def _day(text: str, day_first: bool) -> str:
    match = _NUMERIC.search(text)
    if match:
        return _numeric_day(match, day_first)
    named = _NAMED.search(text)
    stamp = read_stamp(named.group(), method="text", confidence=0) if named else None
    return stamp.day.isoformat() if stamp else ""


def _numeric_day(match: re.Match[str], day_first: bool) -> str:
    if match["y"]:
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    else:
        first, second, year = int(match["a"]), int(match["b"]), int(match["yy"])
        year += 2000 if year < 100 else 0
        dotted = "." in match.group()
        day, month = (first, second) if dotted or day_first else (second, first)
        if month > 12 >= day:
            day, month = month, day
    stamp = read_stamp(f"{year}-{month}-{day}", method="text", confidence=0)
    return stamp.day.isoformat() if stamp else ""


def _headline(texts: list[str], title: str) -> int:
    """Position of the headline's text; -1 when it is not in the body."""
    wanted = title.casefold()[:60]
    if len(wanted) < 8:
        return -1
    return next((n for n, text in enumerate(texts) if wanted in text.casefold()), -1)


def _points(line: _Line, headline: int, alike: int) -> int:
    points = 0
    marks = " ".join(_marks(line.element))
    if PUBLISHED_HINT.search(marks) or re.search(r"date|time|meta|datum", marks, re.IGNORECASE):
        points += 2
    if _SAYS_PUBLISHED.search(line.text):
        points += 2
    if SAYS_MODIFIED.search(line.text) or MODIFIED_HINT.search(marks):
        points -= 4
    if headline >= 0:
        below = line.position - headline
        points += 3 if 0 <= below <= NEAR_BELOW else 1 if -NEAR_ABOVE <= below < 0 else 0
    if len(line.text) <= 30:
        points += 1
    if alike > 2:
        points -= 2
    return points - (4 if _is_aside(line.element) else 0)


def _marks(element: HtmlElement) -> Iterator[str]:
    for step, above in enumerate((element, *element.iterancestors())):
        if step > 2:
            return
        yield " ".join(above.get(name) or "" for name in ("class", "id", "itemprop"))


def _is_aside(element: HtmlElement) -> bool:
    for above in (element, *element.iterancestors()):
        if above.tag in ("article", "main", "body"):
            return False
        if above.tag in ASIDE_TAGS:
            return True
        if ASIDE_CLASS.search(f"{above.get('class') or ''} {above.get('id') or ''}"):
            return True
    return False
