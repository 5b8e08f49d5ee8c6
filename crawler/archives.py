"""Files that hold coverage -> articles: JSON lines, HTML, text, feeds, WARC, folders of them.

A record that cannot be read becomes an `ImportFileError` naming file and line, in its place
among the articles; the rest goes on. A file's modification time is never taken for a date.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from crawler.charsets import decode_html
from crawler.entries import article_of_entry
from crawler.extract import LARGEST as LARGEST_PAGE
from crawler.extract import extract_article
from crawler.feeds import read_feed
from crawler.habits import habitual_times, without_habit
from crawler.json_values import read_json
from crawler.languages import language_of
from crawler.packing import LARGEST as LARGEST_FEED
from crawler.packing import read_unpacked, unpacking
from crawler.records import NO_BODY, article_of_record, named_by_words
from crawler.stamps import read_stamp
from crawler.urls import canonical_url, is_web_url, outlet_of
from crawler.warc import read_warc
from db.errors import FeedError, ImportFileError, PageError
from db.model import Article, Stamp

FEEDS = (".xml", ".rss", ".atom")
PAGES = (".html", ".htm")
LINES = (".jsonl", ".ndjson")
NOT_STATED = datetime(1970, 1, 1, tzinfo=UTC)  # `seen_at` of what does not say when it was seen
LONGEST_HEADING = 160  # characters
LONGEST_RECORD = 2 * LARGEST_PAGE  # characters of one line
_SKIPPED_AT_ONCE = 64 * 1024  # characters of a line that is too long
_HINT_CONFIDENCE = 1.0
_SENTENCE_END = re.compile(r"[.!?。！？…:;,]['\"”’)]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the person importing knows of a single `.txt` or `.html` file."""

    url: str = ""
    published: str = ""  # day or time as written
    outlet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """An article from a file; `where` is the file and, in a file of many, the line or entry.

    `seen_at` depends on the record alone, so that the order of imports does not matter.
    """

    article: Article
    where: str
    seen_at: datetime


Result = Imported | ImportFileError


def read_paths(paths: Iterable[Path], hints: Hints | None = None) -> Iterator[Result]:
    """Every article in the files and, recursively and sorted, in the folders.

    A file named by the caller that is of no known kind is an error; in a folder it is passed
    over, unless there is nothing else in it. `hints` fill what one `.txt` or `.html` file
    leaves open; raises `ImportFileError` at once when they are wrong or there is no such file.
    """
    files, known = tuple(paths), hints or Hints()
    _check(known, files)
    return (result for path in files for result in _read_path(path, known))


def _check(hints: Hints, paths: Sequence[Path]) -> None:
    if hints == Hints():
        return
    kinds = ["folder" if path.is_dir() else _kind(path) for path in paths]
    if kinds not in (["text"], ["page"]):
        raise ImportFileError(
            "--url, --published and --outlet go with exactly one .txt or .html file"
        )
    if hints.url and not is_web_url(hints.url):
        raise ImportFileError(f"{hints.url!r} is not the address of a page on the web")
    if hints.published and _hinted(hints) is None:
        raise ImportFileError(f"{hints.published!r} is not a date")


def _read_path(path: Path, hints: Hints) -> Iterator[Result]:
    if not path.exists():
        yield ImportFileError("no such file or folder", file=path)
    elif path.is_dir():
        files = sorted(p for p in path.rglob("*") if _kind(p) and p.is_file())
        for file in files:
            yield from _read(file, hints)
        if not files:
            yield ImportFileError("nothing in the folder can be imported", file=path)
    elif _kind(path):
        yield from _read(path, hints)
    else:
        yield ImportFileError("not a kind of file that can be imported", file=path)


def is_importable(path: Path) -> bool:
    """Whether the name says that the file is of a kind that can be imported."""
    return bool(_kind(path))


def _kind(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".warc"):
        return "warc"
    if name.startswith("."):
        return ""
    if name.endswith(LINES):
        return "lines"
    if name.endswith(PAGES):
        return "page"
    if name.endswith(FEEDS):
        return "feed"
    return "text" if name.endswith(".txt") else ""


def _read(path: Path, hints: Hints) -> Iterator[Result]:
    kind = _kind(path)
    try:
        if kind == "lines":
            yield from _lines(path)
            return
        if kind == "warc":
            yield from _warc(path)
            return
        if kind == "feed":
            yield from _feed(path, _bytes(path, LARGEST_FEED))
        else:
            yield _single(path, _bytes(path, LARGEST_PAGE), kind, hints)
    except (FeedError, PageError, ImportFileError) as error:
        yield ImportFileError(error.message, file=path)
    except (OSError, EOFError, zlib.error) as error:
        yield ImportFileError(f"cannot read: {error}", file=path)


