"""From articles to the chronology. Pure: no files, no clock, no database.

    articles -> mentions -> near-duplicates -> groups -> events

`build_chronology` does it all at once; `assemble` starts from mentions that were found before;
`bring_together` from all that was kept of the last build, and gives what has to be otherwise.
They are one: what is made from nothing is what is otherwise than nothing. All take what people
judged, which outranks every rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from db import ids
from db.judgements import Judgement, Outcome, UnsurePair
from db.model import Article, Event, Mention, Stamp, StoredArticle, Topic
from db.relevance import TermMatcher
from timeline import choose
from timeline.events import Coverage, event_mention, event_of
from timeline.features import features_of
from timeline.judged import Rulings, outcomes, rulings
from timeline.kept import FromNothing, KeptStory, number_of
from timeline.mentions import mentions_of
from timeline.nearness import is_forbidden, likest_of, score_of, unsure_near, who
from timeline.pairs import PairScore, compare
from timeline.pool import Pool
from timeline.rarity import own_terms
from timeline.review import Tie, unsure_pairs
from timeline.similarity import Copy, near_duplicates


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronology:
    """What a build gives: the events by date, the copies by article id, the groups of mentions,
    the pairs of events that may be one, and what became of each judgement."""

    events: tuple[Event, ...]
    copies: Mapping[str, Copy]
    groups: tuple[tuple[Mention, ...], ...]
    unsure: tuple[UnsurePair, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed since the last build. Mentions by number; `came` has what reads otherwise,
    too, and `gone` what it was. `articles` are those of which something else did: their words,
    their date, their original. `judged` are mentions on which another judgement holds."""

    gone: Collection[int] = ()
    came: Sequence[Mention] = ()
    articles: Collection[str] = ()
    judged: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redone:
    """What a build made anew: `events` by group, which take the place of those of
    `pool.taken_apart`; some groups make none. `groups` are those that were put together, not only
    scored anew; `unsure` the pairs with one of the events."""

    pool: Pool
    groups: Mapping[int, tuple[Mention, ...]]
    events: Mapping[int, Event]
    unsure: tuple[UnsurePair, ...]


def build_chronology(
    articles: Iterable[Article], topic: Topic, judgements: Sequence[Judgement] = ()
) -> list[Event]:
    """The events of a topic, by date. Articles that are not relevant to it are passed over.

    The result does not depend on the order of `articles`. Of several articles with one
    canonical URL the longest text stands.
    """
    matcher = TermMatcher(topic)
    stored = identified(articles)
    relevant = [
        s
        for s in stored
        if matcher.score(s.article.title, s.article.summary, s.article.text).relevant
    ]
    mentions = [
        mention
        for s in relevant
        for mention in mentions_of(
            s.article, topic, matcher, article_id=s.article_id, version_id=s.version_id
        )
    ]
    return list(assemble(relevant, mentions, topic, judgements).events)


def assemble(
    articles: Sequence[StoredArticle],
    mentions: Sequence[Mention],
    topic: Topic,
    judgements: Sequence[Judgement] = (),
) -> Chronology:
    """Bring the mentions of relevant articles together into events.

    `judgements` have different numbers; one about a mention that is not there waits for it.
    """
    copies = near_duplicates(articles)
    ruled = rulings(judgements, {mention.mention_id for mention in mentions})
    kept = FromNothing(articles, copies)
    made = bring_together(kept, Changes(came=mentions), ruled, topic)
    return Chronology(
        events=tuple(sorted(made.events.values(), key=_by_date)),
        copies=copies,
        groups=tuple(made.groups[group] for group in sorted(made.groups)),
        unsure=made.unsure,
        outcomes=outcomes(ruled, ([m.mention_id for m in g] for g in made.groups.values())),
    )


def bring_together(kept: KeptStory, changes: Changes, ruled: Rulings, topic: Topic) -> Redone:
    """Redo what changes, so that all is as it would be if made from nothing."""
    pool = Pool(kept, own_terms(topic))
    came = {number_of(features): features for features in features_of(changes.came)}
    pool.near.replace(changes.gone, came)
    judged = {ids.number(mention_id) for mention_id in changes.judged}
    pool.regroup(
        [(ids.number(j.mention_id), ids.number(j.other_id)) for j in ruled.together],
        [(ids.number(j.mention_id), ids.number(j.other_id)) for j in ruled.apart],
        judged,
    )
    told_otherwise = set(kept.mentions_of(changes.articles))
    pool.look_again(told_otherwise)
    as_they_were = {
        group
        for group in pool.unaltered()
        if (judged | told_otherwise).isdisjoint(pool.grouped[group])
    }
    pool.near.load_ties({one for members in pool.grouped.values() for one in members})
    groups, events = _put_together(kept, pool, pool.grouped.keys() - as_they_were, ruled, topic)
    events |= _scored_anew(kept, pool, as_they_were, ruled)
    return Redone(
        pool=pool, groups=groups, events=events, unsure=_unsure(kept, pool, events, ruled)
    )


