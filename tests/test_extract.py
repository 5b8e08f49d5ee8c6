"""A raw page becomes an article, or a reason why it is none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.charsets import decode_html
from crawler.extract import extract_article
from crawler.stamps import read_stamp
from db.errors import PageError

URL = "https://www.paper.example/news/gate-opens?utm_source=feed"
NOW = datetime(2026, 4, 10, 12, tzinfo=UTC)
BODY = [
    "The harbour's fourth gate opened on Wednesday, two years after the council had ordered it.",
    "It weighs 340 tonnes and closes in eleven minutes, the engineer in charge told reporters.",
    "Fishermen who had fought the plan said that they would wait for the first storm to judge it.",
    "A fifth gate is planned for 2028, though nobody has said yet how it is going to be paid for.",
]
CONSENT_STORY = " ".join(
    ["Regulators fined a shop because its button to accept all cookies hid the one to reject all."]
    * 18
)


def page(
    paragraphs: list[str] = BODY,
    *,
    head: str = "",
    title: str = "Gate four opens",
    around: str = "",
    lang: str = "en",
) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'{head}</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f"<article><h1>{title}</h1>{text}</article>{around}"
        "<footer><p>© Paper. All rights reserved.</p></footer></body></html>"
    ).encode()


HEAD = (
    '<link rel="canonical" href="https://www.paper.example/news/gate-opens">'
    '<meta property="og:description" content="It closes in eleven minutes.">'
    '<meta name="author" content="By Ann Author and Bo Writer">'
    '<meta property="article:published_time" content="2026-04-08T09:00:00-04:00">'
    '<meta property="article:modified_time" content="2026-04-09T10:00:00-04:00">'
)


def test_a_page_gives_the_whole_article() -> None:
    article = extract_article(page(head=HEAD), URL, fetched_at=NOW)
    assert article.title == "Gate four opens"
    assert article.text.split("\n") == BODY
    assert "Sport" not in article.text
    assert "rights reserved" not in article.text
    assert article.authors == ("Ann Author", "Bo Writer")
    assert article.summary == "It closes in eleven minutes."
    assert article.canonical_url == "https://www.paper.example/news/gate-opens"
    assert article.outlet == "paper.example"
    assert article.language == "en"
    assert article.published_at == datetime(2026, 4, 8, 13, tzinfo=UTC)
    assert article.modified_at == datetime(2026, 4, 9, 14, tzinfo=UTC)
    assert article.dct is not None
    assert article.dct.isoformat() == "2026-04-08"
    assert article.body_missing == ""


def test_hints_fill_the_gaps_and_no_more() -> None:
    feed = read_stamp("2026-04-08", method="feed", confidence=0.8)
    hints = {"summary": "From the feed", "authors": ("Cy",), "published": feed, "language": "de"}
    bare = extract_article(page(), URL, **hints)
    assert (bare.summary, bare.authors, bare.published) == ("From the feed", ("Cy",), feed)
    assert bare.language == "en"
    full = extract_article(page(head=HEAD), URL, **hints)
    assert full.summary == "It closes in eleven minutes."
    assert full.published is not None
    assert full.published.method == "meta"


def test_an_unknown_hint_is_refused() -> None:
    with pytest.raises(TypeError):
        extract_article(page(), URL, publised="2026-04-08")


def test_the_feeds_headline_drops_the_sites_name() -> None:
    html = page(title="Harbour Notes - Gate four opens")
    assert extract_article(html, URL, title="Gate four opens").title == "Gate four opens"
    assert extract_article(html, URL, title="Gate").title == "Harbour Notes - Gate four opens"


def test_the_headline_is_not_repeated_in_the_body() -> None:
    kicker = page().replace(b"<h1>", b"<p>Harbour: Gate four opens</p><h1>")
    assert extract_article(kicker, URL).text.split("\n") == BODY


@pytest.mark.parametrize(
    "teaser",
    [
        '<p><a href="/x">Divers find a wreck below the old pier</a></p>',
        '<p>Read more: <a href="/x">Divers find a wreck below the old pier</a></p>',
        '<p><b>(Lesen Sie auch: <a href="/x">Taucher finden ein Wrack am Pier</a>)</b></p>',
    ],
)
def test_teasers_between_paragraphs_are_left_out(teaser: str) -> None:
    html = page().replace(b"<p>It weighs", teaser.encode() + b"<p>It weighs")
    assert extract_article(html, URL).text.split("\n") == BODY


def test_a_paragraph_with_a_link_in_it_stays() -> None:
    linked = BODY[1].replace("the engineer in charge", '<a href="/x">the engineer in charge</a>')
    assert extract_article(page([BODY[0], linked, *BODY[2:]]), URL).text.split("\n") == BODY


def test_a_standfirst_set_apart_belongs_to_the_text() -> None:
    standfirst = "After two years of building and quarrels, the harbour has a gate that closes."
    head = f'<meta name="description" content="{standfirst}">'
    header = f"<header><div class='teaser'><span>{standfirst}</span></div></header>".encode()
    html = page(head=head).replace(b"<article>", header + b"<article>")
    assert extract_article(html, URL).text.split("\n") == [standfirst, *BODY]
    assert extract_article(page(head=head), URL).text.split("\n") == BODY


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", ""])
def test_valid_utf8_wins_over_a_wrong_declaration(declared: str) -> None:
    html = page(["Überflutung – sagte der Bürgermeister am Mittwoch in der Stadthalle. " * 3] * 3)
    meta = f'<meta charset="{declared}">'.encode() if declared else b""
    wrong = html.replace(b'<meta charset="utf-8">', meta)
    article = extract_article(wrong, URL, content_type=f"text/html; charset={declared}")
    assert "Überflutung – sagte der Bürgermeister" in article.text


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("windows-1252", "windows-1252"), ("iso-8859-1", "utf-8"), ("shift_jis", "shift_jis")],
)
def test_other_encodings_are_read(encoding: str, declared: str) -> None:
    words = (
        "東京の港で水門が開いた。" * 20
        if encoding == "shift_jis"
        else "Das Tor öffnete früh. " * 20
    )
    html = f'<html><head><meta charset="{declared}"></head><body><p>{words}</p></body></html>'
    assert words[:12] in decode_html(html.encode(encoding))


def test_a_page_cut_in_the_middle_of_a_letter_is_still_utf8() -> None:
    html = page(["Über die Schleuse fließt wieder Wasser, sagte die Behörde am Mittwoch. " * 4] * 4)
    cut = html[: html.rindex("ß".encode()) + 1]
    assert "fließt" in extract_article(cut, URL).text


def test_a_template_that_says_english_does_not_make_chinese_english() -> None:
    html = page(
        ["港口的第四道闸门周三开启，市议会两年前下令建造这道闸门，工程师对记者说。" * 3] * 3
    )
    assert extract_article(html, URL).language == "zh"


NOTICES = {
    "a consent page": page(
        ["We and our partners store and/or access information on a device.", "Accept all"],
        title="Before you continue",
    ),
    "a bot wall": page(
        ["Enable JavaScript and cookies to continue", "Ray ID: 8f"], title="Just a moment..."
    ),
    "a login page": page(
        ["Enter your e-mail address and your password to read on."],
        title="Log in",
        around='<form><input type="password"></form>',
    ),
    "an error page": page(["The page you wanted is not here."], title="404 – Page not found"),
    "no main text": b"<html><head><title>App</title></head><body><div id=root></div></body></html>",
    "an index page": page(
        [],
        title="News",
        around="".join(
            f'<p><a href="/{n}">A headline of seven words stands here {n}</a></p>'
            for n in range(40)
        ),
    ),
    "the page is empty": b" \n ",
    "not HTML: binary data": b"%PDF-1.7 ...",
}


@pytest.mark.parametrize("reason", NOTICES)
def test_what_is_no_article_says_why(reason: str) -> None:
    with pytest.raises(PageError) as caught:
        extract_article(NOTICES[reason], URL)
    assert caught.value.message == reason
    assert URL in str(caught.value)


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        ("Shop fined over cookie settings", [CONSENT_STORY]),
        ("404 days without rain", BODY),
        ("Are captchas dying? Why sites ask you to verify you are human", BODY * 5),
        ("Register of interests: what the mayor declared", BODY),
    ],
)
def test_a_story_about_such_things_stays_a_story(title: str, paragraphs: list[str]) -> None:
    assert extract_article(page(paragraphs, title=title), URL).title == title


def test_a_page_that_hides_its_body_says_what_it_is() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Gate four opens",'
        '"datePublished": "2026-04-08T09:00:00-04:00", "isAccessibleForFree": false}</script>'
    )
    html = f"<html><head>{head}</head><body><div id=app></div></body></html>".encode()
    article = extract_article(html, URL)
    assert (article.text, article.body_missing) == ("", "no main text")
    assert article.published is not None


def test_half_a_surrogate_pair_in_the_markup_can_be_stored() -> None:
    node = (
        r'{"@type": "NewsArticle", "headline": "\ud800 lone", "articleBody": "All \udfff of it."}'
    )
    html = f'<html><head><script type="application/ld+json">{node}</script></head></html>'
    article = extract_article(html.encode(), URL)
    assert (article.title, article.text) == ("\ufffd lone", "All \ufffd of it.")
    assert repr(article).encode()


@pytest.mark.parametrize("name", ["hex", "undefined", "idna", "unicode_escape", "no-such-name"])
def test_a_declared_encoding_that_is_none_is_passed_over(name: str) -> None:
    body = f'<meta charset="{name}"><p>caf\xe9 \xe0 la carte \\ud800</p>'.encode("cp1252")
    text = decode_html(body)
    assert "la carte" in text
    assert text.encode()


def test_a_page_too_large_is_refused() -> None:
    with pytest.raises(PageError, match="more than"):
        extract_article(b"<html>" + b"x" * (9 * 1024 * 1024), URL)


@settings(max_examples=80)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"<html><body><p>", b"<?xml version='1.0'?><html>"]),
)
def test_no_bytes_crash_the_extraction(noise: bytes, start: bytes) -> None:
    try:
        extract_article(start + noise, URL)
    except PageError as error:
        assert error.message


def test_deeply_nested_markup_ends_in_an_article_or_a_reason() -> None:
    html = b"<html><body>" + b"<div>" * 20_000 + BODY[0].encode() + b"</body></html>"
    try:
        extract_article(html, URL)
    except PageError as error:
        assert error.message
