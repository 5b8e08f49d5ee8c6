"""From an article to its dated statements.

A mention is a sentence with a date. The date is one the sentence writes; or, for the headline
and the lead of a fresh article, which report news without dating it, the publication's day
(basis `published`). A headline takes the date of the lead that says the same.

Sentences without a word for an action, and sentences that have nothing to do with the topic,
give no mention. Several dates in one sentence give one mention each, a range gives one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from db import ids, partial_dates
from db.model import Article, DateBasis, Mention, Timex, Topic
from db.relevance import TermMatcher
from timeline import entities
from timeline.actions import actions
from timeline.amounts import amounts
from timeline.clauses import clause_around
from timeline.modality import modality
from timeline.sentences import MAX_LENGTH, Sentence, sentences
from timeline.temporal import find_timexes
from timeline.words import content_words

Part = Literal["title", "summary", "text"]

DATED = frozenset({"day", "week", "month", "quarter", "half", "season", "year"})
MIN_WORDS = 3
LEAD_SENTENCES = 2  # of summary and body: what a reader takes for the news itself
LEAD_WORDS = 8  # fewer are a label, a byline or a heading
LEAD_DAYS = 7  # a lead's own date this close before the publication dates the headline
SAME_NEWS = 0.35  # share of the headline's words in the lead
ATTRIBUTIVE = frozenset({"quarter", "half", "season", "year"})
_WHEN = re.compile(
    r"\b(?:in|during|by|since|until|through|throughout|from|to|between|and|early|late|mid|before"
    r"|after|(?:end|half|start|beginning|middle) of)[\s-](?:the\s)?$",
    re.I,
)
_ANY_DAY = date(2000, 1, 1)  # stands in for the DCT of an undated article; see _usable


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of the topic and the article while its sentences are read."""

    matcher: TermMatcher
    aliases: Mapping[str, str]
    since: date | None
    article: Article
    article_id: str
    version_id: str
    on_topic: bool = False  # the headline itself is about the topic
    known: frozenset[str] = field(default_factory=frozenset)
    names: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """A sentence with one date of its own, or None for the publication's."""

    part: Part
    sentence: Sentence
    clause: str
    timex: Timex | None
    until: Timex | None = None


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
    parts = _parts(article)
    body = [s.text for _, read in parts for s in read if read]
    known = entities.capitalised_inside(body)
    context = Context(
        matcher=matcher,
        aliases=topic_aliases(topic),
        since=period.start if period else None,
        article=article,
        article_id=article_id,
        version_id=version_id,
        on_topic=matcher.matches(article.title),
        known=known,
        names=frozenset(n for text in body[1:] for n in entities.names(text, known)),
    )
    found: dict[str, Mention] = {}
    for dated in _with_headline_dated(context, list(_dated_sentences(context, parts))):
        mention = _mention(context, dated, found)
        if mention is not None:
            found[mention.mention_id] = mention
    return tuple(found.values())


def _parts(article: Article) -> list[tuple[Part, list[Sentence]]]:
    """Title (one sentence whatever its dots), summary unless the body has it, body."""
    title = article.title.strip()
    start = article.title.find(title)
    whole = Sentence(start=start, end=start + len(title), text=title, position=0)
    parts: list[tuple[Part, list[Sentence]]] = [("title", [whole] if title else [])]
    if article.summary.strip() and article.summary.strip()[:80] not in article.text:
        parts.append(("summary", sentences(article.summary, article.language)))
    parts.append(("text", sentences(article.text, article.language)))
    return parts


def _dated_sentences(
    context: Context, parts: list[tuple[Part, list[Sentence]]]
) -> Iterator[_Dated]:
    article = context.article
    texts: dict[Part, str] = {"title": article.title, "summary": article.summary}
    leads = _leads(article, parts)
    for part, read in parts:
        text = texts.get(part, article.text)
        timexes = [t for t in _timexes(text, article) if _usable(t, text, article)]
        for sentence in read:
            own = [t for t in timexes if sentence.start <= t.start < sentence.end]
            pairs = _ranges(own)
            for begin, end in pairs:
                clause = _clause(sentence, begin) if len(pairs) > 1 else sentence.text
                yield _Dated(part=part, sentence=sentence, clause=clause, timex=begin, until=end)
            if not pairs and (part == "title" or sentence in leads) and _newsworthy_day(article):
                yield _Dated(part=part, sentence=sentence, clause=sentence.text, timex=None)


def _leads(article: Article, parts: list[tuple[Part, list[Sentence]]]) -> list[Sentence]:
    """The first whole sentences of summary and body, past labels and the headline repeated."""
    leads: list[Sentence] = []
    for part, read in parts:
        if part != "title":
            whole = (s for s in read if _is_whole(s.text) and s.text not in article.title)
            leads += islice(whole, LEAD_SENTENCES)
    return leads


def _is_whole(text: str) -> bool:
    return len(text.split()) >= LEAD_WORDS or not text.isascii()


def _clause(sentence: Sentence, timex: Timex) -> str:
    return clause_around(sentence.text, timex.start - sentence.start, timex.end - sentence.start)


