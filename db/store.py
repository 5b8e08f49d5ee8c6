"""The only writer of the database: what each stage saves, each save one transaction."""

from __future__ import annotations

import json

from db import ids, rows
from db.crawl_writes import CrawlWrites
from db.model import Source, Topic
from db.timeline_writes import TimelineWrites


class Store(CrawlWrites, TimelineWrites):
    """An open database with everything that may be written to it."""

    def save_topic(self, topic: Topic) -> None:
        """Make the database know the topic, its outlets and sources as now declared.

        A source that left the file stays, switched off: its articles still refer to it.
        """
        config = rows.dump(topic)
        with self._transaction() as db:
            self._upsert(
                "topics",
                [
                    {
                        "topic": topic.slug,
                        "name": topic.name,
                        "config": config,
                        "config_digest": ids.page_id(config.encode()),
                    }
                ],
                "topic",
            )
            self._upsert(
                "outlets",
                [json.loads(rows.dump(outlet)) for outlet in topic.outlets],
                "domain",
            )
            db.execute("update sources set enabled = 0 where topic = ?", [topic.slug])
            self._upsert(
                "sources", [_source_row(topic.slug, s) for s in topic.sources], "source_id"
            )


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
