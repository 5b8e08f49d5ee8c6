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

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Protocol

from db.model import StoredArticle
from timeline.shared_words import (
    SAMPLED,
    SHORT_DAYS,
    SHORT_WORDS,
    Text,
    checksum,
    copied,
    days_apart,
    headline_of,
    runs_of,
    sampled_runs,
    sentences_of,
    whole_of,
)

MIN_WORDS = 16  # one changed word leaves three quarters of it; below, only the headline counts
LINKS = 4  # copies of an original through which a further copy may be known as such
STORIES_OF_FURNITURE = 3  # a sentence of so many unlike articles belongs to none of them

CANDIDATE = 0.1  # of the sampled runs of the shorter text
COMMON = 100  # a run that more texts have points to none

UNDATED = datetime(9999, 1, 1, tzinfo=UTC)


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
    return copies_among(judge_all(articles))


def copies_among(judged: Iterable[Judged]) -> dict[str, Copy]:
    return {one.text.article_id: one.copy for one in judged if one.copy is not None}


def judge_all(articles: Iterable[StoredArticle]) -> list[Judged]:
    """All articles, from the earliest on, each by what came before it."""
    earlier, found = _InOrder(), []
    for stored in sorted(articles, key=_age):
        judged = judge(stored, earlier)
        earlier.add(judged)
        found.append(judged)
    return found


def _age(stored: StoredArticle) -> tuple[datetime, str]:
    return (stored.article.published_at or UNDATED, stored.article_id)


