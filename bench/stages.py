"""How long a build takes on made-up coverage, skewed as news is, and one more article after it.

    python bench/stages.py [ARTICLES ...]

Times are CPU seconds of one process. The coverage is made from a seed: the same at every run.
`exponent` is that of the build in the number of mentions, against the line before; `one more` are
the median and the mean of updates with a single article each, into the open database.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
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
DAYS = 400  # that a thousand articles cover; four times as many cover twice the time
FLATNESS = 10  # of the skew: an event of rank r is told about as often as 1 / (r + FLATNESS)
MORE = 30  # updates with one article
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`stages` in the order of the build; `more` the updates with one article each."""

    mentions: int
    events: int
    stages: dict[str, float]
    build: float
    more: list[float]


def measure(count: int) -> Measured:
    articles = coverage(count + MORE)
    with TemporaryDirectory() as folder, Store(Path(folder) / "bench.db") as store:
        store.save_topic(TOPIC)
        _save(store, articles[:count])
        stages: dict[str, float] = {}
        report, build = timed(lambda: update(store, TOPIC, _watch(stages)))
        more = []
        for article in articles[count:]:
            _save(store, [article])
            more.append(timed(lambda: update(store, TOPIC))[1])
    stages["building"] = build - sum(stages.values())
    return Measured(
        mentions=report.mentions, events=report.events, stages=stages, build=build, more=more
    )


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
    print(
        "articles mentions  events reading building   whole exponent one more: median   mean  ratio"
    )
    before: Measured | None = None
    for count in parser.parse_args().articles:
        found = measure(count)
        exponent = f"{_exponent(before, found):8.2f}" if before else " " * 8
        mean = statistics.mean(found.more)
        print(
            f"{count:8} {found.mentions:8} {found.events:7} {found.stages['reading']:7.1f}"
            f" {found.stages['building']:8.1f} {found.build:7.1f} {exponent}"
            f" {statistics.median(found.more):16.3f} {mean:6.3f} 1/{found.build / mean:,.0f}",
            flush=True,
        )
        before = found


def _exponent(before: Measured, found: Measured) -> float:
    return math.log(found.build / before.build) / math.log(found.mentions / before.mentions)


if __name__ == "__main__":
    main()
