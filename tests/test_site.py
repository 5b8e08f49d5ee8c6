"""The web timeline in a real Chromium: it works, asks nobody for anything, can be read by all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from lxml import html
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from db.conflicts import Conflict, ConflictValue, Statement
from db.model import Event, EventSource, StatusChange
from tests.browser import MISSING, browser, complaints, look, requested, violations
from tests.test_exports import EVIL
from tests.test_publish import event
from timeline.publish.coverage import coverage_map
from timeline.publish.edition import Edition
from timeline.publish.site import Site, files

in_browser = pytest.mark.skipif(bool(MISSING), reason=MISSING)


def source(outlet: str, day: str, tier: str = "outlet", **more: str) -> EventSource:
    plain = {"article_id": f"a{outlet}", "url": f"https://{outlet.lower()}.example/{day}"}
    told = plain | {"outlet": outlet, "published": day, "quote": f"{outlet} tells of it."} | more
    return EventSource(tier=tier, **told)  # type: ignore[arg-type]


def value(said: str, outlet: str, chosen: bool = False) -> ConflictValue:
    statement = Statement(
        article_id="a1",
        version_id="v1",
        url=f"https://{outlet.lower()}.example/1",
        publisher=outlet,
        said="2026-04-10",
        attributed="the mayor",
        part="text",
        start=0,
        end=9,
        quote=f"It cost {said}.",
    )
    return ConflictValue(
        value=said, urls=(statement.url,), chosen=chosen, statements=(statement,) * 5
    )


BRIDGE = event(
    "2026-04-08",
    "The harbour bridge opens",
    event_id="e000000000001",
    importance=0.95,
    corroboration=3,
    summary="After two delays the bridge at Ardal carries its first cars.",
    sources=tuple(source(o, "2026-04-08") for o in ("Harbour Board", "Courier", "Gazette")),
    history=(
        StatusChange(said="2026-01-08", status="expected", date="2026-03", mention_id="m1"),
        StatusChange(said="2026-03-02", status="slipped", date="2026-04", mention_id="m2"),
        StatusChange(said="2026-04-08", status="happened", date="2026-04-08", mention_id="m3"),
    ),
)
COST = event(
    "2026-04-09",
    "Ardal counts what the bridge cost",
    event_id="e000000000002",
    type="funding",
    importance=0.6,
    sources=(source("Courier", "2026-04-09"),),
    conflicts=(
        Conflict(
            field="amount",
            subject="price",
            values=(value("$14 million", "Courier", True), value("$19 million", "Gazette")),
            reason="said by most",
        ),
        Conflict(
            field="date",
            values=(value("2026-04-09", "Courier", True), value("2026-04-10", "Gazette")),
            reason="said by most",
            settled="2026-04-12",
            settlement="only this was said since",
        ),
    ),
)
TOLL = event(
    "2026-06",
    "A toll is to be taken",
    event_id="e000000000003",
    precision="month",
    status="expected",
    importance=0.3,
    sources=(source("Gazette", "2026-04-11"),),
)
FERRY = event(
    "2026-05-02",
    "The ferry stops",
    event_id="e000000000004",
    status="cancelled",
    type="policy",
    sources=(source("Gazette", "2026-04-12"),),
)
PLAN = event("2026", "The year of the harbour", event_id="e000000000005", precision="year")
WEEK = event("2026-W16", "Divers look at the piers", event_id="e000000000006", precision="week")
HOSTILE = event(
    "2026-05-03",
    f"{EVIL}<img src=x onerror=alert(1)>{'x' * 10_000}",
    event_id="e000000000007",
    summary=EVIL,
    type="\"><script>alert('type')</script>",
    date_rule=EVIL,
    entities=(EVIL,),
    sources=(source(EVIL, "2026-05-03", url="javascript:alert(1)", quote=EVIL),),
    conflicts=(
        Conflict(
            field=EVIL,
            subject=EVIL,
            values=(value(EVIL, EVIL, True), value("x" * 3000, EVIL)),
            reason=EVIL,
        ),
    ),
)
EVENTS: tuple[Event, ...] = (PLAN, BRIDGE, COST, WEEK, FERRY, HOSTILE, TOLL)
PUBLISHED = [("Courier", date(2026, 4, 8 + n)) for n in range(9)] + [(EVIL, date(2026, 4, 20))]
SITE = Site(
    edition=Edition(name="The harbour bridge at Ardal and its tolls", slug="b", events=EVENTS),
    coverage=coverage_map(PUBLISHED),
    former={"e00000000000a": BRIDGE.event_id, "e00000000000b": ""},
)
PAGES = ("index.html", f"events/{COST.event_id}.html", f"events/{HOSTILE.event_id}.html")
ALL_PAGES = (*PAGES, f"events/{BRIDGE.event_id}.html", "coverage.html", "events/e00000000000b.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("site")
    for name, text in files(SITE):
        (written / name).parent.mkdir(exist_ok=True)
        (written / name).write_text(text, encoding="utf-8")
    return written


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with browser(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


@pytest.fixture
def index(chromium: Chrome, folder: Path) -> Chrome:
    look(chromium)
    chromium.get("about:blank")  # so that an address with another fragment is loaded anew
    chromium.get(f"file://{folder}/index.html")
    return chromium


def listed(driver: Chrome) -> set[str]:
    shown = "return [...document.querySelectorAll('.entry')].filter((e) => e.checkVisibility())"
    return set(driver.execute_script(f"{shown}.map((e) => e.id)"))


def until(driver: Chrome, expected: set[str]) -> None:
    WebDriverWait(driver, 5, 0.05).until(lambda d: listed(d) == expected, f"not {expected}")


def ids(*events: Event) -> set[str]:
    return {one.event_id for one in events}


def test_every_link_leads_somewhere(folder: Path) -> None:
    for page in folder.rglob("*.html"):
        tree = html.fromstring(page.read_bytes())
        links = [*tree.xpath("//a/@href"), *tree.xpath("//link[@rel!='icon']/@href")]
        assert links
        for link in links:
            if urlsplit(link).scheme:
                assert link.startswith("https://"), link
                continue
            path, fragment = urldefrag(unquote(link))
            target = (page.parent / path) if path else page
            assert target.is_file(), f"{link} in {page}"
            if fragment:
                assert html.fromstring(target.read_bytes()).xpath(f"//*[@id='{fragment}']"), link


def test_the_same_chronology_gives_the_same_bytes() -> None:
    assert list(files(SITE)) == list(files(replace(SITE)))


def test_an_empty_chronology_has_a_page() -> None:
    empty = Site(edition=Edition(name="x", slug="x", events=()), coverage=coverage_map([]))
    assert "The chronology is empty." in dict(files(empty))["index.html"]


def test_colours_can_be_told_from_their_ground(folder: Path) -> None:
    """4.5 to 1 for text, as WCAG AA asks; axe-core leaves open what has a mark beside it."""
    style = (folder / "style.css").read_text("utf-8")
    pairs = re.findall(r"--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)", style)
    colours = {name: both for name, *both in pairs}
    grounds = ("paper", "raised", "dispute-wash", "plan-wash")
    read = [(text, ground) for text in ("ink", "soft", "link") for ground in grounds]
    disputes = [("dispute", ground) for ground in ("paper", "dispute-wash")]
    for text, ground in (*read, ("plan", "plan-wash"), *disputes):
        for one, other in zip(colours[text], colours[ground], strict=True):
            light, dark = sorted((luminance(one), luminance(other)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground, one, other)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@in_browser
def test_nobody_is_asked_and_nothing_goes_wrong(chromium: Chrome, folder: Path) -> None:
    look(chromium)
    requested(chromium), complaints(chromium)
    for page in ALL_PAGES:
        chromium.get(f"file://{folder}/{page}")
    asked = requested(chromium)
    assert len(asked) >= len(ALL_PAGES)
    assert [url for url in asked if not url.startswith((f"file://{folder}", "data:"))] == []
    assert complaints(chromium) == []


@in_browser
@pytest.mark.parametrize(
    ("state", "events"),
    [
        ("q=FERRY+stops", (FERRY,)),
        ("q=the+mayor", (COST, HOSTILE)),
        ("type=funding", (COST,)),
        ("status=expected", (TOLL,)),
        ("grade=major", (BRIDGE,)),
        ("outlet=Gazette", (BRIDGE, FERRY, TOLL)),
        ("disputed=1", (COST, HOSTILE)),
        ("from=2026-04-09&to=2026-04-20", (PLAN, COST, WEEK)),
        ("from=2026-06-30", (PLAN, TOLL)),
        ("type=funding&status=expected", ()),
        ("type=nothing-of-the-kind&unknown=1", EVENTS),
    ],
)
def test_a_view_has_an_address(
    index: Chrome, folder: Path, state: str, events: tuple[Event, ...]
) -> None:
    index.get(f"file://{folder}/index.html#{state}")
    until(index, ids(*events))
    count = index.find_element(By.ID, "count").text
    assert count == ("7 events" if len(events) == 7 else f"{len(events)} of 7 events")
    assert index.find_element(By.ID, "none").is_displayed() == (not events)


@in_browser
def test_the_filters(index: Chrome) -> None:
    form = index.find_element(By.ID, "filters")
    for name, choice, left in (
        ("type", "launch", ids(PLAN, BRIDGE, WEEK, TOLL)),
        ("status", "happened", ids(PLAN, BRIDGE, WEEK)),
        ("grade", "notable", ids(PLAN, BRIDGE, WEEK)),
        ("outlet", "Courier", ids(BRIDGE)),
    ):
        form.find_element(By.NAME, name).send_keys(choice)
        until(index, left)
    assert index.current_url.endswith("#type=launch&status=happened&grade=notable&outlet=Courier")
    form.find_element(By.NAME, "q").send_keys("nobody")
    until(index, set())
    index.find_element(By.ID, "clear").click()
    until(index, ids(*EVENTS))
    assert "#" not in index.current_url
    index.execute_script(
        "document.forms.filters.from.value = '2026-05-01';"
        "document.forms.filters.from.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    until(index, ids(PLAN, FERRY, HOSTILE, TOLL))
    form.find_element(By.NAME, "disputed").click()
    until(index, ids(HOSTILE))
    form.find_element(By.CSS_SELECTOR, "[type=reset]").click()
    form.find_element(By.NAME, "newest").click()
    order = "return [...document.querySelectorAll('.entry')].map((e) => e.id)"
    WebDriverWait(index, 5).until(lambda d: d.execute_script(order)[0] == TOLL.event_id)
    assert index.execute_script(order)[-1] == PLAN.event_id
    assert complaints(index) == []


@in_browser
def test_a_jump_to_a_month_keeps_the_filters(index: Chrome, folder: Path) -> None:
    index.get(f"file://{folder}/index.html#disputed=1")
    until(index, ids(COST, HOSTILE))
    index.find_element(By.CSS_SELECTOR, ".months [href='#2026-05']").click()
    assert index.switch_to.active_element.text == "May 2026"
    assert index.execute_script("return document.activeElement.getBoundingClientRect().top < 900")
    assert index.current_url.endswith("#disputed=1")


@in_browser
def test_the_axis(index: Chrome) -> None:
    axis = index.find_element(By.ID, "axis")
    shown = index.find_element(By.ID, "axis-shown")
    whole = shown.text
    axis.send_keys("+")
    WebDriverWait(index, 5).until(lambda _: shown.text != whole)
    axis.send_keys("+", Keys.ARROW_RIGHT, "-", Keys.HOME)
    WebDriverWait(index, 5).until(lambda _: shown.text == "29 Dec 2025 – 3 Jan 2027")
    for button in axis.parent.find_elements(By.CSS_SELECTOR, "#axis-controls button"):
        button.click()
    assert "from=" in index.current_url  # the last button lists what is shown
    index.find_element(By.CSS_SELECTOR, "#filters [type=reset]").click()
    until(index, ids(*EVENTS))
    width = axis.size["width"]
    drag = ActionChains(index).move_to_element_with_offset(axis, -width // 2 + 5, 0)
    drag.click_and_hold().move_by_offset(width // 3, 0).release().perform()
    WebDriverWait(index, 5).until(lambda d: "from=" in d.current_url and "to=" in d.current_url)
    assert len(listed(index)) < len(EVENTS)
    assert complaints(index) == []


@in_browser
@pytest.mark.parametrize("page", (*PAGES, "coverage.html"))
def test_all_can_read_it(chromium: Chrome, folder: Path, page: str) -> None:
    for dark, width in ((False, 1280), (True, 360)):
        look(chromium, dark=dark, width=width)
        chromium.get(f"file://{folder}/{page}")
        chromium.execute_script(
            "document.querySelectorAll('details').forEach((d) => d.open = true)"
        )
        assert violations(chromium) == []
        wide = "const page = document.documentElement; return page.scrollWidth - page.clientWidth"
        assert chromium.execute_script(wide) == 0, "scrolls sideways"


@in_browser
def test_it_works_without_script(chromium: Chrome, folder: Path) -> None:
    look(chromium, script=False)
    chromium.get(f"file://{folder}/index.html")
    assert len(chromium.find_elements(By.CSS_SELECTOR, ".entry article")) == len(EVENTS)
    assert not chromium.find_element(By.ID, "filters").is_displayed()
    assert chromium.find_element(By.CSS_SELECTOR, "svg.axis rect").is_displayed()
    chromium.find_element(By.CSS_SELECTOR, f"#{COST.event_id} summary").click()
    conflict = chromium.find_element(By.CSS_SELECTOR, f"#{COST.event_id} .values").text
    assert "$14 million" in conflict and "$19 million" in conflict
    assert "the mayor" in conflict
    chromium.find_element(By.LINK_TEXT, "The harbour bridge opens").click()
    assert "Put off: Apr 2026" in chromium.find_element(By.TAG_NAME, "main").text
    chromium.get(f"file://{folder}/events/e00000000000a.html")
    WebDriverWait(chromium, 5).until(lambda d: d.current_url.endswith(f"{BRIDGE.event_id}.html"))


@in_browser
def test_hostile_words_do_nothing(chromium: Chrome, folder: Path) -> None:
    look(chromium)
    for page in PAGES:
        chromium.get(f"file://{folder}/{page}")  # an alert would fail every command after it
        assert chromium.find_elements(By.CSS_SELECTOR, "main script, main img") == []
        assert chromium.find_elements(By.CSS_SELECTOR, "[href^='javascript']") == []
    assert complaints(chromium) == []
    chromium.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.ran = true';"
        "document.body.append(s)"
    )
    assert chromium.execute_script("return window.ran") is None
    assert "Content Security Policy" in complaints(chromium)[0]
    assert all("\u202e" not in text for name, text in files(SITE) if name.endswith(".html"))


@in_browser
def test_the_reader_chooses_the_colours(index: Chrome) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = index.execute_script(ground)
    index.find_element(By.ID, "theme").click()
    dark = index.execute_script(ground)
    assert light != dark
    index.get(index.current_url.replace("index.html", "coverage.html"))
    assert index.execute_script(ground) == dark
    index.find_element(By.ID, "theme").click()
