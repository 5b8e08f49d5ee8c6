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
from collections import Counter
from collections.abc import Collection, Mapping

from db import ids
from db.model import StoredArticle
from db.pool_texts import Age, TextRow, TextsChange
from timeline.shared_words import copied
from timeline.similarity import (
    COMMON,
    STORIES_OF_FURNITURE,
    UNDATED,
    Copy,
    Judged,
    is_candidate,
    judge,
)
from timeline.texts_now import (
    EVERY,
    FEW,
    HEADLINE,
    HEADLINE_SECONDS,
    SENTENCE,
    WHOLE,
    AsOf,
    KeptTexts,
    Load,
    TextsNow,
    text_in,
)


def row_of(one: Judged) -> TextRow:
    """What is kept of an article."""
    traces = dict.fromkeys(one.runs, one.enters)
    traces |= {SENTENCE | sentence: True for sentence in one.sentences}
    if one.whole:
        traces[WHOLE | one.whole] = True
    if one.headline:
        traces[HEADLINE | one.headline] = one.copy is None
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
    """`replace`, once; then `changed` has the articles that have another original, or none, and
    `change` the rows to keep."""

    def __init__(self, kept: KeptTexts, load: Load) -> None:
        self.changed: dict[str, Copy | None] = {}
        self._kept = kept
        self._texts = TextsNow(kept, load)

    @property
    def change(self) -> TextsChange:
        return TextsChange(now=self._texts.now, before=self._texts.before)

    def replace(self, gone: Collection[str], came: Mapping[str, StoredArticle]) -> None:
        """An article that reads otherwise now goes, as it was, and comes."""
        self._texts.articles.update(came)
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
        was = self._texts.row(number)
        if was is None and key not in self._texts.articles:
            return set()  # gone
        if age[0] != (was.at if was else _seconds(self._texts.articles[key])):
            return set()  # of another date now, and judged as of that one
        judged = judge(self._texts.article(key), AsOf(self._texts, age))
        row = row_of(judged)
        if row == was:
            return set()
        concerned = self._take_out(number, was) if was else set()
        concerned |= self._concerned(age, row)
        self._texts.put_in(number, row)
        self.changed[key] = judged.copy
        return concerned

    def _take_out(self, number: int, row: TextRow) -> set[Age]:
        self._texts.take_out(number, row)
        return self._concerned((row.at, number), row)

    # ------------------------------------------------------------ whom it concerns

    def _concerned(self, age: Age, row: TextRow) -> set[Age]:
        """Later articles for which it makes a difference whether there is such a one. The
        article itself is out."""
        found: set[Age] = set()
        shared: Counter[Age] = Counter()
        for trace, counts in row.each_trace():
            if trace < SENTENCE:
                if counts:
                    later, crossing = self._by_run(trace, age)
                    shared.update(later)
                    found |= crossing
            elif trace < WHOLE:
                found |= self._by_sentence(trace, age, row.original)
            elif trace < HEADLINE:
                found.update(self._texts.traced(trace, after=age))
            elif counts:
                until = (age[0] + HEADLINE_SECONDS, 0)
                found.update(self._texts.traced(trace, after=age, before=until))
        if row.links:
            found |= {one for one in self._texts.of_original(row.original) if one > age}
        return found | self._by_words(shared, age[1], row)

    def _by_run(self, run: int, age: Age) -> tuple[list[Age], set[Age]]:
        """(later articles with the run that may be led to it by that, those for which it makes
        the run common)"""
        entered = self._texts.traced(run, entering=True, limit=COMMON + 1)
        bound = entered[COMMON] if len(entered) > COMMON else None
        # The one that makes it common is itself still led to those before.
        until = (bound[0], bound[1] + 1) if bound else None
        later = self._texts.traced(run, after=age, before=until)
        if len(entered) < COMMON:
            return later, set()
        return later, {one for one in later if one > entered[COMMON - 1]}

    def _by_sentence(self, sentence: int, age: Age, original: int) -> set[Age]:
        """Those for which this makes the sentence everybody's."""
        between: set[Age] = set()
        for limit in (FEW, EVERY):
            told: set[int] = set()
            between = set()
            everywhere = self._texts.traced(sentence, limit=limit)
            self._texts.load_rows(one for _, one in everywhere)
            for one in everywhere:
                if len(told) == STORIES_OF_FURNITURE - 1 and original not in told and one > age:
                    between.add(one)
                told.add(self._texts.original(one[1]))
                if len(told) >= STORIES_OF_FURNITURE:
                    return between
            if len(everywhere) < limit:
                break
        return between

    def _by_words(self, shared: Counter[Age], number: int, row: TextRow) -> set[Age]:
        """Those that are copies of it: no other text makes a difference."""
        self._texts.load_rows(one for _, one in shared)
        text = text_in(number, row)
        found = set()
        for one, n in shared.items():
            if is_candidate(n, self._texts.known(one[1]).words, row.words):
                later = self._texts.text(one[1])
                if copied(later, frozenset(later.runs), text):
                    found.add(one)
        return found


def _seconds(stored: StoredArticle) -> int:
    return int((stored.article.published_at or UNDATED).timestamp())
