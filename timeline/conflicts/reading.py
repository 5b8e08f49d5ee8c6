"""Which sentences speak of an event: its mentions, and sentences around them without a date.

A sentence of one of the event's articles is read beside the mentions when it is bound to it:

    near    it stands next to a mention (two sentences on at most), and brings in nobody else
    named   it says the event's key names, at least two, and a kind of action of the event
    alike   it has most of its content words from what the article says of the event
    loose   none of these: only what is said of an object by its exact name counts
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from db.conflicts import Statement
from db.model import Article, Modality, Tier
from timeline import entities
from timeline.actions import actions
from timeline.conflicts.frame import Frame, voice
from timeline.conflicts.passages import PARTS, Part, Passages
from timeline.modality import modality
from timeline.said import Said
from timeline.words import content_words

NEAR = 2  # sentences after a mention that may go on about it
ALIKE = 0.4  # share of a sentence's words that stand in one mention of its article
ALIKE_WORDS = 4
BACK = 8  # sentences in which "the model" finds what it stands for
Bond = Literal["mention", "near", "named", "alike", "loose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A sentence that speaks of the event, and who wrote it when.

    `clause` is the part that does; `moment` is an ISO time or day, "" when undated; `before` are
    the sentences that lead up to it, nearest first.
    """

    statement: Statement
    clause: str
    bond: Bond
    date: str  # what a mention dates the happening to, else ""
    written: bool  # the text gives that date, not the publication
    timex: str
    precision: str
    modality: Modality
    tier: Tier
    moment: str
    offset: int  # minutes from UTC where it was published
    timely: bool = True  # names no other month or year than the event's; of what is bound to it
    before: tuple[str, ...] = ()
    title: str = ""  # of a mention's article

    @property
    def voice(self) -> str:
        """Who stands for it: its publisher, if that is known."""
        return voice(self.statement.publisher, self.statement.article_id)


def own_tellings(said: Sequence[Said], articles: Mapping[str, Article]) -> list[Telling]:
    """The event's mentions."""
    return [_of_mention(one, articles[one.mention.article_id]) for one in said]


def tellings_beside(
    said: Sequence[Said],
    articles: Mapping[str, Article],
    passages: Mapping[str, Passages],
    frame: Frame,
) -> Iterator[Telling]:
    """Sentences of the event's articles that are none of its mentions and worth reading."""
    by_article: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_article[one.mention.article_id].append(one)
    for article_id, group in sorted(by_article.items()):
        yield from _beside(group, articles[article_id], passages[article_id], frame)


def _of_mention(one: Said, article: Article) -> Telling:
    mention = one.mention
    return Telling(
        statement=_statement(one, article, mention.part, mention.start, mention.end, mention.quote),
        clause=mention.clause,
        bond="mention",
        date=mention.date,
        written=mention.basis != "published",
        timex=mention.timex,
        precision=mention.precision,
        modality=mention.modality,
        tier=one.tier,
        moment=_moment(article),
        offset=_offset(article),
        title=article.title,
    )


def _statement(
    one: Said,
    article: Article,
    part: Literal["title", "summary", "text"],
    start: int,
    end: int,
    quote: str,
) -> Statement:
    return Statement(
        article_id=one.mention.article_id,
        version_id=one.mention.version_id,
        url=article.canonical_url or article.url,
        publisher=one.publisher,
        said=one.day,
        attributed="",
        part=part,
        start=start,
        end=end,
        quote=quote,
    )


def _moment(article: Article) -> str:
    stamp = article.published
    if stamp is None:
        return ""
    return stamp.at.isoformat() if stamp.precision == "time" else stamp.day.isoformat()


def _offset(article: Article) -> int:
    return article.published.offset_minutes if article.published else 0


def _beside(
    group: Sequence[Said], article: Article, passages: Passages, frame: Frame
) -> Iterator[Telling]:
    """Sentences of one article that are no mention of the event; `group` are its mentions."""
    clauses = {one.mention.clause for one in group}
    for part in PARTS:
        text = getattr(article, part)
        starts = {one.mention.start for one in group if one.mention.part == part}
        read = list(passages.of(part))
        mentioned = -1 - BACK
        for position, (start, end, worth) in enumerate(read):
            if start in starts:
                mentioned = position
                continue
            if not worth:
                continue
            lead = [text[s:e] for s, e, _ in reversed(read[max(0, position - BACK) : position])]
            sentence, away = text[start:end], position - mentioned
            speaks = _speaks(sentence, frame)
            if away > BACK and not speaks and not any(_speaks(one, frame) for one in lead):
                continue
            bond = _bond(sentence, frame, clauses, near=away <= NEAR, speaks=speaks)
            timely = bond == "loose" or frame.is_of_its_time(sentence, article.dct)
            telling = _telling(group[0], article, part, (start, end))
            yield replace(telling, bond=bond, timely=timely, before=tuple(lead))


def _speaks(text: str, frame: Frame) -> bool:
    return any(name in text for name in frame.names)


def _telling(anchor: Said, article: Article, part: Part, span: tuple[int, int]) -> Telling:
    text = getattr(article, part)[slice(*span)]
    return Telling(
        statement=_statement(anchor, article, part, *span, text),
        clause=text,
        bond="loose",
        date="",
        written=False,
        timex="",
        precision="",
        modality=modality(text, "", article.dct),
        tier=anchor.tier,
        moment=_moment(article),
        offset=_offset(article),
    )


def _bond(text: str, frame: Frame, clauses: Collection[str], *, near: bool, speaks: bool) -> Bond:
    if near and all(frame.knows(name) for name in entities.names(text, frame.names)):
        return "near"
    if not speaks:
        return "loose"
    if frame.is_about(text) and set(actions(text)) & frame.kinds:
        return "named"
    own = content_words(text)
    shared = max(len(own & content_words(clause)) for clause in clauses)
    if shared >= ALIKE_WORDS and shared >= ALIKE * len(own):
        return "alike"
    return "loose"
