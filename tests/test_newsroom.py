"""The newsroom of our own: what it serves, how it serves it, and what its content promises."""

from __future__ import annotations

import calendar
import html
import http.client
import json
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup
from lxml import etree

import schedules.newsroom as package
from schedules.config import load_topic
from schedules.newsroom import TOPIC_FILE, Newsroom
from schedules.newsroom.outlets import Publisher, Story, load_publishers
from schedules.newsroom.site import TEMPLATES, build_site

PACKAGE = Path(package.__file__).parent
PUBLISHERS = load_publishers()
BY_DOMAIN = {publisher.domain: publisher for publisher in PUBLISHERS}
TOPIC = load_topic(TOPIC_FILE)
MORNING = datetime(2026, 4, 9, 9, 20, tzinfo=UTC)
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DATED = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Aug|Sept|Oct|Nov|Dec|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|quarter|20\d\d)\b"
)


class Reply(NamedTuple):
    status: int
    headers: Message
    body: bytes


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(clock=lambda: MORNING) as running:
        yield running


@pytest.fixture
def trouble() -> Iterator[Newsroom]:
    with Newsroom(misbehaving=True, clock=lambda: MORNING) as running:
        yield running


def get(newsroom: Newsroom, url: str, timeout: float = 5, **headers: str) -> Reply:
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({"http": newsroom.proxy_url}),
    )
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with opener.open(urllib.request.Request(url, headers=named), timeout=timeout) as answer:
            return Reply(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, error.headers, error.read())


def channel_url(publisher: Publisher) -> str:
    return f"http://{publisher.domain}{publisher.channel.path}"


def links(publisher: Publisher, body: bytes) -> list[str]:
    """Absolute addresses in a channel, without the trackers some feeds add."""
    kind = publisher.channel.kind
    if kind == "json_feed":
        found = [item["url"] for item in json.loads(body)["items"]]
    elif kind == "news_sitemap":
        found = [element.text or "" for element in etree.fromstring(body).iter(f"{SITEMAP}loc")]
    elif kind == "listing":
        selector = next(
            source.article_links for source in TOPIC.sources if source.outlet == publisher.domain
        )
        found = [str(a["href"]) for a in BeautifulSoup(body, "lxml").select(selector)]
    else:
        found = [entry.link for entry in feedparser.parse(body).entries]
    return [urljoin(channel_url(publisher), link).partition("?")[0] for link in found]


def all_stories(edition: int = 2) -> list[tuple[Publisher, Story]]:
    return [(publisher, s) for publisher in PUBLISHERS for s in publisher.edition(edition)]


# ---------------------------------------------------------------- what is served


@pytest.mark.parametrize("domain", sorted(BY_DOMAIN))
def test_channel_lists_every_story_and_every_link_answers(newsroom: Newsroom, domain: str) -> None:
    publisher = BY_DOMAIN[domain]
    listed = links(publisher, get(newsroom, channel_url(publisher)).body)
    dead = {extra.path: extra.status for extra in publisher.channel.extras}
    assert {story.url for story in publisher.edition(1)} <= set(listed)
    assert len(set(listed)) == len(listed)
    for url in listed:
        assert get(newsroom, url).status == dead.get(urlsplit(url).path, 200), url


@pytest.mark.parametrize(
    "domain", sorted(p.domain for p in PUBLISHERS if p.channel.kind != "listing")
)
def test_channel_is_well_formed_and_carries_the_dates(domain: str) -> None:
    publisher = BY_DOMAIN[domain]
    response = build_site(PUBLISHERS, 1, MORNING)[domain, publisher.channel.path]
    dates = {story.url: story.published.moment for story in publisher.edition(1) if story.published}
    if publisher.channel.kind == "json_feed":
        shown = {
            item["url"]: datetime.fromisoformat(item["date_published"])
            for item in json.loads(response.body)["items"]
        }
    elif publisher.channel.kind == "news_sitemap":
        root = etree.fromstring(response.body)
        shown = {
            url.findtext(f"{SITEMAP}loc"): datetime.fromisoformat(
                url.findtext(f".//{NEWS}publication_date")
            )
            for url in root
        }
        assert all(url.findtext(f".//{NEWS}title") for url in root)
    else:
        feed = feedparser.parse(
            response.body, response_headers={"content-type": response.content_type}
        )
        assert not feed.bozo, feed.get("bozo_exception")
        paths = {entry.link.partition("?")[0]: entry for entry in feed.entries}
        shown = {
            urljoin(channel_url(publisher), link): datetime.fromtimestamp(
                calendar.timegm(entry.published_parsed), UTC
            )
            for link, entry in paths.items()
            if "published" in entry and urlsplit(link).path not in _extra_paths(publisher)
        }
    assert shown == dates


