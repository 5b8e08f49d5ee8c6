"""Which outlet wrote in which week, and where nothing was found: as text, JSON and picture."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import groupby

WEEK = timedelta(days=7)
NAME_WIDTH = 24  # characters of an outlet's name in text
CELL, LABEL, HEAD = 12, 170, 34  # pixels
NONE, SOME = "·", "123456789"
SHADES = ("#eef1f4", "#c6dbef", "#6baed6", "#2171b5", "#08306b")  # none, 1, 2-4, 5-9, more


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An outlet's articles by week, as long as the map's weeks."""

    outlet: str
    counts: tuple[int, ...]
    undated: int

    @property
    def articles(self) -> int:
        return sum(self.counts) + self.undated


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageMap:
    """`weeks` are Mondays without a gap; rows with most articles first."""

    weeks: tuple[date, ...]
    rows: tuple[Row, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(sum(row.counts[n] for row in self.rows) for n in range(len(self.weeks)))

    @property
    def gaps(self) -> list[tuple[date, date]]:
        """First and last Monday of each stretch of weeks in which nobody wrote anything."""
        found = []
        for empty, group in groupby(enumerate(self.totals), lambda pair: pair[1] == 0):
            numbers = [number for number, _ in group]
            if empty:
                found.append((self.weeks[numbers[0]], self.weeks[numbers[-1]]))
        return found


def coverage_map(
    articles: Iterable[tuple[str, date | None]],
    *,
    expected: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> CoverageMap:
    """The map of (outlet, day) pairs from the week of `since` to that of `until`, the first and
    last article's where they are not given. An `expected` outlet has a row even when empty."""
    found = [
        (outlet, day)
        for outlet, day in articles
        if day is None or ((not since or day >= since) and (not until or day <= until))
    ]
    days = [day for _, day in found if day]
    first, last = since or min(days, default=None), until or max(days, default=None)
    weeks = tuple(_weeks(first, last)) if first and last else ()
    counted = Counter((outlet, _monday(day) if day else None) for outlet, day in found)
    outlets = {outlet for outlet, _ in found} | set(expected)
    rows = [
        Row(
            outlet=outlet,
            counts=tuple(counted[outlet, week] for week in weeks),
            undated=counted[outlet, None],
        )
        for outlet in outlets
    ]
    return CoverageMap(
        weeks=weeks, rows=tuple(sorted(rows, key=lambda row: (-row.articles, row.outlet)))
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(first: date, last: date) -> Iterable[date]:
    week = _monday(first)
    while week <= last:
        yield week
        week += WEEK


def week_name(monday: date) -> str:
    """`2026-W15`"""
    calendar = monday.isocalendar()
    return f"{calendar.year}-W{calendar.week:02}"


# ---------------------------------------------------------------- text


def to_text(found: CoverageMap, width: int = 100) -> str:
    """A line for each outlet, a character for each week: its articles, + for ten and more."""
    if not found.rows:
        return "no articles yet"
    lines: list[str] = []
    across = max(width - NAME_WIDTH - 8, 10)
    for start in range(0, max(len(found.weeks), 1), across):
        part = slice(start, start + across)
        lines += [*_heading(found.weeks[part]), *(_line(row, part) for row in found.rows), ""]
    spans = [_stretch(first, last) for first, last in found.gaps]
    lines.append(f"weeks without any article: {', '.join(spans) or 'none'}")
    return "\n".join(lines)


def _heading(weeks: Sequence[date]) -> list[str]:
    """Year and month above the first week that begins in them."""
    years, months, month = "", "", 0
    for number, week in enumerate(weeks):
        if week.month != month:
            month = week.month
            if len(months) <= number:
                months = f"{months:<{number}}{week:%b}"
            if len(years) <= number and (number == 0 or week.month == 1):
                years = f"{years:<{number}}{week.year}"
    left = " " * (NAME_WIDTH + 8)
    return [(left + years).rstrip(), (left + months).rstrip()]


def _line(row: Row, part: slice) -> str:
    cells = "".join(_cell(count) for count in row.counts[part])
    undated = f"  ({row.undated} undated)" if row.undated else ""
    return f"{row.outlet[:NAME_WIDTH]:<{NAME_WIDTH}} {row.articles:>5}  {cells}{undated}"


def _cell(count: int) -> str:
    if not count:
        return NONE
    return SOME[count - 1] if count <= len(SOME) else "+"


def _stretch(first: date, last: date) -> str:
    one, other = week_name(first), week_name(last)
    return one if one == other else f"{one} to {other}"


# ---------------------------------------------------------------- JSON and picture


def to_json(found: CoverageMap) -> str:
    weeks = [week_name(week) for week in found.weeks]
    rows = [
        {
            "outlet": row.outlet,
            "articles": row.articles,
            "undated": row.undated,
            "weeks": {w: n for w, n in zip(weeks, row.counts, strict=True) if n},
        }
        for row in found.rows
    ]
    gaps = [[week_name(first), week_name(last)] for first, last in found.gaps]
    return json.dumps({"weeks": weeks, "outlets": rows, "gaps": gaps}, ensure_ascii=False, indent=2)


def to_svg(found: CoverageMap) -> str:
    """A picture without script: a square for each week, darker for more, hollow for none."""
    width = LABEL + CELL * len(found.weeks) + 20
    height = HEAD + CELL * len(found.rows) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        ' font-family="sans-serif" font-size="9">',
        f'<rect class="ground" width="{width}" height="{height}" fill="white"/>',
    ]
    parts += [
        f'<text x="{LABEL + CELL * n}" y="{HEAD - 8}">{week:%b %y}</text>'
        for n, week in enumerate(found.weeks)
        if week.day <= 7 and (n == 0 or n >= 3)
    ]
    for n, row in enumerate(found.rows):
        y = HEAD + CELL * n
        name = escape(row.outlet)
        parts.append(f'<text x="{LABEL - 6}" y="{y + 9}" text-anchor="end">{name}</text>')
        parts += [_square(row, name, x, y, found.weeks[x]) for x in range(len(found.weeks))]
    return "\n".join([*parts, "</svg>", ""])


def _square(row: Row, name: str, x: int, y: int, week: date) -> str:
    count = row.counts[x]
    shade = sum(count >= least for least in (1, 2, 5, 10))
    title = f"<title>{name}, {week_name(week)}: {count}</title>"
    return (
        f'<rect x="{LABEL + CELL * x}" y="{y}" width="{CELL - 2}" height="{CELL - 2}"'
        f' class="shade{shade}" fill="{SHADES[shade]}">{title}</rect>'
    )
