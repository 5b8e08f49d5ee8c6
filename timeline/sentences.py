"""Sentences of a text with their character spans.

List marks, a page's time stamp, a byline and a dateline ("OSLO, April 8 (Wire) - ") are not part of
a sentence: they say when and where the text was written, not when something happened. A newline
always ends a sentence: article bodies are paragraphs joined by newlines. Within a line the
boundaries are those of the sentencex library, which knows abbreviations by language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import sentencex

from timeline.stamps import beginnings

MAX_LENGTH = 900  # longer than any sentence: a table or a list without stops
_DASH = r"\s*(?:—|–|--|-(?=\s))\s*"
_CITY = r"[A-Z][A-Z.’'/\- ]{2,}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)*)?(?:, [A-Z][a-z]+\.? \d{1,2})?"
_AGENCY = r"\([^)\d\n]{2,40}\)"
_DATELINE = re.compile(rf"(?:{_CITY}(?: {_AGENCY})?|{_AGENCY}){_DASH}")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = (
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"
    rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}),? \d{{4}}"
)
_CLOCK = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\b\.?)?(?: (?:[A-Z]{2,4}|UK time)\b)?"
# What a page puts before its first sentence and ends without a stop: `GALE CITY | Wed May 26, 2010
# 7:46 pm EDT `, `Last updated: 8 April 2026 - 17:54 GMT`, `By Ada Park OSLO, April 8 (Wire) - `,
# `By the Wire Staff `, `Rain in Gale (WIRE) -- `, `Photograph: Ada Park/Wire `. Prose has `on`
# before a day, no agency in brackets before a dash.
_FURNITURE = re.compile(
    rf"(?<!\b[oO]n )(?<!\b[iI]n )(?<!\b[bB]y )(?<!\bof )(?<!\bsince )(?<!\buntil )(?<!\bto )"
    rf"\b(?:{_DAY},?(?: [-–]| at)? {_CLOCK}|{_CLOCK},? {_DAY})\s+"
    rf"|\b{_DAY} \| By [^|\n]{{3,80}}?, [A-Z]{{2,6}}\s"
    rf"|\b{_CITY} {_AGENCY}{_DASH}"
    r"|\([A-Z]{2,6}\) (?:--|—) (?=[A-Z“\"])"
    r"|\bBy the (?:[A-Z][\w&.]+ ){1,4}(?:Staff|Desk|Newsroom|Team) (?=[A-Z“\"])"
    r"|\b(?:Photograph|Photo|Picture|Image): [A-Z][^./\n]{2,60}"
    r"(?:/[A-Z]\w*(?: (?:Images|Pictures|Press|News))?)+\s"
)
FURNITURE_WITHIN = 400  # characters of a sentence; what follows is longer than FEWEST
FEWEST = 20
_DECORATION = re.compile(r"(?:[#>*•–—|:\-\s]|\d{1,2}[.)]\s)+")  # bullets, headings, list numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """`text` is the stored text from `start` to `end`, without list marks and blanks."""

    start: int
    end: int
    text: str
    position: int


def sentences(text: str, language: str = "en") -> list[Sentence]:
    """All sentences in order; `language` is an ISO 639-1 code, English when empty."""
    found: list[Sentence] = []
    offset = 0
    for line in text.split("\n"):
        for start, end in _spans(line, language or "en"):
            words = line[start:end]
            found.append(
                Sentence(start=offset + start, end=offset + end, text=words, position=len(found))
            )
        offset += len(line) + 1
    return found


def _spans(line: str, language: str) -> list[tuple[int, int]]:
    if not line.strip():
        return []
    spans = []
    for boundary in sentencex.get_sentence_boundaries(language, line):
        start, end = boundary["start_index"], boundary["end_index"]
        start = _past_furniture(line, start, end)
        for unspoken in (_DECORATION, _DATELINE):
            mark = unspoken.match(line, start, end)
            start = mark.end() if mark else start
        borders = [start, *beginnings(line, start, end), end]
        for begin, stop in pairwise(borders):
            stop = begin + len(line[begin:stop].rstrip())
            if begin < stop:
                spans.append((begin, stop))
    return spans


def _past_furniture(line: str, start: int, end: int) -> int:
    """Where the first sentence begins behind what the page puts before it."""
    for found in _FURNITURE.finditer(line, start, min(end, start + FURNITURE_WITHIN)):
        if end - found.end() >= FEWEST:
            start = found.end()
    return start
