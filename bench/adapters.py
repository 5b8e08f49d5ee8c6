"""Thin wrappers that give the benchmark scorers the shapes they want."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from db.model import Article, Event


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
    """The days of whose events most articles tell, each with its main events' sentences."""
    from db.model import Topic
    from timeline.builder import build_chronology

    topic = Topic(name=" ".join(keywords), terms=tuple(keywords))
    days: dict[str, list[Event]] = defaultdict(list)
    for event in build_chronology([_article(record) for record in articles], topic):
        if event.precision == "day":
            days[event.date].append(event)
    told_by = {day: {s.article_id for e in told for s in e.sources} for day, told in days.items()}
    best = sorted(days, key=lambda day: (-len(told_by[day]), day))[:n_dates]
    return [{"date": day, "text": _told(days[day], sents_per_date)} for day in best]


def _told(events: Sequence[Event], most: int) -> str:
    """Sentences of the events that most articles tell of, in words the day has in common."""
    from timeline.words import content_words

    said = [content_words(m.mention.quote) for event in events for m in event.mentions]
    share = Counter(word for words in said for word in words)

    def rank(event: Event) -> tuple[float, str]:
        words = content_words(event.summary or event.headline)
        common = sum(share[word] for word in words) / (len(words) or 1)
        return (-common * math.sqrt(len(event.sources)), event.event_id)

    return " ".join(e.summary or e.headline for e in sorted(events, key=rank)[:most])


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
