"""What is kept of a response."""

from __future__ import annotations

from datetime import datetime

from scrapy.http import Response

from db.crawl_writes import Validators
from db.model import Page


def header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""


def validators_of(response: Response) -> Validators:
    return Validators(
        etag=header(response, "ETag"), last_modified=header(response, "Last-Modified")
    )


def asked_url(response: Response) -> str:
    """The URL as first asked for: a redirect's validators are found again under it."""
    urls: list[str] = response.meta.get("redirect_urls") or [response.url]
    return urls[0]


def page_of(response: Response, url: str, fetched_at: datetime) -> Page:
    return Page(
        url=url,
        final_url=response.url,
        fetched_at=fetched_at,
        status=response.status,
        body=response.body,
        content_type=header(response, "Content-Type"),
    )
