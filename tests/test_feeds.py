"""Feeds, sitemaps and listings as they come: every variety ends in entries or in a reason."""

from __future__ import annotations

import gzip
import json
import logging
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.feeds import parse_feed
from crawler.listings import parse_listing
from crawler.sitemaps import parse_news_sitemap
from db.errors import FeedError

NOW = datetime(2026, 4, 10, 12, tzinfo=UTC)


def rss(items: str, *, channel: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour News</title>'
        f"<language>en-GB</language>{channel}{items}</channel></rss>"
    ).encode()


def item(link: str, title: str = "A title", rest: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{rest}</item>"


def test_an_rss_item_gives_every_field() -> None:
    [entry] = parse_feed(
        rss(
            item(
                "https://paper.example/a?id=1",
                "Barrier &amp;amp; gate",
                "<description><![CDATA[<p>It <b>opened</b>.</p>]]></description>"
                "<dc:creator>Ann Author</dc:creator><guid isPermaLink='false'>g-1</guid>"
                "<pubDate>Wed, 08 Apr 2026 21:30:00 -0700</pubDate>",
            )
        )
    )
    assert entry.url == "https://paper.example/a?id=1"
    assert entry.title == "Barrier & gate"
    assert entry.summary == "It opened ." or entry.summary == "It opened."
    assert entry.authors == ("Ann Author",)
    assert entry.guid == "g-1"
    assert entry.language == "en-GB"
    assert entry.published is not None
    assert entry.published.at == datetime(2026, 4, 9, 4, 30, tzinfo=UTC)
    assert entry.published.day.isoformat() == "2026-04-08"
    assert entry.published.offset_minutes == -420
    assert entry.published.evidence == "Wed, 08 Apr 2026 21:30:00 -0700"


def test_an_atom_entry_keeps_published_and_updated_apart() -> None:
    [entry] = parse_feed(
        b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
        <entry><title type="html">Gate &lt;i&gt;four&lt;/i&gt;</title>
        <link rel="self" href="/a.atom"/><link rel="alternate" href="/a"/>
        <id>urn:x</id><published>2026-04-08T09:00:00+02:00</published>
        <updated>2026-04-09T10:00:00Z</updated><author><name>Bo</name></author>
        <summary>Short</summary></entry></feed>""",
        base_url="https://paper.example/feed/",
    )
    assert entry.url == "https://paper.example/a"
    assert entry.title == "Gate four"
    assert entry.published is not None
    assert entry.published.offset_minutes == 120
    assert entry.modified is not None
    assert entry.modified.at == datetime(2026, 4, 9, 10, tzinfo=UTC)


def test_an_atom_entry_without_published_is_not_dated_by_its_update() -> None:
    [entry] = parse_feed(
        b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>t</title>
        <link href="https://paper.example/a"/><updated>2026-04-09T10:00:00Z</updated></entry></feed>"""
    )
    assert entry.published is None
    assert entry.modified is not None


def test_a_json_feed_is_told_by_its_content() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {
                "id": 7,
                "url": "/a",
                "title": "T",
                "content_html": "<p>Body &amp; soul</p>",
                "date_published": "2026-04-08T09:00:00-04:00",
                "authors": [{"name": "Cy"}, {}],
            },
            {"id": 8, "title": "no link"},
            "not an item",
        ],
    }
    [entry] = parse_feed(json.dumps(feed).encode(), base_url="https://paper.example/feed.json")
    assert (entry.url, entry.summary, entry.authors) == (
        "https://paper.example/a",
        "Body & soul",
        ("Cy",),
    )
    assert entry.published is not None
    assert entry.published.offset_minutes == -240


def test_half_a_surrogate_pair_costs_no_other_entry() -> None:
    feed = (
        rb'{"items": [{"url": "https://p.example/a", "title": "\ud800 lone"},'
        rb' {"url": "https://p.example/b", "title": "whole \ud83d\ude00"}]}'
    )
    assert [entry.title for entry in parse_feed(feed)] == ["\ufffd lone", "whole 😀"]


@pytest.mark.parametrize("half", ["&#xD800;", "&#xdfff;", "&#55296;", "&#057343;", "&#x0DABC;"])
def test_a_reference_to_half_a_pair_costs_no_entry(half: str) -> None:
    feed = rss(item("https://p.example/a", f"{half} lone &#57344;") + item("https://p.example/b"))
    first, second = parse_feed(feed)
    assert first.title == "\ufffd lone \ue000"
    assert second.title == "A title"


