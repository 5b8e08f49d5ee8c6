"""Files that hold coverage: every record an article or an error that names its line."""

from __future__ import annotations

import gzip
import json
import logging
import os
import random
import sqlite3
import tracemalloc
from pathlib import Path

import pytest

from crawler.archives import Hints, Imported, read_paths, split_heading
from db.errors import ImportFileError
from db.relevance import TermMatcher
from db.store import Store
from tests.articles import TOPIC

RECORDS: list[dict[str, object]] = [
    {
        "url": "https://paper.example/a?utm_source=x",
        "title": "Gate &amp; wall",
        "published": "2026-04-08T13:00:00Z",
        "text": "One.\n\n  Two  words.\n",
        "outlet": "The Paper",
        "lang": "en",
        "seen": "2026-04-09",
    },
    {
        "url": "https://paper.example/b",
        "title": "Bare day",
        "published": "2026-04-08",
        "summary": "S",
    },
    {"title": "No URL", "text": "Body of it.", "outlet": "The Paper"},
]


def articles(*paths: Path, hints: Hints | None = None) -> list[Imported]:
    found = list(read_paths(paths, hints))
    assert all(isinstance(one, Imported) for one in found), found
    return [one for one in found if isinstance(one, Imported)]


def told_and_read(*paths: Path) -> tuple[list[str], list[Imported]]:
    """(messages of the errors, articles)"""
    found = list(read_paths(paths))
    errors = [str(one) for one in found if isinstance(one, ImportFileError)]
    return errors, [one for one in found if isinstance(one, Imported)]


def write_lines(path: Path, lines: list[str]) -> Path:
    data = "\n".join(lines).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_json_lines_become_articles(tmp_path: Path, name: str) -> None:
    path = write_lines(tmp_path / name, [json.dumps(record) for record in RECORDS])
    first, second, third = (one.article for one in articles(path))
    assert first.title == "Gate & wall"
    assert first.text == "One.\nTwo words."
    assert first.canonical_url == "https://paper.example/a"
    assert first.outlet == "paper.example"
    assert first.published is not None
    assert (first.published.precision, first.published.method) == ("time", "import")
    assert second.published is not None
    assert second.published.precision == "day"
    assert (second.text, second.body_missing) == ("", "only title and summary were imported")
    assert third.canonical_url.startswith("urn:sha256:")
    assert (third.outlet, third.published) == ("The Paper", None)


def test_a_link_is_dated_by_its_path_and_not_by_a_daily_run(tmp_path: Path) -> None:
    run = "T05:44:39Z"  # the moment at which something passes on all it found that day
    records: list[dict[str, object]] = [
        {"url": f"https://p.example/{n}", "title": "A gate", "published": f"2026-04-0{n}{run}"}
        for n in range(1, 7)
    ]
    records.append({**records[0], "url": "https://p.example/2026/03/31/gate"})
    records.append({**RECORDS[0], "url": "https://p.example/2026/04/08/gate"})
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    stamps = [one.article.published for one in articles(path)]
    assert [(s.day.isoformat()[5:], s.precision) for s in stamps if s] == [
        *((f"04-0{n}", "day") for n in range(1, 7)),
        ("03-31", "day"),
        ("04-08", "time"),
    ]


def test_the_page_of_a_record_is_read_and_its_date_kept(tmp_path: Path) -> None:
    html = "<html><body><article>" + "<p>A sentence that is long enough to count.</p>" * 9
    record = {"url": "https://paper.example/a", "published": "2026-04-08", "html": html}
    path = write_lines(tmp_path / "a.jsonl", [json.dumps(record)])
    [one] = articles(path)
    assert one.article.text.startswith("A sentence")
    assert one.article.dct is not None
    assert one.article.dct.isoformat() == "2026-04-08"


