"""Coverage as pictures and as the tables that say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from timeline.publish import inert
from timeline.publish.coverage import CoverageMap, Row, to_svg, week_name

WIDTH, HEIGHT, BASE, TOP = 960, 180, 150, 16
MOST_ROWS, MOST_WEEKS = 120, 160  # of the map, the latest weeks; the table has all


def weekly(found: CoverageMap) -> str:
    """Markup of a bar for each week: the articles published in it. "" without a dated one."""
    totals = found.totals
    if not any(totals):
        return ""
    most, wide = max(totals), WIDTH / len(totals)
    words = f"Articles by week, {week_name(found.weeks[0])} to {week_name(found.weeks[-1])}"
    parts = [f'<svg class="weekly" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}">']
    parts += _levels(most)
    for number, (week, count) in enumerate(zip(found.weeks, totals, strict=True)):
        x = round(number * wide, 1)
        if week.day <= 7 and (len(totals) < 80 or week.month in (1, 4, 7, 10)):
            name = f"{week:%b}" if week.month != 1 else f"{week.year:04}"
            parts.append(f'<text x="{x}" y="{HEIGHT - 12}">{name}</text>')
        high = round(count / most * (BASE - TOP), 1)
        if count:
            parts.append(
                f'<rect x="{x}" y="{BASE - high:.1f}" width="{max(wide - 1, 1):.1f}"'
                f' height="{high}"><title>{week_name(week)}: {count}</title></rect>'
            )
    return "\n".join([*parts, "</svg>"])


def _levels(most: int) -> Iterator[str]:
    for count in sorted({most, most // 2} - {0}):
        y = round(BASE - count / most * (BASE - TOP), 1)
        yield f'<line x1="0" x2="{WIDTH}" y1="{y}" y2="{y}"/><text x="0" y="{y - 4}">{count}</text>'
    yield f'<line class="base" x1="0" x2="{WIDTH}" y1="{BASE}" y2="{BASE}"/>'


def outlets_by_week(found: CoverageMap) -> str:
    """The map of coverage as markup, outlets with most articles first."""
    rows = tuple(
        replace(row, outlet=inert.line(row.outlet), counts=row.counts[-MOST_WEEKS:])
        for row in found.rows[:MOST_ROWS]
    )
    shown = replace(found, weeks=found.weeks[-MOST_WEEKS:], rows=rows)
    return to_svg(shown) if found.weeks else ""


def weeks_in_words(found: CoverageMap) -> list[tuple[str, str, int]]:
    """(week, its Monday, articles) of each week."""
    return [
        (week_name(week), week.isoformat(), count)
        for week, count in zip(found.weeks, found.totals, strict=True)
    ]


def rows_in_words(found: CoverageMap) -> list[tuple[Row, str]]:
    """Each outlet with its weeks: `2026-W15: 3, 2026-W16: 1`."""
    return [
        (
            row,
            ", ".join(
                f"{week_name(week)}: {count}"
                for week, count in zip(found.weeks, row.counts, strict=True)
                if count
            ),
        )
        for row in found.rows
    ]
