"""The edge of `crawler.health`: reads a source's past, and keeps what the rules make of it."""

from __future__ import annotations

from datetime import datetime

from crawler.health import judge_source
from crawler.searches import service_of
from crawler.urls import host_of
from db.model import Source
from db.source_history import history
from db.store import Store


def record_health(store: Store, source: Source, now: datetime) -> None:
    """Judge the source again; to be called whenever a run of it has ended, and whenever what is
    declared of it may have changed."""
    host = host_of(service_of(source))
    past = history(store.db, source, now, store.host_pause(host), host)
    store.save_source_state(source.source_id, judge_source(past, now), now)
