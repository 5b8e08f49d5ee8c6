"""What a build keeps of the mentions for the next one, as rows: read here, written in its turn.

Numbers are those of `db.ids.number`. A pool is only good together with the chronology it was
saved with, under the rules it was made by.
"""

from __future__ import annotations

import json
import secrets
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlite_utils import Database

from db import pool_texts
from db.pool_texts import TextRows, TextsChange

TABLES = (
    *("pool_articles", "pool_mentions", "pool_terms", "pool_cells", "pool_groups"),
    *("pool_texts", "pool_traces"),
)
SCANNED_BY_SQL = 8  # terms; more are looked for row by row
_BETWEEN = "\x1f"
_DATE = "substr(dating, 1, instr(dating, '/') - 1)"

TermKind = Literal["word", "name", "date"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A mention of the pool; `near` in the numbers of `timeline.cluster`, `dating` as
    `timeline.when` writes it. What is `beside` it says what it is told together with."""

    mention: int
    article_id: str
    group: int
    dating: str
    words: Collection[str]
    names: Collection[str]
    words_beside: Collection[str]
    names_beside: Collection[str]
    near: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolChange:
    """How the pool differs from the one that build `build` saved; from none when that is 0.

    `tied` has group and near ones of mentions that are otherwise as they were; `terms` how many
    mentions more have one; `groups` the events of the groups that are in place of `groups_gone`.
    """

    rules: str
    build: int
    seen_touch: int
    mentions: int
    judgements: Collection[int]
    articles: Mapping[str, tuple[str, str]]  # version and dating
    texts: TextsChange
    articles_gone: Collection[str] = ()
    came: Iterable[MentionRow] = ()
    gone: Collection[int] = ()
    tied: Mapping[int, tuple[int, Sequence[int]]] = field(default_factory=dict)
    terms: Mapping[TermKind, Mapping[str, int]] = field(default_factory=dict)
    cells: Mapping[int, Sequence[int]] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    groups_gone: Collection[int] = ()


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

    def count(self, kind: TermKind, term: str) -> int:
        sql = "select mentions from pool_terms where pool_number = ? and kind = ? and term = ?"
        found = self._db.execute(sql, [self._number, kind, term]).fetchone()
        return int(found[0]) if found else 0

    def members(self, cell: int) -> array[int]:
        sql = "select members from pool_cells where pool_number = ? and cell = ?"
        found = self._db.execute(sql, [self._number, cell]).fetchone()
        return array("Q", found[0]) if found else array("Q")

    def places(
        self, mentions: Collection[int]
    ) -> Iterator[tuple[int, frozenset[str], frozenset[str], str]]:
        """(mention, words, names, dating)"""
        for one, words, names, dating in self._of(mentions, "words, names, dating"):
            yield one, _terms(words), _terms(names), dating

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
                [self._number, _json(mentions)],
            )

    def having(
        self, words: Collection[str], names: Collection[str], dates: Collection[str]
    ) -> set[int]:
        """The mentions that have any of them, or stand beside one that has."""
        words_told, names_told = "words || words_beside", "names || names_beside"
        if len(words) + len(names) <= SCANNED_BY_SQL:
            wanted = [(words_told, w) for w in words] + [(names_told, n) for n in names]
            tests = "".join(f" or instr({column}, ?)" for column, _ in wanted)
            marked = [f"{_BETWEEN}{term}{_BETWEEN}" for _, term in wanted]
            found = self._db.execute(
                f"select mention from pool_mentions where pool_number = ? and ({_DATE}"
                f" in (select value from json_each(?)){tests})",
                [self._number, _json(dates), *marked],
            )
            return {row[0] for row in found}
        told = self._db.execute(
            f"select mention, {_DATE}, {words_told}, {names_told} from pool_mentions"
            " where pool_number = ?",
            [self._number],
        )
        return {
            mention
            for mention, date, of_words, of_names in told
            if date in dates
            or not _terms(of_words).isdisjoint(words)
            or not _terms(of_names).isdisjoint(names)
        }

    def groups(self, groups: Collection[int]) -> dict[int, list[int]]:
        members: dict[int, list[int]] = {}
        if groups:
            for group, mention in self._db.execute(
                "select group_number, mention from pool_mentions where pool_number = ?"
                " and group_number in (select value from json_each(?))"
                " order by group_number, mention",
                [self._number, _json(groups)],
            ):
                members.setdefault(group, []).append(mention)
        return members

    def mentions_of(self, articles: Collection[str]) -> set[int]:
        found = self._db.execute(
            "select mention from pool_mentions where pool_number = ?"
            " and article_id in (select value from json_each(?))",
            [self._number, _json(articles)],
        )
        return {row[0] for row in found}

    def articles(self, articles: Collection[str]) -> dict[str, tuple[str, str]]:
        """Version and dating of those that are in."""
        found = self._db.execute(
            "select article_id, version_id, dated_as from pool_articles where pool_number = ?"
            " and article_id in (select value from json_each(?))",
            [self._number, _json(articles)],
        )
        return {article: (version, dated_as) for article, version, dated_as in found}

    def events_of(self, groups: Collection[int]) -> dict[int, str]:
        found = self._db.execute(
            "select group_number, event_id from pool_groups where pool_number = ?"
            " and group_number in (select value from json_each(?))",
            [self._number, _json(groups)],
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


def saved_by(db: Database, topic: str) -> int:
    """The build that saved the pool there is, 0 when there is none."""
    found = db.execute("select build from pools where topic = ?", [topic]).fetchone()
    return int(found[0]) if found else 0


def drop(db: Database, topic: str) -> None:
    """Inside the caller's transaction."""
    for row in db.query("select pool_number from pools where topic = ?", [topic]):
        for table in TABLES:
            db.execute(f"delete from {table} where pool_number = ?", [row["pool_number"]])
        db.execute("delete from pools where pool_number = ?", [row["pool_number"]])


def save(db: Database, topic: str, change: PoolChange) -> None:
    """Inside the caller's transaction, with the chronology it belongs to."""
    if not change.build:
        drop(db, topic)
    db.execute(
        "insert into pools (topic, rules, build, seen_touch, mentions, judgements)"
        " values (?, ?, ?, ?, ?, ?) on conflict (topic) do update set build = excluded.build,"
        " seen_touch = excluded.seen_touch, mentions = excluded.mentions,"
        " judgements = excluded.judgements",
        [
            # Not a count: a pool that was dropped and made again is never taken for the former.
            *(topic, change.rules, secrets.randbits(62), change.seen_touch, change.mentions),
            json.dumps(sorted(change.judgements)),
        ],
    )
    number = db.execute("select pool_number from pools where topic = ?", [topic]).fetchone()[0]
    _save_mentions(db, number, change)
    pool_texts.save(db, number, change.texts)
    _delete(db, number, "pool_articles", "article_id", change.articles_gone)
    _delete(db, number, "pool_groups", "group_number", change.groups_gone)
    db.conn.executemany(
        "insert or replace into pool_articles values (?, ?, ?, ?)",
        ((number, article, *known) for article, known in sorted(change.articles.items())),
    )
    db.conn.executemany(
        "insert or replace into pool_groups values (?, ?, ?)",
        ((number, group, event) for group, event in sorted(change.groups.items())),
    )
    db.conn.executemany(
        "insert into pool_terms values (?, ?, ?, ?)"
        " on conflict do update set mentions = mentions + excluded.mentions",
        (
            (number, kind, term, more)
            for kind, terms in change.terms.items()
            for term, more in sorted(terms.items())
            if more
        ),
    )
    for kind, terms in change.terms.items():
        db.execute(
            "delete from pool_terms where pool_number = ? and kind = ? and mentions = 0"
            " and term in (select value from json_each(?))",
            [number, kind, _json(term for term, more in terms.items() if more < 0)],
        )
    empty = [cell for cell, members in change.cells.items() if not members]
    _delete(db, number, "pool_cells", "cell", empty)
    db.conn.executemany(
        "insert or replace into pool_cells values (?, ?, ?)",
        (
            (number, cell, array("Q", members).tobytes())
            for cell, members in sorted(change.cells.items())
            if members
        ),
    )


def _save_mentions(db: Database, number: int, change: PoolChange) -> None:
    _delete(db, number, "pool_mentions", "mention", change.gone)
    db.conn.executemany(
        "insert into pool_mentions values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(number, one.mention, one.article_id, one.group, one.dating),
                *(_joined(one.words), _joined(one.names)),
                *(_joined(one.words_beside), _joined(one.names_beside)),
                array("Q", sorted(one.near)).tobytes(),
            )
            for one in change.came
        ),
    )
    db.conn.executemany(
        "update pool_mentions set group_number = ?, near = ? where pool_number = ? and mention = ?",
        (
            (group, array("Q", sorted(near)).tobytes(), number, mention)
            for mention, (group, near) in sorted(change.tied.items())
        ),
    )


def _delete(
    db: Database, number: int, table: str, column: str, values: Collection[int | str]
) -> None:
    if values:
        db.execute(
            f"delete from {table} where pool_number = ?"
            f" and {column} in (select value from json_each(?))",
            [number, _json(values)],
        )


def _joined(terms: Iterable[str]) -> str:
    return _BETWEEN + _BETWEEN.join(sorted(terms)) + _BETWEEN


def _terms(joined: str) -> frozenset[str]:
    return frozenset(joined[1:-1].split(_BETWEEN)) if len(joined) > 2 else frozenset()


def _json(values: Iterable[int | str]) -> str:
    return json.dumps(sorted(values))
