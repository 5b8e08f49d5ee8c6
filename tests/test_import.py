"""Files that hold coverage: every record an article or an error that names its line."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from crawler.archives import Hints, Imported, read_paths, split_heading
from db.errors import ImportFileError

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
    [error] = read_paths([path], Hints(published="soon"))
    assert isinstance(error, ImportFileError)
    assert "soon" in str(error)


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
