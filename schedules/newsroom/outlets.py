"""The newsroom's content as values: one TOML file per outlet in, frozen `Publisher`s out.

An outlet declares its layout (`template`), its channel (a feed, a news sitemap or a listing)
and its stories. A story is written out, or is a syndicated copy of another outlet's story
(`copy_of = "host/path"`, `trim` paragraphs shorter). `edition` is the first edition of the
newsroom a story stands in; `revision` is what the second edition changes in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

CONTENT = Path(__file__).with_name("content")
REVISING_EDITION = 2

ChannelKind = Literal["rss", "atom", "json_feed", "news_sitemap", "listing"]
LinkStyle = Literal["absolute", "relative", "tracked"]
Flaw = Literal["", "wrong_charset", "consent_wall", "unclosed"]


@dataclass(frozen=True, slots=True)
class When:
    """A time as its outlet writes it: ISO with offset, or only a day of the outlet's zone."""

    raw: str
    zone: str

    @property
    def moment(self) -> datetime:
        """Aware; the midnight that begins it where only the day is given."""
        moment = datetime.fromisoformat(self.raw)
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.zone))

    @property
    def rfc822(self) -> str:
        return format_datetime(self.moment)

    def words(self, pattern: str) -> str:
        """`strftime`, with `%-d` and `%-I` (no leading zero) on every platform."""
        moment = self.moment
        pattern = pattern.replace("%-d", str(moment.day)).replace(
            "%-I", str(moment.hour % 12 or 12)
        )
        return moment.strftime(pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What an editor changed later: exact replacements in the body, and a note under it."""

    modified: When
    replacements: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    url: str
    path: str
    title: str
    summary: str = ""
    authors: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    published: When | None = None
    modified: When | None = None
    note: str = ""
    edition: int = 1
    flaw: Flaw = ""
    copy_of: str = ""  # host/path of the original
    trim: int = 0
    revision: Revision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraLink:
    """A link in the channel that leads to no story: gone (404) or closed to robots (200)."""

    title: str
    path: str
    status: int = 404
    published: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    kind: ChannelKind
    path: str
    encoding: str = "utf-8"
    links: LinkStyle = "absolute"
    extras: tuple[ExtraLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePage:
    """A page that changes every hour and is no story."""

    title: str
    path: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    name: str
    domain: str
    tier: str
    zone: str
    template: str
    tagline: str
    sections: tuple[str, ...]
    channel: Channel
    stories: tuple[Story, ...]
    disallow: tuple[str, ...] = ()
    live: LivePage | None = None

    def edition(self, edition: int) -> tuple[Story, ...]:
        """The stories of an edition, newest first, undated last, revisions made."""
        seen = [_revised(story, edition) for story in self.stories if story.edition <= edition]
        dated = [story for story in seen if story.published]
        dated.sort(key=lambda story: (_moment(story), story.path), reverse=True)
        return (*dated, *(story for story in seen if not story.published))


def load_publishers(folder: Path = CONTENT) -> tuple[Publisher, ...]:
    """Every outlet of a folder in order of file name, copies resolved among them."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in _files(folder)]
    publishers = [_publisher(table) for table in tables]
    originals = {
        story.url.removeprefix("http://"): story
        for publisher in publishers
        for story in publisher.stories
    }
    return tuple(
        replace(publisher, stories=tuple(_copied(story, originals) for story in publisher.stories))
        for publisher in publishers
    )


def latest_moment(publishers: Iterable[Publisher], edition: int) -> datetime:
    """When the last thing of an edition was published or modified: the demo's present."""
    return max(
        when.moment
        for publisher in publishers
        for story in publisher.edition(edition)
        for when in (story.published, story.modified)
        if when
    )


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _moment(story: Story) -> datetime:
    assert story.published is not None
    return story.published.moment


def _publisher(table: dict[str, Any]) -> Publisher:
    domain, zone = table["domain"], table["zone"]
    articles = table.pop("articles", [])
    channel = table.pop("channel")
    live = table.pop("live", None)
    extras = channel.pop("extras", [])
    return Publisher(
        **_tuples(table),
        channel=Channel(
            **channel, extras=tuple(ExtraLink(**_times(extra, zone)) for extra in extras)
        ),
        stories=tuple(_story(article, domain, zone) for article in articles),
        live=LivePage(**_tuples(live)) if live else None,
    )


def _story(article: dict[str, Any], domain: str, zone: str) -> Story:
    body = article.pop("body", "")
    revision = article.pop("revision", None)
    return Story(
        **_tuples(_times(article, zone)),
        url=f"http://{domain}{article['path']}",
        paragraphs=tuple(part.strip() for part in body.strip().split("\n\n") if part.strip()),
        revision=_revision(revision, zone) if revision else None,
    )


def _revision(table: dict[str, Any], zone: str) -> Revision:
    return Revision(
        modified=When(table["modified"], zone),
        replacements=tuple((old, new) for old, new in table["replace"]),
        note=table["note"],
    )


def _times(table: dict[str, Any], zone: str) -> dict[str, Any]:
    return {
        key: When(value, zone) if key in ("published", "modified") else value
        for key, value in table.items()
    }


def _tuples(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _copied(story: Story, originals: dict[str, Story]) -> Story:
    if not story.copy_of:
        return story
    paragraphs = originals[story.copy_of].paragraphs
    return replace(story, paragraphs=paragraphs[: len(paragraphs) - story.trim])


def _revised(story: Story, edition: int) -> Story:
    revision = story.revision
    if revision is None or edition < REVISING_EDITION:
        return story
    text = "\n\n".join(story.paragraphs)
    for old, new in revision.replacements:
        text = text.replace(old, new)
    return replace(
        story,
        paragraphs=tuple(text.split("\n\n")),
        modified=revision.modified,
        note=revision.note,
    )
