"""Which date each sentence of an article has.

The dates a sentence writes; or, for the headline and the lead of a fresh article, which report
news without dating it, the publication's day. A headline takes the date of the lead that says
the same. Several dates in one sentence are told apart by clause, a range is one date. Words that
say which one is meant (`2026 guidance`) and not when are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from db import partial_dates
from db.entries import Section
from db.model import Article, Timex
from timeline.actions import SPEAKING_OF_IT, actions
from timeline.article_parts import LEAD_SENTENCES, Part, Stretch, leads_of
from timeline.clauses import clause_around, is_beside_the_news
from timeline.sentences import Sentence
from timeline.stamps import STAMP
from timeline.temporal import find_timexes
from timeline.words import content_words

DATED = frozenset({"day", "week", "month", "quarter", "half", "season", "year"})
LEAD_DAYS = 7  # a lead's own date this close before the publication dates the headline
ANNOUNCED_DAYS = 180  # how far ahead of a headline's news its day may lie
SAME_NEWS = 0.35  # share of the headline's words in the lead
UNSPACED_NEXT = 6  # characters after a period in which the noun stands that it belongs to
ATTRIBUTIVE = frozenset({"quarter", "half", "season", "year"})
_WHEN = re.compile(
    r"\b(?:in|during|by|since|until|through|throughout|from|to|between|and|early|late|mid|before"
    r"|after|(?:end|half|start|beginning|middle) of)[\s-](?:the\s)?$",
    re.I,
)
_NEXT_WORD = re.compile(r"[\s-]+([A-Za-z]+)")
_ANNOUNCES = re.compile(r"\b(?:to|will|plans?|set|may|could)\b|将|计划|予定", re.I)
# `This comes despite the purchase of Gale`, `The move follows`: tells of what was before.
_CONNECTS = re.compile(
    r"(?:This|That|It|(?:The|This|His|Her|Their|Its|These|Those)(?: [\w’'-]+){1,4}) (?:also )?"
    r"(?:comes?|came) (?:just |only |even )?(?:as|after|amid|amidst|despite|before|on the heels"
    r"|at a time|in the wake|hours|days|weeks|months|an? (?:day|week|month)|the (?:day|week))\b"
    r"|(?:This|That|It|(?:The|This|His|Her|Their|Its)(?: [\w’'-]+){0,2} (?:move|news|announcement"
    r"|decision|report|statement|deal|step|change|launch|departure|appointment|visit|meeting))"
    r" follow(?:s|ed)\b"
)
_ANY_DAY = date(2000, 1, 1)  # stands in for the DCT of an undated article; see _usable


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A sentence with one date of its own, or None for the publication's."""

    part: Part
    sentence: Sentence
    clause: str
    timex: Timex | None
    until: Timex | None = None
    written: date | None = None  # day of the entry it stands in; None for the article's


def dated_sentences(
    article: Article, parts: Sequence[Stretch], *, day_first: bool = False
) -> Iterator[Dated]:
    """Each sentence with each of its dates; headline and lead without one, when they are fresh.

    `day_first` reads 4/8/26 as 4 August.
    """
    texts: dict[Part, str] = {"title": article.title, "summary": article.summary}
    leads = leads_of(article, parts)
    for stretch in parts:
        part, section = stretch.part, stretch.section
        text = texts.get(part, article.text)
        found = _timexes(text, section, article, day_first=day_first)
        for sentence in stretch.sentences:
            lead = part == "title" or sentence in leads
            for dated in _dates(part, sentence, text, found, article, section, lead=lead):
                yield replace(dated, written=section.written) if section.written else dated


def _dates(
    part: Part,
    sentence: Sentence,
    text: str,
    found: list[Timex],
    article: Article,
    section: Section,
    *,
    lead: bool,
) -> Iterator[Dated]:
    """The sentence with each of its own dates, or once without when it is a fresh lead; and its
    clauses that tell with a date what is beside the news."""
    own = [t for t in found if sentence.start <= t.start < sentence.end]
    usable = [t for t in own if _usable(t, text, article)]
    beside = [t for t in usable if is_beside_the_news(sentence.text, *_place(t, sentence))]
    told = [t for t in usable if t not in beside]
    pairs = _ranges(_without_bounds(_without_stamps(told, sentence, section)))
    for timex in beside:
        yield Dated(part=part, sentence=sentence, clause=_clause(sentence, timex), timex=timex)
    for begin, end in pairs:
        clause = _clause(sentence, begin) if len(pairs) > 1 else sentence.text
        yield Dated(part=part, sentence=sentence, clause=clause, timex=begin, until=end)
    of_this_day = not _speaks_vaguely(own) and not _CONNECTS.match(sentence.text)
    fresh = lead and (part == "title" or of_this_day)
    if not pairs and fresh and _newsworthy_day(article):
        yield Dated(part=part, sentence=sentence, clause=sentence.text, timex=None)


def _speaks_vaguely(timexes: list[Timex]) -> bool:
    """`soon`, `in recent months`: a sentence that is about another time than its own day."""
    return any(t.value in ("PAST_REF", "FUTURE_REF") or t.value.startswith("PX") for t in timexes)


