"""The newsroom's web server: one loopback port that is a forward proxy to every outlet.

A client sends `GET http://outlet.example/path` to it as to any proxy (or `GET /path` with a
`Host` header), so addresses are stable from run to run. It knows nobody else: another host and
every `CONNECT` answer 502, and nothing is ever forwarded.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from schedules.newsroom import misbehaving as misbehaviour
from schedules.newsroom.outlets import CONTENT, latest_moment, load_publishers
from schedules.newsroom.site import Response, Site, build_site, notice

LOOPBACK = "127.0.0.1"
LAST_EDITION = 2
PROMISED_BUT_NEVER_SENT = 1000  # bytes by which a cut or hanging body falls short
STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    method: str
    url: str  # absolute, with its query
    status: int


class Newsroom:
    """Serves the outlets while its `with` block lasts.

    `clock` gives the time that hourly pages show (aware). `misbehaving` adds hosts that fail in
    one way each, see `schedules.newsroom.misbehaving`. Safe to ask from any thread.
    """

    def __init__(
        self,
        *,
        edition: int = 1,
        misbehaving: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        content: Path = CONTENT,
    ) -> None:
        self._publishers = load_publishers(content)
        self._misbehaving = misbehaviour.hosts() if misbehaving else {}
        self._clock = clock
        self._edition = edition
        self._lock = threading.Lock()
        self._log: list[LoggedRequest] = []
        self._built_for: tuple[int, datetime] | None = None
        self._site: Site = {}
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.stopping = threading.Event()

    def __enter__(self) -> Newsroom:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Bind a free loopback port and serve from a thread of its own."""
        self.stopping.clear()
        self._server = _Server((LOOPBACK, 0), self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="newsroom", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Close every connection, also those that hang on purpose. Idempotent."""
        server, thread = self._server, self._thread
        self._server = self._thread = None
        if server is None or thread is None:
            return
        self.stopping.set()
        server.shutdown()
        server.close_connections()
        server.server_close()
        thread.join(STOP_SECONDS)

    @property
    def port(self) -> int:
        """Raises `RuntimeError` unless started."""
        if self._server is None:
            raise RuntimeError("the newsroom is not being served")
        return int(self._server.server_address[1])

    @property
    def proxy_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def edition(self) -> int:
        return self._edition

    @property
    def as_of(self) -> datetime:
        """When the last thing in the present edition was published or modified."""
        return latest_moment(self._publishers, self._edition)

    def advance(self) -> int:
        """Go on to the next edition, if there is one: new stories, one of them mended."""
        with self._lock:
            self._edition = min(self._edition + 1, LAST_EDITION)
            return self._edition

    @property
    def requests(self) -> list[LoggedRequest]:
        """Every request since the start or the last `forget_requests`, in order of answer."""
        with self._lock:
            return list(self._log)

    @property
    def counts(self) -> Counter[str]:
        """How often each URL was asked for."""
        return Counter(request.url for request in self.requests)

    def forget_requests(self) -> None:
        with self._lock:
            self._log.clear()

    def respond(self, host: str, path: str) -> Response:
        """What a host has at a path; the query of a URL selects nothing here."""
        if host in self._misbehaving:
            return self._misbehaving[host](path)
        with self._lock:
            site = self._present_site()
        known = any(host == publisher.domain for publisher in self._publishers)
        if not known:
            return notice(502, "Bad gateway", "This newsroom does not know that host.")
        return site.get((host, path)) or notice(404, "Not found", "No page has this address.")

    def record(self, request: LoggedRequest) -> None:
        with self._lock:
            self._log.append(request)

    def _present_site(self) -> Site:
        hour = self._clock().replace(minute=0, second=0, microsecond=0)
        if self._built_for != (self._edition, hour):
            self._site = build_site(self._publishers, self._edition, hour)
            self._built_for = (self._edition, hour)
        return self._site


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # the default of 5 makes a burst of clients wait for a second
    daemon_threads = False  # joined by server_close, so that no socket outlives the newsroom

    def __init__(self, address: tuple[str, int], newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Wake the threads that wait for the next request of a kept-alive connection."""
        with self._open_lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the client was faster

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up in the middle of an answer is no error of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Newsroom"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_CONNECT(self) -> None:
        self._log_and_send(
            f"https://{self.path}",
            notice(502, "Bad gateway", "There are no tunnels through this newsroom."),
            with_body=True,
        )

    def log_message(self, format: str, *args: Any) -> None:
        """The newsroom keeps its own log; nothing goes to stderr."""

    def _answer(self, *, with_body: bool) -> None:
        parts = urlsplit(self.path)
        host = parts.hostname or self.headers.get("Host", "").partition(":")[0].lower()
        query = f"?{parts.query}" if parts.query else ""
        url = f"http://{host}{parts.path or '/'}{query}"
        response = self.server.newsroom.respond(host, parts.path or "/")
        if response.status == HTTPStatus.OK and not response.fault and self._is_fresh(response):
            self._log_and_send(url, response, with_body=False, status=int(HTTPStatus.NOT_MODIFIED))
            return
        self._log_and_send(url, response, with_body=with_body)

    def _is_fresh(self, response: Response) -> bool:
        """The client's copy is the present one (RFC 9110: the tag outranks the time)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return response.etag in known or "*" in known
        since = self.headers.get("If-Modified-Since")
        if since is None or not response.last_modified:
            return False
        try:
            return parsedate_to_datetime(response.last_modified) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False  # an unreadable date is as good as none

    def _log_and_send(
        self, url: str, response: Response, *, with_body: bool, status: int = 0
    ) -> None:
        status = status or response.status
        self.server.newsroom.record(LoggedRequest(self.command, url, status))
        self.send_response(status)
        if response.location:
            self.send_header("Location", response.location)
        if response.status == HTTPStatus.OK:
            self.send_header("ETag", response.etag)
            if response.last_modified:
                self.send_header("Last-Modified", response.last_modified)
        if status != HTTPStatus.NOT_MODIFIED:
            shortfall = PROMISED_BUT_NEVER_SENT if response.fault else 0
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body) + shortfall))
        self.end_headers()
        if with_body:
            self._send_body(response)

    def _send_body(self, response: Response) -> None:
        self.wfile.write(response.body)
        if not response.fault:
            return
        self.wfile.flush()
        self.close_connection = True
        if response.fault == "hang":
            self.server.newsroom.stopping.wait()
