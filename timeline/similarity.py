"""Near-duplicate articles: syndicated and lightly rewritten copies, each with its original.

A copy is an article whose words are, for the most part, the words of an earlier one, in runs of
four or more: whatever was put round them, cut off, moved or touched up. Candidates come from an
index of sampled runs; the decision is exact and looks at the two texts alone. What is only a
headline is a copy of another headline in the same words a few days off, never of an article.

The articles are read from the earliest on and each is compared with the originals before it, and
with a few of their copies: what is published later never changes what was decided, and no chain
of changing versions gets further than one step. See docs/near-duplicates.md for the figures.
"""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from operator import itemgetter
from zlib import crc32

from db.model import Article, StoredArticle

RUN = 4  # words in a row that count as taken over
COPIED = 0.5  # of the shorter text's words, in such runs: from here on, a copy
SURELY_COPIED = 0.75  # for what says less: a short text, or one of some weeks later
SHORT_WORDS = 60
MIN_WORDS = 16  # one changed word leaves three quarters of it; below, only the headline counts
SHORT_DAYS = 3  # that short texts or headlines may lie apart
BACKGROUND_DAYS = 14  # later than that, what two texts share is mostly their background
QUOTED = 0.25  # a later, longer text with less of the earlier one than this quotes it
MIN_HEADLINE_WORDS = 5
LINKS = 4  # copies of an original through which a further copy may be known as such
STORIES_OF_FURNITURE = 3  # a sentence of so many unlike articles belongs to none of them

SAMPLED = 8  # one run in so many is indexed, ...
DENSE_WORDS = 200  # ... every one of a text shorter than this
CANDIDATE = 0.1  # of the sampled runs of the shorter text
COMMON = 100  # a run that more texts have points to none

# Chinese and Japanese are written without spaces: there, two neighbouring characters are a word.
_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W{_UNSPACED}]+")
_FIRST_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_OUTLET_AFTER_HEADLINE = re.compile(r"\s+[-–—|]\s+(?:\S+\s?){1,4}$")
_UNDATED = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """`similarity` is the share of the shorter text found in the other one, 0..1: in the
    original or, if there is too little of it there, in another copy of that original."""

    original_id: str
    similarity: float


def near_duplicates(articles: Sequence[StoredArticle]) -> dict[str, Copy]:
    """Article id of each copy -> its original. Pure, whatever the order of `articles`.

    The original is the earliest published (of several at one time, the first by id) and is
    never itself a copy. Articles without a date come last.
    """
    copies: dict[str, Copy] = {}
    earlier = _Earlier()
    for stored in sorted(articles, key=_age):
        copy = earlier.copied_by(stored)
        if copy is not None:
            copies[stored.article_id] = copy
    return copies


def _age(stored: StoredArticle) -> tuple[datetime, str]:
    return (stored.article.published_at or _UNDATED, stored.article_id)


# ---------------------------------------------------------------- two texts


@dataclass(frozen=True, slots=True)
class _Text:
    """`runs[i]` is the checksum of the `RUN` words from word `i` on."""

    article_id: str
    original_id: str  # its own id, unless it is a copy itself
    day: date | None
    runs: array[int]

    @property
    def words(self) -> int:
        return len(self.runs) + RUN - 1 if self.runs else 0


def _copied(later: _Text, later_runs: frozenset[int], earlier: _Text) -> float:
    """The share of the shorter text that the other has too; 0 when that makes no copy."""
    if later.words <= earlier.words:
        share, words = _covered(later, frozenset(earlier.runs)), later.words
    else:
        share, words = _covered(earlier, later_runs), earlier.words
        # What is linked through a copy must be of that copy's words for the most part.
        least = QUOTED if earlier.article_id == earlier.original_id else COPIED
        if share * words < least * later.words:
            return 0.0
    return share if share >= _enough(words, _days_apart(later.day, earlier.day)) else 0.0


def _enough(words: int, days: int | None) -> float:
    """The share at which a text of so many words is a copy; beyond 1 when it never is."""
    if words < SHORT_WORDS:
        return SURELY_COPIED if days is not None and days <= SHORT_DAYS else math.inf
    return SURELY_COPIED if days is not None and days > BACKGROUND_DAYS else COPIED


def _covered(text: _Text, runs: frozenset[int]) -> float:
    """The share of the words of `text` that stand in one of `runs`."""
    covered = bytearray(text.words)
    whole_run = b"\x01" * RUN
    for position, run in enumerate(text.runs):
        if run in runs:
            covered[position : position + RUN] = whole_run
    return covered.count(1) / len(covered)


def _days_apart(one: date | None, other: date | None) -> int | None:
    return None if one is None or other is None else abs((one - other).days)


# ---------------------------------------------------------------- all texts


