"""From articles to the chronology. Pure: no files, no clock, no database.

    articles -> mentions -> near-duplicates -> clusters -> events

`build_chronology` does it all at once; `assemble` starts from mentions that were found before,
so that an update reads only what is new and still gives what a rebuild gives. Both take what
people judged, which outranks every rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from db import ids
from db.judgements import Judgement, Outcome, UnsurePair
from db.model import (
    TIERS,
    Article,
    Event,
    EventMention,
    EventSource,
    Mention,
    Outlet,
    Stamp,
    StoredArticle,
    Topic,
)
from db.relevance import TermMatcher
from timeline import choose, history
from timeline.cluster import Clustering, cluster
from timeline.conflicts import conflicts
from timeline.judged import Rulings, outcomes, pins, rulings
from timeline.mentions import mentions_of
from timeline.newsworthy import can_stand_alone
from timeline.outlets import outlet_of
from timeline.pinned import pinned_date, settled
from timeline.review import unsure_pairs
from timeline.said import Said
from timeline.similarity import Copy, near_duplicates
from timeline.wording import choose_headline, choose_summary
from timeline.words import mostly_cjk

ENOUGH_PUBLISHERS = 3  # what so many tell is an event, in whatever form each of them tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronology:
    """What a build gives: the events by date, the copies by article id, the pair scores, the
    pairs of events that may be one, and what became of each judgement."""

    events: tuple[Event, ...]
    copies: Mapping[str, Copy]
    clustering: Clustering
    unsure: tuple[UnsurePair, ...]
    outcomes: tuple[Outcome, ...]


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
    ruled = rulings(judgements, {mention.mention_id for mention in mentions})
    copies = near_duplicates(articles)
    clustering = cluster(
        mentions,
        together=[(j.mention_id, j.other_id) for j in ruled.together],
        apart=[(j.mention_id, j.other_id) for j in ruled.apart],
    )
    read = _Coverage(articles, copies, topic)
    events = [
        event
        for group in clustering.groups
        if (event := _event(read, group, clustering, ruled)) is not None
    ]
    events.sort(key=lambda e: (choose.first_day(e.date), choose.first_day(e.end), e.event_id))
    return Chronology(
        events=tuple(events),
        copies=copies,
        clustering=clustering,
        unsure=unsure_pairs(events, clustering, ruled),
        outcomes=outcomes(ruled, ([m.mention_id for m in g] for g in clustering.groups)),
    )


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


class _Coverage:
    """Who published what: looked up while events are put together."""

    def __init__(
        self,
        articles: Sequence[StoredArticle],
        copies: Mapping[str, Copy],
        topic: Topic,
    ) -> None:
        self.articles = {stored.article_id: stored.article for stored in articles}
        self.copies = copies
        self.outlets = topic.outlets
        self.cjk = mostly_cjk(topic.name)
        self.urls = {key: a.canonical_url or a.url for key, a in self.articles.items()}

    def outlet(self, article_id: str) -> Outlet:
        return outlet_of(self.outlets, self.articles[article_id].outlet)

    def said(self, mention: Mention) -> Said:
        copy = self.copies.get(mention.article_id)
        original = copy.original_id if copy else mention.article_id
        return Said(
            mention=mention,
            publisher=self.outlet(original).name,
            tier=self.outlet(original).tier,
            day=mention.said,
            foreign=mostly_cjk(mention.quote) != self.cjk,
        )

    def source(self, article_id: str, quote: str) -> EventSource:
        article, outlet = self.articles[article_id], self.outlet(article_id)
        copy = self.copies.get(article_id)
        return EventSource(
            article_id=article_id,
            url=self.urls[article_id],
            outlet=outlet.name,
            tier=outlet.tier,
            published=_published(article),
            quote=quote,
            copy_of=copy.original_id if copy else "",
        )


def _published(article: Article) -> str:
    if article.published is None:
        return ""
    if article.published.precision == "time":
        return article.published.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    day = article.published.day.isoformat()
    return day[: {"day": 10, "month": 7, "year": 4}[article.published.precision]]


def _event(
    read: _Coverage, group: Sequence[Mention], clustering: Clustering, ruled: Rulings
) -> Event | None:
    about = ruled.on(mention.mention_id for mention in group)
    pinned = pins(about)
    said = [read.said(mention) for mention in group]
    if any(j.verdict == "hide" for j in about) or not (pinned or _is_an_event(said)):
        return None
    steps = history.history(said)
    by_rule = choose.choose_date(said, steps)
    date = pinned_date(pinned["date"]) if "date" in pinned else by_rule
    headline = pinned["headline"].value if "headline" in pinned else choose_headline(said)
    anchor = min(said, key=lambda s: (s.day or "9999", s.mention.mention_id)).mention
    return Event(
        event_id=ids.event_id(anchor.mention_id),
        date=date.value,
        end=date.end,
        precision=date.precision,
        date_rule=date.rule,
        status=history.status(steps),
        type=choose.choose_type(said),
        headline=headline,
        summary=choose_summary(said, headline),
        importance=choose.importance(said),
        corroboration=len({one.publisher for one in said}),
        entities=choose.choose_entities(said),
        mentions=tuple(_event_mention(mention, group, clustering, ruled) for mention in group),
        sources=_sources(read, said),
        conflicts=settled(conflicts(said, by_rule, read.articles), pinned),
        history=steps,
    )


def _is_an_event(said: Sequence[Said]) -> bool:
    """Something about the topic that is said to happen, not only a year or a denial."""
    if not any(one.mention.topical == "sentence" for one in said):
        return False
    if all(one.mention.modality == "denied" for one in said):
        return False
    publishers = {one.publisher for one in said}
    alone = any(can_stand_alone(one.mention) for one in said)
    if not alone and len(publishers) < ENOUGH_PUBLISHERS:
        return False
    finer = any(one.mention.precision not in ("year", "half", "season") for one in said)
    return finer or len(publishers) >= ENOUGH_PUBLISHERS


def _event_mention(
    mention: Mention, group: Sequence[Mention], clustering: Clustering, ruled: Rulings
) -> EventMention:
    """Its best score with another mention of the event, and what that rests on."""
    if judged := ruled.joined.get(mention.mention_id):
        reason = f"judged the same: judgement {', '.join(map(str, judged))}"
        return EventMention(mention=mention, score=1.0, reason=reason)
    scores = [
        score
        for other in group
        if other is not mention
        and (score := clustering.score(mention.mention_id, other.mention_id)) is not None
    ]
    if not scores:
        return EventMention(mention=mention, score=1.0, reason="the only mention")
    best = max(scores, key=lambda s: (s.score, s.reason))
    return EventMention(mention=mention, score=best.score, reason=best.reason)


def _sources(read: _Coverage, said: Sequence[Said]) -> tuple[EventSource, ...]:
    """One for each article: nearest tier first, then the earliest; its best sentence quoted."""
    quotes: dict[str, Said] = {}
    for one in sorted(said, key=_quotability):
        quotes.setdefault(one.mention.article_id, one)
    sources = [read.source(key, one.mention.quote) for key, one in quotes.items()]
    return tuple(
        sorted(
            sources,
            key=lambda s: (
                bool(s.copy_of),
                TIERS.index(s.tier),
                s.published or "9999",
                s.article_id,
            ),
        )
    )


def _quotability(one: Said) -> tuple[bool, bool, int, str]:
    mention = one.mention
    inferred, title = mention.basis == "published", mention.part == "title"
    return (inferred, title, mention.position, mention.mention_id)
