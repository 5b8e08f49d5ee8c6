"""Whether the stored chronology is behind what it is made of. Light: the service asks it after each
crawl, and has none of the rules in its memory."""

from __future__ import annotations

from sqlite_utils import Database

from db import judgements, pools, reader
from db.model import Topic
from timeline.rules import rules_digest


def is_behind(db: Database, topic: Topic) -> bool:
    """Whether a build may find something to do: coverage that came or changed, another topic file,
    judgements made or taken back, other rules. False only when it would change nothing."""
    if not reader.was_read_as(db, topic):
        return True
    pool = pools.pool(db, topic.slug, rules_digest())
    if pool is None or pools.is_touched(db, topic.slug, pool.seen_touch):
        return True
    standing = {one.number for one in judgements.standing(db, topic.slug)}
    return standing != judgements.told_of(db, topic.slug)
