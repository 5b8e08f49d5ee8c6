"""One event told by several sources, for tests of what sources contradict: all mentions of the
articles are taken for that event, whatever the clustering would say."""

from __future__ import annotations

from collections.abc import Sequence

from db import ids
from db.conflicts import Conflict
from db.model import Article, Topic
from db.relevance import TermMatcher
from timeline.choose import choose_date
from timeline.conflicts import conflicts, sentences_of
from timeline.mentions import mentions_of
from timeline.said import Said


def said_of(articles: Sequence[Article], *terms: str) -> list[Said]:
    """Every mention of the articles; publishers are named by their domains."""
    topic = Topic(name="story", terms=terms)
    matcher = TermMatcher(topic)
    return [
        Said(
            mention=mention,
            publisher=article.outlet,
            tier="primary" if article.outlet.startswith("official") else "outlet",
            day=article.dct.isoformat() if article.dct else "",
        )
        for article in articles
        for mention in mentions_of(
            article, topic, matcher, article_id=ids.article_id(article.url), version_id="v"
        )
    ]


def conflicts_of(said: Sequence[Said], articles: Sequence[Article]) -> tuple[Conflict, ...]:
    by_id = {ids.article_id(article.url): article for article in articles}
    passages = {key: sentences_of(article) for key, article in by_id.items()}
    return conflicts(said, choose_date(said), by_id, passages)


def disputed(articles: Sequence[Article], *terms: str) -> dict[tuple[str, str], Conflict]:
    """The conflicts of the one event by field and subject."""
    said = said_of(articles, *terms)
    found = conflicts_of(said, articles)
    return {(one.field, one.subject): one for one in found}