def _extra_paths(publisher: Publisher) -> set[str]:
    return {extra.path for extra in publisher.channel.extras}


def test_one_feed_is_latin_1_and_says_so(newsroom: Newsroom) -> None:
    publisher = next(p for p in PUBLISHERS if p.channel.encoding == "iso-8859-1")
    reply = get(newsroom, channel_url(publisher))
    assert reply.headers.get_content_charset() == "iso-8859-1"
    assert reply.body.startswith(b'<?xml version="1.0" encoding="iso-8859-1"?>')
    with pytest.raises(UnicodeDecodeError):
        reply.body.decode("utf-8")
    titles = feedparser.parse(reply.body).entries
    assert any("–" in entry.title + entry.summary for entry in titles)  # not in Latin-1 itself


def test_one_feed_has_relative_and_one_has_tracked_links(newsroom: Newsroom) -> None:
    styles = {p.channel.links: p for p in PUBLISHERS}
    relative = feedparser.parse(get(newsroom, channel_url(styles["relative"])).body)
    assert all(entry.link.startswith("/") for entry in relative.entries)
    tracked = feedparser.parse(get(newsroom, channel_url(styles["tracked"])).body)
    assert all("?utm_source=" in entry.link for entry in tracked.entries)
    assert get(newsroom, tracked.entries[0].link).status == 200


def test_robots_allow_all_but_one_path(newsroom: Newsroom) -> None:
    rules = {d: get(newsroom, f"http://{d}/robots.txt").body.decode() for d in BY_DOMAIN}
    closed = [domain for domain, text in rules.items() if "Disallow: /" in text]
    assert len(closed) == 1
    publisher = BY_DOMAIN[closed[0]]
    listed = links(publisher, get(newsroom, channel_url(publisher)).body)
    assert [url for url in listed if urlsplit(url).path.startswith(publisher.disallow)]


def test_the_live_page_changes_with_the_hour_and_nothing_else_does() -> None:
    before = build_site(PUBLISHERS, 1, MORNING)
    same_hour = build_site(PUBLISHERS, 1, MORNING.replace(minute=59))
    later = build_site(PUBLISHERS, 1, MORNING.replace(hour=10))
    live = next((p.domain, p.live.path) for p in PUBLISHERS if p.live)
    assert before == same_hour
    assert {key for key in before if before[key] != later[key]} == {live}
    assert b"05:00" in before[live].body and b"06:00" in later[live].body  # the outlet's clock


def test_the_clock_is_asked_at_each_request() -> None:
    hours = iter([MORNING, MORNING.replace(hour=10)])
    live = next(f"http://{p.domain}{p.live.path}" for p in PUBLISHERS if p.live)
    with Newsroom(clock=lambda: next(hours)) as newsroom:
        assert get(newsroom, live).body != get(newsroom, live).body


# ---------------------------------------------------------------- how it is served


def test_unknown_hosts_and_tunnels_are_refused(newsroom: Newsroom) -> None:
    assert get(newsroom, "http://elsewhere.example/").status == 502
    assert get(newsroom, "http://courier.example.org/feed.xml").status == 502
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=5)
    connection.request("CONNECT", "courier.example:443")
    assert connection.getresponse().status == 502
    connection.close()


def test_missing_page_is_404(newsroom: Newsroom) -> None:
    reply = get(newsroom, "http://courier.example/nothing/here")
    assert reply.status == 404
    assert "ETag" not in reply.headers


def test_origin_form_and_keep_alive(newsroom: Newsroom) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=5)
    local_ports = set()
    for path in ("/feed.xml", "/robots.txt", "/nothing"):
        connection.request("GET", path, headers={"Host": "courier.example"})
        answer = connection.getresponse()
        assert len(answer.read()) == int(answer.headers["Content-Length"])
        local_ports.add(connection.sock.getsockname()[1])
    connection.close()
    assert len(local_ports) == 1
    assert newsroom.requests[0].url == "http://courier.example/feed.xml"


