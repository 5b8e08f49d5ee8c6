"""Commands that bring coverage in: import, crawl."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console

from crawler.archives import Hints, read_paths
from db.errors import ImportFileError
from db.model import Article, Topic
from db.relevance import TermMatcher
from db.store import Store
from schedules import jobs
from schedules.cli_options import progress_bar
from schedules.cli_settings import FAILED, PARTLY, Settings


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--url", default="", help="Address of a single .txt or .html article.")
@click.option("--published", default="", help="Its day or time, such as 2026-04-09.")
@click.option("--outlet", default="", help="Its publisher's domain or name.")
@click.pass_context
def import_files(
    ctx: click.Context, paths: tuple[Path, ...], url: str, published: str, outlet: str
) -> None:
    """Bring articles in from files and folders: .jsonl(.gz), .html, .txt, .warc(.gz), feeds.

    \b
    Example:
      storyline import coverage/ notes.txt
      storyline import article.txt --url https://courier.example/a --published 2026-04-09
    """
    settings: Settings = ctx.obj
    try:
        results = read_paths(paths, Hints(url=url, published=published, outlet=outlet))
    except ImportFileError as refused:
        raise click.UsageError(str(refused)) from refused
    bad: list[ImportFileError] = []
    with settings.store() as store, progress_bar() as bar:
        topic = settings.topic_of(store)
        store.save_topic(topic)
        task = bar.add_task("importing", total=None)
        counts = {"new": 0, "changed": 0, "same": 0}
        matcher = TermMatcher(topic)
        for result in results:
            if isinstance(result, ImportFileError):
                bad.append(result)
                continue
            counts[_keep(store, topic, matcher, result.article, result.seen_at)] += 1
            bar.advance(task)
    for error in bad:
        click.echo(f"storyline: {error}", err=True)
    click.echo(
        f"{counts['new']} articles new, {counts['changed']} changed, {counts['same']} known"
        f" already, {len(bad)} records could not be read"
    )
    if bad:
        ctx.exit(PARTLY if sum(counts.values()) else FAILED)


def _keep(
    store: Store, topic: Topic, matcher: TermMatcher, article: Article, seen_at: datetime
) -> str:
    relevance = matcher.score(article.title, article.summary, article.text)
    return store.save_article(article, topic=topic.slug, relevance=relevance, seen_at=seen_at)


@click.command()
@click.argument("sources", nargs=-1)
@click.pass_context
def crawl(ctx: click.Context, sources: tuple[str, ...]) -> None:
    """Crawl the named sources of the topic file, or all that are switched on.

    \b
    Example:
      storyline crawl
      storyline crawl techcrunch-ai meta-newsroom
    """
    settings: Settings = ctx.obj
    topic = settings.topic()
    with settings.store() as store, Console(stderr=True).status("crawling …"):
        results = jobs.crawl(store, topic, sources)
    code = report_crawl(results)
    if code:
        ctx.exit(code)


def report_crawl(results: Sequence[jobs.SourceResult]) -> int:
    """One line a source; the exit code that tells how it went."""
    for result in results:
        failed = result.state != "ok"
        reason = f": {result.reason}" if result.reason else ""
        click.echo(f"{result.source_id}: {result.state}{reason}", err=failed)
    states = {result.state for result in results} - {"waits"}  # that is as it should be
    if states <= {"ok"}:
        return 0
    return FAILED if states == {"failed"} else PARTLY


COMMANDS = (import_files, crawl)