def test_equal_guids_do_not_merge_items() -> None:
    items = "".join(
        item(f"https://paper.example/{n}", rest="<guid isPermaLink='false'>same</guid>")
        for n in range(10)
    )
    assert len(parse_feed(rss(items))) == 10


def test_one_url_twice_is_one_entry() -> None:
    items = item("https://paper.example/a", "first") + item("https://paper.example/a#x", "second")
    assert [entry.title for entry in parse_feed(rss(items))] == ["first"]


def test_items_without_a_usable_link_are_skipped_and_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    items = (
        "<item><title>no link</title></item>"
        + item("javascript:alert(1)")
        + item("https://p.example/a")
    )
    with caplog.at_level(logging.WARNING):
        assert len(parse_feed(rss(items))) == 1
    assert "2 entries without a usable link skipped" in caplog.text


def test_a_future_date_is_kept_with_little_confidence() -> None:
    items = item("https://p.example/a", rest="<pubDate>Fri, 01 Jan 2027 00:10:00 GMT</pubDate>")
    [entry] = parse_feed(rss(items), fetched_at=NOW)
    assert entry.published is not None
    assert entry.published.confidence < 0.5
    assert entry.published.day.isoformat() == "2027-01-01"


@pytest.mark.parametrize("raw", ["", "yesterday", "32 Foo 2026", "Thu, 31 Feb 2026 10:00:00 GMT"])
def test_a_date_that_is_none_leaves_the_entry_undated(raw: str) -> None:
    items = item("https://p.example/a", rest=f"<pubDate>{raw}</pubDate>")
    assert parse_feed(rss(items))[0].published is None


def test_the_outlets_zone_decides_the_day_of_a_utc_date() -> None:
    items = item("https://p.example/a", rest="<pubDate>Thu, 09 Apr 2026 02:00:00 GMT</pubDate>")
    [entry] = parse_feed(rss(items), zone="America/Los_Angeles")
    assert entry.published is not None
    assert entry.published.day.isoformat() == "2026-04-08"


def test_a_search_feed_names_the_publisher_by_its_site() -> None:
    items = item(
        "https://search.example/opaque",
        rest='<source url="https://www.paper.co.uk">The Paper</source>',
    )
    assert parse_feed(rss(items))[0].outlet == "paper.co.uk"


def test_a_broken_feed_gives_what_can_be_read_and_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = rss(item("https://p.example/a") + item("https://p.example/b"))[:-40] + b"<item><ti"
    with caplog.at_level(logging.WARNING):
        entries = parse_feed(broken, base_url="https://p.example/feed")
    assert {entry.url for entry in entries} >= {"https://p.example/a"}
    assert "malformed" in caplog.text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"<!DOCTYPE html><html><body><p>Please log in</p></body></html>", "HTML page"),
        (b"garbage \x00\xff\xfe", "feed"),
        (b'{"error": "quota"}', "without the items"),
        (b'{"items": [', "malformed JSON"),
        (b"\x1f\x8bnot gzip", "damaged gzip"),
        (b"<?xml version='1.0'?><urlset></urlset>", "neither RSS"),
    ],
)
def test_what_is_no_feed_is_refused_with_the_reason(body: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        parse_feed(body, base_url="https://p.example/feed")


def test_an_empty_but_valid_feed_is_no_error() -> None:
    assert parse_feed(rss("")) == []


def test_bytes_that_look_like_a_path_or_url_are_not_opened() -> None:
    for body in (b"/etc/passwd", b"http://127.0.0.1:9/feed", b"file:///etc/passwd"):
        with pytest.raises(FeedError):
            parse_feed(body)


def test_entities_do_not_expand() -> None:
    bomb = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">
      <!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item>
      <title>T &b;&x;</title><link>https://p.example/a</link></item></channel></rss>"""
    [entry] = parse_feed(bomb)
    assert "aaaaaaaaaa" * 4 not in entry.title
    assert "root:" not in entry.title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_declared_encodings_are_read(encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><item>'
        "<title>Überflutung bei Café</title><link>https://p.example/a</link></item></channel></rss>"
    )
    assert parse_feed(text.encode(encoding))[0].title == "Überflutung bei Café"


def test_a_gzipped_feed_is_unpacked() -> None:
    assert len(parse_feed(gzip.compress(rss(item("https://p.example/a"))))) == 1


@settings(max_examples=60)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"<rss><channel><item>", b'{"items":[', b"<feed>"]),
)
def test_no_bytes_crash_the_parser(noise: bytes, start: bytes) -> None:
    for read in (parse_feed, parse_news_sitemap):
        try:
            read(start + noise)
        except FeedError:
            continue


