"""The only writer of the database: what each stage saves, each save one transaction."""

from __future__ import annotations

import json

from db import rows
from db.alerts import AlertWrites
from db.crawl_writes import CrawlWrites
from db.deliveries import DeliveryWrites
from db.edits import EditWrites
from db.errors import StoreError
from db.host_writes import HostWrites
from db.judgement_writes import JudgementWrites
from db.ledger import LedgerWrites
from db.model import Outlet, Source, Topic
from db.retention import RetentionWrites
from db.run_writes import RunWrites
from db.source_history import SourceStateWrites
from db.timeline_writes import TimelineWrites
from db.windows import WindowWrites


class Store(
    RunWrites,
    CrawlWrites,
    HostWrites,
    WindowWrites,
    SourceStateWrites,
    EditWrites,
    TimelineWrites,
    JudgementWrites,
    LedgerWrites,
    DeliveryWrites,
    RetentionWrites,
    AlertWrites,
):
    """An open database with everything that may be written to it."""

    def save_topic(self, topic: Topic) -> None:
        """Make the database know the topic, its outlets and sources as now declared.

        A source that left the file stays, switched off: its articles still refer to it. When
        the terms changed, what was skipped under the old ones is looked at again, and so is what
        a backfill has read.
        """
        with self._transaction() as db:
            known = next(db.query("select config from topics where topic = ?", [topic.slug]), None)
            record = {"topic": topic.slug, "name": topic.name, "config": rows.dump(topic)}
            if known is None:
                digest = rows.reading_digest(topic)
                db.table("topics").insert(record | {"reading_digest": digest})
            else:
                db.table("topics").update(topic.slug, record)
            self._upsert("outlets", [_plain(outlet) for outlet in topic.outlets], "domain")
            self._refuse_taken_names(topic)
            db.execute("update sources set enabled = 0 where topic = ?", [topic.slug])
            self._upsert(
                "sources", [_source_row(topic.slug, s) for s in topic.sources], "source_id"
            )
            if known and rows.load(Topic, known["config"]).reading != topic.reading:
                db.execute(
                    "update discoveries set state = 'pending', attempts = 0 where state = 'skipped'"
                    " and source_id in (select source_id from sources where topic = ?)",
                    [topic.slug],
                )
                db.execute(
                    "update windows set state = 'pending' where state = 'done' and source_id in"
                    " (select source_id from sources where topic = ?)",
                    [topic.slug],
                )

    def _refuse_taken_names(self, topic: Topic) -> None:
        """Raise `StoreError` when another topic of this database has a source of the name."""
        for source in topic.sources:
            found = self.db.query(
                "select topic from sources where source_id = ? and topic != ?",
                [source.source_id, topic.slug],
            )
            for row in found:
                raise StoreError(
                    "another topic of this database has a source of this name",
                    source=source.source_id,
                    topic=row["topic"],
                )


def _plain(outlet: Outlet) -> rows.Row:
    row: rows.Row = json.loads(rows.dump(outlet))
    return row


def _source_row(topic: str, source: Source) -> rows.Row:
    return {
        "source_id": source.source_id,
        "topic": topic,
        "kind": source.kind,
        "url": source.url,
        "outlet": source.outlet,
        "enabled": int(source.enabled),
        "config": rows.dump(source),
    }
