"""Commands about where coverage comes from: sources, backfill, coverage."""

from __future__ import annotations

import json
import shutil
from datetime import date

import click
from rich.console import Console

from crawler.urls import is_web_url, outlet_of, site_of
from db import partial_dates, reader, windows
from db.errors import StorylineError
from db.model import Source, Topic
from db.store import Store
from schedules import jobs
from schedules.cli_gather import report_crawl
from schedules.cli_options import partial_date
from schedules.cli_settings import FAILED, Settings
from schedules.cli_status import alarms_of, health_line
from schedules.config import slugify
from schedules.probing import explain, probe
from timeline.publish import coverage as coverage_in_print

ALL = "*"
BACKFILL_SECONDS = 6 * 3600


@click.group(invoke_without_command=True)
@click.option(
    "--probe",
    "probed",
    is_flag=False,
    flag_value=ALL,
    metavar="[NAME]",
    help="Fetch one (or all that are on) now, and explain what it gives. Nothing is kept.",
)
@click.pass_context
def sources(ctx: click.Context, probed: str | None) -> None:
    """List the sources of the topic file, and how each one is.

    \b
    Example:
      storyline sources
      storyline sources --probe techcrunch-ai
      storyline sources discover https://courier.example/
    """
    if ctx.invoked_subcommand:
        return
    settings: Settings = ctx.obj
    topic = settings.topic()
    if probed is not None:
        _probe(ctx, settings, topic, () if probed == ALL else (probed,))
        return
    known = {}
    if settings.database.exists():
        with settings.existing_store() as store:
            known = {row["source"]: row for row in reader.source_health(store.db)}
    for source in topic.sources:
        row = known.get(source.source_id)
        state = health_line(row) if row else f"{source.source_id}: {_untried(source)}"
        click.echo(f"{state}\n    {source.kind} {source.url or source.query or source.path}")
        if source.note:
            click.echo(f"    note: {source.note}")
        for alarm in alarms_of(row) if row else ():
            click.echo(f"    ! {alarm}")


def _untried(source: Source) -> str:
    return "never run" if source.enabled else "off"


def _probe(ctx: click.Context, settings: Settings, topic: Topic, names: tuple[str, ...]) -> None:
    bad = 0
    for name in jobs.chosen_sources(topic, names):
        with Console(stderr=True).status(f"fetching {name} …"):
            found = probe(topic, name, settings.database)
        bad += not found.usable
        for line in explain(found):
            click.echo(line)
    if bad:
        ctx.exit(FAILED)


@sources.command()
@click.argument("url")
@click.pass_context
def discover(ctx: click.Context, url: str) -> None:
    """Look for a site's feeds and sitemaps, and print them as lines for the topic file.

    \b
    Example:
      storyline sources discover https://courier.example/
    """
    if not is_web_url(url):
        raise click.BadParameter("an address such as https://courier.example/", param_hint="url")
    settings: Settings = ctx.obj
    topic = settings.topic()
    with Console(stderr=True).status(f"looking around {site_of(url)} …"):
        found = jobs.discover(topic, url, settings.database)
    if not found:
        raise StorylineError("no feed and no sitemap was found", site=site_of(url))
    outlet = outlet_of(url, topic.outlets)
    if outlet not in {declared.domain for declared in topic.outlets}:
        click.echo(f"[[outlets]]\ndomain = {_toml(outlet)}\nname = {_toml(outlet)}\n")
    for number, one in enumerate(found, 1):
        key = "url" if one["kind"] != "archive" else "archive"
        click.echo(f"# {one['what']}")
        if key == "archive":
            click.echo(
                f"# for `storyline backfill`: add to a source\n# archive = {_toml(one['url'])}"
            )
        else:
            name = slugify(f"{outlet} {number}")
            click.echo(
                f"[[sources]]\nname = {_toml(name)}\nkind = {_toml(one['kind'])}\n"
                f"url = {_toml(one['url'])}\noutlet = {_toml(outlet)}"
            )
        click.echo()


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@click.command()
@click.option("--source", "names", multiple=True, help="Only this one; may be given again.")
@click.option(
    "--since",
    default="",
    callback=partial_date,
    help="How far back; else the topic's own beginning.",
)
@click.option("--status", "only_status", is_flag=True, help="Show how far it is, fetch nothing.")
@click.pass_context
def backfill(ctx: click.Context, names: tuple[str, ...], since: str, only_status: bool) -> None:
    """Fetch what the sources published before: archives, searches, the Wayback Machine.

    What is done is remembered: a run that was stopped or told to slow down goes on.

    \b
    Example:
      storyline backfill
      storyline backfill --source verge-news --since 2025-06
      storyline backfill --status
    """
    settings: Settings = ctx.obj
    topic = settings.topic()
    begin = _begin(topic, since)
    if only_status:
        with settings.existing_store() as store:
            _show_progress(store, topic)
        return
    with settings.store() as store:
        with Console(stderr=True).status(f"reaching back to {begin} …"):
            results = jobs.backfill(store, topic, names, begin, seconds=BACKFILL_SECONDS)
        code = report_crawl(results)
        _show_progress(store, topic)
    if code:
        ctx.exit(code)


def _begin(topic: Topic, since: str) -> date:
    period = partial_dates.period(since or topic.since)
    if period is None:
        raise click.UsageError("say how far back with --since, or give the topic file a `since`")
    return period.start


def _show_progress(store: Store, topic: Topic) -> None:
    for row in windows.progress(store.db, topic.slug):
        gaps = f", {row['cut_off']} cut off" if row["cut_off"] else ""
        failed = f" ({row['failed']})" if row["failed"] else ""
        click.echo(
            f"  {row['source']}: {row['done']} of {row['windows']} requests done,"
            f" {row['entries']} entries since {row['since'][:10]}{gaps}{failed}"
        )


@click.command()
@click.option("--since", default="", callback=partial_date, help="First week.")
@click.option("--until", default="", callback=partial_date, help="Last week.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "svg"]),
    default="text",
    show_default=True,
)
@click.pass_context
def coverage(ctx: click.Context, since: str, until: str, form: str) -> None:
    """Show which outlet wrote in which week, and where there are gaps.

    \b
    Example:
      storyline coverage
      storyline coverage --since 2026-01 --format svg > coverage.svg
    """
    settings: Settings = ctx.obj
    with settings.existing_store() as store:
        topic = settings.topic_of(store)
        articles = reader.published_days(store.db, topic.slug)
    first = partial_dates.period(since or topic.since)
    last = partial_dates.period(until)
    found = coverage_in_print.coverage_map(
        articles,
        expected={s.outlet for s in topic.sources if s.enabled and s.outlet},
        since=first.start if first else None,
        until=last.end if last else None,
    )
    if form == "json":
        click.echo(coverage_in_print.to_json(found))
    elif form == "svg":
        click.echo(coverage_in_print.to_svg(found), nl=False)
    else:
        click.echo(coverage_in_print.to_text(found, shutil.get_terminal_size().columns))


COMMANDS = (sources, backfill, coverage)
