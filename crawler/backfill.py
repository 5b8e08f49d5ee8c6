"""Which requests reach back to a story's beginning, and which follow from their answers. Pure.

An archive by date has a request for each of its months or days; an index of sitemaps leads to
them itself; a search is asked month by month, and a month that comes back full is halved until
its answers are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

from crawler.feeds import Listing
from crawler.searches import LATEST, Span, next_page_url, search_of, search_url, service_of
from crawler.sitemaps import ChildSitemap
from crawler.urls import site_of
from db.model import BACKFILL_KINDS, FeedEntry, Source
from db.relevance import TermMatcher
from db.windows import Window

_DATE_FIELD = re.compile(r"\{(yyyy|mm?|dd?)\}")
_MONTH_IN_PATH = re.compile(r"(?<!\d)(20\d\d)[-_/]?(0?[1-9]|1[0-2])(?!\d)")
LEAST_WORDS = 3  # of an address whose last part is a headline
UNENDED = datetime(9999, 1, 1, tzinfo=UTC)


def fill(pattern: str, day: datetime) -> str:
    """The address with {yyyy}, {mm}, {m}, {dd} and {d} replaced."""
    parts = {
        "yyyy": f"{day:%Y}",
        "mm": f"{day:%m}",
        "m": str(day.month),
        "dd": f"{day:%d}",
        "d": str(day.day),
    }
    return _DATE_FIELD.sub(lambda field: parts[field[1]], pattern)


def latest_url(source: Source, now: datetime) -> str:
    """What a crawl asks for first."""
    search = search_of(source)
    if search is None:
        return fill(source.url, now)
    # To the hour, so that what the service sent to be asked with again still fits.
    ends_at = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return search_url(source, search, Span(starts_at=ends_at - LATEST, ends_at=ends_at))


def can_look_back(source: Source) -> bool:
    """Whether there is a way to what was published before the source was declared."""
    search = search_of(source)
    return search.looks_back if search else bool(_archive(source))


def plan(source: Source, since: datetime, now: datetime) -> list[Window]:
    """The requests for everything from `since` on; equal from run to run, so that what is done
    is known. The last one may end in the future."""
    search, archive = search_of(source), _archive(source)
    if search:
        if not search.looks_back:
            return []
        return [
            _window(search_url(source, search, span), span) for span in _spans(since, now, "month")
        ]
    if not archive:
        return []
    if not _DATE_FIELD.search(archive):
        return [Window(url=archive, starts_at=since, ends_at=UNENDED)]
    smallest = "day" if re.search(r"\{dd?\}", archive) else "month"
    if not re.search(r"\{mm?\}", archive):
        smallest = "year"
    return [_window(fill(archive, s.starts_at), s) for s in _spans(since, now, smallest)]


def _archive(source: Source) -> str:
    if source.kind in BACKFILL_KINDS:
        return service_of(source)
    return source.archive or (source.url if _DATE_FIELD.search(source.url) else "")


def _window(url: str, span: Span) -> Window:
    return Window(url=url, starts_at=span.starts_at, ends_at=span.ends_at)


def _spans(since: datetime, now: datetime, size: str) -> Iterator[Span]:
    start = _floor(since, size)
    while start < now:
        far = start + timedelta(days={"day": 1, "month": 32, "year": 366}[size])
        end = _floor(far, size)
        yield Span(starts_at=start, ends_at=end)
        start = end


def _floor(moment: datetime, size: str) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if size == "day":
        return midnight
    first = midnight.replace(day=1)
    return first if size == "month" else first.replace(month=1)


# ---------------------------------------------------------------- what follows from an answer


def halves(source: Source, window: Window) -> tuple[Window, ...]:
    """The two windows that a window is split into; none when it cannot be any shorter."""
    search = search_of(source)
    if search is None or window.ends_at - window.starts_at < 2 * search.shortest:
        return ()
    middle = window.starts_at + (window.ends_at - window.starts_at) / 2
    middle -= (middle - window.starts_at) % search.shortest
    spans = (
        Span(starts_at=window.starts_at, ends_at=middle),
        Span(starts_at=middle, ends_at=window.ends_at),
    )
    return tuple(_window(search_url(source, search, span), span) for span in spans)


def is_full(source: Source, listing: Listing) -> bool:
    """Whether the answer holds as many results as one can: there may be more."""
    search = search_of(source)
    return bool(search and search.cap and len(listing.entries) + listing.skipped >= search.cap)


def next_page(window: Window, listing: Listing) -> tuple[Window, ...]:
    if not listing.resume_key:
        return ()
    url = next_page_url(window.url, listing.resume_key)
    return (Window(url=url, starts_at=window.starts_at, ends_at=window.ends_at),)


def child_windows(
    children: tuple[ChildSitemap, ...], window: Window, since: datetime
) -> tuple[Window, ...]:
    """The sitemaps of an index, of the same site, that may reach past `since`."""
    found = []
    for child in children:
        starts_at, ends_at = _span_in_path(child.url) or (window.starts_at, UNENDED)
        if child.modified and child.modified.at < since:
            continue
        if ends_at <= since or site_of(child.url) != site_of(window.url):
            continue
        found.append(Window(url=child.url, starts_at=starts_at, ends_at=ends_at))
    return tuple(found)


def _span_in_path(url: str) -> tuple[datetime, datetime] | None:
    named = _MONTH_IN_PATH.search(urlsplit(url).path)
    if named is None:
        return None
    start = datetime(int(named[1]), int(named[2]), 1, tzinfo=UTC)
    return start, _floor(start + timedelta(days=32), "month")


# ---------------------------------------------------------------- what is worth fetching


def worth_fetching(entry: FeedEntry, matcher: TermMatcher) -> bool:
    """Whether an entry without a title may be about the topic, judged by its address.

    An archive lists a hundred thousand articles by address alone; the last part of most is the
    headline. Where it is not, the article has to be looked at.
    """
    if entry.title or entry.summary:
        return True
    words = headline_in(entry.url)
    return not words or matcher.score(words, words.upper(), "").relevant


def headline_in(url: str) -> str:
    """The words of the last part of a path that reads like a headline; "" when none does."""
    for part in reversed(urlsplit(unquote(url)).path.split("/")):
        words = [w for w in re.split(r"[-_+.\s]+", part) if w.isalnum() and w not in _SUFFIXES]
        if sum(word.isalpha() for word in words) >= LEAST_WORDS:
            return " ".join(words)
    return ""


_SUFFIXES = frozenset({"html", "htm", "php", "aspx", "amp"})
