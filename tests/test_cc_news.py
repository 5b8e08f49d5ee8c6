"""An archive of WARC files on the web, read in parts and filtered as it comes."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import warc_stream
from crawler.warc_stream import Records, files_listed, piece_of
from db.errors import FeedError
from db.model import Source, Topic
from tests.hostile.server import Exchange, HostileWeb
from tests.test_crawl import crawl, prepare, rows
from tests.test_sources import warc_record
from tests.web import page

LIST = "http://archive.example/cc/crawl-data/NEWS/{yyyy}/{mm}/warc.paths.gz"
OLD = "crawl-data/NEWS/2026/02/NEWS-20260205000000-00001.warc.gz"
NEW = "crawl-data/NEWS/2026/02/NEWS-20260220000000-00002.warc.gz"
PART = 1500  # bytes
CAKE = b"<html><title>Apple cake</title><p>Take three apples.</p></html>"
MEMBERS = [
    warc_record(f"http://{host}/{n}", body)
    for n in range(8)
    for host, body in (
        ("kept.example", page(f"Harbour bridge {n}", "2026-02-11").body),
        ("other.example", page(f"Harbour bridge {n}", "2026-02-11").body),
        ("kept.example/cake", CAKE),
    )
]
ENDS = list(accumulate(map(len, MEMBERS)))
FILE = b"".join(MEMBERS)


@dataclass
class Archive:
    """Gives parts of its one file; hangs up in the middle of what lies beyond `broken_at`."""

    broken_at: int = len(FILE) // 2
    asked: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, exchange: Exchange) -> None:
        if exchange.path == "/cc/crawl-data/NEWS/2026/02/warc.paths.gz":
            exchange.reply(gzip.compress(f"{OLD}\n{NEW}\n".encode()), kind="application/gzip")
        elif exchange.path == f"/cc/{NEW}":
            low, high = exchange.headers["range"].removeprefix("bytes=").split("-")
            first, last = int(low), min(int(high), len(FILE) - 1)
            self.asked.append((first, last))
            if first > self.broken_at:
                exchange.send(b"HTTP/1.1 206 Partial Content\r\nContent-Length: 999\r\n\r\nhalf")
                return
            span = f"bytes {first}-{last}/{len(FILE)}"
            exchange.reply(FILE[first : last + 1], status="206 Partial Content",
                           kind="application/octet-stream", Content_Range=span)  # fmt: skip
        else:
            exchange.reply(status="404 Not Found")


def test_an_archive_is_read_in_parts_and_gone_on_with(tmp_path: Path) -> None:
    archive, db = Archive(), tmp_path / "t.db"
    source = Source(source_id="cc", kind="cc_news", url=LIST, hosts=("kept.example",))
    settings = ("--backfill-since", "2026-02-10", "-s", f"WARC_PART_BYTES={PART}",
                "-s", "RETRY_TIMES=0")  # fmt: skip
    with HostileWeb({"archive.example": archive}) as web:
        prepare(db, Topic(name="Bridge", slug="bridge", terms=("harbour bridge",), since="2026-02",
                          proxy=web.url, sources=(source,)))  # fmt: skip
        _, log = crawl(db, ["cc"], *settings)
        assert "cc: partial" in log
        [(state, reached)] = rows(
            db, "select state, position from windows where url like '%00002%'"
        )
        assert state == "failed"
        assert 0 < reached <= archive.broken_at + PART
        some = rows(db, "select canonical_url from articles")
        assert 0 < len(some) < 8

        before, archive.broken_at = len(archive.asked), len(FILE)
        crawl(db, ["cc"], *settings)
        assert archive.asked[before][0] == reached
        assert reached in ENDS
        crawl(db, ["cc"], *settings)
        assert archive.asked[-1][1] == len(FILE) - 1
        assert len(archive.asked) - before == -(-(len(FILE) - reached) // PART)  # read once
    found = rows(db, "select canonical_url from articles order by 1")
    assert found == [(f"http://kept.example/{n}",) for n in range(8)]
    assert rows(db, "select count(*) from discoveries where state != 'fetched'") == [(0,)]
    assert {url.split("/")[2] for url in web.requests} == {"archive.example"}
    assert not [url for url in web.requests if url.endswith(OLD)]


@given(st.lists(st.integers(0, len(FILE)), max_size=30), st.sampled_from([0, *ENDS[:-1]]))
def test_the_records_are_the_same_however_the_bytes_come(cuts: list[int], start: int) -> None:
    records = Records(start)
    found = []
    for low, high in pairwise(sorted({start, len(FILE), *(cut for cut in cuts if cut > start)})):
        found += list(records.feed(FILE[low:high]))
        assert records.finished == max((end for end in ENDS if end <= high), default=start)
    first = [0, *ENDS].index(start)
    assert found == [gzip.decompress(member) for member in MEMBERS[first:]]


def test_a_record_too_large_is_passed_over_and_the_next_one_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warc_stream, "LARGEST", 1000)
    bomb, small = gzip.compress(b" " * 3_000_000), gzip.compress(b"small")
    assert list(Records(0).feed(bomb + small)) == [b"", b"small"]
    with pytest.raises(zlib.error):
        list(Records(0).feed(b"<html>not found</html>"))


def test_a_list_leads_nowhere_but_to_its_own_archive() -> None:
    url = "https://archive.example/crawl-data/NEWS/2026/02/warc.paths.gz"
    [window] = files_listed(gzip.compress(NEW.encode()), url)
    assert window.url == f"https://archive.example/{NEW}"
    assert f"{window.starts_at:%Y-%m-%d}" == "2026-02-20"
    for wrong in ("https://elsewhere.example/a-20260220000000-1.warc.gz", "a.txt", "a.warc.gz"):
        with pytest.raises(FeedError):
            files_listed(wrong.encode(), url)


def test_a_part_that_was_not_asked_for_is_refused() -> None:
    assert piece_of(206, "bytes 4-7/90", b"abcd", 4) == (b"abcd", 90)
    assert piece_of(200, "", b"0123abcd", 4) == (b"abcd", 8)
    for status, said in ((206, "bytes 0-3/90"), (206, ""), (204, "")):
        with pytest.raises(FeedError):
            piece_of(status, said, b"abcd", 4)
