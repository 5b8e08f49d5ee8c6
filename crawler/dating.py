"""When an article was published and last changed: evidence weighed in a fixed order. Pure.

JSON-LD, then meta elements, marked `time` elements, the day in the URL, the feed's word, a date
in the visible text, any other `time` element. The order was measured (docs/extraction.md).
An earlier day in the URL outranks markup: it survives republication and moves between systems. The
moment that the number of a post tells outranks all: it is given when the post is written.
What lies after the moment of fetching is no publication, and what only says "modified", as the
HTTP header does, never becomes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from htmldate import find_date
from lxml.etree import XPath
from lxml.html import HtmlElement

from crawler.datelines import dateline
from crawler.marks import SAYS_MODIFIED
from crawler.metadata import PageMetadata, RawDate
from crawler.posts import moment_in_path
from crawler.stamps import EARLIEST, read_stamp
from crawler.urls import day_in_path
from db.model import Stamp

SLACK = timedelta(days=1)  # clocks and zones of two machines
WIDEST_ZONE = timedelta(hours=14)
URL_CONFIDENCE, DATELINE_CONFIDENCE, TEXT_CONFIDENCE, HEADER_CONFIDENCE = 0.7, 0.6, 0.4, 0.1
STRUCTURED = 0.65  # confidence from which markup goes before URL, feed and text
ALONE = 90  # characters of the longest piece of text in which a date stands alone
_VISIBLE_TEXT = XPath("//text()[not(parent::script) and not(parent::style)]")
_NO_ZONE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What decides how a raw date of this page is read."""

    fetched_at: datetime | None = None
    zone: str = ""  # IANA name of the outlet's zone
    day_first: bool = True  # 08/04/2026 is 8 April

    def read(self, date: RawDate) -> Stamp | None:
        """The stamp of a raw date that names at least a day and was possible when fetched."""
        stamp = read_stamp(
            date.raw,
            method=date.method,
            confidence=date.confidence,
            zone=self.zone,
            day_first=self.day_first,
        )
        exact = stamp is not None and stamp.precision in ("time", "day")
        return stamp if stamp and exact and self.possible(stamp) else None

    def possible(self, stamp: Stamp) -> bool:
        return self.fetched_at is None or stamp.at <= self.fetched_at + SLACK


def published_stamp(
    tree: HtmlElement, metadata: PageMetadata, url: str, feed: Stamp | None, setting: Setting
) -> Stamp | None:
    """The strongest evidence there is, or None: undated is a value."""
    marked = [date for date in metadata.published if date.confidence >= STRUCTURED]
    strong = next(_stamps(marked, setting), None)
    in_path = _in_path(url, setting)
    if strong is not None:
        local = _at_home(strong, metadata, setting)
        return _with_time_of(_against_path(local, in_path), feed)
    if in_path is not None:
        return _with_time_of(in_path, feed)
    if feed is not None and setting.possible(feed):
        return feed
    loose = (date for date in metadata.published if date.confidence < STRUCTURED)
    return _visible(tree, metadata.title, setting) or next(_stamps(loose, setting), None)


def _stamps(dates: Iterable[RawDate], setting: Setting) -> Iterator[Stamp]:
    return (stamp for date in dates if (stamp := setting.read(date)))


def _in_path(url: str, setting: Setting) -> Stamp | None:
    raw = moment_in_path(url) or day_in_path(url)
    return setting.read(RawDate(raw=raw, method="url", confidence=URL_CONFIDENCE)) if raw else None


def _at_home(stamp: Stamp, metadata: PageMetadata, setting: Setting) -> Stamp:
    """A moment in UTC takes the zone of a local time on the page that is the same moment."""
    if stamp.precision != "time" or stamp.offset_minutes or setting.zone:
        return stamp
    for date in metadata.published:
        if date.method != "time" or not _NO_ZONE.search(date.raw):
            continue
        local = setting.read(date)
        away = local.at - stamp.at if local else timedelta(0)
        if away and abs(away) <= WIDEST_ZONE and away % timedelta(minutes=15) == timedelta(0):
            return replace(stamp, offset_minutes=int(away.total_seconds() // 60))
    return stamp


def against_url(stamp: Stamp | None, url: str) -> Stamp | None:
    """A stamp that came with a link, set right by the day or moment its path says: what passes a
    link on often gives the day of the passing on, or a moment in UTC that is the next day."""
    return _against_path(stamp, _in_path(url, Setting())) if stamp else None


def _against_path(stamp: Stamp, in_path: Stamp | None) -> Stamp:
    if in_path is None:
        return stamp
    if in_path.precision == "time":
        return in_path  # the number of a post is given to it as it is written
    if in_path.day == stamp.day:
        return stamp
    # A day ahead of a moment in UTC, and the URL has the day of the place.
    next_day = in_path.day - stamp.day == timedelta(days=1)
    in_utc = stamp.precision == "time" and not stamp.offset_minutes
    return in_path if in_path.day < stamp.day or (next_day and in_utc) else stamp


def _with_time_of(stamp: Stamp, feed: Stamp | None) -> Stamp:
    """A bare day takes the clock time of a feed that names the same day."""
    if stamp.precision == "day" and feed and feed.precision == "time" and feed.day == stamp.day:
        return replace(feed, confidence=max(stamp.confidence, feed.confidence))
    return stamp


def _visible(tree: HtmlElement, title: str, setting: Setting) -> Stamp | None:
    day = dateline(tree, title, day_first=setting.day_first)
    beside = RawDate(raw=day, method="text", confidence=DATELINE_CONFIDENCE)
    return (setting.read(beside) if day else None) or _anywhere(tree, setting)


def _anywhere(tree: HtmlElement, setting: Setting) -> Stamp | None:
    latest = setting.fetched_at + SLACK if setting.fetched_at else None
    try:
        found = find_date(
            tree,
            url="",  # the URL was asked before; without it the library would look for another
            original_date=True,
            extensive_search=True,
            min_date=EARLIEST.replace(tzinfo=None),
            max_date=latest.replace(tzinfo=None) if latest else None,
        )
    except (ValueError, OverflowError, AttributeError):
        return None  # odd input the library does not foresee: the page stays undated
    if found and found.endswith("-01-01"):
        return None  # what the library makes of a lone year; a day is never invented
    if not found or not _stands_alone(tree, found):
        return None  # found inside prose, it is the date of something told there
    return setting.read(RawDate(raw=found, method="text", confidence=TEXT_CONFIDENCE))


def _stands_alone(tree: HtmlElement, day: str) -> bool:
    """Whether a short piece of visible text has the day and the year, outside all prose."""
    year, _, number = day.split("-")
    wanted = re.compile(rf"(?<!\d)0?{int(number)}(?!\d)")
    for text in _VISIBLE_TEXT(tree):
        short = text.strip()
        if len(short) > ALONE or SAYS_MODIFIED.search(short):
            continue
        if wanted.search(short) and year[2:] in short:
            return True
    return False


def modified_stamp(
    metadata: PageMetadata,
    *,
    published: Stamp | None,
    feed: Stamp | None,
    header: str,
    setting: Setting,
) -> Stamp | None:
    """The last change that page, feed or header states; never a day before publication."""
    last = RawDate(raw=header, method="header", confidence=HEADER_CONFIDENCE)
    candidates = [*_stamps(metadata.modified, setting), *([feed] if feed else [])]
    for stamp in (*candidates, *_stamps([last], setting)):
        if setting.possible(stamp) and (published is None or stamp.day >= published.day):
            return stamp
    return None
