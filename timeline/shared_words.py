"""Two texts side by side: the words of each, and how much of one the other has too. Pure."""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from zlib import crc32

from db.model import Article

RUN = 4  # words in a row that count as taken over
COPIED = 0.5  # of the shorter text's words, in such runs: from here on, a copy
SURELY_COPIED = 0.75  # for what says less: a short text, or one of some weeks later
SHORT_WORDS = 60
SHORT_DAYS = 3  # that short texts or headlines may lie apart
BACKGROUND_DAYS = 14  # later than that, what two texts share is mostly their background
QUOTED = 0.25  # a later, longer text with less of the earlier one than this quotes it
MIN_HEADLINE_WORDS = 5
SAMPLED = 8  # one run in so many is indexed, ...
DENSE_WORDS = 200  # ... every one of a text shorter than this

# Chinese and Japanese are written without spaces: there, two neighbouring characters are a word.
_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W{_UNSPACED}]+")
_FIRST_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_OUTLET_AFTER_HEADLINE = re.compile(r"\s+[-–—|]\s+(?:\S+\s?){1,4}$")


@dataclass(frozen=True, slots=True)
class Text:
    """`runs[i]` is the checksum of the `RUN` words from word `i` on."""

    article_id: str
    original_id: str  # its own id, unless it is a copy itself
    day: date | None
    runs: array[int]

    @property
    def words(self) -> int:
        return len(self.runs) + RUN - 1 if self.runs else 0


def copied(later: Text, later_runs: frozenset[int], earlier: Text) -> float:
    """The share of the shorter text that the other has too; 0 when that makes no copy."""
    if later.words <= earlier.words:
        share, words = _covered(later, frozenset(earlier.runs)), later.words
    else:
        share, words = _covered(earlier, later_runs), earlier.words
        # What is linked through a copy must be of that copy's words for the most part.
        least = QUOTED if earlier.article_id == earlier.original_id else COPIED
        if share * words < least * later.words:
            return 0.0
    return share if share >= _enough(words, days_apart(later.day, earlier.day)) else 0.0


def _enough(words: int, days: int | None) -> float:
    """The share at which a text of so many words is a copy; beyond 1 when it never is."""
    if words < SHORT_WORDS:
        return SURELY_COPIED if days is not None and days <= SHORT_DAYS else math.inf
    return SURELY_COPIED if days is not None and days > BACKGROUND_DAYS else COPIED


def _covered(text: Text, runs: frozenset[int]) -> float:
    """The share of the words of `text` that stand in one of `runs`."""
    covered = bytearray(text.words)
    whole_run = b"\x01" * RUN
    for position, run in enumerate(text.runs):
        if run in runs:
            covered[position : position + RUN] = whole_run
    return covered.count(1) / len(covered)


def days_apart(one: date | None, other: date | None) -> int | None:
    return None if one is None or other is None else abs((one - other).days)


# ---------------------------------------------------------------- words


def sentences_of(text: str) -> list[list[str]]:
    return [words for part in _SENTENCE_END.split(text) if part and (words := _words(part))]


def _words(text: str) -> list[str]:
    """Words in one way of writing; of unspaced scripts, each two neighbouring characters."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    if not _FIRST_UNSPACED.search(text):
        return words
    return [part for word in words for part in _parts(word)]


def _parts(word: str) -> list[str]:
    if not _FIRST_UNSPACED.match(word) or len(word) < 2:
        return [word]
    return [word[i : i + 2] for i in range(len(word) - 1)]


def runs_of(words: Sequence[str]) -> array[int]:
    return array("I", (checksum(words[i : i + RUN]) for i in range(len(words) - RUN + 1)))


def checksum(words: Sequence[str]) -> int:
    # The same in every process, as the built-in hash is not.
    return crc32(" ".join(words).encode("utf-8", "surrogatepass"))


def whole_of(sentences: Iterable[Sequence[str]]) -> int:
    return _digest(" ".join(word for sentence in sentences for word in sentence))


def _digest(words: str) -> int:
    """56 bits, and never 0."""
    digest = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return int.from_bytes(digest, "big") or 1


def sampled_runs(text: Text) -> set[int]:
    if text.words < DENSE_WORDS:
        return set(text.runs)
    return {run for run in text.runs if run % SAMPLED == 0}


def headline_of(article: Article) -> int:
    """A digest of its words without the outlet that aggregators put behind; 0 when it says too
    little."""
    for title in (_OUTLET_AFTER_HEADLINE.sub("", article.title), article.title):
        words = _words(title)
        if len(words) >= MIN_HEADLINE_WORDS:
            return _digest(" ".join(words))
    return 0
