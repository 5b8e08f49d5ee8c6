"""Clock times that are no clock times. Pure.

What gathers coverage often stamps everything with the moment of its daily run, to the second. A
time that comes back on many days says nothing but the day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from typing import Any

DAYS = 5  # on so many days a time to the second is a habit
_PUBLISHED = re.compile(
    r'"published"\s*:\s*"(?P<day>\d{4}-\d\d-\d\d)T(?P<time>\d\d:\d\d:\d\d)(?:Z|\+00:00)"'
)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:Z|\+00:00)")


def habitual_times(lines: Iterable[str]) -> Set[str]:
    """The times of day, in UTC, that the records in these lines of JSON are stamped with on many
    days."""
    days: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for match in _PUBLISHED.finditer(line):
            days[match["time"]].add(match["day"])
    return {time for time, on in days.items() if len(on) >= DAYS}


def without_habit(record: Mapping[str, Any], habits: Set[str]) -> dict[str, Any]:
    """The record with the bare day where its time of publication is such a habit."""
    written = _TIME.fullmatch(str(record.get("published", "")))
    if written is None or written[2] not in habits:
        return dict(record)
    return {**record, "published": written[1]}
