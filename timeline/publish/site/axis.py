"""The story along an axis of time, as a picture: bars for events dated to a day or week, stretches
below them for those dated less exactly.

It is what a reader without JavaScript sees; `axis.js` draws the same at any zoom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from timeline.publish.site.contents import Entry

WIDTH, HEIGHT = 960, 150
BASE, TOP = 98, 12  # where bars stand, and how high they reach
LANES, LANE = 4, 7  # stretches below the axis
KINDS = {  # status -> how it is drawn
    "happened": "happened",
    "reported": "reported",
    "expected": "planned",
    "slipped": "planned",
    "cancelled": "off",
}
_WITHIN = 1.5  # how much longer than the middle 96 % the whole may be to be shown at once
_EXACT_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """First and last day that the axis shows, and how many days a bar covers."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def step(self) -> int:
        return 1 if self.days <= 160 else 7 if self.days <= 1500 else 28

    def x(self, day: date) -> float:
        return round((day - self.first).days / self.days * WIDTH, 1)


def window_of(entries: Sequence[Entry]) -> Window | None:
    """The whole story, or where most of it is when some of its dates are far off."""
    days = sorted(date.fromisoformat(entry.first) for entry in entries if not entry.is_coarse)
    if not days:
        return None
    few = len(days) // 50
    first, last = days[few], days[-1 - few]
    if (days[-1] - days[0]).days <= _WITHIN * (last - first).days:
        first, last = days[0], days[-1]
    spare = timedelta(days=max(3, (last - first).days // 50))
    return Window(first=_back(first, spare), last=last + min(spare, date.max - last))


def _back(day: date, spare: timedelta) -> date:
    """To the Monday before, so that a bar of seven days is a week."""
    earlier = day - min(spare, day - date.min)
    return earlier - min(timedelta(days=earlier.weekday()), earlier - date.min)


def to_svg(entries: Sequence[Entry]) -> str:
    """Markup of a picture; nothing in it is a source's words. "" when there is nothing to show."""
    window = window_of(entries)
    if window is None:
        return ""
    words = f"{len(entries)} events along an axis of time, {window.first} to {window.last}"
    return "\n".join(
        (
            f'<svg class="axis" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}">',
            *_ticks(window),
            *_bars(entries, window),
            *_stretches(entries, window),
            "</svg>",
        )
    )


def _ticks(window: Window) -> Iterator[str]:
    """A line and a name at the beginning of months, or of years, about eight in all."""
    months = [day for day in _firsts(window) if window.first <= day]
    every = next((n for n in (1, 2, 3, 6, 12, 24, 60, 120) if len(months) <= 9 * n), 1200)
    for day in months:
        if (day.year * 12 + day.month - 1) % every == 0:
            x = window.x(day)
            name = f"{day:%b}" if every < 12 and day.month != 1 else f"{day.year:04}"
            yield f'<line class="tick" x1="{x}" y1="{TOP}" x2="{x}" y2="{BASE}"/>'
            yield f'<text class="tick" x="{x + 4}" y="{TOP + 4}">{name}</text>'
    yield f'<line class="base" x1="0" y1="{BASE}" x2="{WIDTH}" y2="{BASE}"/>'


def _firsts(window: Window) -> Iterator[date]:
    year, month = window.first.year, window.first.month
    while (year, month) <= (window.last.year, window.last.month):
        yield date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        if year > date.max.year:
            return


def _bars(entries: Sequence[Entry], window: Window) -> Iterator[str]:
    counted: Counter[tuple[int, str]] = Counter()
    for entry in entries:
        first, last = date.fromisoformat(entry.first), date.fromisoformat(entry.last)
        if window.first <= first <= window.last and (last - first).days < _EXACT_DAYS:
            counted[(first - window.first).days // window.step, KINDS[entry.event.status]] += 1
    bars = {number for number, _ in counted}
    heights = {n: sum(counted[n, kind] for kind in set(KINDS.values())) for n in bars}
    unit = (BASE - TOP - 14) / max(heights.values(), default=1)
    width = round(max(window.step / window.days * WIDTH - 1, 1.5), 1)
    for number in sorted(bars):
        y = float(BASE)
        x = window.x(window.first + timedelta(days=number * window.step))
        for kind in dict.fromkeys(KINDS.values()):
            if high := counted[number, kind] * unit:
                y -= high
                yield (
                    f'<rect class="{kind}" x="{x}" y="{y:.1f}" width="{width}"'
                    f' height="{high:.1f}"/>'
                )


def _stretches(entries: Sequence[Entry], window: Window) -> Iterator[str]:
    """What is dated to more than a week, one stretch for each date, the shortest on top."""
    found = Counter(
        (entry.first, entry.last)
        for entry in entries
        if (date.fromisoformat(entry.last) - date.fromisoformat(entry.first)).days >= _EXACT_DAYS
    )
    ends = [0.0] * LANES
    for first, last in sorted(found, key=_longer):
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        if end < window.first or start > window.last:
            continue
        x = window.x(max(start, window.first))
        right = min(window.x(min(end, window.last)) + WIDTH / window.days, WIDTH)
        lane = next((n for n, taken in enumerate(ends) if taken <= x), None)
        if lane is None:
            continue
        ends[lane] = right
        yield (
            f'<rect class="stretch" x="{x}" y="{BASE + 8 + lane * LANE}" rx="2"'
            f' width="{max(right - x - 1, 2):.1f}" height="{LANE - 3}"/>'
        )


def _longer(dates: tuple[str, str]) -> tuple[str, str]:
    return dates[0], dates[1]
