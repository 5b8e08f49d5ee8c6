"""The table: each way to misbehave, and how a crawl of it has to end.

docs/crawling.md has the same names; a test compares.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.model import SourceKind
from tests.hostile import content, payloads, wire
from tests.hostile.server import Serve

HERE = "http://{host}"


@dataclass(frozen=True, kw_only=True)
class Misbehaviour:
    """`state` and `reason` are those of the run; `story` what is said of the page, if anything."""

    serve: Serve
    state: str
    reason: str
    story: str = ""
    kind: SourceKind = "feed"


def failed(serve: Serve, reason: str, kind: SourceKind = "feed") -> Misbehaviour:
    return Misbehaviour(serve=serve, state="failed", reason=reason, kind=kind)


def partial(serve: Serve, reason: str, story: str = "") -> Misbehaviour:
    return Misbehaviour(serve=serve, state="partial", reason=reason, story=story)


def fine(serve: Serve, kind: SourceKind = "feed") -> Misbehaviour:
    return Misbehaviour(serve=serve, state="ok", reason="", kind=kind)


STORY = "http://feeds.example/story"
METADATA = "http://169.254.169.254/latest/meta-data/"

CONNECTION = {
    "silent": failed(wire.at("/feed.xml", wire.silent), "timed out"),
    "drip": failed(wire.at("/feed.xml", wire.drip), "timed out"),
    "hangs-up": failed(wire.raw(b""), "network"),
    "no-http": failed(wire.raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "network"),
    "old-http": failed(wire.raw(payloads.feed(["http://old-http.example/story"])), "network"),
    "bad-status": failed(wire.raw(b"HTTP/1.1 fine\r\n\r\n"), "network"),
    "endless-head": failed(wire.at("/feed.xml", wire.endless_head), "larger than allowed"),
    "giant-header": failed(
        wire.raw(b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * payloads.MEBIBYTE + b"\r\n\r\n"), "network"
    ),
    "endless-continue": failed(
        wire.raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 999, repeat=True), "larger than allowed"
    ),
    "bad-length": failed(
        wire.raw(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n<rss/>"), "network"
    ),
    "bad-chunks": failed(
        wire.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n"), ""
    ),
    "truncated": failed(
        wire.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<rss>"), "ended too early"
    ),
}

SIZE = {
    "endless-body": failed(wire.at("/feed.xml", wire.endless_body), "larger than allowed"),
    "promised-giant": failed(
        wire.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n<rss>"),
        "larger than allowed",
    ),
    "gzip-bomb": failed(wire.packed(payloads.gzip_bomb, "gzip"), "unpacks to more"),
    "deflate-bomb": failed(wire.packed(payloads.deflate_bomb, "deflate"), "unpacks to more"),
    "brotli-bomb": failed(wire.packed(payloads.brotli_bomb, "br"), "unpacks to more"),
    "zstd-bomb": failed(wire.packed(payloads.zstd_bomb, "zstd"), "unpacks to more"),
    "twice-packed-bomb": failed(
        wire.packed(payloads.twice_packed_bomb, "gzip, gzip"), "unpacks to more"
    ),
    "gzip-file-bomb": failed(
        wire.at("/feed.xml", lambda e: e.reply(payloads.gzip_bomb(), kind="application/gzip")),
        "unpacks to more",
        "news_sitemap",
    ),
    "damaged-gzip": failed(wire.packed(lambda: b"\x1f\x8b\x08\x00 no more", "gzip"), ""),
    "story-bomb": partial(
        content.story(lambda e: e.reply(payloads.gzip_bomb(), Content_Encoding="gzip")),
        "too large",
        "unpacks to more",
    ),
    "story-drip": partial(content.story(wire.drip), "timeout", "timed out"),
    "story-endless": partial(content.story(wire.endless_body), "too large", "larger than allowed"),
}

REDIRECTS = {
    "redirect-loop": failed(wire.redirect("/feed.xml"), "too many redirects"),
    "redirect-further": failed(wire.further_each_time, "too many redirects"),
    "redirect-nowhere": failed(wire.answer("302 Found"), "leads nowhere"),
    "redirect-file": failed(wire.redirect("file:///etc/passwd"), "leads nowhere"),
    "redirect-loopback": failed(wire.redirect("http://127.0.0.1/"), "not on the open web"),
    "redirect-metadata": failed(wire.redirect(METADATA), "not on the open web"),
    "redirect-decimal": failed(wire.redirect("http://2130706433/"), "not on the open web"),
    "redirect-port": failed(wire.redirect("http://good.example:25/"), "port 25"),
    "redirect-user": failed(wire.redirect("http://a:b@good.example/feed.xml"), "user name"),
    "refresh-loop": failed(
        wire.answer(
            body=b'<meta http-equiv="refresh" content="0; url=/feed.xml">', kind="text/html"
        ),
        "too many redirects",
    ),
    "refresh-inward": failed(
        wire.answer(
            body=b'<meta http-equiv="refresh" content="0; url=http://[::1]/">', kind="text/html"
        ),
        "not on the open web",
    ),
    "story-inward": partial(
        content.story_redirects(METADATA), "refused address", "not on the open web"
    ),
}

MANNERS = {
    "too-many": failed(
        wire.answer("429 Too Many Requests", Retry_After="3600"), "HTTP 429; too-many.example is"
    ),
    "too-many-unsaid": failed(wire.answer("429 Too Many Requests"), "is not asked again before"),
    "unavailable-until": failed(
        wire.at("/feed.xml", wire.in_two_hours), "HTTP 503; unavailable-until.example is"
    ),
    "asks-for-ages": failed(
        wire.answer("503 Service Unavailable", Retry_After="9" * 400), "is not asked again before"
    ),
    "asks-in-garbage": failed(
        wire.answer("429 Too Many Requests", Retry_After="soon; or later"),
        "is not asked again before",
    ),
    "brief-pause": fine(wire.at("/feed.xml", wire.brief_pause)),
    "story-refuses": partial(
        content.story(wire.page_refuses), "1 articles left for a later run: HTTP 429", ""
    ),
    "stories-refuse": partial(wire.all_pages_refuse, "12 articles left for a later run: HTTP 429"),
    "robots-fails": failed(
        wire.robots_answers("500 Internal Server Error"), "HTTP 500 for robots.txt"
    ),
    "robots-silent": failed(wire.robots(wire.silent), "robots.txt cannot be had: timed out"),
    "robots-endless": failed(
        wire.robots(wire.endless_body), "robots.txt cannot be had: larger than allowed"
    ),
    "robots-forbids": failed(
        wire.robots_answers("200 OK", b"User-agent: *\nDisallow: /\n"), "robots.txt forbids it"
    ),
    "robots-forbidden": fine(wire.robots_answers("403 Forbidden")),
    "robots-loop": fine(wire.robots(lambda e: e.reply(status="301 Moved", Location="/robots.txt"))),
    "robots-inward": failed(
        wire.robots(lambda e: e.reply(status="301 Moved", Location="http://127.0.0.1/robots.txt")),
        "not on the open web",
    ),
    "robots-giant": fine(wire.robots(wire.giant_robots)),
    "robots-binary": fine(wire.robots_answers("200 OK", bytes(range(256)) * 40)),
}

PAYLOADS = {
    "laughing-feed": Misbehaviour(
        serve=content.feed(
            ["http://laughing-feed.example/story"], prologue=payloads.laughs("rss"), title="&l9;"
        ),
        state="partial",
        reason="malformed",
    ),
    "reading-feed": Misbehaviour(
        serve=content.feed(
            ["http://reading-feed.example/story"],
            prologue=payloads.outside("rss", "file:///etc/passwd"),
            title="&x;",
        ),
        state="ok",
        reason="",
    ),
    "asking-feed": Misbehaviour(
        serve=content.feed(
            ["http://asking-feed.example/story"],
            prologue=payloads.outside("rss", "http://victim.example/dtd"),
            title="&x;",
        ),
        state="ok",
        reason="",
    ),
    "laughing-sitemap": failed(
        content.xml(payloads.sitemap(["&l9;"], payloads.laughs("urlset"))), "", "news_sitemap"
    ),
    "reading-sitemap": failed(
        content.xml(payloads.sitemap(["&x;"], payloads.outside("urlset", "file:///etc/passwd"))),
        "lists nothing",
        "news_sitemap",
    ),
    "recursive-index": failed(content.recursive_index, "lists nothing", "news_sitemap"),
    "index-elsewhere": failed(content.index_elsewhere, "lists nothing", "news_sitemap"),
    "endless-calendar": Misbehaviour(
        serve=content.endless_calendar, state="partial", reason="articles failed", kind="listing"
    ),
    "endless-feed-pages": fine(content.endless_feed_pages),
    "page-for-feed": failed(
        wire.answer(body=payloads.page("Our feeds have moved", "x"), kind="text/html"), "HTML page"
    ),
    "empty": failed(wire.answer(), "empty"),
    "no-content": failed(wire.answer("204 No Content"), "empty"),
    "binary": failed(wire.answer(body=bytes(range(256)) * 400), ""),
    "deep-json": failed(wire.answer(body=content.deep_json(), kind="application/json"), "JSON"),
    "bad-characters": failed(wire.answer(body=b"\xff\xfe<\x00r\x00s\x00"), ""),
    "made-up-status": failed(wire.answer("799 Whatever"), "HTTP 799"),
    "login": failed(wire.answer("401 Unauthorized"), "HTTP 401"),
    "bot-wall": failed(wire.answer("403 Forbidden", b"<html>Just a moment"), "HTTP 403"),
    "server-error": failed(wire.answer("500 Oops"), "HTTP 500"),
}

PAGES = {
    "links-inward": partial(content.feed([*content.INWARD]), "refused address"),
    "deep-page": partial(content.story_is(content.deep_html()), "articles failed", ""),
    "binary-page": partial(
        content.story_is(bytes(range(256)) * 400, "image/jpeg"), "no page", "its type is image/jpeg"
    ),
    "empty-page": partial(content.story_is(b""), "articles failed", "empty"),
    "claims-another": fine(
        content.story_is(
            payloads.page(
                "The Ardal bridge opens",
                "claims-another.example",
                '<link rel="canonical" href="http://good.example/story">',
            )
        )
    ),
    "script-in-title": fine(
        content.feed(
            ["http://script-in-title.example/story"],
            title="&lt;script&gt;alert(1)&lt;/script&gt;The Ardal bridge",
        )
    ),
    "cookie-flood": fine(
        wire.raw(
            b"HTTP/1.1 200 OK\r\n"
            + b"".join(b"Set-Cookie: a%d=b; Path=/\r\n" % n for n in range(2000))
            + b"Connection: close\r\n\r\n"
            + payloads.feed(["http://cookie-flood.example/story"])
        )
    ),
}

MISBEHAVIOURS = CONNECTION | SIZE | REDIRECTS | MANNERS | PAYLOADS | PAGES
SOUND = ("good", "also-good")
