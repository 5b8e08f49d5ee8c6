"""What the stages hand to each other: one frozen dataclass per hand-over.

    FeedEntry -> Page -> Article -> Timex -> Mention -> Event

`*_at` is an aware UTC datetime, `date` and `value` are partial ISO 8601 strings as exact as
their source and no further (`2026-04-08`, `2026-W15`, `2026-04`, `2026-Q2`, `2026-H1`, `2026`),
`*_id` is a hash (see `db.ids`), `start` and `end` are character offsets, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from db.conflicts import Conflict
from db.story import (
    BACKFILL_KINDS as BACKFILL_KINDS,
    FILE_KINDS as FILE_KINDS,
    SEARCH_KINDS as SEARCH_KINDS,
    TIERS as TIERS,
    Outlet as Outlet,
    Source as Source,
    SourceKind as SourceKind,
    Tier as Tier,
    Topic as Topic,
)

# ---------------------------------------------------------------- what the crawl brings

StampPrecision = Literal["time", "day", "month", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When something was published or modified, and how we know.

    `offset_minutes` is the offset from UTC the source wrote or its outlet's zone has, so that
    `day` is the calendar day there. A stamp without a clock time is midnight of that day.
    """

    at: datetime
    precision: StampPrecision
    method: str  # json-ld, meta, time, url, feed, text, header, import, hint
    confidence: float  # 0..1
    evidence: str  # the raw value
    offset_minutes: int = 0

    @property
    def day(self) -> date:
        """The calendar day at the place of publication."""
        return self.at.astimezone(timezone(timedelta(minutes=self.offset_minutes))).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One item of a feed, sitemap or listing: a pointer to an article, never the article."""

    url: str
    via: str = ""  # where a copy of the page is kept, when that is what is to be fetched
    title: str = ""
    summary: str = ""
    guid: str = ""
    outlet: str = ""  # who published it, when the feed says so
    authors: tuple[str, ...] = ()
    published: Stamp | None = None
    modified: Stamp | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A response as it came: raw bytes, so that all after it can be replayed offline."""

    url: str
    fetched_at: datetime
    status: int
    body: bytes = field(repr=False)
    content_type: str = ""
    final_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page says: the text a reader reads and when it was written.

    `text` is the body's paragraphs joined by newlines, the entries of a live page each below its
    moment (`db.entries`), empty when only the feed's title and
    summary could be had; `body_missing` then says why.
    """

    url: str
    title: str
    text: str
    canonical_url: str = ""
    outlet: str = ""  # the publisher's domain, or a name where there is no URL
    summary: str = ""
    authors: tuple[str, ...] = ()
    published: Stamp | None = None
    modified: Stamp | None = None
    language: str = ""
    body_missing: str = ""

    @property
    def published_at(self) -> datetime | None:
        return self.published.at if self.published else None

    @property
    def modified_at(self) -> datetime | None:
        return self.modified.at if self.modified else None

    @property
    def dct(self) -> date | None:
        """Document creation time: the day at the place of publication; None when undated."""
        return self.published.day if self.published else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article with its identity and that of its standing version (see `db.ids`)."""

    article_id: str
    version_id: str
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """Whether a text belongs to the topic, and the words that say so."""

    relevant: bool
    score: float
    reason: str


# ---------------------------------------------------------------- what the text says

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """A temporal expression as TIMEX3 has it, with what is needed to explain its value."""

    text: str
    start: int
    end: int
    type: TimexType
    value: str  # 2026-04-08, 2026-W15, 2026-04, 2026-Q2, 2026-SP, P9M, PAST_REF, ...
    # day, week, month, quarter, half, season, year, decade, century; time; duration, set, vague
    precision: str
    modifier: str = ""  # TIMEX3 mod: START, MID, END, APPROX, BEFORE, AFTER, ON_OR_BEFORE, ...
    role: str = ""  # begin or end of a range; since, until, by
    anchor: str = ""  # "" when the words say it all, "dct", or the text of the date it leans on
    rule: str = ""  # the grammar rule that fired


Modality = Literal["happened", "planned", "reported", "denied"]
DateBasis = Literal["explicit", "relative", "published"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure with its unit; `low` and `high` bound what its wording leaves open."""

    text: str
    kind: str  # money:USD, share, count:people, version:NAME, ...
    low: float
    high: float
    is_range: bool = False  # the text itself names two ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One dated statement. Never edited; the sentence stands at its span in the stored text.

    `clause` is the part of the sentence that the date belongs to: all of it, unless the
    sentence has several dates.
    """

    mention_id: str
    article_id: str
    version_id: str
    part: Literal["title", "summary", "text"]
    start: int
    end: int
    quote: str
    clause: str
    date: str
    end_date: str  # "" unless the sentence gives a range
    precision: str
    basis: DateBasis
    timex: str  # the words that gave the date, "" when it is the publication's
    timex_rule: str
    modality: Modality
    actions: tuple[str, ...]  # kinds of action, strongest first
    entities: tuple[str, ...]
    amounts: tuple[Amount, ...]
    position: int  # index of the sentence in its part: the lead is 0
    # The topic's terms in the sentence, in its neighbourhood, or only in the article.
    topical: Literal["sentence", "context", "article"]
    said_by: str = ""  # a name as written, "unnamed sources", or "" for the article itself
    is_news: bool = True  # else the background to it
    said: str = ""  # day the article was published at its place, "" when undated
    # Who does what to whom, as the clause has it; empty where it does not tell.
    agents: tuple[str, ...] = ()
    predicate: str = ""
    patients: tuple[str, ...] = ()


# ---------------------------------------------------------------- what we believe

Status = Literal["expected", "reported", "happened", "slipped", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """A mention inside an event, and why it is there."""

    mention: Mention
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSource:
    """Who said it: one row for each article."""

    article_id: str
    url: str
    outlet: str
    tier: Tier
    published: str  # ISO time or day, "" when undated
    quote: str
    copy_of: str = ""  # article_id of the original when this is a near-duplicate


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """A step on the way from announced to happened."""

    said: str  # day it was said
    status: Status
    date: str  # the date that was named then
    mention_id: str
    said_by: str = ""  # the publisher
    quote: str = ""  # what was said


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of the chronology: what happened, when, to what precision, and who says so."""

    event_id: str
    date: str
    end: str  # "" unless the event spans a range
    precision: str
    date_rule: str
    status: Status
    type: str
    headline: str
    summary: str
    importance: float  # 0..1
    corroboration: int  # independent publishers
    entities: tuple[str, ...]
    mentions: tuple[EventMention, ...]
    sources: tuple[EventSource, ...]
    conflicts: tuple[Conflict, ...]
    history: tuple[StatusChange, ...]
