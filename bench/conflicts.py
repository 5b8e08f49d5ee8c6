"""The conflicts of the default story and of four other ones, to be read: true or not?

    python bench/conflicts.py STORYLINE_DB TLS_DEV [--draw 15] [--articles 1000]

STORYLINE_DB is built from the default story's coverage, TLS_DEV the folder with Timeline17's
development topics, of each of which the first 1,000 articles are built here (about a minute each).
Prints of each story how many entries there are, and so many of them drawn by chance, each value
with who says it, when and in which sentence.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

import sqlite_utils
from adapters import timeline_articles, timeline_topics

from db import chronology, reader
from db.conflicts import Conflict
from db.model import Event
from timeline.builder import build_chronology

STATEMENTS = 3  # of each value
SEED = 1


def of_database(path: Path) -> Sequence[Event]:
    db = sqlite_utils.Database(path)
    return chronology.events(db, reader.topic(db).slug)


def report(story: str, events: Sequence[Event], draw: int) -> Iterator[str]:
    found = sorted(
        ((event, conflict) for event in events for conflict in event.conflicts),
        key=lambda pair: (pair[0].date, pair[0].event_id, pair[1].matter),
    )
    yield f"{story}: {len(events)} events, {len(found)} conflicts"
    for event, conflict in random.Random(SEED).sample(found, min(draw, len(found))):
        yield f"\n{event.date} {event.headline[:100]}\n  {conflict.matter}: {conflict.reason}"
        yield from _values(conflict)


def _values(conflict: Conflict) -> Iterator[str]:
    for value in conflict.values:
        yield f"    {value.value}{' (chosen)' if value.chosen else ''}"
        for one in value.statements[:STATEMENTS]:
            by = f" ({one.attributed})" if one.attributed else ""
            yield f"      {one.said} {one.publisher}{by}: {' '.join(one.quote.split())[:300]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("topics", type=Path)
    parser.add_argument("--draw", type=int, default=15)
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    print(*report("default story", of_database(options.database), options.draw), sep="\n")
    for topic in timeline_topics(options.topics):
        articles = timeline_articles(options.topics, topic, options.articles)
        events = build_chronology(articles, topic)
        print(f"\n{'-' * 60}", *report(topic.name, events, options.draw), sep="\n", flush=True)


if __name__ == "__main__":
    main()
