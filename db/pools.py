"""What a build keeps of the mentions for the next one, as rows; `db.pool_writes` saves it.

Numbers are those of `db.ids.number`. A pool is only good together with the chronology it was
saved with, under the rules it was made by.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple
from zlib import crc32

from sqlite_utils import Database

from db.pool_texts import TextRows

_BETWEEN = "\x1f"

TermKind = Literal["word", "name", "date"]


class TermsTold(NamedTuple):
    """What is known of a mention's words without reading them again; see `MentionRow`."""

    of_market: bool
    dating: str
    words: frozenset[str]
    names: frozenset[str]
    words_beside: frozenset[str]
    names_beside: frozenset[str]
    actions_beside: frozenset[str]


class PoolRows:
    """The pool of a topic, as the last build left it."""

    def __init__(self, db: Database, row: Mapping[str, Any]) -> None:
        self._db = db
        self._number: int = row["pool_number"]
        self.topic: str = row["topic"]
        self.build: int = row["build"]
        self.seen_touch: int = row["seen_touch"]
        self.mentions: int = row["mentions"]
        self.texts = TextRows(db, self._number)
        self.judgements: frozenset[int] = frozenset(json.loads(row["judgements"]))

    def counts(self, kind: TermKind, terms: Collection[str]) -> dict[str, int]:
        """Of those that any mention has."""
        found = self._db.execute(
            "select term, mentions from pool_terms where pool_number = ? and kind = ?"
            " and term in (select value from json_each(?))",
            [self._number, kind, numbers(terms)],
        )
        return dict(found.fetchall())

    def members(self, cells: Collection[int]) -> dict[int, array[int]]:
        """Of those that have any."""
        found = self._db.execute(
            "select cell, members from pool_cells where pool_number = ?"
            " and cell in (select value from json_each(?))",
            [self._number, numbers(cells)],
        )
        return {cell: array("Q", members) for cell, members in found}

    def places(
        self, mentions: Collection[int]
    ) -> Iterator[tuple[int, frozenset[str], frozenset[str], str]]:
        """(mention, words, names, dating)"""
        for one, words, names, dating in self._of(mentions, "words, names, dating"):
            yield one, separate(words), separate(names), dating

    def ties(self, mentions: Collection[int]) -> Iterator[tuple[int, int, str, array[int]]]:
        """(mention, group, dating, near)"""
        for one, group, dating, near in self._of(mentions, "group_number, dating, near"):
            yield one, group, dating, array("Q", near)

    def datings(self, mentions: Collection[int]) -> Iterator[tuple[int, str]]:
        yield from self._of(mentions, "dating")

    def groups_of(self, mentions: Collection[int]) -> Iterator[tuple[int, int]]:
        yield from self._of(mentions, "group_number")

    def _of(self, mentions: Collection[int], columns: str) -> Iterator[Any]:
        if mentions:
            yield from self._db.execute(
                f"select mention, {columns} from pool_mentions where pool_number = ?"
                " and mention in (select value from json_each(?))",
                [self._number, numbers(mentions)],
            )

    def told(self, mentions: Collection[int]) -> Iterator[tuple[int, TermsTold]]:
        columns = "of_market, dating, words, names, words_beside, names_beside, actions_beside"
        for one, of_market, dating, *told in self._of(mentions, columns):
            yield one, TermsTold(bool(of_market), dating, *map(separate, told))

    def having(self, terms: Mapping[TermKind, Collection[str]]) -> set[int]:
        """The mentions that have any of them, or stand beside one that has; perhaps more."""
        wanted = {posting(kind, term) for kind, some in terms.items() for term in some}
        found = self._db.execute(
            "select mention from pool_postings where pool_number = ?"
            " and term in (select value from json_each(?))",
            [self._number, numbers(wanted)],
        )
        return {row[0] for row in found}

    def groups(self, groups: Collection[int]) -> dict[int, list[int]]:
        members: dict[int, list[int]] = {}
        if groups:
            for group, mention in self._db.execute(
                "select group_number, mention from pool_mentions where pool_number = ?"
                " and group_number in (select value from json_each(?))"
                " order by group_number, mention",
                [self._number, numbers(groups)],
            ):
                members.setdefault(group, []).append(mention)
        return members

    def mentions_of(self, articles: Collection[str]) -> set[int]:
        found = self._db.execute(
            "select mention from pool_mentions where pool_number = ?"
            " and article_id in (select value from json_each(?))",
            [self._number, numbers(articles)],
        )
        return {row[0] for row in found}

    def articles(self, articles: Collection[str]) -> dict[str, tuple[str, str]]:
        """Version and dating of those that are in."""
        found = self._of_articles("article_id, version_id, dated_as", articles)
        return {article: (version, dated_as) for article, version, dated_as in found}

    def passages(self, articles: Collection[str]) -> dict[str, bytes]:
        """Of those that are in."""
        return dict(self._of_articles("article_id, passages", articles).fetchall())

    def _of_articles(self, columns: str, articles: Collection[str]) -> sqlite3.Cursor:
        return self._db.execute(
            f"select {columns} from pool_articles where pool_number = ?"
            " and article_id in (select value from json_each(?))",
            [self._number, numbers(articles)],
        )

    def events_of(self, groups: Collection[int]) -> dict[int, str]:
        found = self._db.execute(
            "select group_number, event_id from pool_groups where pool_number = ?"
            " and group_number in (select value from json_each(?))",
            [self._number, numbers(groups)],
        )
        return dict(found.fetchall())


def pool(db: Database, topic: str, rules: str) -> PoolRows | None:
    """None when there is none, or it was made by other rules."""
    found = db.query("select * from pools where topic = ? and rules = ?", [topic, rules])
    return next((PoolRows(db, row) for row in found), None)


def last_touch(db: Database) -> int:
    """The number of the latest change of an article."""
    return int(db.execute("select max(touch_number) from article_touches").fetchone()[0] or 0)


def touched_since(db: Database, touch: int) -> list[str]:
    """The articles that changed after it."""
    sql = "select article_id from article_touches where touch_number > ? order by article_id"
    return [row[0] for row in db.execute(sql, [touch])]


def is_touched(db: Database, topic: str, touch: int) -> bool:
    """Whether any of what was gathered for a topic changed after it, relevant or not."""
    sql = (
        "select 1 from article_touches join relevance using (article_id)"
        " where touch_number > ? and topic = ? limit 1"
    )
    return db.execute(sql, [touch, topic]).fetchone() is not None


def saved_by(db: Database, topic: str) -> int:
    """The build that saved the pool there is, 0 when there is none."""
    found = db.execute("select build from pools where topic = ?", [topic]).fetchone()
    return int(found[0]) if found else 0


def posting(kind: TermKind, term: str) -> int:
    """A number for a term; a rare one that is that of two finds more."""
    return crc32(f"{kind} {term}".encode("utf-8", "surrogatepass"))


def joined(terms: Iterable[str]) -> str:
    return _BETWEEN + _BETWEEN.join(sorted(terms)) + _BETWEEN


def separate(joined: str) -> frozenset[str]:
    return frozenset(joined[1:-1].split(_BETWEEN)) if len(joined) > 2 else frozenset()


def numbers(values: Iterable[int | str]) -> str:
    return json.dumps(sorted(values))