def _clause(sentence: Sentence, timex: Timex) -> str:
    return clause_around(sentence.text, *_place(timex, sentence))


def _place(timex: Timex, sentence: Sentence) -> tuple[int, int]:
    """Start and end within the sentence."""
    return timex.start - sentence.start, timex.end - sentence.start


def _timexes(text: str, section: Section, article: Article, *, day_first: bool) -> list[Timex]:
    """Those of a section, at their places in the text, counted from the day it was written."""
    stamp = article.published
    timed = stamp is not None and stamp.precision == "time" and not section.written
    found = find_timexes(
        text[section.start : section.end],
        section.written or article.dct or _ANY_DAY,
        language=article.language,
        day_first=day_first,
        published=stamp.at if stamp and timed else None,
    )
    if not section.start:
        return found
    return [replace(t, start=t.start + section.start, end=t.end + section.start) for t in found]


def _usable(timex: Timex, text: str, article: Article) -> bool:
    if timex.type not in ("DATE", "TIME") or timex.precision not in DATED | {"time"}:
        return False
    if partial_dates.period(timex.value) is None:
        return False
    if timex.modifier == "FISCAL" or _says_which(timex, text) or _explains(timex, text):
        return False  # no place in the calendar; no word on when; another date's place
    # Without a DCT only what the words say by themselves can be believed.
    return article.dct is not None or timex.anchor == ""


def _says_which(timex: Timex, text: str) -> bool:
    """`2026 guidance`, `first-quarter results`: which one it is about, not when it happened.

    Not so after a word for when (`in 2026`), before a word for an action (`a 2026 launch`), or
    when the words lean on the day of writing (`last year`).
    """
    if timex.precision not in ATTRIBUTIVE:
        return False
    if not timex.text.isascii():  # 第一季度净利润, 2026年资本支出
        return actions(text[timex.end : timex.end + UNSPACED_NEXT])[:1] == ("results",)
    if timex.anchor and timex.precision in ("year", "season"):
        return False
    if _WHEN.search(text, max(0, timex.start - 24), timex.start):
        return False
    noun = _NEXT_WORD.match(text, timex.end)
    return noun is not None and not set(actions(noun[1])) - SPEAKING_OF_IT


def _explains(timex: Timex, text: str) -> bool:
    """`on April 8, the day before, it had`: says how the date beside it lies, names none."""
    before = text[max(0, timex.start - 60) : timex.start]
    between_commas = before.endswith(", ") and text[timex.end : timex.end + 1] == ","
    return between_commas and bool(timex.anchor) and before[:-2].endswith(timex.anchor)


def _newsworthy_day(article: Article) -> bool:
    return article.published is not None and article.published.precision in ("time", "day")


def _without_stamps(timexes: list[Timex], sentence: Sentence, section: Section) -> list[Timex]:
    """`(Update 4:18 a.m. in Oslo, 9:18 p.m. ET)`: when it was written, by one clock or another, is
    a date where the sentence has none of its own: the newsroom's, which is the last, or the day
    that the stamp names."""
    stamp = STAMP.match(sentence.text)
    if stamp is None:
        return timexes
    border = sentence.start + stamp.end()
    own, last = [t for t in timexes if t.start >= border], timexes[-1:]
    if section.written:
        last = [replace(t, value=section.written.isoformat(), precision="day") for t in last]
    return own or last


def _without_bounds(timexes: list[Timex]) -> list[Timex]:
    """`signed in May, it runs through 2031`: a bound is no date of its own beside another."""
    dates = [t for t in timexes if t.role not in ("until", "since")]
    return dates or timexes


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


def _announces(headline: str) -> bool:
    """`Tern to cut jobs`, `Tern will buy Gale`; not `Court orders Tern to pay`."""
    match = _ANNOUNCES.search(headline)
    return match is not None and not actions(headline[: match.start()])


def with_headline_dated(article: Article, dated: list[Dated]) -> list[Dated]:
    """Give an undated headline the day of the lead sentence that tells the same news.

    The day is one of the last week; or one to come, when the headline announces something.
    """
    if article.dct is None:
        return dated
    return [
        replace(one, timex=_of_lead(one.sentence.text, article.dct, dated))
        if one.part == "title" and one.timex is None
        else one
        for one in dated
    ]


def _of_lead(headline: str, dct: date, dated: list[Dated]) -> Timex | None:
    title = content_words(headline)
    ahead = timedelta(ANNOUNCED_DAYS if _announces(headline) else 0)
    best: tuple[float, Timex] | None = None
    for one in dated:
        if one.part == "title" or one.timex is None or one.sentence.position > LEAD_SENTENCES:
            continue
        period = partial_dates.period(one.timex.value)
        if period is None or period.start != period.end:
            continue
        if not -ahead <= dct - period.start <= timedelta(LEAD_DAYS):
            continue
        shared = len(title & content_words(one.sentence.text)) / (len(title) or 1)
        if shared >= SAME_NEWS and (best is None or shared > best[0]):
            best = (shared, one.timex)
    return best[1] if best else None
