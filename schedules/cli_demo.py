"""`storyline demo`: the whole flow on the embedded newsroom, on loopback."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown

from db import chronology
from db.errors import StorylineError
from db.model import Event, Topic
from db.store import Store
from schedules import jobs
from schedules.building import build_report
from schedules.cli_build import build_with_progress
from schedules.cli_gather import report_crawl
from schedules.cli_settings import Settings
from schedules.config import load_topic
from schedules.newsroom import TOPIC_FILE, Newsroom
from timeline.publish import digest as digests
from timeline.publish import terminal


@click.command()
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Serve a small newsroom on loopback, crawl it twice, build, show timeline and digest.

    The database is ./demo.db unless --db says otherwise. Between the crawls the newsroom brings
    out its second edition: new articles and an edited one.

    \b
    Example:
      storyline demo
    """
    settings: Settings = ctx.obj
    path = settings.database if ctx.find_root().params["database"] else Path("demo.db")
    console = Console(highlight=False)
    with Newsroom() as newsroom, Store(path) as store:
        topic = replace(load_topic(TOPIC_FILE), proxy=newsroom.proxy_url)
        for edition in (1, 2):
            if edition == 2:
                newsroom.advance()
            with console.status(f"crawling edition {edition} of the newsroom …"):
                results = jobs.crawl(store, topic, [])
            report_crawl(results)
            console.print(build_report(build_with_progress(store, topic)), style="dim")
        _show(console, store, topic)
    console.print(f"\nAll of it is in {path}; try: storyline --db {path} status", style="dim")


def _show(console: Console, store: Store, topic: Topic) -> None:
    events = chronology.events(store.db, topic.slug)
    if not events:
        raise StorylineError("the demo's crawl brought nothing", file=store.path)
    console.print(terminal.timeline(events))
    console.print()
    console.print(Markdown(digests.digest_of(store.db, topic, _busiest_week(events))))


def _busiest_week(events: list[Event]) -> digests.Week:
    """The week of which most publishers tell: what a digest is best shown with."""
    weeks: Counter[str] = Counter()
    for event in events:
        if event.precision == "day":
            weeks[digests.week(event.date).name] += event.corroboration
    return digests.week(max(weeks, key=lambda name: (weeks[name], name)))


COMMANDS = (demo,)
