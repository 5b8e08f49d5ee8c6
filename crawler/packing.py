"""Gzip told by its first bytes and unpacked with a bound. Pure."""

from __future__ import annotations

import gzip
import io
import zlib

from db.errors import StorylineError

LARGEST = 64 * 1024 * 1024  # bytes; the sitemap protocol allows 50 MB


def unpacked(body: bytes, error: type[StorylineError], *, limit: int = LARGEST) -> bytes:
    """The bytes themselves, or what they unpack to when they are gzip.

    Raises `error` when the archive is damaged or unpacks to more than `limit` bytes.
    """
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as archive:
            data = archive.read(limit + 1)
    except (OSError, EOFError, zlib.error) as cause:
        raise error(f"damaged gzip: {cause}") from cause
    if len(data) > limit:
        raise error(f"gzip unpacks to more than {limit} bytes")
    return data