class _Earlier:
    """The articles so far to compare with: all originals, and the first copies of each."""

    def __init__(self) -> None:
        self._texts: list[_Text] = []
        self._having: dict[int, list[int]] = {}  # sampled run -> places in `_texts`
        self._links: Counter[str] = Counter()  # original -> copies of it in `_texts`
        self._headlines: dict[str, list[tuple[date | None, str]]] = defaultdict(list)
        self._verbatim: dict[bytes, str] = {}  # digest of a whole text -> its original
        self._stories: dict[int, tuple[str, ...]] = {}  # sentence -> originals with it

    def copied_by(self, stored: StoredArticle) -> Copy | None:
        """The original of an article, which becomes one itself if it has none."""
        article, key = stored.article, stored.article_id
        sentences = _sentences(article.text or article.summary)
        text = _Text(key, key, article.dct, _runs(self._own_words(sentences)))
        headline = _headline(article) if text.words < SHORT_WORDS else ""
        copy = (
            self._by_whole_text(sentences)
            or self._by_own_words(text)
            or self._by_headline(headline, article.dct)
        )
        if copy is None:
            self._add(text)
            if headline:
                self._headlines[headline].append((text.day, key))
        self._remember(sentences, copy.original_id if copy else key)
        return copy

    def _by_whole_text(self, sentences: Sequence[Sequence[str]]) -> Copy | None:
        original_id = self._verbatim.get(_digest(sentences))
        return Copy(original_id=original_id, similarity=1.0) if original_id else None

    def _own_words(self, sentences: Sequence[Sequence[str]]) -> list[str]:
        """The words without the sentences that articles on other things have as well."""
        own = [
            word
            for sentence in sentences
            if len(self._stories.get(_checksum(sentence), ())) < STORIES_OF_FURNITURE
            for word in sentence
        ]
        if len(own) < MIN_WORDS:
            return [word for sentence in sentences for word in sentence]
        return own

    def _remember(self, sentences: Sequence[Sequence[str]], original_id: str) -> None:
        if sum(map(len, sentences)) >= SHORT_WORDS:
            self._verbatim.setdefault(_digest(sentences), original_id)
        for sentence in sentences:
            key = _checksum(sentence)
            stories = self._stories.get(key, ())
            if len(stories) < STORIES_OF_FURNITURE and original_id not in stories:
                self._stories[key] = (*stories, original_id)

    def _by_own_words(self, text: _Text) -> Copy | None:
        if text.words < MIN_WORDS:
            return None
        runs = frozenset(text.runs)
        shares = [(_copied(text, runs, earlier), earlier) for earlier in self._candidates(text)]
        direct = [found for found in shares if found[1].article_id == found[1].original_id]
        for found in (direct, shares):
            share, earlier = max(found, key=itemgetter(0), default=(0.0, text))  # first of equals
            if share:
                if found is direct:
                    self._add_link(replace(text, original_id=earlier.original_id))
                return Copy(original_id=earlier.original_id, similarity=round(share, 3))
        return None

    def _candidates(self, text: _Text) -> list[_Text]:
        """Texts that share enough sampled runs, the earliest first."""
        shared: Counter[int] = Counter()
        for run in _sample(text):
            having = self._having.get(run, ())
            if len(having) <= COMMON:
                shared.update(having)
        return [
            self._texts[place]
            for place, count in sorted(shared.items())
            if count * SAMPLED >= CANDIDATE * min(text.words, self._texts[place].words)
        ]

    def _by_headline(self, headline: str, day: date | None) -> Copy | None:
        for earlier_day, original_id in self._headlines.get(headline, ()):
            days = _days_apart(day, earlier_day)
            if days is not None and days <= SHORT_DAYS:
                return Copy(original_id=original_id, similarity=1.0)
        return None

    def _add_link(self, copy: _Text) -> None:
        """Of a copy of the original itself: what is known through it goes no further."""
        if copy.words >= SHORT_WORDS and self._links[copy.original_id] < LINKS:
            self._links[copy.original_id] += 1
            self._add(copy)

    def _add(self, text: _Text) -> None:
        if text.words < MIN_WORDS:
            return
        for run in _sample(text):
            having = self._having.setdefault(run, [])
            if len(having) <= COMMON:
                having.append(len(self._texts))
        self._texts.append(text)


# ---------------------------------------------------------------- words


def _sentences(text: str) -> list[list[str]]:
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


def _runs(words: Sequence[str]) -> array[int]:
    return array("I", (_checksum(words[i : i + RUN]) for i in range(len(words) - RUN + 1)))


def _checksum(words: Sequence[str]) -> int:
    # The same in every process, as the built-in hash is not.
    return crc32(" ".join(words).encode("utf-8", "surrogatepass"))


def _digest(sentences: Iterable[Sequence[str]]) -> bytes:
    words = " ".join(word for sentence in sentences for word in sentence)
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _sample(text: _Text) -> set[int]:
    if text.words < DENSE_WORDS:
        return set(text.runs)
    return {run for run in text.runs if run % SAMPLED == 0}


def _headline(article: Article) -> str:
    """Its words without the outlet that aggregators put behind; "" when it says too little."""
    for title in (_OUTLET_AFTER_HEADLINE.sub("", article.title), article.title):
        words = _words(title)
        if len(words) >= MIN_HEADLINE_WORDS:
            return " ".join(words)
    return ""
