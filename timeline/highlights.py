"""The few days that a story turns on, each told in a few of its coverage's own sentences. Pure.

Which days: a day weighs by the articles that date something on it. One that has it in its first
sentences, as its news, or comes back to it a month later counts for more, one that only came out on
it for little. A day after all that was published is still to come, and no part of what happened.

In which sentences: a word of a day weighs by the articles that use it in a sentence dated on the
day, and by half and a quarter of those that use it anywhere and were published on the day and on
the next; a sentence weighs by the mean of its words. Words that are told already count half for
the next sentence, so that it tells something else. A line of somebody's own chronology (`April 8 -
Tern buys Gale`) was written to tell the day, and goes before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.model import Article, Mention, StoredArticle
from timeline.words import content_words

AS_NEWS = 0.25  # added for an article that has the day in its first sentences
FIRST_SENTENCES = 3
LOOKING_BACK = 0.5  # added for one that has it this long after
LONG_AFTER = timedelta(days=30)
PUBLISHED = 0.2  # for one that came out on the day, and dates nothing on it
SAID_OF_IT, SAID_ON_IT, SAID_NEXT_DAY = 1.0, 0.5, 0.25  # weight of an article for its words
ENTRY = 1.25  # times the weight of a line of a chronology
TOLD_ALREADY = 0.5  # what is left of a word's weight for the next sentence
ALIKE = 0.3  # share of two sentences' words in common: they tell the same
WORDS = (5, 35)  # content words of a sentence: fewer are a label, more a list
_DASH = re.compile(r"\s?[-–—:]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence as a source has it."""

    mention: Mention
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """`date` is a day, `told` the sentences that tell of it, the most telling first."""

    date: str
    articles: int  # that date something on it
    told: tuple[Told, ...]


def highlights(
    mentions: Iterable[Mention],
    articles: Iterable[StoredArticle],
    *,
    days: int,
    sentences: int,
) -> list[Highlight]:
    """At most so many days, the most important first, each in at most so many sentences.

    What is dated to no day, or stands in none of `articles`, is left out: give originals only,
    and each counts for itself. Neither order matters.
    """
    read = {stored.article_id: stored.article for stored in articles}
    said: dict[str, list[Mention]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda m: m.mention_id):
        if mention.precision == "day" and mention.article_id in read:
            said[mention.date].append(mention)
    published: dict[str, list[str]] = defaultdict(list)
    for article_id, article in read.items():
        if article.dct:
            published[article.dct.isoformat()].append(article_id)
    last = max(published, default="")
    weights = {
        day: _weight(said[day], published.get(day, ()), read, day) for day in said if day <= last
    }
    best = sorted(weights, key=lambda day: (-weights[day], day))[:days]
    return [
        Highlight(
            date=day,
            articles=len({mention.article_id for mention in said[day]}),
            told=tuple(
                Told(mention=mention, article=read[mention.article_id])
                for mention in _telling(
                    said[day], _word_weights(said, published, read, day), sentences
                )
            ),
        )
        for day in best
    ]


def _weight(
    said: Sequence[Mention], published: Sequence[str], read: Mapping[str, Article], day: str
) -> float:
    first: dict[str, int] = {}
    for mention in said:
        known = first.get(mention.article_id, mention.position)
        first[mention.article_id] = min(known, mention.position)
    long_after = date.fromisoformat(day) + LONG_AFTER
    weight = len(first) + PUBLISHED * len(set(published) - first.keys())
    for article_id, position in first.items():
        written = read[article_id].dct
        weight += AS_NEWS * (position < FIRST_SENTENCES)
        weight += LOOKING_BACK * (written is not None and written > long_after)
    return weight


def _word_weights(
    said: Mapping[str, Sequence[Mention]],
    published: Mapping[str, Sequence[str]],
    read: Mapping[str, Article],
    day: str,
) -> dict[str, float]:
    """Each article counts once for a word, by the best of its places."""
    best: dict[tuple[str, str], float] = {}
    for weight, article_id, text in _places(said, published, read, day):
        for word in content_words(text):
            best.setdefault((word, article_id), weight)
    weights: dict[str, float] = defaultdict(float)
    for (word, _), weight in best.items():
        weights[word] += weight
    return weights


def _places(
    said: Mapping[str, Sequence[Mention]],
    published: Mapping[str, Sequence[str]],
    read: Mapping[str, Article],
    day: str,
) -> Iterator[tuple[float, str, str]]:
    """(weight, article id, text), the weightiest first."""
    for mention in said[day]:
        yield SAID_OF_IT, mention.article_id, mention.quote
    next_day = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    for weight, when in ((SAID_ON_IT, day), (SAID_NEXT_DAY, next_day)):
        for article_id in published.get(when, ()):
            article = read[article_id]
            yield weight, article_id, f"{article.title}\n{article.summary}\n{article.text}"


def _telling(said: Sequence[Mention], weights: dict[str, float], most: int) -> list[Mention]:
    """The sentences with the best words, none of which tells what another told before."""
    words = {mention.quote: content_words(mention.quote) for mention in said}
    left = {m.quote: m for m in reversed(said) if WORDS[0] <= len(words[m.quote]) <= WORDS[1]}
    told: list[Mention] = []

    def rank(quote: str) -> tuple[float, str]:
        mean = sum(weights[word] for word in sorted(words[quote])) / len(words[quote])
        return (-round(mean * (ENTRY if _is_entry(left[quote]) else 1.0), 6), quote)

    while left and len(told) < most:
        best = left.pop(min(left, key=rank))
        if any(_alike(words[best.quote], words[other.quote]) for other in told):
            continue
        told.append(best)
        for word in words[best.quote]:
            weights[word] *= TOLD_ALREADY
    return told


def _is_entry(mention: Mention) -> bool:
    timex, quote = mention.timex, mention.quote
    return timex != "" and quote.startswith(timex) and bool(_DASH.match(quote, len(timex)))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * len(one | other)
