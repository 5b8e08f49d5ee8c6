"""Where coverage comes from, as a user sees it: sources, probe, discover, backfill, coverage."""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from db.host_writes import HostPause
from db.store import Store
from schedules.config import parse_topic
from tests.conftest import Run
from tests.web import NOT_FOUND, Reply, Web, page, serving
from timeline.publish.coverage import coverage_map, to_json, to_svg, to_text

FEED = """<rss version="2.0"><channel>
<item><title>Harbour bridge closed</title><link>/a</link>
<pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate></item>
<item><title>Apple cake</title><link>/b</link></item></channel></rss>"""
NEWS = """<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{0}/a</loc>
<n:news><n:title>Harbour bridge closed</n:title></n:news></url></urlset>"""


def courier(path: str, _: dict[str, str]) -> Reply:
    base = "http://courier.example"
    texts = {
        "/": '<html><link rel="alternate" type="application/rss+xml" href="/our/feed"><p>Hello</p>',
        "/our/feed": FEED,
        "/hidden/news.xml": NEWS.format(base),
        "/sitemap_index.xml": f"<sitemapindex><sitemap><loc>{base}/m-2026-03.xml</loc></sitemap>"
        "</sitemapindex>",
        "/m-2026-03.xml": f"<urlset><url><loc>{base}/harbour-bridge-closed-again</loc></url>"
        "</urlset>",
    }
    if path in texts:
        kind = "text/html" if path == "/" else "application/xml"
        return Reply(body=texts[path].encode(), content_type=kind)
    return page("Harbour bridge closed again") if "bridge" in path else NOT_FOUND


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with serving({"courier.example": courier}) as served:
        served.robots = b"User-agent: *\nDisallow: /private\nSitemap: /hidden/news.xml\n"
        yield served


@pytest.fixture
def folder(tmp_path: Path, web: Web) -> Path:
    (tmp_path / "storyline.toml").write_text(
        f'name = "Bridge"\nterms = ["harbour bridge"]\nproxy = "{web.proxy_url}"\n'
        'since = "2026-02"\n'
        '[[sources]]\nname = "feed"\nkind = "feed"\nurl = "http://courier.example/our/feed"\n'
        'archive = "http://courier.example/sitemap_index.xml"\n'
        '[[sources]]\nname = "page"\nkind = "feed"\nurl = "http://courier.example/"\n'
        'enabled = false\nnote = "no feed"\n'
    )
    return tmp_path


def test_a_probe_explains_what_a_source_gives_and_keeps_nothing(
    folder: Path, storyline: Run
) -> None:
    said = storyline("sources", "--probe", "feed", cwd=folder).stdout
    assert "feed: ok" in said
    assert "2 entries: 2 with a title, 1 with a date, 0 with a summary, 1 on topic" in said
    assert "newest 2026-03-02 09:00 UTC" in said
    wrong = storyline("sources", "--probe", "page", cwd=folder, expect=1).stdout
    assert "HTML page where a feed should be" in wrong
    assert not (folder / "timeline.db").exists()
    listed = storyline("sources", cwd=folder).stdout
    assert "feed: never run" in listed
    assert "note: no feed" in listed


def test_a_host_that_asked_for_patience_is_left_alone_by_looks_too(
    folder: Path, storyline: Run, web: Web
) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)
    with Store(folder / "timeline.db") as store:
        pause = HostPause(refusals=1, not_before=until, reason="HTTP 429")
        store.pause_host("courier.example", pause)
    before = len(web.asked)
    probed = storyline("sources", "--probe", "feed", cwd=folder, expect=1).stdout
    assert "feed: waits: HTTP 429; courier.example is not asked again before 20" in probed
    looked = storyline("sources", "discover", "http://courier.example/", cwd=folder, expect=1)
    assert "courier.example is not asked again before 20" in looked.stderr
    assert len(web.asked) == before


def test_discovered_feeds_and_sitemaps_can_be_pasted(folder: Path, storyline: Run) -> None:
    found = storyline("sources", "discover", "http://courier.example/", cwd=folder).stdout
    pasted = parse_topic(f'name = "B"\nterms = ["b"]\n{found}', "pasted")
    assert {source.url: source.kind for source in pasted.sources} == {
        "http://courier.example/our/feed": "feed",
        "http://courier.example/hidden/news.xml": "news_sitemap",
    }
    assert '# archive = "http://courier.example/sitemap_index.xml"' in found
    assert tomllib.loads(found)["outlets"][0]["domain"] == "courier.example"


def test_a_backfill_tells_how_far_it_is(folder: Path, storyline: Run) -> None:
    storyline("backfill", "--source", "page", cwd=folder, expect=1)
    done = storyline("backfill", cwd=folder).stdout
    assert "feed: ok: 2 answers, 1 entries, 1 new" in done
    assert "feed: 2 of 2 requests done, 1 entries since 2026-02-01" in done
    assert "2 of 2" in storyline("backfill", "--status", cwd=folder).stdout
    drawn = storyline("coverage", cwd=folder).stdout
    assert "courier.example              1  ·····1" in drawn
    assert "weeks without any article: 2026-W05 to 2026-W09" in drawn
    status = storyline("status", cwd=folder).stdout
    assert "page: off" in status


# ---------------------------------------------------------------- the map


def test_the_map_shows_weeks_without_coverage() -> None:
    days = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 20), None]
    found = coverage_map([("a.example", day) for day in days], expected=["quiet.example"])
    assert [row.outlet for row in found.rows] == ["a.example", "quiet.example"]
    assert found.rows[0].counts == (2, 0, 0, 1)
    assert found.rows[0].undated == 1
    assert found.gaps == [(date(2026, 1, 5), date(2026, 1, 12))]
    text = to_text(found)
    assert "2··1  (1 undated)" in text
    assert text.endswith("weeks without any article: 2026-W02 to 2026-W03")
    whole = json.loads(to_json(found))
    assert whole["weeks"] == ["2026-W01", "2026-W02", "2026-W03", "2026-W04"]
    assert whole["outlets"][0]["weeks"] == {"2026-W01": 2, "2026-W04": 1}
    svg = etree.fromstring(to_svg(found).encode())
    assert len(svg.findall("{*}rect/{*}title")) == 8
    assert to_text(coverage_map([])) == "no articles yet"


def test_an_outlets_name_is_inert_in_the_picture() -> None:
    svg = to_svg(coverage_map([("<script>alert(1)</script>", date(2026, 1, 1))]))
    assert "<script>" not in svg


def test_the_demo_has_a_coverage_map(
    demo: tuple[Path, subprocess.CompletedProcess[str]], storyline: Run, tmp_path: Path
) -> None:
    text = storyline("--db", demo[0], "coverage", cwd=tmp_path).stdout
    assert "nationalwire.example" in text
    svg = storyline("--db", demo[0], "coverage", "--format", "svg", cwd=tmp_path).stdout
    assert etree.fromstring(svg.encode()).tag.endswith("svg")
    sources = storyline("--db", demo[0], "status", cwd=tmp_path).stdout
    assert "courier: ok" in sources
