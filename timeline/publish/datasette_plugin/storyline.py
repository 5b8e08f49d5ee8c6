"""The Datasette plugin of `storyline serve`: SQL functions, queries, descriptions, the timeline.

Datasette loads it by the path of this folder. Nothing is kept between requests: what the crawler
writes is there with the next one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response
from sqlite_utils import Database

from db import reader
from db.errors import NotFoundError
from timeline import sql_functions
from timeline.publish.published import file_now
from timeline.publish.queries import QUERIES, VIEWS

HOME = "/-/timeline/"
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "atom": "application/atom+xml",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ics": "text/calendar; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    sql_functions.register(conn)


@hookimpl
def canned_queries() -> dict[str, dict[str, str]]:
    return QUERIES


@hookimpl
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    tables = {view: {"description": what} for view, what in VIEWS.items()}
    return {
        "title": "Storyline",
        "description_html": f'<a href="{datasette.urls.path(HOME)}">Read the timeline</a>',
        "databases": {name: {"tables": tables} for name in datasette.databases},
    }


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, str]]:
    return [{"href": datasette.urls.path(HOME), "label": "Timeline"}]


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    return [(rf"^{HOME}(?P<path>.*)$", timeline)]


async def timeline(datasette: Datasette, request: Request) -> Response:
    """A page of the timeline, or one of its feeds, of the first story in the database."""
    path = request.url_vars["path"] or "index.html"

    def read(connection: sqlite3.Connection) -> str | None:
        db = Database(connection, execute_plugins=False)
        (first, *_) = [row["topic"] for row in db.query("select topic from topics")] or [""]
        return file_now(db, reader.topic(db, request.args.get("topic") or first), path)

    try:
        text = await datasette.get_database().execute_fn(read)
    except NotFoundError as error:
        raise NotFound(str(error)) from error
    if text is None:
        raise NotFound(f"no page {path}")
    return Response(text, content_type=_TYPES.get(path.rpartition(".")[2], "text/plain"))
