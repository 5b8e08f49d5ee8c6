"""One source fetched into a database that is thrown away, and what it gave in words."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from db import rows
from db.model import FeedEntry, Source, Topic
from db.store import Store
from schedules import jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a source gave: the verdict on the run, its counters, and the entries."""

    source: Source
    state: str
    reason: str
    counters: Mapping[str, int]
    entries: tuple[FeedEntry, ...]
    on_topic: int  # by title and summary; those without are counted

    @property
    def usable(self) -> bool:
        return self.state == "ok"


def probe(topic: Topic, name: str, hosts: Path) -> Probe:
    """Fetch the source, and none of its articles, as a crawl would; `hosts` is the database that
    knows whom to leave alone, if it is there."""
    [declared] = [source for source in topic.sources if source.source_id == name]
    source = replace(declared, max_items=0, enabled=True)
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "probe.db") as store:
        alone = replace(topic, sources=(source,))
        [result] = jobs.crawl(store, alone, [name], hosts=hosts)
        [run] = store.db.query("select counters from runs") or [{"counters": "{}"}]
        found = list(store.db.query("select entry, state, reason from discoveries"))
    return Probe(
        source=declared,
        state=result.state,
        reason=result.reason,
        counters=json.loads(run["counters"]),
        entries=tuple(rows.load(FeedEntry, row["entry"]) for row in found),
        on_topic=sum(not row["reason"].startswith("off topic") for row in found),
    )


def explain(found: Probe) -> Iterator[str]:
    """Lines for a person: what came, and what is missing in it."""
    source, entries = found.source, found.entries
    yield f"{source.source_id}: {found.state}: {found.reason}"
    yield f"    {source.kind} {source.url or source.query or source.path}"
    fetched = [
        name.removeprefix("source/fetch/").replace("http_", "HTTP ")
        for name, count in found.counters.items()
        if name.startswith("source/fetch/") and count
    ]
    yield f"    answer: {', '.join(fetched) or 'none'}"
    if not entries:
        return
    dates = sorted(entry.published.at for entry in entries if entry.published)
    titled = sum(bool(entry.title) for entry in entries)
    yield (
        f"    {len(entries)} entries: {titled} with a title, {len(dates)} with a date,"
        f" {sum(bool(e.summary) for e in entries)} with a summary, {found.on_topic} on topic"
    )
    if dates:
        yield f"    newest {_moment(dates[-1])}, oldest {_moment(dates[0])}"
    for lack in _lacks(found, titled, len(dates)):
        yield f"    ! {lack}"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _lacks(found: Probe, titled: int, dated: int) -> Iterator[str]:
    count = len(found.entries)
    if found.counters.get("source/parse/malformed"):
        yield "it is malformed; what could be read was read"
    without = found.counters.get("source/entry/without_link", 0)
    if without:
        yield f"{without} entries have no usable link"
    if not titled:
        yield "no titles: every article has to be fetched to see whether it is on topic"
    elif titled < count:
        yield f"{count - titled} entries have no title"
    if not dated:
        yield "no dates: they come from the pages alone"
    if found.source.kind == "google_news":
        yield "its links cannot be followed: titles and dates only"
