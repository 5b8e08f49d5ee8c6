"""What is compared of a mention. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.model import Mention
from timeline.actions import actions
from timeline.aliases import name_key
from timeline.entities import is_cjk
from timeline.own_words import own_words
from timeline.when import When, when
from timeline.words import content_words

SAME_NEWS = 0.35  # share of the shorter one's words that a headline and its lead have in common
LEAD_POSITION = 1
SUBJECT_WORDS = 4  # a sentence begins with what it is about,
SUBJECT_SIGNS = 16  # where words are not spaced, before its first comma
_UNSPACED_PART = re.compile(r"[，；：。！？]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What ends in `_told` is that of the mention and all that it is told together with."""

    mention: Mention
    when: When
    words: frozenset[str]
    names: frozenset[str]
    words_told: frozenset[str]
    names_told: frozenset[str]
    actions_told: frozenset[str]
    of_market: bool  # what it tells is how a price moved, whatever moved it


def opens(mention: Mention) -> bool:
    """Whether it can be told together with others."""
    return mention.part == "title" or mention.position <= LEAD_POSITION


def told_together(mentions: Iterable[Mention]) -> dict[str, tuple[Mention, ...]]:
    """By mention id: the headline of an article and the leads that tell the same under one date.

    Mentions that stand alone are left out.
    """
    opening: dict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        if opens(mention):
            opening[mention.article_id, mention.version_id, mention.date].append(mention)
    together: dict[str, tuple[Mention, ...]] = {}
    for group in opening.values():
        titles = [m for m in group if m.part == "title"]
        same = titles + [m for m in group if any(_same_news(m, title) for title in titles)]
        unique = tuple({m.mention_id: m for m in same}.values())
        if len(unique) > 1:
            together.update((m.mention_id, unique) for m in unique)
    return together


def _same_news(one: Mention, title: Mention) -> bool:
    words, others = _words(one), _words(title)
    return len(words & others) >= SAME_NEWS * min(len(words), len(others))


def features_of(mentions: Sequence[Mention]) -> list[Features]:
    """Those of all mentions of some articles, in their order."""
    told = told_together(mentions)
    return [features(mention, told.get(mention.mention_id, ())) for mention in mentions]


def features(mention: Mention, told_with: Sequence[Mention] = ()) -> Features:
    """`told_with` as `told_together` has it."""
    words, names = _words(mention), _names(mention)
    return Features(
        mention=mention,
        when=when(mention),
        words=words,
        names=names,
        words_told=words.union(*(_words(m) for m in told_with)),
        names_told=names.union(*(_names(m) for m in told_with)),
        actions_told=frozenset(mention.actions).union(*(m.actions for m in told_with)),
        of_market="market" in actions(_subject(mention.clause)),
    )


def _subject(clause: str) -> str:
    if is_cjk(clause):
        return _UNSPACED_PART.split(clause)[0][:SUBJECT_SIGNS]
    return " ".join(clause.split()[:SUBJECT_WORDS])


def _words(mention: Mention) -> frozenset[str]:
    return content_words(own_words(mention))


def _names(mention: Mention) -> frozenset[str]:
    own, clause = own_words(mention), mention.clause
    # A name that the clause has only in what was left out; others may be written otherwise there.
    kept = (name for name in mention.entities if name in own or name not in clause)
    return frozenset(name_key(name) for name in kept)