# ---------------------------------------------------------------- one article


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An article with its verdict, and by what later ones may know it.

    `runs` are the sampled ones; `whole` and `headline` are 0 when there is none to go by.
    """

    text: Text
    at: datetime
    copy: Copy | None
    links: bool  # a copy through which further ones may be known
    runs: frozenset[int]
    sentences: frozenset[int]
    whole: int
    headline: int

    @property
    def enters(self) -> bool:
        """Whether later texts are compared with it."""
        return self.text.words >= MIN_WORDS and (self.copy is None or self.links)


class Earlier(Protocol):
    """What was published before the article in question, as it was judged."""

    def with_run(self, run: int) -> Sequence[str]:
        """The articles that entered with a run; none when they are more than `COMMON`."""
        ...

    def stories(self, sentence: int) -> int:
        """Of how many originals a sentence is, counted up to `STORIES_OF_FURNITURE`."""
        ...

    def with_whole(self, whole: int) -> str | None:
        """The original of the first article of these very words."""
        ...

    def with_headline(self, headline: int) -> Iterable[tuple[date | None, str]]:
        """Day and id of the originals under a headline, the earliest first."""
        ...

    def links(self, original_id: str) -> int: ...

    def texts(self, shared: Mapping[str, int], words: int) -> Sequence[Text]:
        """The earliest first, of those that share enough sampled runs (see `is_candidate`)."""
        ...


def is_candidate(shared: int, words: int, other_words: int) -> bool:
    """Whether two texts with so many sampled runs in common are worth comparing."""
    return shared * SAMPLED >= CANDIDATE * min(words, other_words)


def judge(stored: StoredArticle, earlier: Earlier) -> Judged:
    article, key = stored.article, stored.article_id
    sentences = sentences_of(article.text or article.summary)
    text = Text(key, key, article.dct, runs_of(_own_words(sentences, earlier)))
    headline = headline_of(article) if text.words < SHORT_WORDS else 0
    whole = whole_of(sentences)
    copy, direct = _by_whole_text(whole, earlier), False
    if copy is None:
        copy, direct = _by_own_words(text, earlier)
    copy = copy or _by_headline(headline, article.dct, earlier)
    links = copy is not None and direct and text.words >= SHORT_WORDS
    return Judged(
        text=replace(text, original_id=copy.original_id) if copy else text,
        at=article.published_at or UNDATED,
        copy=copy,
        links=links and copy is not None and earlier.links(copy.original_id) < LINKS,
        runs=frozenset(sampled_runs(text)),
        sentences=frozenset(map(checksum, sentences)),
        whole=whole if sum(map(len, sentences)) >= SHORT_WORDS else 0,
        headline=headline,
    )


def _by_whole_text(whole: int, earlier: Earlier) -> Copy | None:
    original_id = earlier.with_whole(whole)
    return Copy(original_id=original_id, similarity=1.0) if original_id else None


def _own_words(sentences: Sequence[Sequence[str]], earlier: Earlier) -> list[str]:
    """The words without the sentences that articles on other things have as well."""
    own = [
        word
        for sentence in sentences
        if earlier.stories(checksum(sentence)) < STORIES_OF_FURNITURE
        for word in sentence
    ]
    if len(own) < MIN_WORDS:
        return [word for sentence in sentences for word in sentence]
    return own


def _by_own_words(text: Text, earlier: Earlier) -> tuple[Copy | None, bool]:
    """(the copy, whether the original itself told so)"""
    if text.words < MIN_WORDS:
        return None, False
    shared: Counter[str] = Counter()
    for run in sampled_runs(text):
        shared.update(earlier.with_run(run))
    runs = frozenset(text.runs)
    candidates = earlier.texts(shared, text.words)
    shares = [(copied(text, runs, candidate), candidate) for candidate in candidates]
    direct = [found for found in shares if found[1].article_id == found[1].original_id]
    for found in (direct, shares):
        share, one = max(found, key=itemgetter(0), default=(0.0, text))  # first of equals
        if share:
            copy = Copy(original_id=one.original_id, similarity=round(share, 3))
            return copy, found is direct
    return None, False


def _by_headline(headline: int, day: date | None, earlier: Earlier) -> Copy | None:
    for earlier_day, original_id in earlier.with_headline(headline) if headline else ():
        days = days_apart(day, earlier_day)
        if days is not None and days <= SHORT_DAYS:
            return Copy(original_id=original_id, similarity=1.0)
    return None


# ---------------------------------------------------------------- all articles


class _InOrder:
    """The articles so far, judged from the earliest on."""

    def __init__(self) -> None:
        self._texts: dict[str, Text] = {}  # in order
        self._places: dict[str, int] = {}
        self._having: dict[int, list[str]] = {}
        self._links: Counter[str] = Counter()
        self._headlines: dict[int, list[tuple[date | None, str]]] = defaultdict(list)
        self._whole: dict[int, str] = {}
        self._stories: dict[int, tuple[str, ...]] = {}

    def with_run(self, run: int) -> Sequence[str]:
        having = self._having.get(run, ())
        return having if len(having) <= COMMON else ()

    def stories(self, sentence: int) -> int:
        return len(self._stories.get(sentence, ()))

    def with_whole(self, whole: int) -> str | None:
        return self._whole.get(whole)

    def with_headline(self, headline: int) -> Iterable[tuple[date | None, str]]:
        return self._headlines.get(headline, ())

    def links(self, original_id: str) -> int:
        return self._links[original_id]

    def texts(self, shared: Mapping[str, int], words: int) -> Sequence[Text]:
        return [
            self._texts[one]
            for one in sorted(shared, key=self._places.__getitem__)
            if is_candidate(shared[one], words, self._texts[one].words)
        ]

    def add(self, judged: Judged) -> None:
        text = judged.text
        if judged.enters:
            self._places[text.article_id] = len(self._texts)
            self._texts[text.article_id] = text
            for run in judged.runs:
                having = self._having.setdefault(run, [])
                if len(having) <= COMMON:
                    having.append(text.article_id)
        if judged.links:
            self._links[text.original_id] += 1
        if judged.headline and judged.copy is None:
            self._headlines[judged.headline].append((text.day, text.article_id))
        if judged.whole:
            self._whole.setdefault(judged.whole, text.original_id)
        for key in judged.sentences:
            stories = self._stories.get(key, ())
            if len(stories) < STORIES_OF_FURNITURE and text.original_id not in stories:
                self._stories[key] = (*stories, text.original_id)