# ---------------------------------------------------------------- sitemaps

NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
 <url><loc> https://p.example/a </loc><lastmod>2026-04-09</lastmod>
  <news:news><news:publication><news:name>Harbour</news:name><news:language>en</news:language>
  </news:publication><news:publication_date>2026-04-08T20:00:00-05:00</news:publication_date>
  <news:title>Gate &amp; wall</news:title></news:news></url>
 <url><loc>https://p.example/b</loc></url>
 <url><lastmod>2026-04-09</lastmod></url>
</urlset>"""


@pytest.mark.parametrize("body", [NEWS, gzip.compress(NEWS), b"\n " + NEWS])
def test_a_news_sitemap_gives_entries(body: bytes) -> None:
    first, second = parse_news_sitemap(body).entries
    assert (first.url, first.title, first.outlet, first.language) == (
        "https://p.example/a",
        "Gate & wall",
        "Harbour",
        "en",
    )
    assert first.published is not None
    assert first.published.day.isoformat() == "2026-04-08"
    assert first.modified is not None
    assert first.modified.precision == "day"
    assert second.title == ""


def test_a_sitemap_index_gives_its_children() -> None:
    found = parse_news_sitemap(
        b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>/news-1.xml.gz</loc><lastmod>2026-04-09T10:00:00Z</lastmod></sitemap>
        <sitemap><loc>ftp://p.example/x</loc></sitemap></sitemapindex>""",
        base_url="https://p.example/sitemap.xml",
    )
    assert [child.url for child in found.children] == ["https://p.example/news-1.xml.gz"]
    assert found.entries == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<html><body>no</body></html>", "HTML page"),
        (b"plain words", "malformed XML|not XML"),
        (b"<rss></rss>", "<rss>"),
    ],
)
def test_what_is_no_sitemap_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        parse_news_sitemap(body)


def test_a_sitemaps_entities_do_not_expand() -> None:
    bomb = b"""<?xml version="1.0"?><!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">
      <!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
      <urlset><url><loc>https://p.example/a</loc><title>T&x;&b;</title></url></urlset>"""
    [entry] = parse_news_sitemap(bomb).entries
    assert "root:" not in entry.title
    assert "aaaa" not in entry.title


def test_a_gzip_bomb_is_cut() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (70 * 1024 * 1024))
    with pytest.raises(FeedError, match="unpacks to more"):
        parse_news_sitemap(bomb)


# ---------------------------------------------------------------- listings

LISTING = b"""<nav><a href="/about">About</a></nav><main>
 <article><a class="pic" href="/a#top"><img></a><h2><a class="t" href="/a">Gate opens</a></h2>
   <time datetime="2026-04-08">8 April</time></article>
 <article><h2><a class="t" href="https://p.example/b">Wall holds</a></h2></article>
</main>"""


def test_a_listing_gives_links_titles_and_dates() -> None:
    first, second = parse_listing(LISTING, "main a", "https://p.example/news")
    assert (first.url, first.title) == ("https://p.example/a", "Gate opens")
    assert first.published is not None
    assert (first.published.day.isoformat(), first.published.precision) == ("2026-04-08", "day")
    assert (second.title, second.published) == ("Wall holds", None)


def test_a_selector_may_name_the_card() -> None:
    found = parse_listing(LISTING, "article h2", "https://p.example/news")
    assert [entry.title for entry in found] == ["Gate opens", "Wall holds"]


@pytest.mark.parametrize(("selector", "reason"), [("main >> a", "bad CSS"), (".gone a", "no link")])
def test_a_selector_that_fails_says_why(selector: str, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        parse_listing(LISTING, selector, "https://p.example/news")
