"""Titles, authors, dates and links out of markup, and which evidence wins."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler.charsets import parse_html
from crawler.dating import Setting, modified_stamp, published_stamp
from crawler.metadata import read_metadata
from crawler.posts import moment_in_path
from crawler.stamps import read_stamp
from crawler.urls import canonical_url, clean_url, day_in_path, outlet_of, site_of
from db.model import Outlet, Stamp

URL = "https://paper.example/news/gate-opens"
NOW = datetime(2026, 4, 10, 12, tzinfo=UTC)


def page(head: str = "", body: str = "", attributes: str = 'lang="en-GB"') -> bytes:
    return (
        f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>".encode()
    )


def ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def published(
    html: bytes, url: str = URL, *, feed: Stamp | None = None, setting: Setting | None = None
) -> Stamp | None:
    tree = parse_html(html)
    given = setting or Setting(fetched_at=NOW)
    return published_stamp(tree, read_metadata(tree, url), url, feed, given)


ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Gate opens",
    "datePublished": "2026-04-08T21:30:00-07:00",
    "dateModified": "2026-04-09T08:00:00Z",
    "author": [{"@type": "Person", "name": "Ann Author"}, "Bo Writer"],
    "inLanguage": "en",
}
META = '<meta property="article:published_time" content="2026-04-07T10:00:00+02:00">'


def test_json_ld_is_found_in_a_graph() -> None:
    graph = {"@graph": [{"@type": "WebSite", "name": "Paper"}, ARTICLE]}
    metadata = read_metadata(parse_html(page(ld(graph))), URL)
    assert metadata.title == "Gate opens"
    assert metadata.authors == ("Ann Author", "Bo Writer")
    assert metadata.jsonld.is_article


def test_an_author_may_be_a_reference_inside_the_graph() -> None:
    graph = [
        {**ARTICLE, "author": {"@id": "#ann"}},
        {"@type": "Person", "@id": "#ann", "name": "Ann Author"},
    ]
    assert read_metadata(parse_html(page(ld(graph))), URL).authors == ("Ann Author",)


def test_the_article_of_this_page_is_told_from_related_ones() -> None:
    other = {**ARTICLE, "headline": "Other", "url": "https://paper.example/other"}
    mine = {**ARTICLE, "headline": "Mine", "mainEntityOfPage": {"@id": URL + "?utm_source=x"}}
    listed = {"@type": "ItemList", "itemListElement": [other]}
    for graph in ([other, mine], [listed, mine], [mine, other]):
        assert read_metadata(parse_html(page(ld(graph))), URL).jsonld.headline == "Mine"


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "datePublished": "2026-04-08"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "datePublished": "2026-04-08"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "a\nb", "datePublished": "2026-04-08",}',
        '{"@type": "NewsArticle", "datePublished": "2026-04-08"}'.replace('"', "&quot;"),
        '{"@type": ["https://schema.org/NewsArticle"], "datePublished": ["2026-04-08"]}',
    ],
)
def test_json_ld_as_sites_really_write_it(script: str) -> None:
    html = page(f'<script type="application/ld+json">{script}</script>')
    found = published(html)
    assert found is not None
    assert found.day.isoformat() == "2026-04-08"


@pytest.mark.parametrize("script", ["", "{", "null", "[1, 2]", '{"@type": 5}', "[" * 3000])
def test_broken_json_ld_is_nothing(script: str) -> None:
    html = page(f'<script type="application/ld+json">{script}</script>')
    assert not read_metadata(parse_html(html), URL).jsonld.is_article


def test_evidence_is_ranked_and_kept() -> None:
    found = published(page(ld(ARTICLE) + META))
    assert found is not None
    assert (found.method, found.evidence) == ("json-ld", "2026-04-08T21:30:00-07:00")
    assert (found.day.isoformat(), found.offset_minutes) == ("2026-04-08", -420)
    assert found.confidence > 0.9
    by_meta = published(page(META))
    assert by_meta is not None
    assert (by_meta.method, by_meta.offset_minutes) == ("meta", 120)


def test_modified_is_never_taken_for_published() -> None:
    html = page(
        '<meta property="article:modified_time" content="2026-04-09T10:00:00Z">',
        '<p>Updated <time datetime="2026-04-09">9 April</time></p>',
    )
    assert published(html) is None
    metadata = read_metadata(parse_html(html), URL)
    changed = modified_stamp(
        metadata, published=None, feed=None, header="", setting=Setting(fetched_at=NOW)
    )
    assert changed is not None
    assert changed.day.isoformat() == "2026-04-09"


def test_a_modification_before_publication_is_dropped() -> None:
    metadata = read_metadata(parse_html(page(ld({**ARTICLE, "dateModified": "2026-04-01"}))), URL)
    stamp = read_stamp("2026-04-08", method="meta", confidence=1)
    assert (
        modified_stamp(metadata, published=stamp, feed=None, header="", setting=Setting()) is None
    )


def test_nothing_is_published_after_it_was_fetched() -> None:
    future = {**ARTICLE, "datePublished": "2027-01-01T00:10:00Z"}
    found = published(page(ld(future) + META))
    assert found is not None
    assert found.method == "meta"


def test_the_url_and_the_feed_fill_the_gap() -> None:
    feed = read_stamp("Wed, 08 Apr 2026 09:00:00 +0200", method="feed", confidence=0.8)
    by_feed = published(page(), feed=feed)
    assert by_feed is not None
    assert by_feed.method == "feed"
    by_url = published(page(), "https://paper.example/2026/04/08/gate")
    assert by_url is not None
    assert (by_url.method, by_url.precision) == ("url", "day")
    both = published(page(), "https://paper.example/2026/04/08/gate", feed=feed)
    assert both is not None
    assert both.precision == "time"


def test_an_earlier_day_in_the_url_outranks_a_republication() -> None:
    found = published(page(ld(ARTICLE)), "https://paper.example/2025/06/13/gate")
    assert found is not None
    assert found.day.isoformat() == "2025-06-13"


def test_a_local_time_on_the_page_gives_the_zone_of_a_moment_in_utc() -> None:
    html = page(
        ld({**ARTICLE, "datePublished": "2026-04-09T01:09:55Z"}),
        '<main><time datetime="2026-04-08 18:09:55">6:09 p.m.</time></main>',
    )
    found = published(html)
    assert found is not None
    assert (found.day.isoformat(), found.offset_minutes) == ("2026-04-08", -420)


def test_the_outlets_zone_decides_the_day() -> None:
    html = page(ld({**ARTICLE, "datePublished": "2026-04-09T02:00:00Z"}))
    found = published(html, setting=Setting(zone="America/New_York"))
    assert found is not None
    assert found.day.isoformat() == "2026-04-08"


def test_a_visible_dateline_is_the_last_resort_and_prose_is_none() -> None:
    dateline = published(page(body="<h1>Gate</h1><div class='date'>April 8, 2026</div><p>It.</p>"))
    assert dateline is not None
    assert (dateline.method, dateline.confidence < 0.7) == ("text", True)
    prose = (
        "<p>" + "The gate, which the council had ordered on June 12, 2025, opened. " * 3 + "</p>"
    )
    assert published(page(body=f"<h1>Gate</h1>{prose}")) is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<p class='meta'>Posted 8 April 2026 by Ann</p>", "2026-04-08"),
        ("<span>08.04.2026, 14:03</span>", "2026-04-08"),
        ("<p>8 avril 2026</p>", "2026-04-08"),
        ("<p>2026年4月8日 09:00</p>", "2026-04-08"),
        ("<p>Harbour (8.4.2026). " + "The gate opened in the morning. " * 6 + "</p>", "2026-04-08"),
        ("<p>Updated 9 April 2026</p><p>Written 8 April 2026</p>", "2026-04-08"),
        ("<div class='teaser'>3 April 2026</div><p class='date'>8 April 2026</p>", "2026-04-08"),
        ("<p>On April 8, 2026, " + "the gate opened as planned. " * 6 + "</p>", None),
        ("<p>Updated 9 April 2026</p>", None),
    ],
)
def test_a_dateline_below_the_headline(line: str, day: str | None) -> None:
    head = "<title>The fourth gate opens</title>"
    found = published(page(head, f"<h1>The fourth gate opens</h1>{line}<p>{'Words. ' * 30}</p>"))
    assert (found.day.isoformat() if found else None) == day


def test_a_lone_year_is_not_the_first_of_january() -> None:
    assert published(page(body="<p>Words.</p><footer>© 2024 Paper</footer>")) is None


def test_dates_of_related_articles_are_not_this_ones() -> None:
    related = '<aside class="related"><time datetime="2026-04-01">1 April</time></aside>'
    assert published(page(body=f"<main><h1>Gate</h1><p>Words.</p></main>{related}")) is None


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Gate opens | Paper</title>", "<h1>Gate opens</h1>", "Gate opens"),
        ('<title>x</title><meta property="og:title" content="Gate opens">', "", "Gate opens"),
        ("<title>Gate opens | The Paper</title>", "", "Gate opens"),
        (
            '<title>Gate opens - Paper</title><meta property="og:site_name" content="Paper">',
            "<h1>Paper</h1>",
            "Gate opens",
        ),
        ("<title>Gate opens: a long story</title>", "", "Gate opens: a long story"),
        ("", "", ""),
    ],
)
def test_the_title_is_the_headline_without_the_site(head: str, body: str, title: str) -> None:
    assert read_metadata(parse_html(page(head, body)), URL).title == title


@pytest.mark.parametrize(
    ("raw", "day", "precision", "offset"),
    [
        ("2026-04-08T13:00:00+0530", "2026-04-08", "time", 330),
        ("2026-04-08", "2026-04-08", "day", 0),
        ("2026-04-08T00:00:00Z", "2026-04-08", "day", 0),
        ("2026-04", "2026-04-01", "month", 0),
        ("1775653200", "2026-04-08", "time", 0),
        ("Wed, 08 Apr 2026 22:00:00 EST", "2026-04-08", "time", -300),
        ("8. April 2026", "2026-04-08", "day", 0),
        ("8 avril 2026", "2026-04-08", "day", 0),
        ("2026年4月8日", "2026-04-08", "day", 0),
        ("08/04/2026", "2026-04-08", "day", 0),
    ],
)
def test_dates_as_written(raw: str, day: str, precision: str, offset: int) -> None:
    stamp = read_stamp(raw, method="meta", confidence=1)
    assert stamp is not None
    assert (stamp.day.isoformat(), stamp.precision, stamp.offset_minutes) == (
        day,
        precision,
        offset,
    )
    assert stamp.evidence == raw


@pytest.mark.parametrize(
    "raw", ["", "today", "$14 billion", "100M", "2026-13-01", "2026-02-31", "1969-01-01", "x" * 99]
)
def test_what_is_no_date(raw: str) -> None:
    assert read_stamp(raw, method="meta", confidence=1) is None


def test_american_pages_write_the_month_first() -> None:
    stamp = read_stamp("04/08/2026", method="meta", confidence=1, day_first=False)
    assert stamp is not None
    assert stamp.day.isoformat() == "2026-04-08"


# ---------------------------------------------------------------- URLs


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://Paper.example:443/a?utm_source=x&id=4#top", "https://paper.example/a?id=4"),
        ("http://m.paper.example/a/amp/?f=rss", "http://paper.example/a"),
        ("https://www.paper.example/a.amp.html", "https://www.paper.example/a.html"),
        ("https://paper.example/a?amp=1&cid=9", "https://paper.example/a?cid=9"),
        ("https://paper.example", "https://paper.example/"),
        ("https://www.google.com/amp/s/paper.example/a.amp", "https://paper.example/a"),
        ("https://paper-example.cdn.ampproject.org/c/s/paper.example/a", "https://paper.example/a"),
        ("https://paper.example/a;jsessionid=8F?id=4", "https://paper.example/a?id=4"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
        ("http://[2001:DB8::1]:8000/a", "http://[2001:db8::1]:8000/a"),
    ],
)
def test_a_url_without_what_only_says_how_one_got_there(url: str, clean: str) -> None:
    assert clean_url(url) == clean
    assert clean_url(clean) == clean


def test_a_canonical_link_is_followed_within_the_site_and_not_home() -> None:
    assert canonical_url(URL + "?ref_src=x", "/news/gate") == "https://paper.example/news/gate"
    assert canonical_url(URL, "https://www.paper.example/b") == "https://www.paper.example/b"
    assert canonical_url(URL, "https://elsewhere.example/b") == URL
    assert canonical_url(URL, "https://paper.example/") == URL
    assert canonical_url(URL, "javascript:void(0)") == URL


def test_a_canonical_link_is_not_followed_to_the_section() -> None:
    own = "https://paper.example/news/gate-opens-early"
    assert canonical_url(own, "https://paper.example/news/") == own
    assert canonical_url(own + "/2", own) == own
    assert canonical_url("https://paper.example/news/4711/print", "/news/4711").endswith("/4711")
    kept = "https://www.google.com/amp/s/paper.example/news/gate-opens-early"
    assert canonical_url(kept, own) == own


def test_the_declared_outlet_with_the_longest_match_is_the_publisher() -> None:
    outlets = (
        Outlet(domain="paper.example", name="P"),
        Outlet(domain="lab.paper.example", name="L"),
    )
    assert outlet_of("https://blog.lab.paper.example/a", outlets) == "lab.paper.example"
    assert outlet_of("https://www.paper.example/a", outlets) == "paper.example"
    assert outlet_of("https://news.other.co.uk/a", outlets) == "other.co.uk"
    assert outlet_of("https://notpaper.example/a", outlets) == "notpaper.example"
    assert site_of("http://127.0.0.1:80/x") == "127.0.0.1"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/04/08/x", "2026-04-08"),
        ("/2026/4/8/x", "2026-04-08"),
        ("/x-20260408.html", "2026-04-08"),
        ("/x-2026-04-08", "2026-04-08"),
        ("/2026/04/08-three-things", "2026-04-08"),
        ("/2026/04/18.html", "2026-04-18"),
        ("/world/2026/apr/8/three-things", "2026-04-08"),
        ("/2026/April/18/x", "2026-04-18"),
        ("/2026/april-fools/1/x", ""),
        ("/2026/04/3-things-to-know", ""),
        ("/2026/04/10-things-to-know", ""),
        ("/2026/04/x", ""),
        ("/id1202604081", ""),
        ("/2026/13/08/x", ""),
    ],
)
def test_the_day_in_a_path(path: str, day: str) -> None:
    assert day_in_path("https://paper.example" + path) == day


@pytest.mark.parametrize(
    ("url", "moment"),
    [
        # The first two numbers are the examples with which these layouts are explained.
        ("https://discord.com/channels/1/2/175928847299117063", "2016-04-30T11:18:25Z"),
        ("https://x.com/someone/status/1541815603606036480", "2022-06-28T16:07:40Z"),
        ("https://mobile.twitter.com/a/status/1541815603606036480/photo/1", "2022-06-28T16:07:40Z"),
        ("https://social.example/@someone/114000000000000000", "2025-02-14T02:59:13Z"),
        ("https://x.com/someone/status/20", ""),
        ("https://x.com/someone", ""),
        ("https://paper.example/status/1541815603606036480", ""),
    ],
)
def test_the_moment_in_the_number_of_a_post(url: str, moment: str) -> None:
    assert moment_in_path(url) == moment
