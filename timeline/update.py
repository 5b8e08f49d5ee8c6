"""Bring the stored chronology up to date: the edge between the database and the pure builder.

`update` reads only articles it has not read before; `rebuild` reads all of them again. Both end
with the same rows. Mentions are saved batch by batch, so that a killed run goes on where it was;
the chronology is replaced in one transaction, and readers see the former one until then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from db import pools, reader
from db.model import Mention, StoredArticle, Topic
from db.relevance import TermMatcher
from db.store import Store
from timeline import redoing
from timeline.mentions import mentions_of
from timeline.rules import rules_digest
from timeline.versions import compare_versions

BATCH = 50

Progress = Callable[[str, int, int], None]  # what, done, of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build read and wrote."""

    articles_read: int
    articles: int
    mentions: int
    events: int
    written: int
    removed: int
    copies: int
    unsure: int  # pairs of events on the review list


def _silent(what: str, done: int, total: int) -> None:
    """Progress for callers that show none."""


def update(
    store: Store, topic: Topic, progress: Progress = _silent, *, at: datetime | None = None
) -> BuildReport:
    """Read what is new, then bring the chronology up to date.

    A topic whose file has changed is decided and read anew. `at` is the moment of the build in
    the revision log: now, unless it is given.
    """
    store.save_topic(topic)
    if not reader.was_read_as(store.db, topic):
        _start_anew(store, topic, progress)
    read, saved = 0, None
    while saved is None:
        read += _read_new(store, topic, progress)
        compare_versions(store)
        progress("building", 0, 1)
        with store.snapshot() as db:
            if _unread(db, topic):
                continue  # it came while the others were read
            made = redoing.made(db, topic)
        saved = store.save_chronology(topic.slug, made, at=at or datetime.now(UTC))
    progress("building", 1, 1)
    written, removed = saved
    counts = reader.counts(store.db, topic.slug)
    return BuildReport(
        articles_read=read,
        articles=counts["relevant articles"],
        mentions=made.pool.mentions,
        events=counts["events"],
        written=written,
        removed=removed,
        copies=counts["near-duplicates"],
        unsure=counts["uncertain pairs"],
    )


def rebuild(
    store: Store, topic: Topic, progress: Progress = _silent, *, at: datetime | None = None
) -> BuildReport:
    """Make all mentions and events again from the articles.

    Judgements and the revision log stay: they cannot be made again.
    """
    store.save_topic(topic)
    _start_anew(store, topic, progress)
    return update(store, topic, progress, at=at)


def _start_anew(store: Store, topic: Topic, progress: Progress) -> None:
    _decide_relevance(store, topic, progress)
    store.read_again(topic.slug)
    store.forget_edits()
    store.mark_read(topic)  # last: a run that is killed before starts anew once more


def _decide_relevance(store: Store, topic: Topic, progress: Progress) -> None:
    matcher = TermMatcher(topic)
    articles = list(reader.every_article(store.db))
    for done, batch in _batches(articles):
        store.save_relevance(
            topic.slug,
            {
                s.article_id: matcher.score(s.article.title, s.article.summary, s.article.text)
                for s in batch
            },
        )
        progress("deciding relevance", done, len(articles))


def _read_new(store: Store, topic: Topic, progress: Progress) -> int:
    matcher = TermMatcher(topic)
    fresh = _unread(store.db, topic)
    for done, batch in _batches(fresh):
        store.save_mentions(topic.slug, [(s, _mentions(s, topic, matcher)) for s in batch])
        progress("reading articles", done, len(fresh))
    return len(fresh)


def _unread(db: Database, topic: Topic) -> list[StoredArticle]:
    pool = pools.pool(db, topic.slug, rules_digest())
    among = None if pool is None else pools.touched_since(db, pool.seen_touch)
    return list(reader.articles(db, topic.slug, only_new=True, among=among))


def _mentions(stored: StoredArticle, topic: Topic, matcher: TermMatcher) -> tuple[Mention, ...]:
    return mentions_of(
        stored.article,
        topic,
        matcher,
        article_id=stored.article_id,
        version_id=stored.version_id,
    )


def _batches(
    articles: list[StoredArticle],
) -> Iterable[tuple[int, list[StoredArticle]]]:
    """(how many are done with this batch, the batch)"""
    for start in range(0, len(articles), BATCH):
        batch = articles[start : start + BATCH]
        yield start + len(batch), batch
