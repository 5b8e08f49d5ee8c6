"""How long the web timeline takes to write and to show, on made-up events.

    python bench/site.py [EVENTS ...]

Writing is CPU seconds of one process. What a reader waits for is measured in a headless Chromium
that opens the index from disk: its first paint, the end of its loading, and a filter, from a key
to the picture after it. The events are made from a seed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from selenium.webdriver import Chrome

from db.conflicts import Conflict, ConflictValue, Statement
from db.model import Event, EventSource, Status
from tests.browser import browser, look
from timeline.publish.coverage import coverage_map
from timeline.publish.edition import Edition
from timeline.publish.site import Site, files

STATUSES: tuple[Status, ...] = ("happened", "reported", "expected", "slipped", "cancelled")
TYPES = ("launch", "deal", "funding", "legal", "policy", "hire", "results", "statement")
WORDS = (
    "the harbour bridge council votes opens delays cost engineers ferry storm tender pylon"
    " inquiry mayor budget cable contractor strike survey report deck traffic toll residents"
).split()
FIRST = date(2023, 1, 1)
PAINT = """
new PerformanceObserver((list) => arguments[0](list.getEntries()[0].startTime))
  .observe({type: 'paint', buffered: true});
"""
LOADED = "return performance.getEntriesByType('navigation')[0].loadEventEnd"
FILTER = """
const [word, done] = arguments;
const q = document.forms.filters.q;
q.value = word;
const began = performance.now();
new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(
  () => done(performance.now() - began)))).observe(document.getElementById('count'),
  {childList: true, characterData: true, subtree: true});
q.dispatchEvent(new Event('input', {bubbles: true}));
"""


def made_up(count: int) -> Site:
    draw = random.Random(count)
    events = sorted((_event(draw, n) for n in range(count)), key=lambda e: (e.date, e.event_id))
    articles = [(s.outlet, date.fromisoformat(s.published)) for e in events for s in e.sources]
    edition = Edition(name="The harbour bridge", slug="bridge", events=tuple(events))
    return Site(edition=edition, coverage=coverage_map(articles))


def _words(draw: random.Random, count: int) -> str:
    return " ".join(draw.choices(WORDS, k=count)).capitalize()


def _event(draw: random.Random, number: int) -> Event:
    day = (FIRST + timedelta(days=draw.randrange(1300))).isoformat()
    exact = draw.random() < 0.9
    sources = tuple(_source(draw, day, n) for n in range(1 + int(draw.expovariate(0.5))))
    return Event(
        event_id=f"e{number:012x}",
        date=day if exact else day[:7],
        end="",
        precision="day" if exact else "month",
        date_rule="day written in the text",
        status=draw.choices(STATUSES, (70, 15, 9, 3, 3))[0],
        type=draw.choice(TYPES),
        headline=_words(draw, 10),
        summary=_words(draw, 24),
        importance=draw.random(),
        corroboration=len({s.outlet for s in sources}),
        entities=(),
        mentions=(),
        sources=sources,
        conflicts=(_conflict(draw, day),) if draw.random() < 0.05 else (),
        history=(),
    )


def _source(draw: random.Random, day: str, number: int) -> EventSource:
    outlet = draw.randrange(80)
    return EventSource(
        article_id=f"a{number}",
        url=f"https://outlet{outlet}.example/{day}/{draw.randrange(10**6)}",
        outlet=f"Outlet {outlet}",
        tier=draw.choice(("wire", "outlet", "blog")),
        published=day,
        quote=_words(draw, 25),
    )


def _conflict(draw: random.Random, day: str) -> Conflict:
    values = []
    for chosen in (True, False):
        statement = Statement(
            article_id="a1",
            version_id="v1",
            url="https://outlet1.example/1",
            publisher="Outlet 1",
            said=day,
            attributed="",
            part="text",
            start=0,
            end=9,
            quote=_words(draw, 20),
        )
        said = f"${draw.randrange(99)} million"
        values.append(
            ConflictValue(value=said, urls=("u",), chosen=chosen, statements=(statement,))
        )
    return Conflict(field="amount", subject="price", values=tuple(values), reason="said by most")


def measure(driver: Chrome, count: int, folder: Path) -> str:
    site = made_up(count)
    began = time.process_time()
    size = index = 0
    for name, text in files(site):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(text.encode())
        index = path.stat().st_size if name == "index.html" else index
    writing = time.process_time() - began
    paints, loads, filters = [], [], []
    for _ in range(3):
        driver.get("about:blank")
        driver.get(f"file://{folder}/index.html")
        paints.append(float(driver.execute_async_script(PAINT)))
        loads.append(float(driver.execute_script(LOADED)))
        filters += [driver.execute_async_script(FILTER, word) for word in ("ferry storm", "pylon")]
    return (
        f"{count:>7} {writing:>9.1f} {size / 1e6:>9.1f} {index / 1e6:>9.1f}"
        f" {sorted(paints)[1]:>12.0f} {sorted(loads)[1]:>10.0f} {max(filters):>13.0f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events", nargs="*", type=int, default=[1000, 10_000])
    print(" events  writing s   site MB  index MB  first paint ms  loaded ms  slowest filter ms")
    for count in parser.parse_args().events:
        with TemporaryDirectory() as folder, browser(Path(folder) / "profile") as driver:
            look(driver)
            print(measure(driver, count, Path(folder) / "site"), flush=True)


if __name__ == "__main__":
    main()
