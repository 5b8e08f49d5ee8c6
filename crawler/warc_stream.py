"""WARC files on the web: which there are, and their records as the bytes come in. Pure.

Every record of a packed WARC file is a gzip member of its own. So the file can be read from the
end of any record, and needs no more memory than the record that is being read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from crawler.extract import LARGEST as LARGEST_PAGE
from crawler.packing import unpacked
from crawler.urls import site_of
from db.errors import FeedError
from db.windows import Window

PACKED = ".warc.gz"
LARGEST = 2 * LARGEST_PAGE  # bytes of a record, unpacked; a larger one is passed over
AT_ONCE = 1024 * 1024  # bytes, unpacked
_STAMP = re.compile(r"-(20\d{12})-")
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
_AN_INSTANT = timedelta(seconds=1)


class Records:
    """The records of a file that is read from `position` on, where one has to begin; `finished`
    is where the last whole one ends."""

    def __init__(self, position: int) -> None:
        self.finished = position
        self._read_to = position
        self._begin()

    def _begin(self) -> None:
        self._unpacker = zlib.decompressobj(wbits=31)
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Those that `data` completes, unpacked; one that is larger than allowed is empty. Raises
        `zlib.error` for what is no gzip."""
        while data:
            part = self._unpacker.decompress(data, AT_ONCE)
            self._size += len(part)
            self._parts = [*self._parts, part] if self._size <= LARGEST else []
            ended = self._unpacker.eof
            rest = self._unpacker.unused_data if ended else self._unpacker.unconsumed_tail
            self._read_to += len(data) - len(rest)
            data = rest
            if ended:
                record = b"".join(self._parts)
                self._begin()
                self.finished = self._read_to
                yield record


def files_listed(body: bytes, url: str) -> list[Window]:
    """The files that a list of paths names, each with the moment in its name. The list, packed or
    not, is found at `url`, and its paths start where its own does. Raises `FeedError`."""
    lines = unpacked(body, FeedError).decode("utf-8", "replace").split()
    found = []
    for path in lines:
        root, named, _ = url.partition(f"/{path.partition('/')[0]}/")
        file = urljoin(f"{root}/" if named else url, path)
        if not path.endswith(PACKED) or site_of(file) != site_of(url):
            raise FeedError("no list of WARC files", url=url)
        stamp = _STAMP.search(path)
        if stamp is None:
            raise FeedError(f"no time in the name {path[:100]}", url=url)
        written_at = datetime.strptime(stamp[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        found.append(Window(url=file, starts_at=written_at, ends_at=written_at + _AN_INSTANT))
    return found


def piece_of(status: int, content_range: str, body: bytes, asked_from: int) -> tuple[bytes, int]:
    """(the bytes from `asked_from` on, the length of the file) in an answer to a request for a
    part of it. Raises `FeedError`."""
    if status == 200:  # the whole file
        return body[asked_from:], len(body)
    range_of = _RANGE.fullmatch(content_range)
    if status != 206 or range_of is None or int(range_of[1]) != asked_from:
        raise FeedError(f"HTTP {status} with another part of the file than was asked for")
    return body, int(range_of[2])