def test_head_sends_the_headers_of_get_and_no_body(newsroom: Newsroom) -> None:
    whole = get(newsroom, "http://courier.example/feed.xml")
    connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=5)
    connection.request("HEAD", "http://courier.example/feed.xml")
    answer = connection.getresponse()
    assert answer.read() == b""
    assert answer.headers["ETag"] == whole.headers["ETag"]
    assert int(answer.headers["Content-Length"]) == len(whole.body)
    connection.close()


def test_second_visit_with_tags_transfers_nothing(newsroom: Newsroom) -> None:
    urls = [channel_url(p) for p in PUBLISHERS] + [s.url for _, s in all_stories(1)]
    for url in urls:
        tag = get(newsroom, url).headers["ETag"]
        again = get(newsroom, url, If_None_Match=tag)
        assert (again.status, again.body) == (304, b""), url
        assert again.headers["ETag"] == tag


def test_if_modified_since(newsroom: Newsroom) -> None:
    url = "http://courier.example/feed.xml"
    stamp = get(newsroom, url).headers["Last-Modified"]
    assert get(newsroom, url, If_Modified_Since=stamp).status == 304
    assert get(newsroom, url, If_Modified_Since="Mon, 02 Jun 2025 00:00:00 GMT").status == 200
    assert get(newsroom, url, If_Modified_Since="some time ago").status == 200
    # The tag outranks the time.
    both = get(newsroom, url, If_Modified_Since=stamp, If_None_Match='"another"')
    assert both.status == 200


def test_undated_page_has_no_date_anywhere_in_head_or_layout(newsroom: Newsroom) -> None:
    publisher, story = next((p, s) for p, s in all_stories() if s.published is None)
    reply = get(newsroom, story.url)
    assert reply.headers["Last-Modified"] is None
    rest = html.unescape(reply.body.decode())
    for paragraph in story.paragraphs:
        rest = rest.replace(paragraph, "")
    assert not DATED.search(rest)
    entry = next(
        e
        for e in feedparser.parse(get(newsroom, channel_url(publisher)).body).entries
        if urlsplit(e.link).path == story.path
    )
    assert "published" not in entry and "updated" not in entry


