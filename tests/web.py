"""A web of made-up hosts on loopback, behind a forward proxy, for tests of fetching."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, kw_only=True)
class Reply:
    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


Answer = Callable[[str, dict[str, str]], Reply]  # (path, query) -> reply

NOT_FOUND = Reply(status=404, body=b"<h1>Not found</h1>")


@dataclass
class Web:
    """`hosts` may be changed while it is served; `asked` has every URL but robots.txt."""

    hosts: dict[str, Answer]
    port: int = 0
    asked: list[str] = field(default_factory=list)
    robots: bytes = b""  # of every host; none when empty

    @property
    def proxy_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, url: str) -> Reply:
        parts = urlsplit(url)
        if parts.path == "/robots.txt":
            return Reply(body=self.robots, content_type="text/plain") if self.robots else NOT_FOUND
        self.asked.append(url)
        answer = self.hosts.get(parts.hostname or "")
        if answer is None:
            return Reply(status=502)
        return answer(parts.path, dict(parse_qsl(parts.query)))


@contextmanager
def serving(hosts: dict[str, Answer]) -> Iterator[Web]:
    web = Web(hosts)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            reply = web.answer(self.path)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def page(title: str, day: str = "2026-03-05") -> Reply:
    """An article about the bridge with a body long enough to be one."""
    text = "".join(
        f"<p>{title}, paragraph {n}: the harbour bridge of Ardal was in the talk of the town again,"
        f" and the council heard what engineer number {n} had found in its piers.</p>"
        for n in range(6)
    )
    return Reply(
        body=(
            f"<html lang='en'><head><title>{title}</title><meta property='og:type'"
            f" content='article'><meta property='article:published_time'"
            f" content='{day}T09:00:00Z'></head><body><article><h1>{title}</h1>{text}"
            "</article></body></html>"
        ).encode()
    )
