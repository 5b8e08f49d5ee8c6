"""Hosts that speak HTTP well and say what they should not: payloads, links, pages."""

from __future__ import annotations

from tests.hostile import payloads
from tests.hostile.server import Exchange, Serve
from tests.hostile.wire import RSS, answer, at, sound_feed

# What no link may make the crawl ask for, and in which words it is refused. Those without words
# are no entries at all.
INWARD = {
    "http://127.0.0.1/admin": "not on the open web",
    "http://2130706433/admin": "not on the open web",
    "http://0x7f000001/admin": "not on the open web",
    "http://0177.0.0.1/admin": "not on the open web",
    "http://127.1/admin": "not on the open web",
    "http://10.0.0.1/": "not on the open web",
    "http://169.254.169.254/latest/meta-data/": "not on the open web",
    "http://224.0.0.1/": "not on the open web",
    "http://[::1]/admin": "not on the open web",
    "http://[::ffff:10.0.0.1]/admin": "not on the open web",
    "http://[fe80::1]/": "not on the open web",
    "http://localhost/admin": "not on the open web",
    "http://printer/status": "not on the open web",
    "http://vault.internal/keys": "not on the open web",
    "http://good.example:22/": "port 22",
    "http://good.example:8080/": "port 8080",
    "http://root:secret@good.example/": "user name",
    "file:///etc/passwd": "",
    "ftp://good.example/file": "",
    "gopher://good.example/1": "",
    "javascript:alert(1)": "",
    "data:text/html,hello": "",
}


def feed(links: list[str], **how: str) -> Serve:
    return answer(body=payloads.feed(links, **how))


def story(serve: Serve) -> Serve:
    """The feed is sound, the page it leads to is not."""
    return at("/story", serve)


def story_is(body: bytes, kind: str = "text/html", **headers: str) -> Serve:
    return story(lambda e: e.reply(body, kind=kind, **headers))


def story_redirects(location: str) -> Serve:
    return story(lambda e: e.reply(status="302 Found", Location=location))


def recursive_index(exchange: Exchange) -> None:
    """An index of indexes of indexes, each new."""
    if exchange.path == "/robots.txt":
        sound_feed(exchange)
        return
    links = [f"http://{exchange.host}{exchange.path}/{number}" for number in range(50)]
    exchange.reply(payloads.index(links), kind="application/xml")


def index_elsewhere(exchange: Exchange) -> None:
    if exchange.path == "/robots.txt":
        sound_feed(exchange)
        return
    elsewhere = ["http://victim.example/feed.xml", "http://127.0.0.1/feed.xml"]
    exchange.reply(payloads.index(elsewhere), kind="application/xml")


def endless_calendar(exchange: Exchange) -> None:
    """Every page is a list of further pages."""
    if exchange.path == "/robots.txt":
        sound_feed(exchange)
        return
    days = "".join(
        f'<li><a href="{exchange.path}/{day}">The Ardal bridge, day {day}</a></li>'
        for day in range(1, 32)
    )
    exchange.reply(f"<html><body><h1>Calendar</h1><ul>{days}</ul></body></html>".encode())


def endless_feed_pages(exchange: Exchange) -> None:
    """A feed that names a next page, for ever."""
    if exchange.path in ("/robots.txt", "/story"):
        sound_feed(exchange)
        return
    following = f'<atom:link rel="next" href="http://{exchange.host}{exchange.path}x"/>'
    body = payloads.feed([f"http://{exchange.host}/story"])
    body = body.replace(b"<channel>", b"<channel>" + following.encode())
    body = body.replace(b"<rss ", b'<rss xmlns:atom="http://www.w3.org/2005/Atom" ')
    exchange.reply(body, kind=RSS)


def xml(body: bytes) -> Serve:
    return answer(body=body, kind="application/xml")


def deep_html() -> bytes:
    return b"<html><body>" + b"<div>" * 100_000 + b"The Ardal bridge" + b"</body></html>"


def deep_json() -> bytes:
    return b'{"items":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
