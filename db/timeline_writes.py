"""What normalising and building save: all of it can be made again from the articles."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from db import judgements, pool_writes, pools, revision_log, rows
from db.connection import Connection
from db.judgements import Outcome, UnsurePair
from db.model import Event, Mention, Relevance, StoredArticle, Topic
from db.pool_writes import PoolChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a build made anew: everything when `anew`, else what stands in the place of the
    events `instead_of`.

    `copies` maps an article's id to its original and their similarity, None when it is no copy
    any more; `unsure` are the uncertain pairs with one of `events`, `outcomes` what became of
    all judgements.
    """

    anew: bool
    events: Sequence[Event]
    copies: Mapping[str, tuple[str, float] | None]
    unsure: Sequence[UnsurePair]
    outcomes: Sequence[Outcome]
    pool: PoolChange
    instead_of: Collection[str] = ()


class TimelineWrites(Connection):
    def save_relevance(self, topic: str, decisions: Mapping[str, Relevance]) -> None:
        """Decide again, by article id: the topic's terms have changed."""
        with self._transaction():
            self._upsert(
                "relevance",
                [rows.relevance_row(topic, article, r) for article, r in decisions.items()],
                ("topic", "article_id"),
            )

    def mark_read(self, topic: Topic) -> None:
        """What is stored was decided and read under the topic as it is now."""
        with self._transaction() as db:
            db.table("topics").update(topic.slug, {"reading_digest": rows.reading_digest(topic)})

    def save_mentions(
        self, topic: str, read: Sequence[tuple[StoredArticle, Sequence[Mention]]]
    ) -> None:
        """Make the mentions of each article's standing version those found in it, or none.

        A row that stays the same is not touched, so that events go on pointing to it.
        """
        with self._transaction() as db:
            for stored, mentions in read:
                fresh = {m.mention_id: rows.mention_row(topic, m) for m in mentions}
                for row in db.query(
                    "select * from mentions where topic = ? and version_id = ?",
                    [topic, stored.version_id],
                ):
                    if fresh.get(row["mention_id"]) == row:
                        del fresh[row["mention_id"]]
                        continue
                    db.table("mentions").delete((topic, row["mention_id"], stored.version_id))
                db.table("mentions").insert_all(fresh.values())
                record: rows.Row = {"topic": topic, "version_id": stored.version_id}
                record |= {"dated_as": rows.dated_as(stored.article), "mentions": len(mentions)}
                self._upsert("normalised", [record], ("topic", "version_id"))

    def read_again(self, topic: str) -> None:
        """Let the next build read every article anew. What readers see stays until then."""
        with self._transaction() as db:
            pool_writes.drop(db, topic)
            db.execute("delete from normalised where topic = ?", [topic])

    def save_chronology(self, topic: str, made: Made, *, at: datetime) -> tuple[int, int] | None:
        """Make the stored chronology what a build made of it; returns (written, removed), or
        None when another build has saved its own since this one began.

        What changed goes into the revision log as of `at`.
        """
        with self._transaction() as db:
            if not made.anew and made.pool.build != pools.saved_by(db, topic):
                return None
            stored = _digests(db, topic, made)
            judged = revision_log.judged_since(db, topic, made.outcomes)
            fresh = {event.event_id: event for event in made.events}
            among = None if made.anew else {*stored, *fresh, *made.instead_of}
            revision_log.append(db, topic, made.events, judged, at, among=among)
            gone = stored.keys() - fresh.keys()
            changed = [e for e in made.events if stored.get(e.event_id) != rows.event_digest(e)]
            for event_id in sorted(gone | {e.event_id for e in changed}):
                db.execute("delete from events where topic = ? and event_id = ?", [topic, event_id])
            _insert_events(db, topic, changed)
            _save_copies(db, topic, made)
            _save_unsure(db, topic, made, among)
            _delete(db, topic, "judgement_outcomes")
            db.table("judgement_outcomes").insert_all(judgements.outcome_rows(topic, made.outcomes))
            pool_writes.save(db, topic, made.pool)
        return len(changed), len(gone)


def _insert_events(db: Database, topic: str, events: Sequence[Event]) -> None:
    records: dict[str, list[rows.Row]] = {}
    for event in events:
        for table, of_event in rows.event_rows(topic, event).items():
            records.setdefault(table, []).extend(of_event)
    for table, of_all in records.items():
        db.table(table).insert_all(of_all)


def _digests(db: Database, topic: str, made: Made) -> dict[str, str]:
    """Of the stored events that may have changed."""
    sql = "select event_id, digest from events where topic = ?"
    if made.anew:
        return dict(db.execute(sql, [topic]).fetchall())
    among = json.dumps(sorted({e.event_id for e in made.events} | {*made.instead_of}))
    sql += " and event_id in (select value from json_each(?))"
    return dict(db.execute(sql, [topic, among]).fetchall())


def _save_copies(db: Database, topic: str, made: Made) -> None:
    if made.anew:
        _delete(db, topic, "copies")
    else:
        _delete(db, topic, "copies", "article_id", made.copies)
    db.table("copies").insert_all(
        {"topic": topic, "article_id": article, "original_id": copy[0], "similarity": copy[1]}
        for article, copy in sorted(made.copies.items())
        if copy is not None
    )


def _save_unsure(db: Database, topic: str, made: Made, among: Collection[str] | None) -> None:
    if among is None:
        _delete(db, topic, "unsure_pairs")
    else:
        _delete(db, topic, "unsure_pairs", "event_id", among)
        _delete(db, topic, "unsure_pairs", "other_id", among)
    db.table("unsure_pairs").insert_all(judgements.unsure_rows(topic, made.unsure))


def _delete(
    db: Database, topic: str, table: str, column: str = "", values: Iterable[str] = ()
) -> None:
    sql = f"delete from {table} where topic = ?"
    if not column:
        db.execute(sql, [topic])
        return
    db.execute(
        f"{sql} and {column} in (select value from json_each(?))",
        [topic, json.dumps(sorted(values))],
    )