def _put_together(
    kept: KeptStory, pool: Pool, wanted: Collection[int], ruled: Rulings, topic: Topic
) -> tuple[dict[int, tuple[Mention, ...]], dict[int, Event]]:
    """(the mentions of the groups, their events)"""
    pool.near.load_features({one for group in wanted for one in pool.grouped[group]})
    groups = {
        group: tuple(pool.near.feature(one).mention for one in pool.grouped[group])
        for group in sorted(wanted)
    }
    read = _coverage(kept, groups.values(), topic)
    events = {
        group: event
        for group, mentions in groups.items()
        if (event := event_of(read, mentions, _likest(pool, group), ruled)) is not None
    }
    return groups, events


def _scored_anew(
    kept: KeptStory, pool: Pool, groups: Collection[int], ruled: Rulings
) -> dict[int, Event]:
    """The events of groups of which nothing changed but how alike their mentions are."""
    events = kept.events(groups)
    compared = {group: pool.compared_within(group) for group in events}
    pool.near.load_features(set().union(*compared.values()))
    return {
        group: replace(
            event,
            mentions=tuple(
                event_mention(one.mention, _likest(pool, group), ruled)
                if ids.number(one.mention.mention_id) in compared[group]
                else one
                for one in event.mentions
            ),
        )
        for group, event in events.items()
    }


def _coverage(kept: KeptStory, groups: Iterable[Sequence[Mention]], topic: Topic) -> Coverage:
    wanted = {mention.article_id for group in groups for mention in group}
    originals = kept.originals(wanted)
    articles = kept.articles(wanted.union(originals.values()))
    return Coverage(articles, kept.passages(wanted), originals, topic)


def _likest(pool: Pool, group: int) -> Callable[[Mention], PairScore | None]:
    members = set(pool.grouped[group])

    def likest(mention: Mention) -> PairScore | None:
        one = ids.number(mention.mention_id)
        best = likest_of(pool.near.near_to(one), members)
        return (
            None
            if best is None
            else compare(pool.near.feature(one), pool.near.feature(best), pool.near.rarity)
        )

    return likest


def _unsure(
    kept: KeptStory, pool: Pool, events: Mapping[int, Event], ruled: Rulings
) -> tuple[UnsurePair, ...]:
    """The uncertain pairs with one of `events`."""
    home = {
        ids.number(one.mention.mention_id): event.event_id
        for event in events.values()
        for one in event.mentions
    }
    groups = {one: group for group, members in pool.grouped.items() for one in members}
    between = [
        (one, near)
        for one, near in unsure_near([*home], pool.near.near_to)
        if groups.get(who(near)) != groups[one]
    ]
    outside = {who(near) for _, near in between} - groups.keys()
    event_of_mention = {**home, **kept.homes(outside)}
    ties = (
        Tie(one, who(near), score_of(near), is_forbidden(near))
        for one, near in between
        if who(near) not in home or one < who(near)
    )

    def reason(one: int, other: int) -> str:
        return compare(pool.near.feature(one), pool.near.feature(other), pool.near.rarity).reason

    return unsure_pairs(event_of_mention, ties, ruled, reason)


def _by_date(event: Event) -> tuple[str, str, str]:
    return (choose.first_day(event.date), choose.first_day(event.end), event.event_id)


def identified(articles: Iterable[Article]) -> list[StoredArticle]:
    """One for each canonical URL: the longest text, with the earliest publication given."""
    versions: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        versions[ids.article_id(article.canonical_url or article.url)].append(article)
    return [
        StoredArticle(
            article_id=key,
            version_id=ids.version_id(key, article.text),
            article=replace(article, published=_first_published(same)),
        )
        for key, same in sorted(versions.items())
        for article in [max(same, key=lambda a: (len(a.text), a.text, a.title, a.summary))]
    ]


def _first_published(versions: Sequence[Article]) -> Stamp | None:
    stamps = [article.published for article in versions if article.published]
    return min(stamps, key=lambda s: (s.at.date(), s.precision != "time", s.at), default=None)
