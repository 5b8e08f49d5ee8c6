"""How long each stage takes on made-up coverage, skewed as news is.

    python bench/stages.py [ARTICLES ...]

Times are CPU seconds of one process. The coverage is made from a seed: the same at every run.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from db.model import Article, Stamp, StoredArticle, Topic
from db.relevance import TermMatcher
from db.store import Store
from timeline.builder import assemble
from timeline.cluster import cluster
from timeline.mentions import mentions_of
from timeline.similarity import near_duplicates
from timeline.update import update

TOPIC = Topic(name="Orbit", slug="orbit", terms=("Orbit", "Tern Labs"))
VERBS = ("launched", "acquired", "delayed", "hired", "sued", "opened", "cancelled", "tested")
THINGS = tuple(
    f"{a} {b}"
    for a in ("Amber", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbour")
    for b in ("platform", "sensor", "campus", "satellite", "contract", "studio", "fund", "app")
)
EVENTS = 1500
T = TypeVar("T")


def coverage(count: int) -> list[Article]:
    """`count` articles, each on an event drawn with a Zipf-like weight, and a look back."""
    draw = random.Random(count)
    start = datetime(2025, 6, 1, 12, tzinfo=UTC)
    weights = [1 / (rank + 1) for rank in range(EVENTS)]
    return [_article(draw, start, number, weights) for number in range(count)]


def _article(draw: random.Random, start: datetime, number: int, weights: list[float]) -> Article:
    event, past = draw.choices(range(EVENTS), weights, k=2)
    day = start + timedelta(days=event * 7 % 400)
    published = day + timedelta(hours=draw.randrange(40))
    before = start + timedelta(days=past * 7 % 400)
    text = "\n".join(
        (
            f"Tern Labs {_happening(event)} on {day:%A}, people at the firm said.",
            f"Orbit {_happening(past)} on {before:%B} {before.day}, {before.year}.",
            *(f"Paragraph {draw.random()} of the report on the firm is here." for _ in range(6)),
        )
    )
    return Article(
        url=f"https://outlet{draw.randrange(60)}.example/{number}",
        title=f"Tern Labs {_happening(event)}",
        text=text,
        language="en",
        outlet=f"outlet{number % 60}.example",
        published=Stamp(at=published, precision="time", method="feed", confidence=1.0, evidence=""),
    )


def _happening(event: int) -> str:
    verb, thing = VERBS[event % len(VERBS)], THINGS[event * 13 % len(THINGS)]
    return f"{verb} the {thing} number {event} for ${event % 90 + 1}.5 million"


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def measure(count: int) -> str:
    articles = [
        StoredArticle(article_id=f"a{n}", version_id=f"v{n}", article=article)
        for n, article in enumerate(coverage(count))
    ]
    matcher = TermMatcher(TOPIC)
    mentions, reading = timed(
        lambda: [
            mention
            for s in articles
            for mention in mentions_of(
                s.article, TOPIC, matcher, article_id=s.article_id, version_id=s.version_id
            )
        ]
    )
    _, copying = timed(lambda: near_duplicates(articles))
    _, clustering = timed(lambda: cluster(mentions))
    chronology, assembling = timed(lambda: assemble(articles, mentions, TOPIC))
    whole, again = _stored(articles)
    return (
        f"{count:>9} {len(mentions):>9} {len(chronology.events):>7} {reading:>8.2f}"
        f" {copying:>8.2f} {clustering:>8.2f} {assembling:>9.2f} {whole:>9.2f} {again:>11.2f}"
    )


def _stored(articles: list[StoredArticle]) -> tuple[float, float]:
    """(build from nothing, update after one more article) with the database."""
    matcher = TermMatcher(TOPIC)
    with TemporaryDirectory() as folder, Store(Path(folder) / "bench.db") as store:
        store.save_topic(TOPIC)

        def save(article: Article) -> None:
            relevance = matcher.score(article.title, article.summary, article.text)
            store.save_article(
                article, topic=TOPIC.slug, relevance=relevance, seen_at=datetime.now(UTC)
            )

        for stored in articles[:-1]:
            save(stored.article)
        _, whole = timed(lambda: update(store, TOPIC))
        save(articles[-1].article)
        _, again = timed(lambda: update(store, TOPIC))
    return whole, again


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="*", type=int, default=[250, 1000, 4000])
    print(" articles  mentions  events     read   copies  cluster  assemble  database  one article")
    for count in parser.parse_args().articles:
        print(measure(count), flush=True)


if __name__ == "__main__":
    main()
