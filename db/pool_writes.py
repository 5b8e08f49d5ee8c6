"""Save what a build keeps of the mentions: the other half of `db.pools`."""

from __future__ import annotations

import json
import secrets
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlite_utils import Database

from db import pool_texts
from db.pool_texts import TextsChange
from db.pools import TermKind, joined, numbers, posting, separate

TABLES = (
    *("pool_articles", "pool_mentions", "pool_terms", "pool_postings", "pool_cells"),
    *("pool_groups", "pool_texts", "pool_traces"),
)


class ArticleRow(NamedTuple):
    """`passages` as `timeline.conflicts.passages` writes them."""

    version_id: str
    dated_as: str
    passages: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A mention of the pool; `near` in the numbers of `timeline.nearness`, `dating` as
    `timeline.when` writes it. What is `beside` it says what it is told together with."""

    mention: int
    article_id: str
    group: int
    dating: str
    words: Collection[str]
    names: Collection[str]
    words_beside: Collection[str]
    names_beside: Collection[str]
    actions_beside: Collection[str]
    of_market: bool
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
    articles: Mapping[str, ArticleRow]
    texts: TextsChange
    articles_gone: Collection[str] = ()
    came: Iterable[MentionRow] = ()
    gone: Collection[int] = ()
    tied: Mapping[int, tuple[int, Sequence[int]]] = field(default_factory=dict)
    terms: Mapping[TermKind, Mapping[str, int]] = field(default_factory=dict)
    cells: Mapping[int, Sequence[int]] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    groups_gone: Collection[int] = ()


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
        "insert or replace into pool_articles values (?, ?, ?, ?, ?)",
        ((number, article, *row) for article, row in sorted(change.articles.items())),
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
            [number, kind, numbers(term for term, more in terms.items() if more < 0)],
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
    db.conn.executemany(
        "delete from pool_postings where pool_number = ? and term = ? and mention = ?",
        [(number, *one) for one in _postings_of(db, number, change.gone)],
    )
    _delete(db, number, "pool_mentions", "mention", change.gone)
    came = list(change.came)
    db.conn.executemany(
        "insert into pool_mentions values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(number, one.mention, one.article_id, one.group, one.dating),
                *(joined(one.words), joined(one.names)),
                *(joined(one.words_beside), joined(one.names_beside)),
                *(joined(one.actions_beside), one.of_market),
                array("Q", sorted(one.near)).tobytes(),
            )
            for one in came
        ),
    )
    posted = {
        (term, one.mention)
        for one in came
        for term in _terms_of(
            one.dating, (one.words, one.words_beside), (one.names, one.names_beside)
        )
    }
    db.conn.executemany(
        "insert into pool_postings values (?, ?, ?)",
        ((number, term, mention) for term, mention in sorted(posted)),
    )
    db.conn.executemany(
        "update pool_mentions set group_number = ?, near = ? where pool_number = ? and mention = ?",
        (
            (group, array("Q", sorted(near)).tobytes(), number, mention)
            for mention, (group, near) in sorted(change.tied.items())
        ),
    )


def _postings_of(db: Database, number: int, mentions: Collection[int]) -> Iterator[tuple[int, int]]:
    found = db.execute(
        "select mention, dating, words, words_beside, names, names_beside from pool_mentions"
        " where pool_number = ? and mention in (select value from json_each(?))",
        [number, numbers(mentions)],
    )
    for mention, dating, *told in found:
        words, words_beside, names, names_beside = map(separate, told)
        for term in _terms_of(dating, (words, words_beside), (names, names_beside)):
            yield term, mention


def _terms_of(
    dating: str, words: Iterable[Collection[str]], names: Iterable[Collection[str]]
) -> set[int]:
    """By what a mention is found when that tells more or less than before."""
    return {
        posting("date", dating.partition("/")[0]),
        *(posting("word", word) for some in words for word in some),
        *(posting("name", name) for some in names for name in some),
    }


def _delete(
    db: Database, number: int, table: str, column: str, values: Collection[int | str]
) -> None:
    if values:
        db.execute(
            f"delete from {table} where pool_number = ?"
            f" and {column} in (select value from json_each(?))",
            [number, numbers(values)],
        )
