"""From content to a web site: every response of an edition, as values and without a socket.

`build_site` gives `{(host, path): Response}`. The only input besides the content is the clock
for the pages that show the hour.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from schedules.newsroom.outlets import LivePage, Publisher, Story, When

TEMPLATES = Path(__file__).with_name("templates")
HTML = "text/html; charset=utf-8"
WRONG_CHARSET = "iso-8859-1"
RELATED = 4
CHANNEL_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json_feed": "application/feed+json",
    "news_sitemap": "application/xml",
    "listing": "text/html",
}

Fault = Literal["", "hang", "cut"]
Site = dict[tuple[str, str], "Response"]

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the server sends. `fault` is how it fails to: `hang` in the middle of the body
    until the server stops, `cut` the connection before the promised length."""

    status: int = 200
    content_type: str = HTML
    body: bytes = b""
    last_modified: str = ""  # as in the header
    location: str = ""
    fault: Fault = ""

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One line of a channel."""

    title: str
    path: str
    href: str
    summary: str = ""
    authors: tuple[str, ...] = ()
    published: When | None = None
    modified: When | None = None


def build_site(publishers: Iterable[Publisher], edition: int, now: datetime) -> Site:
    """Every response of every host. `now` is aware and only its hour shows."""
    site: Site = {}
    for publisher in publishers:
        for path, response in _responses(publisher, edition, now):
            site[publisher.domain, path] = response
    return site


def notice(status: int, title: str, text: str) -> Response:
    """A page that is nothing but its heading and a sentence."""
    return Response(status=status, body=_render("notice.html.j2", title=title, text=text))


def robots(disallow: Iterable[str] = ()) -> Response:
    rules = [f"Disallow: {path}" for path in disallow] or ["Disallow:"]
    text = "\n".join(["User-agent: *", *rules, ""])
    return Response(content_type="text/plain; charset=utf-8", body=text.encode())


def _responses(publisher: Publisher, edition: int, now: datetime) -> Iterator[tuple[str, Response]]:
    stories = publisher.edition(edition)
    yield "/robots.txt", robots(publisher.disallow)
    yield "/", _index(publisher, stories, publisher.live)
    yield publisher.channel.path, _channel(publisher, stories)
    for extra in publisher.channel.extras:
        yield extra.path, notice(extra.status, extra.title, "There is nothing to read here.")
    if publisher.live:
        yield publisher.live.path, _live(publisher, publisher.live, now)
    for story in stories:
        yield story.path, _page(publisher, story, stories)


# ---------------------------------------------------------------- articles


def _page(publisher: Publisher, story: Story, stories: tuple[Story, ...]) -> Response:
    wrong_charset = story.flaw == "wrong_charset"
    template = "consent" if story.flaw == "consent_wall" else publisher.template
    body = _render(
        f"{template}.html.j2",
        publisher=publisher,
        story=story,
        base=_base(publisher),
        declared_charset=WRONG_CHARSET if wrong_charset else "utf-8",
        related=[other for other in stories if other.path != story.path][:RELATED],
    )
    return Response(
        body=_unclosed(body) if story.flaw == "unclosed" else body,
        content_type=f"text/html; charset={WRONG_CHARSET}" if wrong_charset else HTML,
        last_modified=_http_date(story.modified or story.published),
    )


def _unclosed(page: bytes) -> bytes:
    """A page that broke off behind its last paragraph, no paragraph ever closed."""
    end = page.lower().rindex(b"</p>")
    return re.sub(rb"(?i)</(?:p|font)>", b"", page[:end])


def _live(publisher: Publisher, live: LivePage, now: datetime) -> Response:
    local = now.astimezone(ZoneInfo(publisher.zone)).replace(minute=0, second=0, microsecond=0)
    hour = int(local.timestamp()) // 3600
    quotes = [
        (name, 1000 * number + hour * 37 * number % 500, (hour * 13 * number % 400 - 200) / 100)
        for number, name in enumerate(live.rows, start=1)
    ]
    body = _render("live.html.j2", publisher=publisher, live=live, now=local, quotes=quotes)
    return Response(body=body, last_modified=_http_date(local))


# ---------------------------------------------------------------- channels


def _channel(publisher: Publisher, stories: tuple[Story, ...]) -> Response:
    channel = publisher.channel
    if channel.kind == "listing":
        return _index(publisher, stories, publisher.live)
    items = _items(publisher, stories)
    updated = max((item.modified or item.published for item in items), key=_sort_key, default=None)
    if channel.kind == "json_feed":
        body = _json_feed(publisher, items)
    else:
        body = _render(
            f"{channel.kind}.xml.j2",
            encoding=channel.encoding,
            publisher=publisher,
            base=_base(publisher),
            items=items,
            updated=updated,
        )
    return Response(
        content_type=f"{CHANNEL_TYPES[channel.kind]}; charset={channel.encoding}",
        body=body,
        last_modified=_http_date(updated),
    )


def _index(publisher: Publisher, stories: tuple[Story, ...], live: LivePage | None) -> Response:
    items = _items(publisher, stories)
    if live:
        items.insert(0, _Item(title=live.title, path=live.path, href=live.path))
    body = _render("index.html.j2", publisher=publisher, items=items)
    return Response(body=body)


def _items(publisher: Publisher, stories: tuple[Story, ...]) -> list[_Item]:
    items = [
        _Item(
            title=story.title,
            path=story.path,
            href=_href(publisher, story.path),
            summary=story.summary,
            authors=story.authors,
            published=story.published,
            modified=story.modified,
        )
        for story in stories
    ]
    extras = [
        _Item(
            title=extra.title,
            path=extra.path,
            href=_href(publisher, extra.path),
            published=extra.published,
        )
        for extra in publisher.channel.extras
    ]
    return items + extras


def _json_feed(publisher: Publisher, items: list[_Item]) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": publisher.name,
        "home_page_url": f"{_base(publisher)}/",
        "feed_url": f"{_base(publisher)}{publisher.channel.path}",
        "language": "en",
        "items": [_json_item(publisher, item) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _json_item(publisher: Publisher, item: _Item) -> dict[str, object]:
    shown: dict[str, object] = {
        "id": f"{publisher.domain}:{item.path}",
        "url": item.href,
        "title": item.title,
        "summary": item.summary,
        "authors": [{"name": author} for author in item.authors],
    }
    if item.published:
        shown["date_published"] = item.published.raw
    if item.modified:
        shown["date_modified"] = item.modified.raw
    return shown


def _href(publisher: Publisher, path: str) -> str:
    channel = publisher.channel
    if channel.links == "relative" or channel.kind == "listing":
        return path
    url = f"{_base(publisher)}{path}"
    return f"{url}?utm_source=feed&utm_medium=rss" if channel.links == "tracked" else url


# ---------------------------------------------------------------- small parts


def _base(publisher: Publisher) -> str:
    return f"http://{publisher.domain}"


def _render(template: str, **values: object) -> bytes:
    text = _ENVIRONMENT.get_template(template).render(**values)
    # What an encoding lacks goes in as a character reference, as content systems do it.
    return text.encode(str(values.get("encoding", "utf-8")), errors="xmlcharrefreplace")


def _sort_key(when: When | None) -> datetime:
    return when.moment if when else datetime.min.replace(tzinfo=UTC)


def _http_date(when: When | datetime | None) -> str:
    if when is None:
        return ""
    moment = when.moment if isinstance(when, When) else when
    return format_datetime(moment.astimezone(UTC), usegmt=True)