def test_a_bad_record_names_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        json.dumps(RECORDS[0]),
        "{broken",
        "[1]",
        "",
        json.dumps({"url": "https://paper.example/x"}),
        json.dumps({"title": "x", "published": "soon"}),
        json.dumps({"title": ["x"]}),
        json.dumps(RECORDS[1]),
    ]
    found = list(read_paths([write_lines(tmp_path / "a.jsonl", lines)]))
    errors = [one for one in found if isinstance(one, ImportFileError)]
    assert len(found) - len(errors) == 2
    assert [error.where["line"] for error in errors] == ["2", "3", "5", "6", "7"]
    assert all("a.jsonl" in str(error) for error in errors)


def test_a_damaged_archive_is_one_error(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl.gz", [json.dumps(r) for r in RECORDS] * 500)
    path.write_bytes(path.read_bytes()[:-60])
    found = list(read_paths([path, write_lines(tmp_path / "b.jsonl", [json.dumps(RECORDS[0])])]))
    assert sum(isinstance(one, ImportFileError) for one in found) == 1
    assert isinstance(found[-1], Imported)


def test_a_text_file_has_no_date_but_the_one_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Gate four opens\n\nIt opened.\n\nOn time.\n", encoding="utf-8")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    [plain] = articles(path)
    assert (plain.article.title, plain.article.text) == ("Gate four opens", "It opened.\nOn time.")
    assert (plain.article.published, plain.article.url) == (None, "")
    [hinted] = articles(
        path,
        hints=Hints(url="https://paper.example/a", published="2026-04-09", outlet="The Paper"),
    )
    assert hinted.article.dct is not None
    assert hinted.article.dct.isoformat() == "2026-04-09"
    assert hinted.article.published is not None
    assert hinted.article.published.method == "hint"
    assert hinted.article.canonical_url == "https://paper.example/a"
    assert hinted.article.outlet == "The Paper"


def test_a_hint_that_is_no_date_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nBody", encoding="utf-8")
    with pytest.raises(ImportFileError, match="'soon' is not a date"):
        read_paths([path], Hints(published="soon"))


@pytest.mark.parametrize("url", ["paper.example/a", "ftp://paper.example/a", "https://", "a b"])
def test_a_hint_that_is_no_web_address_is_an_error(tmp_path: Path, url: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nBody", encoding="utf-8")
    with pytest.raises(ImportFileError, match="not the address of a page on the web"):
        read_paths([path], Hints(url=url))


@pytest.mark.parametrize(
    "names", [["a.txt", "b.html"], ["a.jsonl"], ["a.xml"], ["folder"], ["a.txt", "a.jsonl"], []]
)
@pytest.mark.parametrize(
    "hints",
    [Hints(url="https://paper.example/a"), Hints(published="2026-04-09"), Hints(outlet="Paper")],
)
def test_hints_go_with_exactly_one_page_or_text(
    tmp_path: Path, names: list[str], hints: Hints
) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("a.txt", "b.html", "a.jsonl", "a.xml", "folder/a.txt"):
        (tmp_path / name).write_text("Title\n\nBody", encoding="utf-8")
    paths = [tmp_path / name for name in names]
    with pytest.raises(ImportFileError, match=r"exactly one \.txt or \.html file"):
        read_paths(paths, hints)
    assert list(read_paths([tmp_path / "a.txt"], hints))


@pytest.mark.parametrize(
    ("raw", "title", "body"),
    [
        ("Title\n\nBody.", "Title", "Body."),
        ("# Title\nBody.", "Title", "Body."),
        (
            "It took a year to build.\nThen it opened.",
            "",
            "It took a year to build.\nThen it opened.",
        ),
        ("A question, answered?\n\nBody.", "A question, answered?", "Body."),
        ("Only one line", "", "Only one line"),
        ("word " * 60 + "\n\nBody.", "", ("word " * 60).strip() + "\nBody."),
        ("", "", ""),
    ],
)
def test_the_first_line_is_a_title_when_it_looks_like_one(raw: str, title: str, body: str) -> None:
    assert split_heading(raw) == (title, body)


def test_a_feed_file_gives_its_entries(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        "<rss version='2.0'><channel><item><title>T</title><link>https://paper.example/a</link>"
        "<description>S</description><pubDate>Wed, 08 Apr 2026 09:00:00 GMT</pubDate></item>"
        "</channel></rss>",
        encoding="utf-8",
    )
    [one] = articles(path)
    assert (one.article.title, one.article.summary, one.article.text) == ("T", "S", "")
    assert one.article.body_missing
    assert one.seen_at.isoformat() == "2026-04-08T09:00:00+00:00"


def test_folders_are_read_sorted_and_strange_files_passed_over(tmp_path: Path) -> None:
    (tmp_path / "z").mkdir()
    for name in ("z/a.txt", "b.txt", "notes.md", ".hidden.txt"):
        (tmp_path / name).write_text(f"Title of {name}\n\nBody.", encoding="utf-8")
    assert [one.article.title for one in articles(tmp_path)] == [
        "Title of b.txt",
        "Title of z/a.txt",
    ]


def test_what_is_named_and_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    strange = tmp_path / "notes.md"
    strange.write_text("x", encoding="utf-8")
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    page = tmp_path / "page.html"
    page.write_text("<html><title>404 Not found</title><p>Gone.</p>", encoding="utf-8")
    feed = tmp_path / "feed.xml"
    feed.write_text("<html></html>", encoding="utf-8")
    found = list(read_paths([strange, empty, page, feed, tmp_path / "missing"]))
    assert len(found) == 5
    assert all(isinstance(one, ImportFileError) and "file" in one.where for one in found)


def test_the_same_file_twice_gives_the_same(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [json.dumps(record) for record in RECORDS])
    assert articles(path) == articles(path)


# ---------------------------------------------------------------- what strangers' files hold


def test_half_a_surrogate_pair_stops_no_import(tmp_path: Path) -> None:
    lines = [
        r'{"title": "\ud800 lone \ud83d\ude00", "text": "Body \udfff.", "authors": ["\udead"]}',
        r'{"url": "https://paper.example/\ud800", "title": "x", "html": "<p>\ud800</p>"}',
        r'{"title": "\\ud800 is only written here", "\ud800": 1}',
        '{"title": "next"}',
    ]
    errors, found = told_and_read(write_lines(tmp_path / "a.jsonl", lines))
    first, *_, third, fourth = (one.article for one in found)
    assert (first.title, first.text) == ("\ufffd lone 😀", "Body \ufffd.")
    assert first.authors == ("\ufffd",)
    assert third.title == r"\ud800 is only written here"
    assert fourth.title == "next"
    assert [error.partition("line")[2] for error in errors] in ([], [" 2)"])
    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        save(store, found)


def test_json_nested_without_end_is_one_error(tmp_path: Path) -> None:
    deep = '{"title": "\\ud800", "x": ' + "[" * 50_000 + "]" * 50_000 + "}"
    errors, found = told_and_read(write_lines(tmp_path / "a.jsonl", [deep, '{"title": "next"}']))
    assert len(errors) == len(found) == 1
    assert "nested too deeply (file" in errors[0]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_byte_order_mark_costs_no_record(tmp_path: Path, name: str) -> None:
    path = write_lines(tmp_path / name, ["\ufeff" + json.dumps(record) for record in RECORDS[:1]])
    assert [one.article.title for one in articles(path)] == ["Gate & wall"]


@pytest.mark.parametrize("name", ["bomb.html.gz", "bomb.txt.gz", "bomb.jsonl.gz"])
def test_a_bomb_is_an_error_and_never_unpacked_whole(tmp_path: Path, name: str) -> None:
    bomb = tmp_path / name
    with gzip.open(bomb, "wb", compresslevel=1) as packed:
        for _ in range(160):
            packed.write(b"x" * 1024 * 1024)
        packed.write(b'\n{"title": "the line after it"}\n')
    tracemalloc.start()
    errors, found = told_and_read(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 80 * 1024 * 1024
    assert len(errors) == 1
    assert "more than" in errors[0]
    assert name in errors[0]
    titles = [one.article.title for one in found]
    assert titles == (["the line after it"] if "jsonl" in name else [])


@pytest.mark.parametrize("name", ["large.html", "large.txt"])
def test_a_file_too_large_for_a_page_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"word " * 2_000_000)
    [error], found = told_and_read(tmp_path / name)
    assert "more than 8388608 bytes" in error
    assert not found


FEED_START = "<rss version='2.0'><channel><title>News</title>"
ITEM = "<item><title>T</title><link>https://paper.example/a</link></item>"
BARE = "<item><title>No link</title></item>"
FEED_END = "</channel></rss>"


@pytest.mark.parametrize(
    ("feed", "count", "words"),
    [
        (FEED_START + BARE, 0, ["malformed", "0 entries read", "1 entry without a usable link"]),
        (FEED_START + ITEM + "<item><ti", 1, ["malformed"]),
        (FEED_START + ITEM + BARE + BARE + FEED_END, 1, ["2 entries without a usable link"]),
        ('{"items": [{"title": "No link"}]}', 0, ["1 entry without a usable link skipped"]),
    ],
)
def test_a_feed_that_cannot_be_used_whole_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, feed: str, count: int, words: list[str]
) -> None:
    path = tmp_path / "bad.xml"
    path.write_text(feed, encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        found = list(read_paths([path]))
    assert [isinstance(one, Imported) for one in found][:count] == [True] * count
    error = found[-1]
    assert isinstance(error, ImportFileError)
    assert all(word in error.message for word in words)
    assert error.where == {"file": str(path)}
    assert not caplog.records  # the error is for whoever imports; nothing is said twice


def test_a_folder_without_anything_to_import_says_so(tmp_path: Path) -> None:
    for name in ("notes.md", ".hidden.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "folder.txt").mkdir()
    [error] = read_paths([tmp_path])
    assert isinstance(error, ImportFileError)
    assert error.message == "nothing in the folder can be imported"
    assert error.where == {"file": str(tmp_path)}


# ---------------------------------------------------------------- order


def save(store: Store, found: list[Imported]) -> None:
    matcher = TermMatcher(TOPIC)
    for one in found:
        article = one.article
        relevance = matcher.score(article.title, article.summary, article.text)
        store.save_article(article, topic=TOPIC.slug, relevance=relevance, seen_at=one.seen_at)


def test_the_order_of_an_import_leaves_no_trace(tmp_path: Path) -> None:
    records = [
        {
            "url": f"https://paper.example/{n % 4}",
            "title": f"Orbit {n % 3}",
            "text": f"Version {n % 5} of the text." * (n % 2),
            "published": f"2026-04-0{1 + n % 6}",
            "seen": f"2026-05-0{1 + n % 7}",
        }
        for n in range(24)
    ]
    dice = random.Random(7)
    dumps = set()
    for turn in range(6):
        folder = tmp_path / str(turn)
        folder.mkdir()
        dice.shuffle(records)
        lines = [json.dumps(record) for record in records]
        cut = dice.randrange(1, len(lines))
        paths = [write_lines(folder / "a.jsonl", lines[:cut])]
        paths.append(write_lines(folder / "b.jsonl.gz", lines[cut:]))
        database = folder / "t.db"
        with Store(database) as store:
            store.save_topic(TOPIC)
            save(store, articles(*dice.sample(paths, len(paths))))
        dumps.add(dumped(database))
    assert len(dumps) == 1


def dumped(database: Path) -> str:
    """All that was saved but the numbers that say in which order."""
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    try:
        saved = [
            repr((table, {k: v for k, v in dict(row).items() if k != "version_number"}))
            for table in ("articles", "article_versions", "relevance")
            for row in connection.execute(f"select * from {table}")
        ]
    finally:
        connection.close()
    return "\n".join(sorted(saved))
