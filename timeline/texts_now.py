"""How articles are judged for copies as of now: what was kept, and what was judged anew since."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from db import ids
from db.model import StoredArticle
from db.pool_texts import Age, TextRow
from timeline.shared_words import Text
from timeline.similarity import COMMON, STORIES_OF_FURNITURE, is_candidate

EVERY = 1 << 60
# What a trace is of is told by its size; checksums of runs are below them all.
SENTENCE, WHOLE, HEADLINE = 1 << 32, 1 << 57, 2 << 57
FEW = 16  # articles are mostly enough to see whether a sentence is everybody's
HEADLINE_SECONDS = 5 * 86_400  # beyond the days that articles under one headline lie apart

Load = Callable[[Collection[str]], Mapping[str, StoredArticle]]


class KeptTexts(Protocol):
    """What was kept, articles by number; see `db.pool_texts.TextRows`."""

    def traced(
        self, trace: int, *, after: Age | None, before: Age | None, entering: bool, limit: int
    ) -> Sequence[Age]: ...
    def texts(self, articles: Collection[int]) -> Mapping[int, TextRow]: ...
    def with_original(self, original: int) -> Collection[int]: ...


def text_in(number: int, row: TextRow) -> Text:
    return Text(ids.article_of(number), ids.article_of(row.original), day_in(row), row.runs)


def day_in(row: TextRow) -> date | None:
    return None if row.day is None else date.fromordinal(row.day)


class TextsNow:
    """`now` and `before` have the rows of the articles that are judged otherwise than they were
    kept; `articles` those that were read."""

    def __init__(self, kept: KeptTexts, load: Load) -> None:
        self.now: dict[int, TextRow] = {}
        self.before: dict[int, TextRow] = {}
        self.articles: dict[str, StoredArticle] = {}
        self._kept = kept
        self._load = load
        self._traced: dict[int, list[tuple[Age, bool]]] = defaultdict(list)
        self._rows: dict[int, TextRow] = {}

    def take_out(self, number: int, row: TextRow) -> None:
        if self.now.pop(number, None) is None:
            self.before[number] = row
        age = (row.at, number)
        for trace, _ in row.each_trace():
            if trace in self._traced:
                self._traced[trace] = [one for one in self._traced[trace] if one[0] != age]

    def put_in(self, number: int, row: TextRow) -> None:
        self.now[number] = row
        for trace, counts in row.each_trace():
            insort(self._traced[trace], ((row.at, number), counts))

    def traced(
        self,
        trace: int,
        *,
        after: Age | None = None,
        before: Age | None = None,
        entering: bool = False,
        limit: int = EVERY,
    ) -> list[Age]:
        """The earliest articles with a trace, between the two."""
        more = len(self.before) if limit < EVERY else 0
        kept = self._kept.traced(
            trace, after=after, before=before, entering=entering, limit=limit + more
        )
        found = [age for age in kept if age[1] not in self.before]
        fresh = [
            age
            for age, counts in self._traced.get(trace, ())
            if (counts or not entering)
            and (after is None or age > after)
            and (before is None or age < before)
        ]
        return sorted(found + fresh)[:limit] if fresh else found[:limit]

    def row(self, number: int) -> TextRow | None:
        """None for an article that is not there, or not yet."""
        if number in self.now:
            return self.now[number]
        if number in self.before:
            return None
        self.load_rows([number])
        return self._rows.get(number)

    def original(self, number: int) -> int:
        return self.known(number).original

    def day(self, number: int) -> date | None:
        return day_in(self.known(number))

    def known(self, number: int) -> TextRow:
        row = self.row(number)
        assert row is not None, number
        return row

    def text(self, number: int) -> Text:
        return text_in(number, self.known(number))

    def candidates(self, shared: Mapping[str, int], words: int) -> list[Text]:
        self.load_rows(map(ids.number, shared))
        rows = {ids.number(one): self.known(ids.number(one)) for one in shared}
        likely = [
            (row.at, number)
            for number, row in rows.items()
            if is_candidate(shared[ids.article_of(number)], words, row.words)
        ]
        return [self.text(number) for _, number in sorted(likely)]

    def of_original(self, original: int) -> Iterator[Age]:
        kept = [one for one in self._kept.with_original(original) if one not in self.before]
        self.load_rows(kept)
        yield from ((self.known(one).at, one) for one in kept)
        yield from ((row.at, one) for one, row in self.now.items() if row.original == original)

    def links(self, original: int, before: Age) -> int:
        of_original = self.of_original(original)
        return sum(self.known(one[1]).links for one in of_original if one < before)

    def article(self, key: str) -> StoredArticle:
        self.load_articles([ids.number(key)])
        return self.articles[key]

    def load_articles(self, numbers: Iterable[int]) -> None:
        keys = map(ids.article_of, numbers)
        missing = {key for key in keys if key not in self.articles}
        if missing:
            self.articles.update(self._load(missing))

    def load_rows(self, numbers: Iterable[int]) -> None:
        known = (self._rows, self.now, self.before)
        missing = {one for one in numbers if not any(one in rows for rows in known)}
        if missing:
            self._rows.update(self._kept.texts(missing))


class AsOf:
    """What was published before an age: `timeline.similarity.Earlier`."""

    def __init__(self, texts: TextsNow, age: Age) -> None:
        self._texts = texts
        self._age = age

    def with_run(self, run: int) -> Sequence[str]:
        found = self._texts.traced(run, before=self._age, entering=True, limit=COMMON + 1)
        return [ids.article_of(one) for _, one in found] if len(found) <= COMMON else ()

    def stories(self, sentence: int) -> int:
        told: set[int] = set()
        for limit in (FEW, EVERY):
            found = self._texts.traced(SENTENCE | sentence, before=self._age, limit=limit)
            told = {self._texts.original(one) for _, one in found}
            if len(told) >= STORIES_OF_FURNITURE or len(found) < limit:
                break
        return min(len(told), STORIES_OF_FURNITURE)

    def with_whole(self, whole: int) -> str | None:
        for _, one in self._texts.traced(WHOLE | whole, before=self._age, limit=1):
            return ids.article_of(self._texts.original(one))
        return None

    def with_headline(self, headline: int) -> Iterable[tuple[date | None, str]]:
        found = self._texts.traced(
            HEADLINE | headline,
            after=(self._age[0] - HEADLINE_SECONDS, 0),
            before=self._age,
            entering=True,
        )
        for _, one in found:
            yield self._texts.day(one), ids.article_of(one)

    def links(self, original_id: str) -> int:
        return self._texts.links(ids.number(original_id), self._age)

    def texts(self, shared: Mapping[str, int], words: int) -> Sequence[Text]:
        return self._texts.candidates(shared, words)
