"""The days that a story turns on, in the order they came: for a terminal, JSON and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from db.model import Outlet
from timeline.highlights import Highlight
from timeline.outlets import outlet_of
from timeline.publish import rows
from timeline.publish.terminal import DATE_WIDTH
from timeline.publish.words import date_in_words
from timeline.wording import clean

_CSV_COLUMNS = ("date", "articles", "quote", "outlet", "url", "published")


def in_terminal(found: Sequence[Highlight], outlets: Sequence[Outlet]) -> RenderableType:
    """Each day with its sentences and who wrote them."""
    if not found:
        return Text("The chronology has no days.")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="cyan", min_width=DATE_WIDTH, max_width=DATE_WIDTH)
    grid.add_column(overflow="fold")
    for day in as_rows(found, outlets):
        told = Text()
        for one in day["told"]:
            told.append(one["quote"])
            told.append(f" — {one['outlet']}\n", style="dim")
        articles = f"{day['articles']} article{'s' if day['articles'] != 1 else ''}"
        told.append(articles, style="dim")
        grid.add_row(date_in_words(day["date"]), told)
        grid.add_row()
    return grid


def to_json(found: Sequence[Highlight], outlets: Sequence[Outlet]) -> str:
    return rows.json_of(as_rows(found, outlets))


def to_csv(found: Sequence[Highlight], outlets: Sequence[Outlet]) -> str:
    """One line a sentence."""
    lines = [
        {"date": day["date"], "articles": day["articles"], **one}
        for day in as_rows(found, outlets)
        for one in day["told"]
    ]
    return rows.csv_of(_CSV_COLUMNS, lines)


def as_rows(found: Sequence[Highlight], outlets: Sequence[Outlet]) -> list[dict[str, Any]]:
    """`{date, articles, told: [{quote, outlet, url, published}]}` by date."""
    return [
        {
            "date": day.date,
            "articles": day.articles,
            "told": [
                {
                    "quote": clean(one.mention.quote),
                    "outlet": outlet_of(outlets, one.article.outlet).name,
                    "url": one.article.canonical_url or one.article.url,
                    "published": one.article.dct.isoformat() if one.article.dct else None,
                }
                for one in day.told
            ],
        }
        for day in sorted(found, key=lambda day: day.date)
    ]
