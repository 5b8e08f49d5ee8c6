"""Full-text search over events and articles."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlite_utils import Database

from db.selection import full_text, is_unspaced

MOST_EVENTS, MOST_ARTICLES = 20, 10
COMMON = 2000  # events with all the words, from which on their likeness is not weighed
_CONTEXT = 24  # words around a find


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle:
    """An article that has all the words; `extract` is the text around one of them."""

    article_id: str
    title: str
    outlet: str
    url: str
    published: str
    extract: str
    event_ids: tuple[str, ...]  # that rest on it


def events(db: Database, topic: str, words: str, most: int = MOST_EVENTS) -> list[str]:
    """Ids of the events whose headline, summary or names have all the words (or words that begin
    so): best first, or the most important first where so many have them that it tells nothing."""
    query = full_text(words)
    if not query:
        return []
    if is_unspaced(words):
        found = db.query(
            "select event_id from events where topic = :topic"
            " and instr(headline || ' ' || summary || ' ' || entities, :words) > 0"
            " order by importance desc, starts_on, event_id limit :most",
            {"topic": topic, "words": words.strip(), "most": most},
        )
    else:
        sql = "select count(*) from events_fts where events_fts match ?"
        common = db.execute(sql, [query]).fetchone()[0] > COMMON
        order = "e.importance desc" if common else "f.rank"
        found = db.query(
            "select e.event_id from events_fts f join events e on e.rowid = f.rowid"
            " where f.events_fts match :query and e.topic = :topic"
            f" order by {order}, e.event_id limit :most",
            {"topic": topic, "query": query, "most": most},
        )
    return [row["event_id"] for row in found]


def articles(db: Database, topic: str, words: str, most: int = MOST_ARTICLES) -> list[FoundArticle]:
    """Articles of the topic whose title, summary or text has all the words, the last stored first.

    Not ranked: to rank, every article that has the words would have to be looked at.
    """
    query = full_text(words)
    if not query:
        return []
    found = db.query(
        "select a.article_id, v.title, v.outlet, v.url, v.published_at,"
        f" snippet(article_versions_fts, -1, '', '', '…', {_CONTEXT}) as extract,"
        " (select json_group_array(event_id) from (select distinct event_id from event_sources s"
        "   where s.topic = :topic and s.article_id = a.article_id order by event_id)) as events"
        " from article_versions_fts f"
        " join article_versions v on v.rowid = f.rowid"
        " join articles a on a.version_id = v.version_id"
        " join relevance r on r.article_id = a.article_id and r.topic = :topic and r.relevant"
        " where f.article_versions_fts match :query order by f.rowid desc limit :most",
        {"topic": topic, "query": query, "most": most},
    )
    return [
        FoundArticle(
            article_id=row["article_id"],
            title=row["title"],
            outlet=row["outlet"],
            url=row["url"],
            published=row["published_at"] or "",
            extract=" ".join(row["extract"].split()),
            event_ids=tuple(json.loads(row["events"])),
        )
        for row in found
    ]
