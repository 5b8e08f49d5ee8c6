"""From a group of mentions to an event, and to the pairs of events that may be one. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from db import ids
from db.model import (
    TIERS,
    Article,
    Event,
    EventMention,
    EventSource,
    Mention,
    Outlet,
    Topic,
)
from timeline import choose, history
from timeline.conflicts import conflicts
from timeline.conflicts.passages import Passages
from timeline.gloss import gloss
from timeline.judged import Rulings, pins
from timeline.newsworthy import can_stand_alone
from timeline.outlets import outlet_of
from timeline.pairs import PairScore
from timeline.pinned import pinned_date, settled
from timeline.said import Said
from timeline.wording import choose_headline, choose_summary
from timeline.words import mostly_cjk

ENOUGH_PUBLISHERS = 3  # what so many tell is an event, in whatever form each of them tells it

Likest = Callable[[Mention], PairScore | None]  # its best score with another of its group


class Coverage:
    """Who published what: looked up while events are put together. `originals` by the id of
    the copy."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        passages: Mapping[str, Passages],
        originals: Mapping[str, str],
        topic: Topic,
    ) -> None:
        self.articles = articles
        self.passages = passages
        self.originals = originals
        self.outlets = topic.outlets
        self.cjk = mostly_cjk(topic.name)
        self.urls = {key: a.canonical_url or a.url for key, a in articles.items()}

    def outlet(self, article_id: str) -> Outlet:
        return outlet_of(self.outlets, self.articles[article_id].outlet)

    def said(self, mention: Mention) -> Said:
        original = self.originals.get(mention.article_id, mention.article_id)
        return Said(
            mention=mention,
            publisher=self.outlet(original).name,
            tier=self.outlet(original).tier,
            day=mention.said,
            foreign=mostly_cjk(mention.quote) != self.cjk,
        )

    def source(self, article_id: str, quote: str) -> EventSource:
        article, outlet = self.articles[article_id], self.outlet(article_id)
        return EventSource(
            article_id=article_id,
            url=self.urls[article_id],
            outlet=outlet.name,
            tier=outlet.tier,
            published=_published(article),
            quote=quote,
            copy_of=self.originals.get(article_id, ""),
        )


def _published(article: Article) -> str:
    if article.published is None:
        return ""
    if article.published.precision == "time":
        return article.published.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    day = article.published.day.isoformat()
    return day[: {"day": 10, "month": 7, "year": 4}[article.published.precision]]


def event_of(
    read: Coverage, group: Sequence[Mention], likest: Likest, ruled: Rulings
) -> Event | None:
    """The event of a group, its mentions by id; None when it makes none, or is hidden."""
    about = ruled.on(mention.mention_id for mention in group)
    pinned = pins(about)
    said = [read.said(mention) for mention in group]
    if any(j.verdict == "hide" for j in about) or not (pinned or _is_an_event(said)):
        return None
    steps = history.history(said)
    by_rule = choose.choose_date(said, steps)
    date = pinned_date(pinned["date"]) if "date" in pinned else by_rule
    headline = pinned["headline"].value if "headline" in pinned else choose_headline(said)
    entities = choose.choose_entities(said)
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
        summary=_summary(read, said, headline, entities),
        importance=choose.importance(said),
        corroboration=len({one.publisher for one in said}),
        entities=entities,
        mentions=tuple(event_mention(mention, likest, ruled) for mention in group),
        sources=_sources(read, said),
        conflicts=settled(conflicts(said, by_rule, read.articles, read.passages), pinned),
        history=steps,
    )


def _summary(read: Coverage, said: Sequence[Said], headline: str, entities: Sequence[str]) -> str:
    """In the reader's words where it would be, or all that was said is, in another script."""
    chosen = choose_summary(said, headline)
    unreadable = mostly_cjk(chosen) or all(one.foreign for one in said)
    return gloss(said, entities) if unreadable and not read.cjk else chosen


def _is_an_event(said: Sequence[Said]) -> bool:
    """Something about the topic that is said to happen, not only a year or a denial."""
    topical = [one.mention for one in said if one.mention.topical == "sentence"]
    if not topical:
        return False
    if all(one.mention.modality == "denied" for one in said):
        return False
    publishers = {one.publisher for one in said}
    alone = any(can_stand_alone(mention) for mention in topical)
    if not alone and len(publishers) < ENOUGH_PUBLISHERS:
        return False
    finer = any(_names_a_time(one.mention) for one in said)
    return finer or len(publishers) >= ENOUGH_PUBLISHERS


def _names_a_time(mention: Mention) -> bool:
    """Whether a single publisher's date is fine enough; a quarter is for what is planned."""
    if mention.precision == "quarter":
        return mention.modality == "planned"
    return mention.precision not in ("year", "half", "season")


def event_mention(mention: Mention, likest: Likest, ruled: Rulings) -> EventMention:
    """Its best score with another mention of the event, and what that rests on."""
    if judged := ruled.joined.get(mention.mention_id):
        reason = f"judged the same: judgement {', '.join(map(str, judged))}"
        return EventMention(mention=mention, score=1.0, reason=reason)
    best = likest(mention)
    if best is None:
        return EventMention(mention=mention, score=1.0, reason="the only mention")
    return EventMention(mention=mention, score=best.score, reason=best.reason)


def _sources(read: Coverage, said: Sequence[Said]) -> tuple[EventSource, ...]:
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
