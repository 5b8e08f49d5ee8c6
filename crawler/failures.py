"""Why a request got no usable response, in words a person understands."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.refusals import AddressRefused, HostWaits, RobotsUnavailable

GONE = (401, 404, 410, 451)  # the page will not come back for us by asking again


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailure:
    """`kind` names the counter, `again` says whether another run may have more luck."""

    kind: str
    reason: str
    again: bool = True
    by_rule: bool = False  # the site asked not to be read: not a failure of the crawl
    later: bool = False  # nothing was asked, so it is no attempt: another run does it


_KINDS: tuple[tuple[type[BaseException], str, str], ...] = (
    (DownloadTimeoutError, "timeout", "timed out"),
    (CannotResolveHostError, "dns", "the host name does not resolve"),
    (DownloadConnectionRefusedError, "refused", "the connection was refused"),
    (ResponseDataLossError, "truncated", "the response ended too early"),
    (UnsupportedURLSchemeError, "scheme", "not an address on the web"),
)


def fetch_failure(error: BaseException | None) -> FetchFailure:
    """What a failed download was, from the exception Scrapy gives."""
    if isinstance(error, HttpError):
        status = error.response.status
        if 300 <= status < 400:
            return FetchFailure(
                kind="redirects", reason=f"HTTP {status} that leads nowhere", again=False
            )
        return FetchFailure(
            kind=f"http_{status}", reason=f"HTTP {status}", again=status not in GONE
        )
    if isinstance(error, DownloadCancelledError):
        return FetchFailure(kind="too_large", reason="larger than allowed", again=False)
    if isinstance(error, IgnoreRequest):
        return _ignored(error)
    for kind_of, kind, reason in _KINDS:
        if isinstance(error, kind_of):
            return FetchFailure(kind=kind, reason=reason)
    if error is None:
        return FetchFailure(kind="network", reason="no response")
    if _is_tls(error):
        return FetchFailure(kind="tls", reason=f"TLS failed: {_words(error)}")
    return FetchFailure(kind="network", reason=f"the network failed: {_words(error)}")


def _ignored(error: IgnoreRequest) -> FetchFailure:
    words = str(error)
    if isinstance(error, AddressRefused):
        return FetchFailure(kind="refused_address", reason=f"refused: {words}", again=False)
    if isinstance(error, HostWaits):
        return FetchFailure(kind="waits", reason=words, later=True)
    if isinstance(error, RobotsUnavailable):
        return FetchFailure(kind=error.kind, reason=words)
    if "redirections" in words:
        return FetchFailure(kind="redirects", reason="too many redirects", again=False)
    if "robots.txt" in words:
        return FetchFailure(
            kind="robots", reason="robots.txt forbids it", again=False, by_rule=True
        )
    if "size" in words.lower():
        return FetchFailure(kind="too_large", reason="unpacks to more than allowed", again=False)
    return FetchFailure(kind="ignored", reason=words or "refused before sending", again=False)


def _is_tls(error: BaseException) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        reasons = getattr(seen, "reasons", ())
        if isinstance(seen, SSL.Error | ssl.SSLError) or any(
            isinstance(getattr(reason, "value", reason), SSL.Error) for reason in reasons or ()
        ):
            return True
        seen = seen.__cause__
    return False


def _words(error: BaseException) -> str:
    reasons = getattr(error.__cause__, "reasons", None)  # Twisted's own words are a list of them
    said = getattr(reasons[-1], "value", error) if reasons else error
    text = " ".join(str(said).split())
    return (text or type(said).__name__)[:200]
