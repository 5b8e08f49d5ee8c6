"""Rules: how often."""

from __future__ import annotations

import re

from timeline.temporal import values
from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.situation import Situation

_SETS = {
    "hourly": "PT1H",
    "daily": "XXXX-XX-XX",
    "nightly": "XXXX-XX-XXTNI",
    "weekly": "P1W",
    "biweekly": "P2W",
    "monthly": "P1M",
    "yearly": "P1Y",
}


def often(match: Match, at: Situation) -> Reading:
    return Reading("SET", _SETS[re.sub(r"\W", "", match.found[0])])


def each(match: Match, at: Situation) -> Reading:
    if match.has("anyunit"):
        count = "2" if "other" in match.found[0] else "1"
        unit = match.word("anyunit")
        if unit == "D" and count == "1":
            return Reading("SET", "XXXX-XX-XX")
        return Reading("SET", values.duration(count, unit))
    if match.has("count"):
        return Reading("SET", values.duration(match.word("count"), match.word("anyunits")))
    if match.has("weekday"):
        return Reading("SET", f"XXXX-WXX-{match.number('weekday')}")
    if match.has("month"):
        return Reading("SET", f"XXXX-{match.number('month'):02d}")
    if match.has("season"):
        return Reading("SET", f"XXXX-{match.word('season')}")
    return Reading("SET", f"XXXX-XX-XX{match.word('daytime')}")


def weekdays(match: Match, at: Situation) -> Reading:
    return Reading("SET", f"XXXX-WXX-{match.number('weekdays')}")


RULES: tuple[Rule, ...] = (
    # `annual` and `quarterly` say of a figure what it sums up, not when something recurs.
    Rule(
        "often",
        "(hourly|daily|nightly|weekly|bi-weekly|biweekly|monthly|yearly)",
        often,
        (("It publishes a weekly digest.", "weekly", "P1W"),),
        lambda match: (
            not re.match(r"-[a-z]| [A-Z]", match.text[match.end : match.end + 2])
            and not (match.text[match.start].isupper() and match.before(2).endswith("e "))
        ),
    ),
    Rule(
        "each",
        "(each|every) [other] ({anyunit}|{weekday}|{month}|{season}|{daytime}|{count} {anyunits})",
        each,
        (
            ("It meets every Thursday.", "every Thursday", "XXXX-WXX-4"),
            ("It loses money each year.", "each year", "P1Y"),
        ),
    ),
    Rule(
        "weekdays",
        "{weekdays}",
        weekdays,
        (("The court sits on Mondays.", "Mondays", "XXXX-WXX-1"),),
        lambda match: match.text[match.start].isupper(),
    ),
)
