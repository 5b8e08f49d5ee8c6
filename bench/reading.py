"""How long a reader waits: searches and pages of the chronology in a large database.

    python bench/reading.py [FILE] [--events 10000] [--mentions 1000000]

Fills FILE (a temporary one unless given) with made-up rows, the same at every run, and times what
the commands and `storyline serve` ask: milliseconds, the median and the longest of 20. A file that
is filled already is used as it is. Every row has its event, sources and article; the words of an
article are those of the events it tells of.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlite_utils import Database

from db import chronology, search
from db.model import Topic
from db.selection import Selection
from db.store import Store

TOPIC = Topic(name="Orbit", slug="orbit", terms=("Orbit",))
SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")
WORDS = [f"{a}{b}{c}" for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
MENTIONS_AN_ARTICLE = 10
SOURCES = 4
BATCH = 20_000
TIMES = 20
BEGIN = date(2020, 1, 1)


def words(draw: random.Random, count: int) -> str:
    """Frequent ones often: a rank is drawn by the square of an even draw."""
    return " ".join(WORDS[int(len(WORDS) * draw.random() ** 2)] for _ in range(count))


def fill(store: Store, events: int, mentions: int) -> None:
    store.save_topic(TOPIC)
    db, draw = store.db, random.Random(7)
    articles = mentions // MENTIONS_AN_ARTICLE
    db.conn.execute("pragma foreign_keys = off")
    _insert(db, "article_versions", (_version(draw, n) for n in range(articles)))
    _insert(db, "articles", (_article(n) for n in range(articles)))
    _insert(db, "relevance", (_relevant(n) for n in range(articles)))
    _insert(db, "events", (_event(draw, n, events) for n in range(events)))
    _insert(db, "event_sources", _sources(draw, events, articles))
    _insert(db, "mentions", (_mention(draw, n) for n in range(mentions)))
    _insert(db, "event_mentions", (_in_event(n, events) for n in range(mentions)))
    db.execute("analyze")
    db.conn.commit()


def _insert(db: Database, table: str, rows: Iterator[dict[str, object]]) -> None:
    done = 0
    batch: list[dict[str, object]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            done += _write(db, table, batch)
            print(f"\r{table}: {done:,}", end="", file=sys.stderr)
    done += _write(db, table, batch)
    print(f"\r{table}: {done:,}", file=sys.stderr)


def _write(db: Database, table: str, batch: list[dict[str, object]]) -> int:
    count = len(batch)
    if batch:
        columns = list(batch[0])
        quoted = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" for _ in columns)
        with db.conn:
            db.conn.executemany(
                f"insert into {table} ({quoted}) values ({marks})",
                [tuple(row[column] for column in columns) for row in batch],
            )
    batch.clear()
    return count


def _day(number: int, of: int) -> str:
    return (BEGIN + timedelta(days=number * 2500 // of)).isoformat()


def _version(draw: random.Random, n: int) -> dict[str, object]:
    return {
        "version_id": f"v{n:012x}",
        "article_id": f"a{n:012x}",
        "seen_at": "2026-01-01T00:00:00Z",
        "url": f"https://o{n % 97}.example/{n}",
        "outlet": f"o{n % 97}.example",
        "title": words(draw, 8),
        "summary": "",
        "text": words(draw, 120),
        "body_missing": "",
        "authors": "[]",
        "language": "en",
    }


def _article(n: int) -> dict[str, object]:
    return {
        "article_id": f"a{n:012x}",
        "canonical_url": f"https://o{n % 97}.example/{n}",
        "version_id": f"v{n:012x}",
        "first_seen_at": "2026-01-01T00:00:00Z",
        "last_seen_at": "2026-01-01T00:00:00Z",
    }


def _relevant(n: int) -> dict[str, object]:
    return {
        "topic": "orbit",
        "article_id": f"a{n:012x}",
        "relevant": 1,
        "score": 1.0,
        "reason": "made up",
    }


def _event(draw: random.Random, n: int, events: int) -> dict[str, object]:
    day = _day(n, events)
    return {
        "topic": "orbit",
        "event_id": f"e{n:012x}",
        "date": day,
        "end": "",
        "precision": "day",
        "starts_on": day,
        "ends_on": day,
        "date_rule": "made up",
        "status": ("happened", "reported", "expected")[n % 3],
        "type": ("launch", "deal", "legal", "hire")[n % 4],
        "headline": words(draw, 9),
        "summary": words(draw, 25),
        "importance": draw.random(),
        "corroboration": 1 + n % 9,
        "entities": "[]",
        "digest": "",
    }


def _sources(draw: random.Random, events: int, articles: int) -> Iterator[dict[str, object]]:
    for n in range(events):
        for position, article in enumerate(draw.sample(range(articles), min(SOURCES, articles))):
            yield {
                "topic": "orbit",
                "event_id": f"e{n:012x}",
                "article_id": f"a{article:012x}",
                "position": position,
                "url": f"https://o{article % 97}.example/{article}",
                "outlet": f"o{article % 97}.example",
                "tier": "outlet",
                "published": _day(n, events),
                "quote": words(draw, 20),
                "copy_of": "",
            }


def _mention(draw: random.Random, n: int) -> dict[str, object]:
    article = n // MENTIONS_AN_ARTICLE
    quote = words(draw, 18)
    return {
        "topic": "orbit",
        "mention_id": f"m{n:012x}",
        "article_id": f"a{article:012x}",
        "version_id": f"v{article:012x}",
        "part": "text",
        "start": 0,
        "end": len(quote),
        "quote": quote,
        "clause": quote,
        "date": "2024-01-01",
        "end_date": "",
        "precision": "day",
        "basis": "explicit",
        "timex": "",
        "timex_rule": "",
        "modality": "happened",
        "actions": "[]",
        "entities": "[]",
        "amounts": "[]",
        "position": 0,
        "topical": "sentence",
    }


def _in_event(n: int, events: int) -> dict[str, object]:
    return {
        "topic": "orbit",
        "event_id": f"e{n % events:012x}",
        "mention_id": f"m{n:012x}",
        "version_id": f"v{n // MENTIONS_AN_ARTICLE:012x}",
        "score": 1.0,
        "reason": "",
    }


def asked(db: Database, events: int) -> dict[str, Callable[[], object]]:
    """What a reader asks -> how the commands ask it."""
    middle, common, rare = f"e{events // 2:012x}", WORDS[0], WORDS[-1]
    page = "select * from chronology limit 100 offset ?"
    return {
        "first page of 100": lambda: list(db.query(page, [0])),
        "last page of 100": lambda: list(db.query(page, [events - 100])),
        "a month": lambda: chronology.events(
            db, "orbit", Selection(since="2023-03-01", until="2023-03-31")
        ),
        "words, three sources": lambda: chronology.events(
            db, "orbit", Selection(about=f"{rare}", least_sources=3)
        ),
        "one event with its mentions": lambda: chronology.event(db, "orbit", middle),
        "search events, a common word": lambda: search.events(db, "orbit", common),
        "search events, a rare word": lambda: search.events(db, "orbit", rare),
        "search articles, a common word": lambda: search.articles(db, "orbit", common),
        "search articles, a rare word": lambda: search.articles(db, "orbit", rare),
        "search articles, two words": lambda: search.articles(db, "orbit", f"{common} {rare}"),
    }


def milliseconds(ask: Callable[[], object]) -> list[float]:
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        ask()
        took.append(1000 * (time.perf_counter() - begun))
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    options = parser.parse_args()
    with TemporaryDirectory() as folder, Store(options.file or Path(folder) / "large.db") as store:
        if not store.db.table("events").count:
            fill(store, options.events, options.mentions)
        print(f"{'':34}median   longest   ms")
        for what, ask in asked(store.db, options.events).items():
            took = milliseconds(ask)
            print(f"{what:32}{statistics.median(took):8.1f}{max(took):10.1f}")


if __name__ == "__main__":
    main()
