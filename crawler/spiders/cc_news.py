"""WARC files on the web, such as those of CC-NEWS, read piece by piece and never kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.items import Assignment, Outcome
from crawler.spiders.backfill import Backfill
from crawler.spiders.files import ImportingSpider, archived
from crawler.warc import article_in
from crawler.warc_stream import PACKED, Records, files_listed, piece_of
from db.errors import FeedError
from db.windows import Window, position_of


class CcNewsSpider(Backfill, ImportingSpider):
    """Asks for the list of each month's files, and for one part of a file after the other.

    How far a file was read is kept once what was found in it has been saved.
    """

    name = "cc_news"

    def __init__(self, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(assignment, **kwargs)
        self._records = Records(0)

    def source_request(self, url: str, **arguments: Any) -> Request:
        request = super().source_request(url, **arguments)
        if not url.endswith(PACKED):
            return request
        source_id = self.assignment.source.source_id
        self._records = Records(position_of(self.assignment.store.db, source_id, url))
        return self._part(request, self._records.finished)

    def _part(self, request: Request, start: int) -> Request:
        end = start + self.settings.getint("WARC_PART_BYTES") - 1
        headers = {"Range": f"bytes={start}-{end}", "Accept-Encoding": "identity"}
        arguments = {**request.cb_kwargs, "asked_from": start}
        return request.replace(headers=headers, cb_kwargs=arguments)

    def read_window(
        self, response: Response, window: Window, asked_from: int = 0
    ) -> Iterator[Request | Outcome]:
        self._failed_in_a_row = 0
        read = self._read_part if window.url.endswith(PACKED) else self._read_list
        try:
            yield from read(response, window, asked_from)
        except (FeedError, zlib.error) as error:
            reason = error.message if isinstance(error, FeedError) else f"no gzip: {error}"
            self._close(window, state="failed", reason=reason)
            self.count("window/failed/parse")
            yield from self._next()

    def _read_list(self, response: Response, window: Window, _: int) -> Iterator[Request | Outcome]:
        files = files_listed(response.body, window.url)
        self._close(window, state="done", entries=len(files), more=files)
        yield from self._next()

    def _read_part(
        self, response: Response, window: Window, asked_from: int
    ) -> Iterator[Request | Outcome]:
        # What the part before this one held has been saved by now.
        source_id, store = self.assignment.source.source_id, self.assignment.store
        store.advance_window(source_id, window, self._records.finished)
        said = (response.headers.get("Content-Range") or b"").decode("latin-1")
        part, length = piece_of(response.status, said, response.body, asked_from)
        wanted = self.wanted()
        for record in self._records.feed(part):
            self.count("record/read/ok")
            found = article_in(record, wanted)
            if found is not None:
                yield from self.imported(archived(found))
        if part and asked_from + len(part) < length:
            assert response.request is not None  # it was asked for
            yield self._part(response.request, asked_from + len(part))
            return
        if self._records.finished != length:
            raise FeedError("the file breaks off inside a record")
        self._close(window, state="done")
        yield from self._next()
