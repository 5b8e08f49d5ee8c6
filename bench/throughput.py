"""How fast articles are crawled, extracted and stored, beside a bare Scrapy spider.

    python bench/throughput.py [--pages 600] [--kilobytes 40]

One made-up site on loopback, one after the other crawled by a Scrapy spider that does nothing but
read titles, and by ours into a new database; Scrapy's default concurrency, politeness off. The
rate is pages by the time from the first request to the end of the process. Fails when a raw page
or an article is not stored.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from db.model import Source, Topic
from db.store import Store

ROOT = Path(__file__).parents[1]
BARE = Path(__file__).with_name("bare_spider.py")
IMPOLITE = {
    "AUTOTHROTTLE_ENABLED": "0",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "8",  # Scrapy's own default
    "ROBOTSTXT_OBEY": "0",
}
WORDS = (
    "harbour bridge council engineer pier toll traffic report closed opened repair minister budget"
    " weld inspection winter ferry island contract inquiry steel crack deadline residents mayor"
).split()


def page(number: int, kilobytes: int) -> bytes:
    """An article with the navigation, scripts and teasers that surround one."""
    draw = random.Random(number)

    def sentence() -> str:
        return f"The {' '.join(draw.choices(WORDS, k=16))} on 4 March {2000 + draw.randrange(26)}."

    paragraphs = "".join(f"<p>{sentence()} {sentence()} {sentence()}</p>" for _ in range(12))
    title = f"Harbour bridge {number}: {' '.join(draw.choices(WORDS, k=6))}"
    teasers = ""
    while len(teasers) < (kilobytes * 1024 - 6000) // 2:
        link = f"/section/{draw.randrange(999)}"
        teasers += f'<li class="teaser"><a href="{link}">{sentence()[:60]}</a></li>'
    script = f"<script>var page = {[draw.random() for _ in range(len(teasers) // 21)]};</script>"
    facts = {"@type": "NewsArticle", "headline": title, "datePublished": "2026-03-05T09:00:00Z"}
    graph = f'<script type="application/ld+json">{json.dumps(facts)}</script>'
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{graph}{script}'
        '<meta property="og:type" content="article"></head><body>'
        f"<nav><ul>{teasers[: len(teasers) // 2]}</ul></nav><main><article><h1>{title}</h1>"
        f"{paragraphs}</article></main><aside><ul>{teasers[len(teasers) // 2 :]}</ul></aside>"
        "</body></html>"
    ).encode()


def serve(pages: int, kilobytes: int, told: Connection) -> None:
    """The site, in a process of its own; tells its port and then when it is first asked."""
    bodies = [page(number, kilobytes) for number in range(pages)]
    base = ""
    quiet = [True]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self) -> None:
            if self.path == "/feed.xml":
                quiet[0] = True
                body, kind = feed.encode(), "application/rss+xml"
            else:
                if quiet[0]:
                    quiet[0] = False
                    told.send(time.monotonic())
                body, kind = bodies[int(self.path[1:])], "text/html"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_address[1]}"
    items = "".join(
        f"<item><title>Harbour bridge {n}</title><link>{base}/{n}</link></item>"
        for n in range(pages)
    )
    feed = f"<rss version='2.0'><channel>{items}</channel></rss>"
    told.send(base)
    server.serve_forever()


@contextmanager
def site(pages: int, kilobytes: int) -> Iterator[tuple[str, Connection]]:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(pages, kilobytes, there), daemon=True)
    process.start()
    try:
        yield here.recv(), here
    finally:
        process.terminate()
        process.join()


def rate(command: list[str], told: Connection, pages: int) -> tuple[float, float, str]:
    """(pages a second, CPU seconds of the process, what it printed)"""
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    ended = time.monotonic()
    if process.returncode:
        sys.exit(f"{' '.join(command[:4])} ended with {process.returncode}")
    return pages / (ended - told.recv()), usage.ru_utime + usage.ru_stime, said


def stored(database: Path) -> dict[str, int]:
    connection = sqlite3.connect(database)
    try:
        counts = {
            "raw pages": "select count(distinct page_id) from fetches join pages using (page_id)"
            " where url not like '%feed.xml'",
            "articles": "select count(*) from articles",
            "articles with body": "select count(*) from article_versions where length(text) > 500",
        }
        return {what: connection.execute(sql).fetchone()[0] for what, sql in counts.items()}
    finally:
        connection.close()


def measure(pages: int, kilobytes: int, folder: Path) -> None:
    pairs = [f"{name}={value}" for name, value in IMPOLITE.items()]
    with site(pages, kilobytes) as (base, told):
        bare, bare_cpu, said = rate([sys.executable, str(BARE), base, *pairs], told, pages)
        if int(said) != pages:
            sys.exit(f"the bare spider read {said.strip()} of {pages} titles")
        source = Source(source_id="site", kind="feed", url=f"{base}/feed.xml", max_items=pages)
        topic = Topic(name="Bridge", slug="bridge", terms=("harbour bridge",), sources=(source,))
        database = folder / "bench.db"
        with Store(database) as store:
            store.save_topic(topic)
        options = [part for pair in pairs for part in ("-s", pair)]
        command = [sys.executable, "-m", "crawler", "--db", str(database), "-q", *options, "site"]
        ours, our_cpu, _ = rate(command, told, pages)
    for what, count in stored(database).items():
        print(f"{what:>20} {count:>7} of {pages}")
        if count != pages:
            sys.exit(f"{pages - count} {what} were lost")
    for name, speed, cpu in (("bare Scrapy", bare, bare_cpu), ("ours", ours, our_cpu)):
        print(f"{name:>20} {speed:>7.1f} pages a second, {cpu:.1f} s of CPU in its main process")
    print(f"{'ratio':>20} {ours / bare:>7.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--kilobytes", type=int, default=40, help="of a page")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        measure(options.pages, options.kilobytes, Path(folder))


if __name__ == "__main__":
    main()
