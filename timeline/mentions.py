"""From an article to its dated statements.

A mention is a sentence with a date (`timeline.dating`) and what it tells: kinds of action, names,
figures, whether it happened. Sentences that neither have a word for an action nor name a day,
week or month, and sentences that have nothing to do with the topic, give no mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from db import ids, partial_dates
from db.model import Article, DateBasis, Mention, Outlet, Topic
from db.relevance import TermMatcher, way_to_write
from timeline import entities
from timeline.actions import actions
from timeline.aliases import article_aliases
from timeline.amounts import amounts
from timeline.article_parts import article_parts
from timeline.attribution import is_news, said_by
from timeline.dating import Dated, dated_sentences, with_headline_dated
from timeline.modality import modality
from timeline.newsworthy import without_lists, without_margins
from timeline.outlets import outlet_of
from timeline.roles import roles
from timeline.sentences import MAX_LENGTH
from timeline.stamps import STAMP
from timeline.words import content_words

MIN_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of the topic and the article while its sentences are read."""

    matcher: TermMatcher
    aliases: Mapping[str, str]
    since: date | None
    zone: str
    article: Article
    article_id: str
    version_id: str
    on_topic: bool = False  # the headline itself is about the topic
    known: frozenset[str] = field(default_factory=frozenset)
    names: frozenset[str] = field(default_factory=frozenset)


def topic_aliases(topic: Topic) -> dict[str, str]:
    """Every way to write a name, in lower case -> the name to show."""
    return {
        other.lower(): name for name, others in topic.aliases.items() for other in (name, *others)
    }


def mentions_of(
    article: Article, topic: Topic, matcher: TermMatcher, *, article_id: str, version_id: str
) -> tuple[Mention, ...]:
    """The mentions of one article, in the order they stand. Pure."""
    period = partial_dates.period(topic.since) if topic.since else None
    parts = article_parts(article)
    body = [s.text for stretch in parts for s in stretch.sentences]
    known = entities.capitalised_inside(body)
    inside = frozenset(n for text in body[1:] for n in entities.names(text, known))
    context = Context(
        matcher=matcher,
        aliases=_known_aliases(article, topic, inside),
        since=period.start if period else None,
        zone=topic.zone,
        article=article,
        article_id=article_id,
        version_id=version_id,
        on_topic=matcher.matches(article.title),
        known=known,
        names=inside,
    )
    found: dict[str, Mention] = {}
    day_first = _writes_day_first(outlet_of(topic.outlets, article.outlet))
    dated_parts = list(dated_sentences(article, parts, day_first=day_first))
    for dated in with_headline_dated(article, dated_parts):
        mention = _mention(context, dated, found)
        if mention is not None:
            found[mention.mention_id] = mention
    return tuple(found.values())


def _known_aliases(article: Article, topic: Topic, names: frozenset[str]) -> dict[str, str]:
    """Lower case -> name to show: what the article explains, under what the topic file says."""
    of_topic = topic_aliases(topic)
    own = article_aliases((article.summary, article.text), sorted(names))
    shown = {short.lower(): of_topic.get(full.lower(), full) for short, full in own.items()}
    return shown | of_topic


def _writes_day_first(outlet: Outlet) -> bool:
    """4/8/26 is 4 August outside America, as far as the outlet's zone tells."""
    return outlet.zone not in ("UTC", "") and not outlet.zone.startswith("America/")


def _mention(context: Context, dated: Dated, found: Mapping[str, Mention]) -> Mention | None:
    sentence, article = dated.sentence, context.article
    kinds = actions(dated.clause) or actions(sentence.text)
    words = content_words(dated.clause)
    if len(words) < MIN_WORDS or len(sentence.text) > MAX_LENGTH:
        return None
    if not kinds and article.language in ("", "en") and not _dated_finely(dated):
        return None
    topical = _topical(context, dated)
    if topical == "article":
        return None
    value, precision, basis = _date(dated, context)
    written = dated.written or article.dct
    period = partial_dates.period(value)
    if period is None or (context.since is not None and period.end < context.since):
        return None
    key = _identity(context, dated, value, found)
    if key in found:
        return None  # the body repeats the summary, or itself
    told = roles(dated.clause)
    return Mention(
        mention_id=key,
        article_id=context.article_id,
        version_id=context.version_id,
        part=dated.part,
        start=sentence.start,
        end=sentence.end,
        quote=sentence.text,
        clause=dated.clause,
        date=value,
        end_date=dated.until.value if dated.until else "",
        precision=precision,
        basis=basis,
        timex=dated.timex.text if dated.timex else "",
        timex_rule=dated.timex.rule if dated.timex else "publication day",
        modality=modality(dated.clause, value, written),
        actions=kinds,
        entities=_names(context, dated),
        amounts=amounts(dated.clause),
        position=sentence.position,
        topical=topical,
        said_by=said_by(dated.clause),
        is_news=is_news(value, written, part=dated.part, position=sentence.position),
        said=written.isoformat() if written else "",
        agents=_shown(told.agents, context),
        predicate=told.predicate,
        patients=_shown(told.patients, context),
    )


def _dated_finely(dated: Dated) -> bool:
    """A day, week or month in words is enough to believe that something happened."""
    return dated.timex is not None and dated.timex.precision in ("time", "day", "week", "month")


def _identity(context: Context, dated: Dated, value: str, found: Mapping[str, Mention]) -> str:
    """The id; `nth` tells words apart that stand twice in a sentence for different dates."""
    words = dated.timex.text if dated.timex else ""
    for nth in range(len(found) + 1):
        key = ids.mention_id(context.article_id, dated.sentence.text, words, nth)
        if key not in found or found[key].date == value:
            break
    return key


def _date(dated: Dated, context: Context) -> tuple[str, str, DateBasis]:
    if dated.timex is None:
        day = dated.written or _latest_day(context.article, context.zone)
        return (day.isoformat() if day else "", "day", "published")
    basis: DateBasis = "relative" if dated.timex.anchor else "explicit"
    if dated.timex.precision == "time":
        return dated.timex.value[:10], "day", basis
    return dated.timex.value, dated.timex.precision, basis


def _latest_day(article: Article, zone: str) -> date | None:
    """The last day on which something can have happened that the article reports: that of its
    publication, or the one that it was then where the story unfolds."""
    stamp = article.published
    if stamp is None or stamp.precision != "time" or not zone:
        return article.dct
    return min(stamp.day, stamp.at.astimezone(ZoneInfo(zone)).date())


def _topical(context: Context, dated: Dated) -> Literal["sentence", "context", "article"]:
    matches = context.matcher.matches
    if matches(without_lists(without_margins(dated.clause), matches)):
        return "sentence"
    if matches(dated.clause):
        return "context"
    return "context" if context.on_topic and dated.part != "title" else "article"


def _names(context: Context, dated: Dated) -> tuple[str, ...]:
    text = STAMP.sub("", dated.clause)
    if dated.part == "title" and _title_case(text):
        candidates = [name for name in sorted(context.names) if name in text]
    else:
        candidates = list(entities.names(text, context.known))
    lower = text.lower()
    candidates += [
        name
        for other, name in context.aliases.items()
        if way_to_write(other).stands_in(text, lower)
    ]
    return tuple(dict.fromkeys(_shown(candidates, context)))


def _shown(names: Iterable[str], context: Context) -> tuple[str, ...]:
    return tuple(entities.canonical(name, context.aliases) for name in names)


def _title_case(text: str) -> bool:
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) / len(words) > 0.7
