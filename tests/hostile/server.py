"""One loopback port that is a forward proxy to every misbehaving host.

Unlike the newsroom's server it hands out the bare connection: what breaks HTTP cannot be said in
terms of it.
"""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

MOST_HEAD = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request, and the connection on which to do as one likes."""

    host: str
    path: str
    headers: Mapping[str, str]  # names in lower case
    asked_before: int  # how often this URL was asked for before
    stopping: threading.Event
    connection: socket.socket

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def reply(
        self, body: bytes = b"", status: str = "200 OK", kind: str = "text/html", **headers: str
    ) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named = {"Content-Type": kind, "Content-Length": str(len(body)), **named}
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items())]
        self.send("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body)


Serve = Callable[[Exchange], None]


class HostileWeb(socketserver.ThreadingTCPServer):
    """Serves `hosts`, name to what it does, while its `with` block lasts."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, hosts: Mapping[str, Serve]) -> None:
        self.hosts = hosts
        self.requests: list[str] = []
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def __enter__(self) -> HostileWeb:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self.shutdown()
        self.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def record(self, url: str) -> int:
        """How often the URL was asked for before."""
        with self._lock:
            before = self.requests.count(url)
            self.requests.append(url)
        return before

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has had enough hangs up: that is what is tested."""


class _Handler(socketserver.BaseRequestHandler):
    server: HostileWeb

    def handle(self) -> None:
        head = b""
        while b"\r\n\r\n" not in head and len(head) < MOST_HEAD:
            data = self.request.recv(4096)
            if not data:
                return
            head += data
        target = head.split(b" ", 2)[1].decode("latin-1")
        if target.startswith("/"):  # asked directly and not as a proxy
            target = f"http://{_headers(head)['host']}{target}"
        parts = urlsplit(target)
        host = parts.hostname or ""
        exchange = Exchange(
            host=host,
            path=parts.path,
            headers=_headers(head),
            asked_before=self.server.record(target),
            stopping=self.server.stopping,
            connection=self.request,
        )
        self.server.hosts.get(host, _unknown)(exchange)


def _headers(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n\r\n", 1)[0].split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return {name.lower(): value.strip() for name, _, value in pairs}


def _unknown(exchange: Exchange) -> None:
    exchange.reply(status="502 Bad Gateway")
