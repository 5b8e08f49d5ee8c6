"""How long a build takes on made-up coverage, skewed as news is, and one more article after it.

    python bench/stages.py [ARTICLES ...]

Times are CPU seconds of one process. The coverage is made from a seed: the same at every run.
`exponent` is that of the build in the number of mentions, against the line before; then median and
mean of updates with a single article each, into the open database: of the latest articles in the
order of their publication, as news comes, and of some from all over the time that come late.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from db.model import Article, Stamp, Topic
from db.relevance import TermMatcher
from db.store import Store
from timeline.update import Progress, update

TOPIC = Topic(name="Orbit", slug="orbit", terms=("Orbit", "Tern Labs"))
VERBS = ("launched", "acquired", "delayed", "hired", "sued", "opened", "cancelled", "tested")
THINGS = tuple(
    f"{a} {b}"
    for a in ("Amber", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbour")
    for b in ("platform", "sensor", "campus", "satellite", "contract", "studio", "fund", "app")
)
SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo")
DAYS = 400  # that a thousand articles cover; four times as many cover twice the time
FLATNESS = 10  # of the skew: an event of rank r is told about as often as 1 / (r + FLATNESS)
WORDS = tuple(f"{a}{b}{c}" for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES)
FREQUENT = tuple(accumulate(1 / (rank + FLATNESS) for rank in range(len(WORDS))))
SYNDICATED = 0.1  # of the articles, as an agency wrote it
NEWEST, LATE = 30, 10  # updates with one article
T = TypeVar("T")


def coverage(count: int) -> list[Article]:
    """`count` articles, each on an event and with a look back at another one.

    Of as many events as articles the first is told by 2 % of a thousand mentions, as in the real
    coverage of the default story; most are told once or never.
    """
    draw = random.Random(count)
    days = int(DAYS * math.sqrt(count / 1000))
    cumulated = list(accumulate(1 / (rank + FLATNESS) for rank in range(count)))
    return [_article(draw, number, cumulated, days) for number in range(count)]


def _article(draw: random.Random, number: int, cumulated: list[float], days: int) -> Article:
    event, past = draw.choices(range(len(cumulated)), cum_weights=cumulated, k=2)
    start = datetime(2015, 6, 1, 12, tzinfo=UTC)
    day = start + timedelta(days=event * 7 % days)
    published = day + timedelta(hours=draw.randrange(40))
    before = start + timedelta(days=past * 7 % days)
    text = "\n".join(
        (
            f"Tern Labs {_happening(event)} on {day:%A}, people at the firm said.",
            f"Orbit {_happening(past)} on {before:%B} {before.day}, {before.year}.",
            *_body(random.Random(event) if draw.random() < SYNDICATED else draw),
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


def _body(draw: random.Random) -> Iterator[str]:
    """Paragraphs that tell nothing dated; the same for all that an agency tells of an event."""
    for _ in range(6):
        yield " ".join(draw.choices(WORDS, cum_weights=FREQUENT, k=20)).capitalize() + "."


def _happening(event: int) -> str:
    verb, thing = VERBS[event % len(VERBS)], THINGS[event * 13 % len(THINGS)]
    return f"{verb} the {thing} number {event} for ${event % 90 + 1}.5 million"


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`stages` in the order of the build; `newest` and `late` are updates with one article each."""

    mentions: int
    events: int
    stages: dict[str, float]
    build: float
    newest: list[float]
    late: list[float]


def measure(count: int) -> Measured:
    articles = sorted(coverage(count + NEWEST + LATE), key=lambda a: (a.published_at, a.url))
    late = articles[:: len(articles) // LATE][:LATE]
    first = [article for article in articles[:-NEWEST] if article not in late]
    with TemporaryDirectory() as folder, Store(Path(folder) / "bench.db") as store:
        store.save_topic(TOPIC)
        _save(store, first)
        stages: dict[str, float] = {}
        report, build = timed(lambda: update(store, TOPIC, _watch(stages)))
        newest = [_one_more(store, article) for article in articles[-NEWEST:]]
        came_late = [_one_more(store, article) for article in late]
    stages["building"] = build - sum(stages.values())
    return Measured(
        mentions=report.mentions,
        events=report.events,
        stages=stages,
        build=build,
        newest=newest,
        late=came_late,
    )


def _one_more(store: Store, article: Article) -> float:
    _save(store, [article])
    return timed(lambda: update(store, TOPIC))[1]


def _save(store: Store, articles: Iterable[Article]) -> None:
    matcher = TermMatcher(TOPIC)
    for article in articles:
        relevance = matcher.score(article.title, article.summary, article.text)
        store.save_article(
            article, topic=TOPIC.slug, relevance=relevance, seen_at=datetime.now(UTC)
        )


def _watch(stages: dict[str, float]) -> Progress:
    """Notes how long reading took."""
    began = time.process_time()

    def watch(what: str, done: int, total: int) -> None:
        if what == "reading articles":
            stages["reading"] = time.process_time() - began

    return watch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="*", type=int, default=[350, 3500])
    print("articles mentions events reading building whole exponent | newest | late | of a build")
    before: Measured | None = None
    for count in parser.parse_args().articles:
        found = measure(count)
        exponent = f"{_exponent(before, found):8.2f}" if before else " " * 8
        print(
            f"{count:8} {found.mentions:8} {found.events:6} {found.stages['reading']:7.1f}"
            f" {found.stages['building']:8.1f} {found.build:5.0f} {exponent}"
            f" | {_told(found.newest)} | {_told(found.late)}"
            f" | 1/{found.build / statistics.mean(found.newest):,.0f}",
            flush=True,
        )
        before = found


def _told(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.3f} {statistics.mean(seconds):.3f}"


def _exponent(before: Measured, found: Measured) -> float:
    return math.log(found.build / before.build) / math.log(found.mentions / before.mentions)


if __name__ == "__main__":
    main()