def _bytes(path: Path, limit: int) -> bytes:
    with path.open("rb") as raw:
        return read_unpacked(raw, ImportFileError, limit=limit)


def _single(path: Path, body: bytes, kind: str, hints: Hints) -> Imported:
    published = _hinted(hints)
    article = _page(body, hints) if kind == "page" else _text(body, hints)
    if published is not None:
        article = replace(article, published=published)
    if hints.outlet:
        article = replace(article, outlet=hints.outlet)
    return Imported(article=article, where=str(path), seen_at=_seen_at(article, None))


def _hinted(hints: Hints) -> Stamp | None:
    return read_stamp(hints.published, method="hint", confidence=_HINT_CONFIDENCE)


def _page(body: bytes, hints: Hints) -> Article:
    # A saved page often says where it is from; without that its words identify it.
    article = extract_article(body, hints.url or "file:page")
    if hints.url or is_web_url(article.canonical_url):
        return article
    return replace(article, url="", canonical_url=named_by_words(article.text), outlet="")


# ---------------------------------------------------------------- plain text


def _text(body: bytes, hints: Hints) -> Article:
    title, text = split_heading(decode_html(body))
    if not text and not title:
        raise PageError("the file is empty")
    canonical = canonical_url(hints.url) if hints.url else named_by_words(f"{title}\n{text}")
    return Article(
        url=hints.url,
        canonical_url=canonical,
        title=title,
        text=text,
        outlet=outlet_of(hints.url) if hints.url else "",
        language=language_of(text),
    )


def split_heading(raw: str) -> tuple[str, str]:
    """(title, body): the first line is the title when it is short and no sentence, or stands
    alone above a blank line; the body's lines are joined by single newlines."""
    lines = [" ".join(line.split()) for line in raw.strip().splitlines()]
    body = [line for line in lines[1:] if line]
    if not lines:
        return "", ""
    first = lines[0].lstrip("# ")
    alone = len(lines) > 1 and not lines[1]
    is_heading = len(first) <= LONGEST_HEADING and (alone or not _SENTENCE_END.search(first))
    if body and is_heading:
        return first, "\n".join(body)
    return "", "\n".join(line for line in lines if line)


# ---------------------------------------------------------------- feeds


def _feed(path: Path, body: bytes) -> Iterator[Result]:
    listing = read_feed(body)
    for number, entry in enumerate(listing.entries, 1):
        article = article_of_entry(entry, body_missing=NO_BODY)
        where = f"{path}, entry {number}"
        yield Imported(article=article, where=where, seen_at=_seen_at(article, None))
    if listing.trouble:
        yield ImportFileError(listing.trouble, file=path)


# ---------------------------------------------------------------- WARC


def _warc(path: Path) -> Iterator[Result]:
    for found in read_warc(path):
        if isinstance(found, ImportFileError):
            yield found
            continue
        where = f"{path}, {found.page.url}"
        yield Imported(article=found.article, where=where, seen_at=found.page.fetched_at)


# ---------------------------------------------------------------- JSON lines


def _lines(path: Path) -> Iterator[Result]:
    with _opened(path) as lines:
        habits = habitual_times(_bounded(lines))
    with _opened(path) as lines:
        for number, line in enumerate(_bounded(lines), 1):
            if line.isspace() and len(line) <= LONGEST_RECORD:
                continue
            try:
                yield _record(path, number, line, habits)
            except (PageError, ImportFileError) as error:
                yield ImportFileError(error.message, file=path, line=number)


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    with (
        path.open("rb") as raw,
        io.TextIOWrapper(unpacking(raw), encoding="utf-8-sig", errors="replace") as lines,
    ):
        yield lines


def _bounded(lines: TextIO) -> Iterator[str]:
    """Each line; of one that is too long so much that it shows, and never more in memory."""
    while line := lines.readline(LONGEST_RECORD + 1):
        yield line
        while line and not line.endswith("\n"):
            line = lines.readline(_SKIPPED_AT_ONCE)


def _record(path: Path, number: int, line: str, habits: Set[str]) -> Imported:
    if len(line) > LONGEST_RECORD and not line.endswith("\n"):
        raise ImportFileError(f"a record of more than {LONGEST_RECORD} characters")
    try:
        record = read_json(line)
    except ValueError as error:
        raise ImportFileError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise ImportFileError("not a JSON object")
    article = article_of_record(without_habit(record, habits))
    return Imported(
        article=article,
        where=f"{path}, line {number}",
        seen_at=_seen_at(article, record.get("seen")),
    )


def _seen_at(article: Article, seen: object) -> datetime:
    stamp = read_stamp(seen, method="import", confidence=1.0)
    dated = stamp or article.modified or article.published
    return dated.at if dated else NOT_STATED