def test_requests_are_counted_from_many_threads(newsroom: Newsroom) -> None:
    url = "http://courier.example/feed.xml"
    threads = [threading.Thread(target=get, args=(newsroom, url)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert newsroom.counts == Counter({url: 20})
    newsroom.forget_requests()
    get(newsroom, url + "?page=2")
    assert [(r.method, r.url, r.status) for r in newsroom.requests] == [
        ("GET", url + "?page=2", 200)
    ]


def test_stops_at_once_and_can_start_again() -> None:
    newsroom = Newsroom()
    with pytest.raises(RuntimeError):
        _ = newsroom.port
    newsroom.start()
    idle = socket.create_connection(("127.0.0.1", newsroom.port))  # an idle kept-alive client
    began = time.monotonic()
    newsroom.stop()
    newsroom.stop()
    assert time.monotonic() - began < 2
    idle.close()
    newsroom.start()
    assert get(newsroom, "http://courier.example/robots.txt").status == 200
    newsroom.stop()


# ---------------------------------------------------------------- the second edition


def test_second_edition_adds_stories_and_mends_one(newsroom: Newsroom) -> None:
    first = {s.url: s for _, s in all_stories(1)}
    tags = {url: get(newsroom, url).headers["ETag"] for url in first}
    feed_tags = {d: get(newsroom, channel_url(p)).headers["ETag"] for d, p in BY_DOMAIN.items()}
    before = newsroom.as_of
    assert newsroom.advance() == 2
    assert newsroom.advance() == 2
    assert newsroom.as_of > before

    second = {s.url: s for _, s in all_stories(2)}
    added = second.keys() - first.keys()
    assert len(added) == 4
    assert all(get(newsroom, url).status == 200 for url in added)

    mended = [url for url in first if second[url].modified != first[url].modified]
    assert len(mended) == 1
    reply = get(newsroom, mended[0], If_None_Match=tags[mended[0]])
    assert reply.status == 200
    old, new = next(s.revision for _, s in all_stories(1) if s.revision).replacements[0]
    assert old not in reply.body.decode() and new in reply.body.decode()
    assert "Correction" in reply.body.decode()
    publisher = BY_DOMAIN[urlsplit(mended[0]).netloc]  # whose feed tells of the change
    assert get(newsroom, channel_url(publisher)).headers["ETag"] != feed_tags[publisher.domain]
    entries = feedparser.parse(get(newsroom, channel_url(publisher)).body).entries
    assert [e.link.partition("?")[0] for e in entries if "updated" in e] == mended
    modified = BeautifulSoup(reply.body, "lxml").select_one("[property='article:modified_time']")
    assert modified is not None and str(modified["content"]) > "2026-08"


def test_stories_of_the_second_edition_are_not_there_before(newsroom: Newsroom) -> None:
    first = {s.url for _, s in all_stories(1)}
    for url in {s.url for _, s in all_stories(2)} - first:
        assert get(newsroom, url).status == 404


# ---------------------------------------------------------------- content


def test_size_of_the_newsroom() -> None:
    assert len(PUBLISHERS) == 12
    assert 40 <= len(all_stories(1)) <= 50
    assert {p.tier for p in PUBLISHERS} == {"primary", "wire", "outlet", "blog"}
    assert {p.channel.kind for p in PUBLISHERS} == {
        "rss", "atom", "json_feed", "news_sitemap", "listing",
    }  # fmt: skip


def test_bodies_have_the_length_of_news_and_dates_to_find() -> None:
    for _, story in all_stories():
        if story.flaw == "consent_wall":
            continue
        words = len(" ".join(story.paragraphs).split())
        assert 120 <= words <= 350, (story.url, words)
        assert len(DATED.findall(" ".join(story.paragraphs))) >= 1, story.url


def test_every_template_is_used() -> None:
    layouts = {f"{p.template}.html.j2" for p in PUBLISHERS}
    channels = {f"{p.channel.kind}.xml.j2" for p in PUBLISHERS} - {
        "json_feed.xml.j2", "listing.xml.j2",
    }  # fmt: skip
    other = {"consent.html.j2", "index.html.j2", "live.html.j2", "notice.html.j2"}
    assert len(layouts) == 5
    assert {path.name for path in TEMPLATES.glob("*.j2")} == layouts | channels | other


def test_paragraphs_stand_on_their_page_and_on_copies_only() -> None:
    site = build_site(PUBLISHERS, 2, MORNING)
    pages = {
        s.url: " ".join(BeautifulSoup(_decoded(site[p.domain, s.path].body), "lxml").text.split())
        for p, s in all_stories()
    }
    family = {s.url: s.copy_of or s.url.removeprefix("http://") for _, s in all_stories()}
    for _, story in all_stories():
        if story.flaw == "consent_wall":
            continue
        for paragraph in story.paragraphs:
            text = " ".join(paragraph.split())
            found = {family[url] for url, page in pages.items() if text in page}
            assert found == {family[story.url]}, (story.url, text[:60])
            assert text in pages[story.url]


def _decoded(body: bytes) -> str:
    return body.decode("utf-8")


def test_syndicated_copies_credit_the_wire() -> None:
    wire = next(p for p in PUBLISHERS if p.tier == "wire")
    copies = [(p, s) for p, s in all_stories() if s.copy_of]
    assert len({p.domain for p, _ in copies}) >= 3
    assert any(s.trim for _, s in copies) and not all(s.trim for _, s in copies)
    for _, story in copies:
        assert story.copy_of.startswith(wire.domain)
        assert f"({wire.name})" in story.paragraphs[0]


def test_broken_pages_are_broken_in_their_own_way(newsroom: Newsroom) -> None:
    broken = {s.flaw: (s, get(newsroom, s.url)) for _, s in all_stories(1) if s.flaw}
    assert set(broken) == {"wrong_charset", "consent_wall", "unclosed"}

    story, reply = broken["wrong_charset"]
    assert reply.headers.get_content_charset() == "iso-8859-1"
    assert "charset=iso-8859-1" in reply.body.decode("utf-8")
    assert "“" in reply.body.decode("utf-8") and "“" not in reply.body.decode("iso-8859-1")

    story, reply = broken["consent_wall"]
    assert reply.status == 200
    assert story.title not in reply.body.decode() and b"cookies" in reply.body

    story, reply = broken["unclosed"]
    assert b"</html>" not in reply.body.lower() and b"</p>" not in reply.body.lower()
    assert story.paragraphs[-1] in reply.body.decode()


def test_outlets_contradict_each_other() -> None:
    text = " ".join(" ".join(s.paragraphs) for _, s in all_stories())
    for one, other in [
        ("launched Muse Spark, the first model from its superintelligence laboratory, on Thursday "
         "9 April", "April 8 (National Wire) - Meta Platforms on Wednesday released Muse Spark"),
        ("$14.3 billion", "$14bn"),
        ("about $15 billion", "$14.3 billion"),
        ("under an open-source license", "Muse Spark is proprietary"),
        ("Meta Superintelligence Labs in September 2025", "Meta Superintelligence Labs on Tuesday, "
         "July 1"),
        ("about 600 employees", "roughly 500 people"),
        ("had been due in March 2026", "to at least May"),
    ]:  # fmt: skip
        assert one in text, one
        assert other in text, other


def test_topic_file_declares_exactly_this_newsroom() -> None:
    declared = {o.domain: (o.name, o.tier, o.zone) for o in TOPIC.outlets}
    assert declared == {p.domain: (p.name, p.tier, p.zone) for p in PUBLISHERS}
    kinds = {"rss": "feed", "atom": "feed", "json_feed": "feed"}
    assert {(s.outlet, s.url, s.kind) for s in TOPIC.sources} == {
        (p.domain, channel_url(p), kinds.get(p.channel.kind, p.channel.kind)) for p in PUBLISHERS
    }


def test_the_story_is_data_and_not_code() -> None:
    names = {name for names in TOPIC.aliases.items() for name in (names[0], *names[1])}
    names |= {p.name for p in PUBLISHERS} | {p.domain for p in PUBLISHERS}
    for path in PACKAGE.glob("*.py"):
        code = path.read_text(encoding="utf-8")
        assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", code)], path


# ---------------------------------------------------------------- hosts that misbehave


def test_misbehaving_hosts_are_opt_in(newsroom: Newsroom) -> None:
    assert get(newsroom, "http://error.example/").status == 502


@pytest.mark.parametrize(
    "host",
    ["slow", "broken-feed", "html-feed", "empty", "error", "forbidden", "truncated", "moved",
     "nodate"],
)  # fmt: skip
def test_each_lets_robots_in(trouble: Newsroom, host: str) -> None:
    reply = get(trouble, f"http://{host}.example/robots.txt")
    assert (reply.status, reply.body) == (200, b"User-agent: *\nDisallow:\n")


def test_slow_host_never_finishes_but_stops_with_the_server() -> None:
    with Newsroom(misbehaving=True) as newsroom:
        with pytest.raises(TimeoutError):
            get(newsroom, "http://slow.example/feed.xml", timeout=0.3)
        hanging = socket.create_connection(("127.0.0.1", newsroom.port), timeout=5)
        hanging.sendall(b"GET http://slow.example/ HTTP/1.1\r\nHost: slow.example\r\n\r\n")
        assert hanging.recv(20).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
    assert time.monotonic() - began < 2
    hanging.close()


def test_truncated_host_closes_before_the_promised_length(trouble: Newsroom) -> None:
    with pytest.raises(http.client.IncompleteRead) as caught:
        get(trouble, "http://truncated.example/feed.xml")
    assert caught.value.partial.startswith(b"<?xml") and caught.value.expected


def test_broken_feed_is_half_an_item_and_garbage(trouble: Newsroom) -> None:
    reply = get(trouble, "http://broken-feed.example/feed.xml")
    assert reply.status == 200
    assert reply.body.count(b"<item>") == 1 and b"</item>" not in reply.body
    assert feedparser.parse(reply.body).bozo


def test_wrong_answers_come_with_their_status(trouble: Newsroom) -> None:
    page = get(trouble, "http://html-feed.example/feed.xml")
    assert page.status == 200 and page.headers.get_content_type() == "text/html"
    assert get(trouble, "http://empty.example/feed.xml")[::2] == (200, b"")
    assert get(trouble, "http://error.example/feed.xml").status == 500
    wall = get(trouble, "http://forbidden.example/feed.xml")
    assert wall.status == 403 and b"JavaScript" in wall.body


def test_moved_host_turns_in_a_circle(trouble: Newsroom) -> None:
    assert get(trouble, "http://moved.example/feed.xml").status == 301  # urllib gives up
    assert trouble.counts["http://moved.example/there"] > 1


def test_nodate_host_has_no_date_in_feed_or_pages(trouble: Newsroom) -> None:
    feed = feedparser.parse(get(trouble, "http://nodate.example/feed.xml").body)
    assert not feed.bozo and len(feed.entries) == 2
    for entry in feed.entries:
        assert "published" not in entry and "updated" not in entry
        reply = get(trouble, entry.link)
        assert reply.status == 200 and reply.headers["Last-Modified"] is None
        assert b"<time" not in reply.body
        assert not re.search(rb"20\d\d", reply.body)
