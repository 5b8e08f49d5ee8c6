"""Hosts that break the protocol: the connection, the head, the body, the way there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.hostile import payloads
from tests.hostile.server import Exchange, Serve

RSS = "application/rss+xml"


def sound_feed(exchange: Exchange) -> None:
    """What a host does where it behaves: a feed of one page, and the page."""
    if exchange.path == "/robots.txt":
        exchange.reply(b"User-agent: *\nDisallow:\n", kind="text/plain")
    elif exchange.path == "/feed.xml":
        exchange.reply(payloads.feed([f"http://{exchange.host}/story"]), kind=RSS)
    elif exchange.path == "/story":
        exchange.reply(payloads.page("The Ardal bridge opens", exchange.host))
    else:
        exchange.reply(status="404 Not Found")


def at(path: str, serve: Serve) -> Serve:
    """Misbehaves at one path and is sound at all others."""
    return lambda exchange: (serve if exchange.path == path else sound_feed)(exchange)


def raw(data: bytes, *, repeat: bool = False) -> Serve:
    """These bytes instead of an answer, once or until the client has had enough."""

    def serve(exchange: Exchange) -> None:
        exchange.send(data)
        while repeat and not exchange.stopping.is_set():
            exchange.send(data)

    return at("/feed.xml", serve)


def answer(status: str = "200 OK", body: bytes = b"", kind: str = RSS, **headers: str) -> Serve:
    return at("/feed.xml", lambda e: e.reply(body, status, kind, **headers))


def packed(body: Callable[[], bytes], encoding: str) -> Serve:
    return at("/feed.xml", lambda e: e.reply(body(), kind=RSS, Content_Encoding=encoding))


def redirect(location: str) -> Serve:
    return answer("302 Found", Location=location)


def silent(exchange: Exchange) -> None:
    exchange.stopping.wait()


def drip(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n")
    while not exchange.stopping.wait(0.1):
        exchange.send(b" ")


def endless_body(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n")
    while not exchange.stopping.is_set():
        exchange.send(b"<item>" * 50_000)


def endless_head(exchange: Exchange) -> None:
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    while not exchange.stopping.is_set():
        exchange.send(b"X-More: and more\r\n" * 5000)


def further_each_time(exchange: Exchange) -> None:
    if exchange.path == "/robots.txt":
        sound_feed(exchange)
        return
    exchange.reply(status="302 Found", Location=f"{exchange.path}x")


def brief_pause(exchange: Exchange) -> None:
    if exchange.asked_before:
        sound_feed(exchange)
    else:
        exchange.reply(status="429 Too Many Requests", Retry_After="1")


def in_two_hours(exchange: Exchange) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    exchange.reply(status="503 Service Unavailable", Retry_After=until)


def all_pages_refuse(exchange: Exchange) -> None:
    if exchange.path == "/feed.xml":
        links = [f"http://{exchange.host}/stories/{number}" for number in range(12)]
        exchange.reply(payloads.feed(links), kind=RSS)
    elif exchange.path == "/robots.txt":
        sound_feed(exchange)
    else:
        page_refuses(exchange)


def page_refuses(exchange: Exchange) -> None:
    exchange.reply(status="429 Too Many Requests", Retry_After="7200")


def giant_robots(exchange: Exchange) -> None:
    padding = b"# nothing\n" * 60_000  # 600 kB, so that the second rule is not read
    rules = b"User-agent: *\nDisallow: /private\n" + padding + b"Disallow: /\n"
    exchange.reply(rules, kind="text/plain")


def robots(serve: Serve) -> Serve:
    return at("/robots.txt", serve)


def robots_answers(status: str, body: bytes = b"") -> Serve:
    return robots(lambda e: e.reply(body, status, "text/plain"))
