"""Search services: what to ask for, how many results an answer holds, how often one may ask.

A search takes a query and, where the service can be asked about a time, a window of it. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit

from crawler.feeds import Listing
from crawler.results import (
    Asked,
    parse_bing_news,
    parse_captures,
    parse_gdelt,
    parse_google_news,
    parse_hacker_news,
)
from db.model import BACKFILL_KINDS, Source, SourceKind

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
LATEST = timedelta(days=7)  # what a crawl asks about; a backfill asks about the time before
CAPTURES_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time, the end exclusive."""

    starts_at: datetime
    ends_at: datetime


Query = Callable[[str, Span], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One service. `cap` results at most come back, so that a window with as many is split, until
    it is as short as `shortest`; 0 when the answer itself leads to its next page.

    `pause` is the time in seconds between two requests that the service has made known.
    """

    endpoint: str
    ask: Query
    parse: Callable[[bytes, Asked], Listing]
    cap: int
    shortest: timedelta
    pause: float
    looks_back: bool = True  # can be asked about a time
    unfetchable: str = ""  # why the links it gives lead to no page


def _google_news(query: str, span: Span) -> Mapping[str, str]:
    when = f"after:{span.starts_at:%Y-%m-%d} before:{_last_day(span):%Y-%m-%d}"
    return {"q": f"{query} {when}", "hl": "en-US", "gl": "US", "ceid": "US:en"}


def _last_day(span: Span) -> datetime:
    """The first midnight that is not before the end."""
    midnight = span.ends_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight if midnight == span.ends_at else midnight + DAY


def _bing_news(query: str, _: Span) -> Mapping[str, str]:
    return {"q": query, "format": "rss"}


def _gdelt(query: str, span: Span) -> Mapping[str, str]:
    return {
        "query": query,
        "mode": "artlist",
        "format": "json",
        "maxrecords": "250",
        "sort": "dateasc",
        "startdatetime": f"{span.starts_at:%Y%m%d%H%M%S}",
        "enddatetime": f"{span.ends_at - timedelta(seconds=1):%Y%m%d%H%M%S}",
    }


def _hacker_news(query: str, span: Span) -> Mapping[str, str]:
    first, end = int(span.starts_at.timestamp()), int(span.ends_at.timestamp())
    return {
        "query": query,
        "tags": "story",
        "numericFilters": f"created_at_i>={first},created_at_i<{end}",
        "hitsPerPage": "1000",
    }


def _captures(prefix: str, span: Span) -> Mapping[str, str]:
    return {
        "url": prefix.partition("://")[2] or prefix,
        "matchType": "prefix",
        "from": f"{span.starts_at:%Y%m%d%H%M%S}",
        "to": f"{span.ends_at - timedelta(seconds=1):%Y%m%d%H%M%S}",
        "output": "json",
        "fl": "timestamp,original",
        "filter": "statuscode:200",
        "collapse": "urlkey",
        "limit": str(CAPTURES_AT_ONCE),
        "showResumeKey": "true",
    }


CC_NEWS = "https://data.commoncrawl.org/crawl-data/CC-NEWS/{yyyy}/{mm}/warc.paths.gz"
OPAQUE = "the search links through an address that only a browser can resolve"

SEARCHES: dict[SourceKind, Search] = {
    "google_news": Search(
        endpoint="https://news.google.com/rss/search",
        ask=_google_news,
        parse=parse_google_news,
        cap=100,
        shortest=DAY,
        pause=5,
        unfetchable=OPAQUE,
    ),
    "bing_news": Search(
        endpoint="https://www.bing.com/news/search",
        ask=_bing_news,
        parse=parse_bing_news,
        cap=0,
        shortest=DAY,
        pause=5,
        looks_back=False,
    ),
    "gdelt": Search(
        endpoint="https://api.gdeltproject.org/api/v2/doc/doc",
        ask=_gdelt,
        parse=parse_gdelt,
        cap=250,
        shortest=15 * MINUTE,  # how often the service takes in what was published
        pause=5.5,
    ),
    "hacker_news": Search(
        endpoint="https://hn.algolia.com/api/v1/search_by_date",
        ask=_hacker_news,
        parse=parse_hacker_news,
        cap=1000,
        shortest=15 * MINUTE,
        pause=1,
    ),
    "wayback": Search(
        endpoint="https://web.archive.org/cdx/search/cdx",
        ask=_captures,
        parse=parse_captures,
        cap=0,
        shortest=DAY,
        pause=2.5,  # 24 requests a minute, pages included
    ),
}


def search_of(source: Source) -> Search | None:
    return SEARCHES.get(source.kind)


def service_of(source: Source) -> str:
    """The address that is asked: a search's service or the archive of CC-NEWS, for any other kind
    the source's own."""
    search = search_of(source)
    if source.kind in BACKFILL_KINDS:
        return source.url or CC_NEWS
    return source.url or (search.endpoint if search else "")


def search_url(source: Source, search: Search, span: Span) -> str:
    """The request for what the service has on the query in that time."""
    return _with_query(service_of(source), search.ask(source.query, span))


def next_page_url(url: str, resume_key: str) -> str:
    """The request for what follows an answer that ended with a resume key."""
    first = url.partition("&resumeKey=")[0]
    return f"{first}&{urlencode({'resumeKey': resume_key})}"


def _with_query(url: str, query: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    joined = "&".join(part for part in (parts.query, urlencode(query)) if part)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, joined, ""))
