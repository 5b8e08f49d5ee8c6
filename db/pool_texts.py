"""What a build keeps of the articles' texts, to know copies by: rows of `pool_texts` (one for
each article) and `pool_traces` (one for each thing that a later article may share with it).

An age is the moment of publication in seconds and the number of the article: the order in which
articles are judged.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

Age = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """`original` is its own number unless it is a copy; `day` an ordinal; `words` counts its own
    words, `runs` are the checksums of all runs of them. Of `traces`, in order, the last bit tells
    whether later texts are compared by it."""

    at: int
    day: int | None
    original: int
    similarity: float
    links: bool
    enters: bool
    words: int
    runs: array[int]
    traces: array[int]

    def each_trace(self) -> Iterator[tuple[int, bool]]:
        """With whether later texts are compared by it."""
        return ((trace >> 1, bool(trace & 1)) for trace in self.traces)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsChange:
    """Articles that are judged otherwise than before, and those that were, or are gone."""

    now: Mapping[int, TextRow]
    before: Mapping[int, TextRow] = field(default_factory=dict)


class TextRows:
    """The texts of a pool, as the last build left them."""

    def __init__(self, db: Database, pool_number: int) -> None:
        self._db = db
        self._number = pool_number

    def traced(
        self, trace: int, *, after: Age | None, before: Age | None, entering: bool, limit: int
    ) -> list[Age]:
        """The earliest articles with a trace; the bounds are exclusive."""
        sql, values = "pool_number = ? and trace = ?", [self._number, trace]
        for age, sign in ((after, ">"), (before, "<")):
            if age is not None:
                sql += f" and (at, article) {sign} (?, ?)"
                values += age
        sql += " and enters" if entering else ""
        found = self._db.execute(
            f"select at, article from pool_traces where {sql} order by at, article limit ?",
            [*values, limit],
        )
        return found.fetchall()

    def texts(self, articles: Collection[int]) -> dict[int, TextRow]:
        found = self._db.execute(
            "select article, at, day, original, similarity, links, enters, words, runs, traces"
            " from pool_texts"
            " where pool_number = ? and article in (select value from json_each(?))",
            [self._number, json.dumps(sorted(articles))],
        )
        return {
            article: TextRow(
                at=at,
                day=day,
                original=original,
                similarity=similarity,
                links=bool(links),
                enters=bool(enters),
                words=words,
                runs=array("I", runs),
                traces=array("q", traces),
            )
            for article, at, day, original, similarity, links, enters, words, runs, traces in found
        }

    def with_original(self, original: int) -> list[int]:
        """The original and all its copies."""
        sql = "select article from pool_texts where pool_number = ? and original = ?"
        return [row[0] for row in self._db.execute(sql, [self._number, original])]


def save(db: Database, pool_number: int, change: TextsChange) -> None:
    """Inside the caller's transaction."""
    db.conn.executemany(
        "delete from pool_traces where pool_number = ? and trace = ? and at = ? and article = ?",
        (
            (pool_number, trace, row.at, article)
            for article, row in change.before.items()
            for trace, _ in row.each_trace()
        ),
    )
    db.conn.executemany(
        "delete from pool_texts where pool_number = ? and article = ?",
        ((pool_number, article) for article in change.before),
    )
    db.conn.executemany(
        "insert into pool_texts values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(pool_number, article, t.at, t.day, t.original, t.similarity),
                *(t.links, t.enters, t.words, t.runs.tobytes(), t.traces.tobytes()),
            )
            for article, t in sorted(change.now.items())
        ),
    )
    traces = [
        (trace, t.at, article, counts)
        for article, t in change.now.items()
        for trace, counts in t.each_trace()
    ]
    traces.sort()
    db.conn.executemany(
        "insert into pool_traces values (?, ?, ?, ?, ?)", ((pool_number, *row) for row in traces)
    )
