"""Thin wrappers that give the benchmark scorers the shapes they want."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from db.model import Article, Mention, StoredArticle, Topic


def timexes(text: str, dct: date) -> list[tuple[int, int, str]]:
    """Temporal expressions as (start, end, TIMEX3 value)."""
    from timeline.temporal import find_timexes

    return [(timex.start, timex.end, timex.value) for timex in find_timexes(text, dct)]


def extract(html: bytes, url: str) -> dict[str, object]:
    """Body, title, days and links of a page; a page that is no article raises."""
    from crawler.extract import extract_article

    article = extract_article(html, url)
    return {
        "title": article.title,
        "text": article.text,
        "published": article.published.day if article.published else None,
        "updated": article.modified.day if article.modified else None,
        "authors": list(article.authors),
        "canonical_url": article.canonical_url,
    }


def timeline(
    articles: Sequence[dict[str, str]], keywords: Sequence[str], n_dates: int, sents_per_date: int
) -> list[dict[str, str]]:
    """The days that the story turns on, the most important first, in their own sentences."""
    from db import ids
    from db.model import StoredArticle, Topic
    from db.relevance import TermMatcher
    from timeline.highlights import highlights

    topic = Topic(name=" ".join(keywords), terms=tuple(keywords))
    matcher = TermMatcher(topic)
    stored = [
        StoredArticle(article_id=ids.article_id(a.url), version_id="", article=a)
        for a in map(_article, articles)
        if matcher.score(a.title, a.summary, a.text).relevant
    ]
    found = highlights(_mentions(stored, topic), stored, days=n_dates, sentences=sents_per_date)
    return [
        {"date": day.date, "text": " ".join(one.mention.quote for one in day.told)} for day in found
    ]


def timeline_topics(folder: Path) -> list[Topic]:
    """Timeline17's development topics, each named as its file is."""
    from db.model import Topic

    tasks = [json.loads(line) for line in (folder / "tasks.jsonl").read_text("utf-8").splitlines()]
    keywords = {task["topic"]: tuple(task["keywords"]) for task in tasks}
    return [Topic(name=name, terms=terms) for name, terms in keywords.items()]


def timeline_articles(folder: Path, topic: Topic, most: int) -> list[Article]:
    """The first of a topic."""
    with gzip.open(folder / f"{topic.name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [_article(json.loads(line)) for line in islice(lines, most)]


def timeline_mentions(folder: Path, story: str, most: int) -> tuple[Topic, list[Mention]]:
    """Those of the first articles of a topic, relevant or not."""
    from timeline.builder import identified

    topic = next(topic for topic in timeline_topics(folder) if topic.name == story)
    return topic, _mentions(identified(timeline_articles(folder, topic, most)), topic)


def database_mentions(path: Path) -> tuple[Topic, list[Mention]]:
    """Those of the one topic of a database."""
    import sqlite_utils

    from db import reader

    db = sqlite_utils.Database(path)
    topic = reader.topic(db)
    return topic, reader.mentions(db, topic.slug)


def _mentions(articles: Iterable[StoredArticle], topic: Topic) -> list[Mention]:
    from db.relevance import TermMatcher
    from timeline.mentions import mentions_of

    matcher = TermMatcher(topic)
    return [
        mention
        for one in articles
        for mention in mentions_of(
            one.article, topic, matcher, article_id=one.article_id, version_id=one.version_id
        )
    ]


def _article(record: dict[str, str]) -> Article:
    from db.model import Article, Stamp

    written = record["published"]
    return Article(
        url=record["url"],
        title=record["title"],
        text=record["text"],
        outlet=urlsplit(record["url"]).netloc,
        language="en",
        published=Stamp(
            at=datetime.fromisoformat(written[:10]).replace(tzinfo=UTC),
            precision="day",
            method="import",
            confidence=1.0,
            evidence=written,
        ),
    )
