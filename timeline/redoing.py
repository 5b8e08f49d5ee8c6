"""What a build has to redo and to save: between the rows that are kept and the pure builder."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from db import ids, judgements, pools, reader
from db.model import Mention, StoredArticle, Topic
from db.pool_texts import TextsChange
from db.pool_writes import ArticleRow, MentionRow, PoolChange
from db.pools import PoolRows
from db.rows import dated_as
from db.timeline_writes import Made
from timeline.builder import Changes, Redone, bring_together
from timeline.conflicts import sentences_of
from timeline.conflicts.passages import Passages
from timeline.copies import Copies, row_of
from timeline.judged import Rulings, outcomes, rulings
from timeline.kept import FromNothing, KeptStory
from timeline.pool import Pool
from timeline.rarity import outgrows
from timeline.rules import rules_digest
from timeline.similarity import Copy, copies_among, judge_all
from timeline.stored import StoredStory


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrivals:
    """The articles that are otherwise than in the pool, with their mentions as they are now."""

    articles: Mapping[str, StoredArticle]
    articles_gone: Collection[str]
    came: tuple[Mention, ...]
    gone: frozenset[int]
    mentions: int  # how many there are now


def made(db: Database, topic: Topic) -> Made:
    """What the next build has to save. All articles have been read."""
    pool = pools.pool(db, topic.slug, rules_digest())
    if pool is not None:
        new = _since(db, topic.slug, pool)
        if not outgrows(pool.mentions, new.mentions):
            return _made_of(db, topic, pool, new)
    return _made_anew(db, topic)


def _since(db: Database, topic: str, pool: PoolRows) -> _Arrivals:
    touched = pools.touched_since(db, pool.seen_touch)
    known = pool.articles(touched)
    now = {stored.article_id: stored for stored in reader.articles(db, topic, among=touched)}
    read_as = {key: (one.version_id, dated_as(one.article)) for key, one in now.items()}
    changed = {article for article in touched if known.get(article) != read_as.get(article)}
    came = tuple(reader.mentions(db, topic, among=changed & now.keys()))
    gone = frozenset(pool.mentions_of(changed & known.keys()))
    return _Arrivals(
        articles={article: now[article] for article in changed & now.keys()},
        articles_gone=changed & known.keys() - now.keys(),
        came=came,
        gone=gone,
        mentions=pool.mentions + len(came) - len(gone),
    )


def _made_anew(db: Database, topic: Topic) -> Made:
    """Everything, as if nothing was there."""
    articles = list(reader.articles(db, topic.slug))
    mentions = reader.mentions(db, topic.slug)
    ruled = rulings(judgements.standing(db, topic.slug), {m.mention_id for m in mentions})
    judged = judge_all(articles)
    copies = {one.text.article_id: one.copy for one in judged}
    story = FromNothing(articles, copies_among(judged))
    redone = bring_together(story, Changes(came=mentions), ruled, topic)
    passages = story.passages({stored.article_id for stored in articles})
    return Made(
        anew=True,
        events=tuple(redone.events.values()),
        copies=_plain(copies),
        unsure=redone.unsure,
        outcomes=outcomes(ruled, ([m.mention_id for m in g] for g in redone.groups.values())),
        pool=PoolChange(
            rules=rules_digest(),
            build=0,
            seen_touch=pools.last_touch(db),
            mentions=redone.pool.near.tally.total,
            judgements=_numbers(ruled),
            texts=TextsChange(now={ids.number(j.text.article_id): row_of(j) for j in judged}),
            articles=_read_as(articles, passages),
            came=_came(redone.pool),
            terms=redone.pool.near.tally.terms,
            cells=redone.pool.near.cells,
            groups={group: event.event_id for group, event in redone.events.items()},
        ),
    )


def _made_of(db: Database, topic: Topic, pool: PoolRows, new: _Arrivals) -> Made:
    """What the articles that came, and judgements made since, change."""
    copies = _copies(db, topic, pool, new)
    originals = {a: copy.original_id if copy else None for a, copy in copies.changed.items()}
    passages = {key: sentences_of(stored.article) for key, stored in new.articles.items()}
    kept = StoredStory(db, pool, originals, passages)
    judged = judgements.standing(db, topic.slug, undone=True)
    ruled = _rulings(db, topic, kept, new)
    otherwise = _numbers(ruled) ^ pool.judgements
    redone = bring_together(
        kept,
        Changes(
            gone=new.gone,
            came=new.came,
            articles=copies.changed.keys(),
            judged={m for j in judged if j.number in otherwise for m in j.mention_ids},
        ),
        ruled,
        topic,
    )
    return Made(
        anew=False,
        events=tuple(redone.events.values()),
        copies=_plain(copies.changed),
        unsure=redone.unsure,
        outcomes=outcomes(ruled, _judged_groups(kept, redone, ruled)),
        instead_of=set(pool.events_of(redone.pool.taken_apart).values()),
        pool=PoolChange(
            rules=rules_digest(),
            build=pool.build,
            seen_touch=pools.last_touch(db),
            mentions=redone.pool.near.tally.total,
            judgements=_numbers(ruled),
            texts=copies.change,
            articles=_read_as(new.articles.values(), passages),
            articles_gone=new.articles_gone,
            came=_came(redone.pool),
            gone=redone.pool.near.gone,
            tied={
                one: (ties.group, ties.near)
                for one, ties in redone.pool.ties.items()
                if one not in redone.pool.near.came
            },
            terms=redone.pool.near.tally.terms,
            cells=redone.pool.near.cells,
            groups={group: event.event_id for group, event in redone.events.items()},
            groups_gone=redone.pool.taken_apart,
        ),
    )


def _read_as(
    articles: Iterable[StoredArticle], passages: Mapping[str, Passages]
) -> dict[str, ArticleRow]:
    return {
        one.article_id: ArticleRow(
            one.version_id, dated_as(one.article), passages[one.article_id].written()
        )
        for one in articles
    }


def _copies(db: Database, topic: Topic, pool: PoolRows, new: _Arrivals) -> Copies:
    def load(wanted: Collection[str]) -> dict[str, StoredArticle]:
        return {s.article_id: s for s in reader.articles(db, topic.slug, among=wanted)}

    copies = Copies(pool.texts, load)
    copies.replace({*new.articles_gone, *new.articles}, new.articles)
    return copies


def _plain(copies: Mapping[str, Copy | None]) -> dict[str, tuple[str, float] | None]:
    return {
        article: (copy.original_id, copy.similarity) if copy else None
        for article, copy in copies.items()
    }


def _came(pool: Pool) -> Iterator[MentionRow]:
    for number, one in sorted(pool.near.came.items()):
        yield MentionRow(
            mention=number,
            article_id=one.mention.article_id,
            group=pool.ties[number].group,
            dating=one.when.written(),
            words=one.words,
            names=one.names,
            words_beside=one.words_told - one.words,
            names_beside=one.names_told - one.names,
            actions_beside=one.actions_told.difference(one.mention.actions),
            of_market=one.of_market,
            near=pool.ties[number].near,
        )


def _rulings(db: Database, topic: Topic, kept: KeptStory, new: _Arrivals) -> Rulings:
    standing = judgements.standing(db, topic.slug)
    named = {ids.number(mention) for one in standing for mention in one.mention_ids}
    there = kept.groups_of(named).keys() - new.gone
    there |= {ids.number(mention.mention_id) for mention in new.came}
    return rulings(standing, {ids.mention_of(number) for number in named & there})


def _numbers(ruled: Rulings) -> frozenset[int]:
    """Of the judgements that hold."""
    about = (one for found in ruled.about.values() for one in found)
    return frozenset(one.number for one in (*ruled.together, *ruled.apart, *about))


def _judged_groups(kept: KeptStory, redone: Redone, ruled: Rulings) -> Iterator[list[str]]:
    """The mentions of each group that something was judged about."""
    about = {ids.number(mention_id) for mention_id in ruled.about}
    for members in redone.pool.grouped.values():
        if about.intersection(members):
            yield [ids.mention_of(one) for one in members]
            about.difference_update(members)
    groups = set(kept.groups_of(about).values())
    for members in kept.groups(groups).values():
        yield [ids.mention_of(one) for one in members]
