"""What the topic file declares: the story, its sources and its publishers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

Tier = Literal["primary", "wire", "outlet", "blog"]
TIERS: tuple[Tier, ...] = ("primary", "wire", "outlet", "blog")  # nearest to the event first
SearchKind = Literal["google_news", "bing_news", "gdelt", "hacker_news", "wayback"]
FileKind = Literal["warc", "folder"]
BackfillKind = Literal["cc_news"]
SourceKind = Literal["feed", "news_sitemap", "listing", SearchKind, FileKind, BackfillKind]
SEARCH_KINDS: tuple[SearchKind, ...] = get_args(SearchKind)
FILE_KINDS: tuple[FileKind, ...] = get_args(FileKind)
BACKFILL_KINDS: tuple[BackfillKind, ...] = get_args(BackfillKind)  # nothing but an archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher as the topic file declares it; `domain` is matched with its subdomains."""

    domain: str
    name: str
    tier: Tier = "outlet"
    zone: str = "UTC"  # IANA name: the day of a publication is the day there


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place where coverage appears, declared in the topic file."""

    source_id: str  # the name in the topic file
    kind: SourceKind
    # A feed, sitemap or listing; the service a search asks, "" for its own address. {yyyy}, {mm},
    # {m}, {dd} and {d} stand for a date.
    url: str
    query: str = ""  # what a search looks for; for `wayback` the beginning of the addresses
    archive: str = ""  # of earlier coverage: sitemaps by date, or an index of sitemaps
    path: str = ""  # file or folder of the kinds that read files
    hosts: tuple[str, ...] = ()  # only what is from these, of the kinds that read files
    outlet: str = ""  # domain of an `Outlet`; of the article's own URL when empty
    every_minutes: int = 60  # no more often than that, whatever its habits
    longest_minutes: int = 24 * 60  # and no more seldom
    max_items: int = 200
    article_links: str = ""  # CSS selector of links on a listing
    enabled: bool = True
    note: str = ""  # why it is switched off, what is odd about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One unfolding story. A name and key terms are enough.

    A term is a phrase, or phrases joined by ` + ` that must all be there. `aliases` maps the
    name to show to other ways of writing it.
    """

    name: str
    terms: tuple[str, ...]
    slug: str = ""
    exclude: tuple[str, ...] = ()
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    outlets: tuple[Outlet, ...] = ()
    sources: tuple[Source, ...] = ()
    since: str = ""  # partial date: nothing before it belongs to the story
    zone: str = ""  # IANA name: where the story unfolds; a happening's day is the day there
    user_agent: str = ""
    digest_zone: str = "UTC"
    digest_weekday: str = "monday"
    digest_hour: int = 7
    keep_pages_days: int = 0  # raw pages are let go that long after they were fetched; 0: never
    proxy: str = ""  # http://host:port through which every request of the crawl goes
    private_hosts: tuple[str, ...] = ()  # may be reached though they are not on the open web

    @property
    def reading(self) -> tuple[object, ...]:
        """What decides how coverage is read; when it changes, all of it is read anew."""
        return (
            self.terms,
            self.exclude,
            sorted(self.aliases.items()),
            self.since,
            self.zone,
            self.outlets,
        )
