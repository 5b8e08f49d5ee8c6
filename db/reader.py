"""What the stages read back: rows turned into the model's types again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date

from sqlite_utils import Database

from db import ids, rows
from db.errors import NotFoundError
from db.model import Mention, Source, StoredArticle, Topic
from db.selection import EVERYTHING, Selection

# The standing version's words, and the earliest day any version gives for the publication: a
# later one is that of an edit, or of somebody who passed the article on.
_DATED = ("at", "precision", "offset", "method", "confidence", "evidence")
_STANDING = "v.*, " + ", ".join(f"p.published_{part} as first_{part}" for part in _DATED)
_DATED_AS = (
    "coalesce(p.published_at || ' ' || p.published_precision || ' ' || p.published_offset, '')"
)
_VERSIONS = """
 join article_versions v on v.version_id = a.version_id
 left join article_versions p on p.version_number = (
   select w.version_number from article_versions w
    where w.article_id = a.article_id and w.published_at is not null
    order by substr(w.published_at, 1, 10), w.published_precision != 'time', w.published_at,
             w.version_id limit 1)"""

_STANDING_MENTIONS = (
    "select m.* from mentions m"
    " join articles a on a.article_id = m.article_id and a.version_id = m.version_id"
    " join relevance r on r.topic = m.topic and r.article_id = m.article_id and r.relevant"
)
_MENTIONS = _STANDING_MENTIONS + " where m.topic = ?"
# The plus has SQLite begin with the few articles, not with all mentions of the topic.
_MENTIONS_OF_FEW = _STANDING_MENTIONS + " where +m.topic = ?"
_AMONG = " and a.article_id in (select value from json_each(?))"


def topic_count(db: Database) -> int:
    return int(db.execute("select count(*) from topics").fetchone()[0])


def topic(db: Database, slug: str = "") -> Topic:
    """The topic with that slug, or the only one there is."""
    found = list(db.query("select config from topics where ? in ('', topic)", [slug]))
    if len(found) != 1:
        what = "no such topic" if slug else f"{len(found)} topics: say which"
        raise NotFoundError(what, topic=slug)
    return rows.load(Topic, found[0]["config"])


def was_read_as(db: Database, topic: Topic) -> bool:
    """Whether the last build read the coverage under the topic as it is now."""
    sql = "select 1 from topics where topic = ? and reading_digest = ?"
    return db.execute(sql, [topic.slug, rows.reading_digest(topic)]).fetchone() is not None


def source(db: Database, source_id: str) -> tuple[str, Source]:
    """(topic slug, source) as last declared."""
    for row in db.query("select topic, config from sources where source_id = ?", [source_id]):
        return row["topic"], rows.load(Source, row["config"])
    raise NotFoundError("no such source", source=source_id)


def articles(
    db: Database,
    topic_slug: str,
    *,
    only_new: bool = False,
    among: Collection[str] | None = None,
) -> Iterator[StoredArticle]:
    """The relevant articles of a topic, by id; with `only_new` those not read yet, or not as of
    the publication they are dated to now; `among` article ids, if given."""
    unseen = (
        " and not exists (select 1 from normalised n"
        f" where n.topic = r.topic and n.version_id = a.version_id and n.dated_as = {_DATED_AS})"
    )
    found = db.query(
        f"select a.article_id, a.canonical_url, {_STANDING} from relevance r"
        f" join articles a on a.article_id = r.article_id {_VERSIONS}"
        " where r.topic = ? and r.relevant"
        + (unseen if only_new else "")
        + (_AMONG if among is not None else "")
        + " order by a.article_id",
        [topic_slug, *([] if among is None else [json.dumps(sorted(among))])],
    )
    for row in found:
        yield _stored(row)


def mentions(
    db: Database, topic_slug: str, *, among: Collection[str] | None = None
) -> list[Mention]:
    """Of the standing version of each relevant article, by id; `among` article ids, if given."""
    if among is None:
        found = db.query(_MENTIONS + " order by m.mention_id", [topic_slug])
    else:
        given = [topic_slug, json.dumps(sorted(among))]
        found = db.query(_MENTIONS_OF_FEW + _AMONG + " order by m.mention_id", given)
    return [rows.mention(row) for row in found]


def day_mentions(db: Database, topic_slug: str, wanted: Selection = EVERYTHING) -> list[Mention]:
    """What the chosen events date to a day inside the chosen time; by id.

    Where a person dated an event otherwise than a sentence does, the sentence is left out.
    """
    where, given = wanted.sql(topic_slug)
    found = db.query(
        f"select m.* from (select * from events where {where}) e"
        " join event_mentions em on em.topic = e.topic and em.event_id = e.event_id"
        " join mentions m on m.topic = em.topic and m.mention_id = em.mention_id"
        " and m.version_id = em.version_id"
        " where m.precision = 'day'"
        " and (:first = '' or m.date >= :first) and (:last = '' or m.date <= :last)"
        " and not exists (select 1 from judgements j join event_mentions p"
        "  on p.topic = j.topic and p.mention_id = j.mention_id and p.event_id = e.event_id"
        "  where j.topic = e.topic and j.verdict = 'pin' and j.field = 'date'"
        "  and j.undone_at is null and j.value != m.date)"
        " order by m.mention_id",
        {**given, "first": wanted.since, "last": wanted.until},
    )
    return [rows.mention(row) for row in found]


def originals(db: Database, topic_slug: str) -> list[StoredArticle]:
    """The relevant articles of a topic that are no copies of others, by id."""
    sql = "select article_id from copies where topic = ?"
    copies = {row["article_id"] for row in db.query(sql, [topic_slug])}
    return [one for one in articles(db, topic_slug) if one.article_id not in copies]


def mentions_by_number(
    db: Database, topic_slug: str, numbers: Collection[int]
) -> dict[int, Mention]:
    """As `mentions`, those with the numbers that `db.ids.number` gives their ids."""
    wanted = json.dumps([ids.mention_of(number) for number in sorted(numbers)])
    found = db.query(
        _MENTIONS + " and m.mention_id in (select value from json_each(?))", [topic_slug, wanted]
    )
    return {ids.number(row["mention_id"]): rows.mention(row) for row in found}


def originals_of(db: Database, topic_slug: str, articles: Collection[str]) -> dict[str, str]:
    """The original of each that is a copy."""
    sql = (
        "select article_id, original_id from copies where topic = ?"
        " and article_id in (select value from json_each(?))"
    )
    return dict(db.execute(sql, [topic_slug, json.dumps(sorted(articles))]).fetchall())


def every_article(db: Database) -> Iterator[StoredArticle]:
    """Every article, relevant or not: for deciding relevance again."""
    found = db.query(
        f"select a.article_id, a.canonical_url, {_STANDING} from articles a {_VERSIONS}"
        " order by a.article_id"
    )
    for row in found:
        yield _stored(row)


def _stored(row: rows.Row) -> StoredArticle:
    row |= {f"published_{part}": row[f"first_{part}"] for part in _DATED}
    return StoredArticle(
        article_id=row["article_id"], version_id=row["version_id"], article=rows.article(row)
    )


def last_run(db: Database, source_id: str, kind: str = "crawl") -> rows.Row | None:
    """The row of the latest crawl (or backfill) of a source."""
    found = db.query(
        "select * from runs where kind = ? and subject = ?"
        " order by started_at desc, rowid desc limit 1",
        [kind, source_id],
    )
    return next(found, None)


def source_health(db: Database) -> list[rows.Row]:
    return list(db.query("select * from source_health"))


def published_days(db: Database, topic_slug: str) -> list[tuple[str, date | None]]:
    """(outlet, day of publication at its place or None) of each relevant article."""
    dated = ", ".join(f"p.published_{part} as published_{part}" for part in _DATED)
    found = db.query(
        f"select v.outlet, {dated} from relevance r"
        f" join articles a on a.article_id = r.article_id {_VERSIONS}"
        " where r.topic = ? and r.relevant order by a.article_id",
        [topic_slug],
    )
    stamps = ((row["outlet"] or "unknown", rows.stamp("published", row)) for row in found)
    return [(outlet, stamp.day if stamp else None) for outlet, stamp in stamps]


def counts(db: Database, topic_slug: str) -> dict[str, int]:
    """How much there is of everything, for `storyline status`."""
    queries = {
        "articles": "select count(*) from articles",
        "relevant articles": "select count(*) from relevance where topic = :topic and relevant",
        "near-duplicates": "select count(*) from copies where topic = :topic",
        "mentions": "select count(*) from mentions where topic = :topic",
        "events": "select count(*) from events where topic = :topic",
        "uncertain pairs": "select count(*) from unsure_pairs where topic = :topic",
        "conflicts": "select count(*) from (select distinct event_id, field from conflicts"
        " where topic = :topic)",
    }
    return {
        what: int(db.execute(sql, {"topic": topic_slug}).fetchone()[0])
        for what, sql in queries.items()
    }
