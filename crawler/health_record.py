"""The edge of `crawler.health`: reads a source's past, and keeps what the rules make of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.health import judge_source
from db.model import Source
from db.source_history import history
from db.store import Store


def record_health(store: Store, source: Source, now: datetime) -> None:
    """Judge the source again; to be called whenever a run of it has ended."""
    every = timedelta(minutes=source.every_minutes)
    past = history(store.db, source.source_id, every, now)
    store.save_source_state(source.source_id, judge_source(past, now), now)
