"""Sentences of a text with their character spans.

List marks, a page's time stamp and a dateline ("OSLO, April 8 (Wire) - ") are not part of a
sentence: they say when and where the text was written, not when something happened. A newline
always ends a sentence: article bodies are paragraphs joined by newlines. Within a line the
boundaries are those of the sentencex library, which knows abbreviations by language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import sentencex

MAX_LENGTH = 900  # longer than any sentence: a table or a list without stops
_DATELINE = re.compile(
    r"[A-Z][A-Z.’'\- ]{3,}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)*)?(?:, [A-Z][a-z]+\.? \d{1,2})?"
    r"(?: \([^)\n]{2,40}\))?\s*(?:—|–|--|-(?=\s))\s*"
)
# `GALE CITY | Wed May 26, 2010 7:46 pm EDT `: the page's own stamp, run into the first sentence.
_STAMP = re.compile(
    r"(?:[A-Z][\w.’' /,-]{2,40}\s\|\s)?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?"
    r" (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2},? \d{4},?"
    r" \d{1,2}:\d\d(?:\s?[ap]\.?m\b\.?)?(?:\s[A-Z]{2,4}\b)?\s*"
)
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
        for unspoken in (_DECORATION, _STAMP, _DATELINE):
            mark = unspoken.match(line, start, end)
            start = mark.end() if mark else start
        end = start + len(line[start:end].rstrip())
        if start < end:
            spans.append((start, end))
    return spans
