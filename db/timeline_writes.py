"""What normalising and building save: all of it can be made again from the articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlite_utils import Database

from db import judgements, revision_log, rows
from db.connection import Connection
from db.judgements import Outcome, UnsurePair
from db.model import Event, Mention, Relevance, StoredArticle, Topic


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
            db.execute("delete from normalised where topic = ?", [topic])

    def save_chronology(
        self,
        topic: str,
        events: Sequence[Event],
        copies: Mapping[str, tuple[str, float]],
        *,
        at: datetime,
        unsure: Sequence[UnsurePair] = (),
        outcomes: Sequence[Outcome] = (),
    ) -> tuple[int, int]:
        """Make the stored chronology equal to `events`; returns (written, removed).

        `copies` maps a near-duplicate's article id to its original and their similarity;
        `unsure` is the review list, `outcomes` what became of the judgements. What changed goes
        into the revision log as of `at`.
        """
        with self._transaction() as db:
            judged = revision_log.judged_since(db, topic, outcomes)
            revision_log.append(db, topic, events, judged, at)
            stored = {
                row["event_id"]: row["digest"]
                for row in db.query("select event_id, digest from events where topic = ?", [topic])
            }
            fresh = {event.event_id: event for event in events}
            gone = stored.keys() - fresh.keys()
            changed = [e for e in events if stored.get(e.event_id) != rows.event_digest(e)]
            for event_id in sorted(gone | {e.event_id for e in changed}):
                db.execute("delete from events where topic = ? and event_id = ?", [topic, event_id])
            for event in changed:
                for table, records in rows.event_rows(topic, event).items():
                    db.table(table).insert_all(records)
            copied = [
                {"topic": topic, "article_id": a, "original_id": o, "similarity": s}
                for a, (o, s) in sorted(copies.items())
            ]
            _replace(db, topic, "copies", copied)
            _replace(db, topic, "unsure_pairs", judgements.unsure_rows(topic, unsure))
            _replace(db, topic, "judgement_outcomes", judgements.outcome_rows(topic, outcomes))
        return len(changed), len(gone)


def _replace(db: Database, topic: str, table: str, records: Sequence[rows.Row]) -> None:
    db.execute(f"delete from {table} where topic = ?", [topic])
    db.table(table).insert_all(records)
