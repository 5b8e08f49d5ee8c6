"""Every file of the site: pages from templates, styles, and the other exports."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from db.conflicts import Conflict, ConflictValue, Statement
from timeline.publish import inert
from timeline.publish.edition import page_of
from timeline.publish.forms import FORMS
from timeline.publish.linked_data import CONTEXT, linked
from timeline.publish.site import axis, charts
from timeline.publish.site.contents import Entry, Site
from timeline.publish.words import date_in_words

# File below the site -> (form, its media type, what a reader is told it is).
EXPORTS = {
    "feed.atom": ("atom", "application/atom+xml", "Feed of events"),
    "changes.atom": ("changes", "application/atom+xml", "Feed of changes"),
    "feed.json": ("jsonfeed", "application/feed+json", "JSON Feed"),
    "timeline.ics": ("ics", "text/calendar", "Calendar"),
    "timeline.csv": ("csv", "text/csv", "Spreadsheet (CSV)"),
    "timeline.json": ("json", "application/json", "JSON"),
    "timeline.jsonld": ("jsonld", "application/ld+json", "Linked data"),
    "timeline.md": ("markdown", "text/markdown", "Markdown"),
    "timelinejs.json": ("timelinejs", "application/json", "TimelineJS"),
}
FEEDS = ("feed.atom", "changes.atom", "feed.json")
STATUS = {
    "happened": "Happened",
    "reported": "Reported",
    "expected": "Planned",
    "slipped": "Put off",
    "cancelled": "Called off",
}
TIERS = {"primary": "primary source", "wire": "news agency", "outlet": "", "blog": "blog"}
BRIEF_FROM = 1500  # events from which the index tells each in two lines
SHOWN = 4  # sources of an event on the index
_PAGE_SCRIPTS = ("theme.js",)
_INDEX_SCRIPTS = ("theme.js", "filters.js", "axis.js")


def files(site: Site) -> Iterator[tuple[str, str]]:
    """(path below the folder, text) of each file."""
    yield "style.css", _text("style.css")
    for path, (form, _, _) in EXPORTS.items():
        yield path, FORMS[form][1](site.edition)
    yield "index.html", _index(site)
    yield "coverage.html", _coverage(site)
    yield from _events(site)
    yield from _redirects(site)


def _index(site: Site) -> str:
    return _page(
        "index.html.j2",
        site,
        _INDEX_SCRIPTS,
        path="",
        brief=len(site.entries) >= BRIEF_FROM,
        picture=Markup(axis.to_svg(site.entries)),
    )


def _coverage(site: Site) -> str:
    return _page(
        "coverage.html.j2",
        site,
        _PAGE_SCRIPTS,
        path="coverage.html",
        weeks=charts.weeks_in_words(site.coverage),
        rows=charts.rows_in_words(site.coverage),
        chart=Markup(charts.weekly(site.coverage)),
        picture=Markup(charts.outlets_by_week(site.coverage)),
    )


def file(site: Site, path: str) -> str | None:
    """One of the files by its path; None when there is none such."""
    made: dict[str, Callable[[], str]] = {
        "style.css": lambda: _text("style.css"),
        "index.html": lambda: _index(site),
        "coverage.html": lambda: _coverage(site),
        **{name: partial(FORMS[form][1], site.edition) for name, (form, _, _) in EXPORTS.items()},
    }
    if path in made:
        return made[path]()
    for before, entry, after in site.beside():
        if page_of(entry.event) == path:
            return _event(site, before, entry, after)
    return dict(_redirects(site)).get(path)


def _events(site: Site) -> Iterator[tuple[str, str]]:
    for before, entry, after in site.beside():
        yield page_of(entry.event), _event(site, before, entry, after)


def _event(site: Site, before: Entry | None, entry: Entry, after: Entry | None) -> str:
    return _template("event.html.j2").render(
        _shared(site, _PAGE_SCRIPTS, up="../"),
        path=page_of(entry.event),
        entry=entry,
        event=entry.event,
        before=before,
        after=after,
        former=site.led_to(entry.event.event_id),
        linked={"@context": CONTEXT, **linked(site.edition, entry.event)},
    )


def _redirects(site: Site) -> Iterator[tuple[str, str]]:
    """Pages for the ids that once were an event's."""
    known = {event.event_id: event for event in site.edition.events}
    template, shared = _template("former.html.j2"), _shared(site, (), up="../")
    for former, now in sorted(site.former.items()):
        if former not in known:
            path = f"events/{former}.html"
            yield path, template.render(shared, path=path, former=former, event=known.get(now))


def _page(name: str, site: Site, scripts: tuple[str, ...], **values: object) -> str:
    return _template(name).render(_shared(site, scripts, up=""), **values)


def _shared(site: Site, scripts: tuple[str, ...], *, up: str) -> dict[str, object]:
    """What every page is given. `up` leads from the page to the site's folder.

    Scripts stand in the page and are allowed by their hash alone, so that no other one runs.
    """
    source = "".join(_text(name) for name in scripts)
    allowed = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
    return {
        "site": site,
        "edition": site.edition,
        "up": up,
        "script": Markup(source),
        "script_hash": f"'sha256-{allowed}'" if scripts else "'none'",
        "exports": EXPORTS,
        "feeds": FEEDS,
        "statuses": STATUS,
        "tiers": TIERS,
        "shown": SHOWN,
    }


def marked(quote: str, words: str) -> Markup:
    """A source's sentence, escaped, with the words that gave the date in `mark`."""
    shown, found = inert.plain(quote), inert.plain(words)
    before, inside, after = shown.partition(found) if found else (shown, "", "")
    if not inside:
        return Markup(inert.markup(shown))
    return Markup("{}<mark>{}</mark>{}").format(before, inside, after)


def value_in_words(value: str, conflict: Conflict) -> str:
    """A date for a reader, everything else as it is."""
    return date_in_words(value) if conflict.field == "date" else value


def _template(name: str) -> Template:
    return _environment().get_template(name)


def said_once(value: ConflictValue) -> list[Statement]:
    """Who gave the value, the same words of the same publisher once."""
    return list({(one.publisher, one.quote): one for one in reversed(value.statements)}.values())[
        ::-1
    ]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        plain=inert.plain,
        line=inert.line,
        web=inert.web_address,
        marked=marked,
        page=page_of,
        date=date_in_words,
        value=value_in_words,
        said_once=said_once,
    )
    return environment


@cache
def _text(name: str) -> str:
    return resources.files("timeline.publish.site").joinpath("files", name).read_text("utf-8")
