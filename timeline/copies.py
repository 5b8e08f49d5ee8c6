"""Which articles are copies, brought up to date as articles come and go. Pure.

Articles are judged by what came before them (`timeline.similarity`), so one that comes, goes or
is judged otherwise concerns later ones only, and of these:

- those with a run that it makes common, or no longer so;
- those that are copies of it by their words, or were: no other text makes a difference;
- those with a sentence that it makes everybody's, or no longer so;
- those that are it word for word, or have its headline;
- the copies of its original, when it links to that one or ceases to.

So from the earliest of them on each is judged again, until nothing else is judged otherwise.
"""

from __future__ import annotations

import heapq
from array import array
from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from db import ids
from db.model import StoredArticle
from db.pool_texts import Age, TextRow
from timeline.shared_words import Text, copied
from timeline.similarity import (
    COMMON,
    STORIES_OF_FURNITURE,
    UNDATED,
    Copy,
    Judged,
    is_candidate,
    judge,
)

EVERY = 1 << 60
_SENTENCE, _WHOLE, _HEADLINE = 1 << 32, 1 << 57, 2 << 57  # checksums of runs are below them all
_FEW = 16  # articles are mostly enough to see whether a sentence is everybody's
_HEADLINE_SECONDS = 5 * 86_400  # beyond the days that articles under one headline lie apart

Load = Callable[[Collection[str]], Mapping[str, StoredArticle]]


class KeptTexts(Protocol):
    """What was kept, articles by number; see `db.pool_texts.TextRows`."""

    def traced(
        self, trace: int, *, after: Age | None, before: Age | None, entering: bool, limit: int
    ) -> Sequence[Age]: ...
    def texts(self, articles: Collection[int]) -> Mapping[int, TextRow]: ...
    def with_original(self, original: int) -> Collection[int]: ...


def row_of(one: Judged) -> TextRow:
    """What is kept of an article."""
    traces = dict.fromkeys(one.runs, one.enters)
    traces |= {_SENTENCE | sentence: True for sentence in one.sentences}
    if one.whole:
        traces[_WHOLE | one.whole] = True
    if one.headline:
        traces[_HEADLINE | one.headline] = one.copy is None
    return TextRow(
        at=int(one.at.timestamp()),
        day=one.text.day.toordinal() if one.text.day else None,
        original=ids.number(one.text.original_id),
        similarity=one.copy.similarity if one.copy else 0.0,
        links=one.links,
        enters=one.enters,
        words=one.text.words,
        runs=one.text.runs,
        traces=array("q", sorted(trace << 1 | counts for trace, counts in traces.items())),
    )


