"""Commands that bring coverage in and make the chronology: import, crawl, build, run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from crawler.archives import Hints, read_paths
from db.errors import ImportFileError, StorylineError
from db.model import Article, Topic
from db.relevance import TermMatcher
from db.store import Store
from schedules import jobs, scheduler
from schedules.cli_options import as_of, chronology
from schedules.cli_settings import FAILED, PARTLY, Settings
from timeline.publish import digest as digests
from timeline.update import BuildReport, rebuild, update


def _week(_: click.Context, option: click.Parameter, value: str) -> str:
    try:
        return digests.week(value).name if value else ""
    except StorylineError as error:
        raise click.BadParameter(str(error), param=option) from error


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
    with settings.store() as store, _bar() as bar:
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


@click.command()
@click.option(
    "--rebuild", "anew", is_flag=True, help="Throw away what was derived, read all again."
)
@click.pass_context
def build(ctx: click.Context, anew: bool) -> None:
    """Read new articles and bring the chronology up to date.

    \b
    Example:
      storyline build
      storyline build --rebuild
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        click.echo(build_report(build_with_progress(store, topic, anew=anew)))


def build_with_progress(store: Store, topic: Topic, *, anew: bool = False) -> BuildReport:
    """`update` or `rebuild` with a bar on standard error when that is a terminal."""
    with _bar() as bar:
        tasks = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what)
            bar.update(tasks[what], completed=done, total=total)

        return (rebuild if anew else update)(store, topic, show)


def build_report(report: BuildReport) -> str:
    return (
        f"{report.articles_read} articles read, {report.articles} relevant"
        f" ({report.copies} near-duplicates), {report.mentions} mentions, {report.events} events"
        f" ({report.written} written, {report.removed} removed),"
        f" {report.unsure} pairs for `storyline review`"
    )


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    )


@click.command()
@click.option(
    "--digests",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("digests"),
    show_default=True,
    help="Folder of the weekly digests.",
)
@click.pass_context
def run(ctx: click.Context, folder: Path) -> None:
    """Stay in the foreground: crawl each source on its interval, build, write the digest weekly.

    \b
    Example:
      storyline --db timeline.db -v run
    """
    settings: Settings = ctx.obj
    scheduler.run(settings.database, settings.topic(), folder)


@click.command()
@click.option(
    "--week",
    default="",
    callback=_week,
    help="2026-W15 or a day of it; else the last whole week.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write FOLDER/2026-W15.md instead of standard output.",
)
@as_of
@click.pass_context
def digest(ctx: click.Context, week: str, out: Path | None, as_of: datetime | None) -> None:
    """Write a week's digest in markdown.

    \b
    Example:
      storyline digest --week 2026-W15
      storyline digest --out digests/
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        events = chronology(store, topic, as_of)
    of = digests.week(week) if week else jobs.last_whole_week(datetime.now(UTC), topic.digest_zone)
    if out is None:
        click.echo(digests.digest(topic.name, events, of))
    else:
        click.echo(jobs.save_digest(topic, events, of, out))


COMMANDS = (import_files, crawl, build, run, digest)
