"""`storyline init`: a topic file that works at once."""

from __future__ import annotations

import json
from pathlib import Path

import click

from db.errors import ConfigError
from schedules.config import parse_topic, slugify

TEMPLATE = """\
# The story to follow. `storyline doctor` checks this file and names what is wrong in it.
name = {name}
slug = {slug}

# An article belongs to the story when one of these is in it, whatever its case: a phrase, or
# phrases joined by " + " that must all be there.
terms = [
{terms}]

# Phrases that say an article is about something else.
exclude = []

# Nothing dated before this belongs to the story: "2025-06-13", "2025-06" or "2025".
# since = "2025"

# Other ways of writing a name; they count as the name.
[aliases]
# "Harbour Bridge" = ["the bridge at Ardal"]

# What is known of a publisher: how near it is to the events (primary, wire, outlet or blog), and
# the zone whose day counts. Publishers that are not here are outlets in UTC.
# [[outlets]]
# domain = "courier.example"
# name = "The Courier"
# tier = "outlet"
# zone = "Europe/Oslo"

# Where coverage appears: a feed, a news_sitemap, or a listing with the CSS selector of its links
# as article_links; docs/sources.md has searches, archives and files too.
# `storyline sources discover https://courier.example/` prints such lines for a site.
# [[sources]]
# name = "courier"
# kind = "feed"
# url = "https://courier.example/feed.xml"
# every = "1h"            # never more often; by default hourly
# at_least_every = "1d"   # nor more seldom; in between as often as it brings something new
"""


@click.command()
@click.argument("name")
@click.option("--terms", required=True, help="Phrases that mark the story, with commas between.")
@click.option(
    "--path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("storyline.toml"),
    show_default=True,
    help="The file to write; it must not be there yet.",
)
def init(name: str, terms: str, path: Path) -> None:
    """Write a topic file for another story.

    \b
    Example:
      storyline init "The harbour bridge" --terms "harbour bridge,Ardal + bridge"
    """
    phrases = list(dict.fromkeys(" ".join(t.split()) for t in terms.split(",") if t.strip()))
    if not phrases:
        raise click.BadParameter("needs at least one phrase", param_hint="terms")
    text = topic_file(" ".join(name.split()), phrases)
    parse_topic(text, str(path))
    try:
        with path.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise ConfigError("there is a file already; it is left as it is", file=path) from error
    except OSError as error:
        raise ConfigError(f"cannot write the topic file: {error}", file=path) from error
    config = "" if path == Path("storyline.toml") else f" --config {path}"
    click.echo(
        f"{path} is written. Next, either bring in coverage from files:\n"
        f"  storyline{config} import FILES && storyline{config} build\n"
        "or add [[sources]] to it, and\n"
        f"  storyline{config} crawl && storyline{config} build\n"
        f"then storyline{config} timeline shows the story."
    )


def topic_file(name: str, terms: list[str]) -> str:
    """The text of a topic file with every key explained."""
    listed = "".join(f"    {_quoted(term)},\n" for term in terms)
    return TEMPLATE.format(name=_quoted(name), slug=_quoted(slugify(name)), terms=listed)


def _quoted(text: str) -> str:
    # A JSON string is a basic string of TOML; what is not, a topic may not be called.
    return json.dumps(text, ensure_ascii=False)


COMMANDS = (init,)
