"""A download behind its host's gate, with a bound on the head of the response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError
from scrapy.http import Response
from twisted.web._newclient import ConnectionAborted

from crawler.hosts import remember_answer, remember_refusal, until_welcome
from crawler.items import assignment_of
from crawler.patience import REFUSALS, says_nothing
from crawler.urls import host_of

HEAD_BYTES = 256 * 1024  # status line and headers of one response


class GatedDownload(HTTP11DownloadHandler):
    """Waits until the host's gate lets a request through; body and time are bounded by Scrapy."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._made_for = crawler
        self._slots: Mapping[str, Any] = crawler.settings.getdict("DOWNLOAD_SLOTS")
        connections: Any = self._pool._factory

        def bounded(*arguments: Any, **named: Any) -> Any:
            return _with_bounded_heads(connections(*arguments, **named))

        bounded.noisy = False  # type: ignore[attr-defined]
        self._pool._factory = bounded  # type: ignore[assignment]

    async def download_request(self, request: Request) -> Response:
        work, host = assignment_of(self._made_for), host_of(request.url)
        async with work.gates.of(host).place(self._pace(request)):
            await until_welcome(work.hosts, host)
            response = await self._bounded_download(request)
            # Before the gate lets the next one through.
            if says_nothing(request.meta, response.status):
                return response
            if response.status in REFUSALS:
                remember_refusal(work.hosts, host, response)
            elif response.status < 500:
                remember_answer(work.hosts, host)
            return response

    def _pace(self, request: Request) -> float:
        """Seconds between two requests that a service has made known. Scrapy keeps to them too,
        but not over processes."""
        slot = self._slots.get(request.meta.get("download_slot", ""), {})
        return float(slot.get("delay", 0.0))

    async def _bounded_download(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            if _was_aborted(error):
                raise DownloadCancelledError("headers larger than allowed") from error
            raise


def _was_aborted(error: DownloadFailedError) -> bool:
    """Whether it was we who hung up, which only `_with_bounded_heads` does."""
    reasons = getattr(error.__cause__, "reasons", ())
    return any(reason.check(ConnectionAborted) for reason in reasons)


def _with_bounded_heads(factory: Any) -> Any:
    """Twisted bounds the length of a header and not how many there are: an endless head would
    fill the memory until the time is up."""
    build = factory.buildProtocol

    def build_protocol(address: object) -> Any:
        protocol = build(address)
        receive = protocol.dataReceived
        head = 0

        def received(data: bytes) -> None:
            nonlocal head
            parser = protocol._parser
            in_head = parser is not None and parser.state in ("STATUS", "HEADER")
            head = head + len(data) if in_head else 0
            if head > HEAD_BYTES:
                protocol.abort()
            else:
                receive(data)

        protocol.dataReceived = received
        return protocol

    factory.buildProtocol = build_protocol
    return factory