class Copies:
    """`replace`, once; then `now` and `before` have the rows of the articles that are judged
    otherwise than they were kept, and `changed` those that have another original, or none."""

    def __init__(self, kept: KeptTexts, load: Load) -> None:
        self._kept = kept
        self._load = load
        self.now: dict[int, TextRow] = {}
        self.before: dict[int, TextRow] = {}
        self.changed: dict[str, Copy | None] = {}
        self._traced: dict[int, list[tuple[Age, bool]]] = defaultdict(list)
        self._rows: dict[int, TextRow] = {}
        self._articles: dict[str, StoredArticle] = {}

    def replace(self, gone: Collection[str], came: Mapping[str, StoredArticle]) -> None:
        """An article that reads otherwise now goes, as it was, and comes."""
        self._articles.update(came)
        queue: list[Age] = []
        for number, row in self._kept.texts({ids.number(one) for one in gone}).items():
            queue += self._take_out(number, row)
            if ids.article_of(number) not in came:
                self.changed[ids.article_of(number)] = None
        queue += [(_seconds(one), ids.number(key)) for key, one in came.items()]
        heapq.heapify(queue)
        done: Age | None = None
        while queue:
            age = heapq.heappop(queue)
            if age != done:
                for later in self._judge(age):
                    heapq.heappush(queue, later)
            done = age

    def _judge(self, age: Age) -> set[Age]:
        """Judge an article anew; returns later ones that this concerns."""
        number, key = age[1], ids.article_of(age[1])
        was = self.row(number)
        if was is None and key not in self._articles:
            return set()  # gone
        if age[0] != (was.at if was else _seconds(self._articles[key])):
            return set()  # of another date now, and judged as of that one
        judged = judge(self._article(key), _AsOf(self, age))
        row = row_of(judged)
        if row == was:
            return set()
        concerned = self._take_out(number, was) if was else set()
        concerned |= self._concerned(age, row, judged.text)
        self.now[number] = row
        for trace, counts in row.each_trace():
            insort(self._traced[trace], (age, counts))
        self.changed[key] = judged.copy
        return concerned

    def _take_out(self, number: int, row: TextRow) -> set[Age]:
        if self.now.pop(number, None) is None:
            self.before[number] = row
        age = (row.at, number)
        for trace, _ in row.each_trace():
            if trace in self._traced:
                self._traced[trace] = [one for one in self._traced[trace] if one[0] != age]
        return self._concerned(age, row, None)

    # ------------------------------------------------------------ whom it concerns

    def _concerned(self, age: Age, row: TextRow, text: Text | None) -> set[Age]:
        """Later articles for which it makes a difference whether there is such a one; without
        its `text`, perhaps more. The article itself is out."""
        found: set[Age] = set()
        shared: Counter[Age] = Counter()
        for trace, counts in row.each_trace():
            if trace < _SENTENCE:
                if counts:
                    later, crossing = self._by_run(trace, age)
                    shared.update(later)
                    found |= crossing
            elif trace < _WHOLE:
                found |= self._by_sentence(trace, age, row.original)
            elif trace < _HEADLINE:
                found.update(self.traced(trace, after=age))
            elif counts:
                until = (age[0] + _HEADLINE_SECONDS, 0)
                found.update(self.traced(trace, after=age, before=until))
        if row.links:
            found |= {one for one in self._of_original(row.original) if one > age}
        return found | self._by_words(shared, row, text)

    def _by_run(self, run: int, age: Age) -> tuple[list[Age], set[Age]]:
        """(later articles with the run that may be led to it by that, those for which it makes
        the run common)"""
        entered = self.traced(run, entering=True, limit=COMMON + 1)
        bound = entered[COMMON] if len(entered) > COMMON else None
        # The one that makes it common is itself still led to those before.
        until = (bound[0], bound[1] + 1) if bound else None
        later = self.traced(run, after=age, before=until)
        if len(entered) < COMMON:
            return later, set()
        return later, {one for one in later if one > entered[COMMON - 1]}

    def _by_sentence(self, sentence: int, age: Age, original: int) -> set[Age]:
        """Those for which this makes the sentence everybody's."""
        between: set[Age] = set()
        for limit in (_FEW, EVERY):
            told: set[int] = set()
            between = set()
            everywhere = self.traced(sentence, limit=limit)
            self._load_rows(one for _, one in everywhere)
            for one in everywhere:
                if len(told) == STORIES_OF_FURNITURE - 1 and original not in told and one > age:
                    between.add(one)
                told.add(self.original(one[1]))
                if len(told) >= STORIES_OF_FURNITURE:
                    return between
            if len(everywhere) < limit:
                break
        return between

    def _by_words(self, shared: Counter[Age], row: TextRow, text: Text | None) -> set[Age]:
        found = set()
        self._load_rows(one for _, one in shared)
        likely = [
            one
            for one, n in shared.items()
            if is_candidate(n, self._known(one[1]).words, row.words)
        ]
        if text is None:
            return set(likely)
        for one in likely:
            later = self.text(one[1])
            if copied(later, frozenset(later.runs), text):
                found.add(one)
        return found

    # ------------------------------------------------------------ what there is

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
        self._load_rows([number])
        return self._rows.get(number)

    def original(self, number: int) -> int:
        return self._known(number).original

    def day(self, number: int) -> date | None:
        day = self._known(number).day
        return None if day is None else date.fromordinal(day)

    def _known(self, number: int) -> TextRow:
        row = self.row(number)
        assert row is not None, number
        return row

    def text(self, number: int) -> Text:
        row = self._known(number)
        key, original = ids.article_of(number), ids.article_of(row.original)
        return Text(key, original, self.day(number), row.runs)

    def candidates(self, shared: Mapping[str, int], words: int) -> list[Text]:
        self._load_rows(map(ids.number, shared))
        rows = {ids.number(one): self._known(ids.number(one)) for one in shared}
        likely = [
            (row.at, number)
            for number, row in rows.items()
            if is_candidate(shared[ids.article_of(number)], words, row.words)
        ]
        return [self.text(number) for _, number in sorted(likely)]

    def _of_original(self, original: int) -> Iterator[Age]:
        kept = [one for one in self._kept.with_original(original) if one not in self.before]
        self._load_rows(kept)
        yield from ((self._known(one).at, one) for one in kept)
        yield from ((row.at, one) for one, row in self.now.items() if row.original == original)

    def links(self, original: int, before: Age) -> int:
        of_original = self._of_original(original)
        return sum(self._known(one[1]).links for one in of_original if one < before)

    def _article(self, key: str) -> StoredArticle:
        self._load_articles([ids.number(key)])
        return self._articles[key]

    def _load_articles(self, numbers: Iterable[int]) -> None:
        keys = map(ids.article_of, numbers)
        missing = {key for key in keys if key not in self._articles}
        if missing:
            self._articles.update(self._load(missing))

    def _load_rows(self, numbers: Iterable[int]) -> None:
        known = (self._rows, self.now, self.before)
        missing = {one for one in numbers if not any(one in rows for rows in known)}
        if missing:
            self._rows.update(self._kept.texts(missing))


class _AsOf:
    """What was published before an age: `timeline.similarity.Earlier`."""

    def __init__(self, copies: Copies, age: Age) -> None:
        self._copies = copies
        self._age = age

    def with_run(self, run: int) -> Sequence[str]:
        found = self._copies.traced(run, before=self._age, entering=True, limit=COMMON + 1)
        return [ids.article_of(one) for _, one in found] if len(found) <= COMMON else ()

    def stories(self, sentence: int) -> int:
        told: set[int] = set()
        for limit in (_FEW, EVERY):
            found = self._copies.traced(_SENTENCE | sentence, before=self._age, limit=limit)
            told = {self._copies.original(one) for _, one in found}
            if len(told) >= STORIES_OF_FURNITURE or len(found) < limit:
                break
        return min(len(told), STORIES_OF_FURNITURE)

    def with_whole(self, whole: int) -> str | None:
        for _, one in self._copies.traced(_WHOLE | whole, before=self._age, limit=1):
            return ids.article_of(self._copies.original(one))
        return None

    def with_headline(self, headline: int) -> Iterable[tuple[date | None, str]]:
        found = self._copies.traced(
            _HEADLINE | headline,
            after=(self._age[0] - _HEADLINE_SECONDS, 0),
            before=self._age,
            entering=True,
        )
        for _, one in found:
            yield self._copies.day(one), ids.article_of(one)

    def links(self, original_id: str) -> int:
        return self._copies.links(ids.number(original_id), self._age)

    def texts(self, shared: Mapping[str, int], words: int) -> Sequence[Text]:
        return self._copies.candidates(shared, words)


def _seconds(stored: StoredArticle) -> int:
    return int((stored.article.published_at or UNDATED).timestamp())