def _timexes(text: str, article: Article) -> list[Timex]:
    if not text:
        return []
    return find_timexes(text, article.dct or _ANY_DAY, language=article.language)


def _usable(timex: Timex, text: str, article: Article) -> bool:
    if timex.type not in ("DATE", "TIME") or timex.precision not in DATED | {"time"}:
        return False
    if partial_dates.period(timex.value) is None:
        return False
    if timex.precision in ATTRIBUTIVE and not _WHEN.search(
        text, max(0, timex.start - 24), timex.start
    ):
        return False  # "first-quarter results", "2026 guidance": what it is about, not when
    # Without a DCT only what the words say by themselves can be believed.
    return article.dct is not None or timex.anchor == ""


def _newsworthy_day(article: Article) -> bool:
    return article.published is not None and article.published.precision in ("time", "day")


def _ranges(timexes: list[Timex]) -> list[tuple[Timex, Timex | None]]:
    """A `begin` and the `end` that follows it are one date; every other one stands alone."""
    pairs: dict[tuple[str, str], tuple[Timex, Timex | None]] = {}
    rest = list(timexes)
    while rest:
        begin, end = rest.pop(0), None
        if begin.role == "begin" and rest and rest[0].role == "end":
            end = rest.pop(0)
        # A day that the sentence writes twice ("Wednesday, the 8th") is still one date.
        pairs.setdefault((begin.value, end.value if end else ""), (begin, end))
    return list(pairs.values())


def _with_headline_dated(context: Context, dated: list[_Dated]) -> list[_Dated]:
    """Give an undated headline the day of the lead sentence that tells the same news."""
    dct, title = context.article.dct, content_words(context.article.title)
    if dct is None or not title:
        return dated
    best: tuple[float, Timex] | None = None
    for one in dated:
        if one.part == "title" or one.timex is None or one.sentence.position > LEAD_SENTENCES:
            continue
        period = partial_dates.period(one.timex.value)
        if period is None or not timedelta(0) <= dct - period.start <= timedelta(LEAD_DAYS):
            continue
        if period.start != period.end:
            continue
        shared = len(title & content_words(one.sentence.text)) / len(title)
        if shared >= SAME_NEWS and (best is None or shared > best[0]):
            best = (shared, one.timex)
    if best is None:
        return dated
    return [
        replace(one, timex=best[1]) if one.part == "title" and one.timex is None else one
        for one in dated
    ]


def _mention(context: Context, dated: _Dated, found: Mapping[str, Mention]) -> Mention | None:
    sentence, article = dated.sentence, context.article
    kinds = actions(dated.clause)
    words = content_words(dated.clause)
    reads_english = article.language in ("", "en")
    if len(words) < MIN_WORDS or len(sentence.text) > MAX_LENGTH or (reads_english and not kinds):
        return None
    topical = _topical(context, dated)
    if topical == "article":
        return None
    value, precision, basis = _date(dated, article)
    period = partial_dates.period(value)
    if period is None or (context.since is not None and period.end < context.since):
        return None
    key = _identity(context, dated, value, found)
    if key in found:
        return None  # the body repeats the summary, or itself
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
        modality=modality(dated.clause, value, article.dct),
        actions=kinds,
        entities=_names(context, dated),
        amounts=amounts(dated.clause),
        position=sentence.position,
        topical=topical,
    )


def _identity(context: Context, dated: _Dated, value: str, found: Mapping[str, Mention]) -> str:
    """The id; `nth` tells words apart that stand twice in a sentence for different dates."""
    words = dated.timex.text if dated.timex else ""
    for nth in range(len(found) + 1):
        key = ids.mention_id(context.article_id, dated.sentence.text, words, nth)
        if key not in found or found[key].date == value:
            break
    return key


def _date(dated: _Dated, article: Article) -> tuple[str, str, DateBasis]:
    if dated.timex is None:
        day = article.dct
        return (day.isoformat() if day else "", "day", "published")
    basis: DateBasis = "relative" if dated.timex.anchor else "explicit"
    if dated.timex.precision == "time":
        return dated.timex.value[:10], "day", basis
    return dated.timex.value, dated.timex.precision, basis


def _topical(context: Context, dated: _Dated) -> Literal["sentence", "context", "article"]:
    if context.matcher.matches(dated.clause):
        return "sentence"
    return "context" if context.on_topic and dated.part != "title" else "article"


def _names(context: Context, dated: _Dated) -> tuple[str, ...]:
    text = dated.clause
    if dated.part == "title" and _title_case(text):
        candidates = [name for name in sorted(context.names) if name in text]
    else:
        candidates = list(entities.names(text, context.known))
    lower = text.lower()
    candidates += [name for other, name in context.aliases.items() if _has_word(lower, other)]
    return tuple(dict.fromkeys(entities.canonical(name, context.aliases) for name in candidates))


def _title_case(text: str) -> bool:
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) / len(words) > 0.7


def _has_word(lower: str, word: str) -> bool:
    at = lower.find(word)
    if at < 0:
        return False
    before, after = lower[at - 1 : at], lower[at + len(word) : at + len(word) + 1]
    return not (before.isalnum() or after.isalnum())
