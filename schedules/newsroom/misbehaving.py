"""Hosts that fail on purpose, one way each, for the tests of what happens then.

    slow.example         starts every answer and never finishes it, until the server stops
    truncated.example    promises more bytes than it sends, then closes
    broken-feed.example  /feed.xml is half an item, then garbage
    html-feed.example    /feed.xml is a web page, with 200
    empty.example        200 and not a byte
    error.example        500
    forbidden.example    403 with a page that asks for a browser
    moved.example        301 in a circle
    nodate.example       a sound feed and pages, without any date

Each has a robots.txt that allows everything, so that a crawler gets as far as the failure.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from schedules.newsroom.outlets import load_publishers
from schedules.newsroom.site import Response, Site, build_site, notice, robots

CONTENT = Path(__file__).with_name("content") / "misbehaving"
UNDATED_HOST = "nodate.example"
FEED = "/feed.xml"
ANY_HOUR = datetime(2026, 1, 1, tzinfo=UTC)  # nothing here shows a clock

Host = Callable[[str], Response]


def hosts() -> dict[str, Host]:
    """Host name to what it answers at a path."""
    site = build_site(load_publishers(CONTENT), 1, ANY_HOUR)
    feed = site[UNDATED_HOST, FEED]
    always = {
        "slow.example": Response(content_type=feed.content_type, body=_half(feed), fault="hang"),
        "truncated.example": Response(
            content_type=feed.content_type, body=_half(feed), fault="cut"
        ),
        "broken-feed.example": Response(
            content_type=feed.content_type, body=_half(feed) + b"</nonsense>\x00 <<&&>> ]]>"
        ),
        "html-feed.example": notice(200, "Our feeds have moved", "Please look at our new app."),
        "empty.example": Response(content_type=feed.content_type),
        "error.example": notice(500, "Internal error", "Something went wrong on our side."),
        "forbidden.example": notice(
            403, "Just a moment", "Enable JavaScript and cookies so that we can check your browser."
        ),
    }
    return {
        **{host: _unless_robots(response) for host, response in always.items()},
        "moved.example": _circle,
        UNDATED_HOST: lambda path: _from_site(site, path),
    }


def _half(feed: Response) -> bytes:
    """Up to the middle of the first item."""
    start, end = feed.body.index(b"<item>"), feed.body.index(b"</item>")
    return feed.body[: (start + end) // 2]


def _unless_robots(response: Response) -> Host:
    return lambda path: robots() if path == "/robots.txt" else response


def _circle(path: str) -> Response:
    if path == "/robots.txt":
        return robots()
    onward = "/there" if path != "/there" else "/back"
    return Response(status=301, location=f"http://moved.example{onward}")


def _from_site(site: Site, path: str) -> Response:
    return site.get((UNDATED_HOST, path)) or notice(404, "Not found", "No page has this address.")
