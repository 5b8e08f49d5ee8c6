"""Gzip told by its first bytes, wherever it stands, and unpacked with a bound. Pure."""

from __future__ import annotations

import gzip
import io
import zlib

from db.errors import StorylineError

LARGEST = 64 * 1024 * 1024  # bytes; the sitemap protocol allows 50 MB
_GZIP = b"\x1f\x8b"
Plain = io.BufferedReader | io.BytesIO


def unpacked(body: bytes, error: type[StorylineError], *, limit: int = LARGEST) -> bytes:
    """The bytes themselves, or what they unpack to when they are gzip.

    Raises `error` when the archive is damaged or there are more than `limit` bytes.
    """
    return read_unpacked(io.BytesIO(body), error, limit=limit)


def read_unpacked(raw: Plain, error: type[StorylineError], *, limit: int = LARGEST) -> bytes:
    """As `unpacked`, of a stream at its start; never more than `limit` bytes are read of it."""
    stream = unpacking(raw)
    try:
        data = stream.read(limit + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as cause:
        raise error(f"damaged gzip: {cause}") from cause
    if len(data) > limit:
        packed = stream is not raw
        raise error(f"{'gzip unpacks to ' if packed else ''}more than {limit} bytes")
    return data


def unpacking(raw: Plain) -> Plain | gzip.GzipFile:
    """A stream at its start, or what it unpacks to when it is gzip, read as it is asked for."""
    packed = raw.read(len(_GZIP)) == _GZIP
    raw.seek(0)
    return gzip.GzipFile(fileobj=raw) if packed else raw
