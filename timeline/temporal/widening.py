"""Words beside a date that belong to it: `early`, `about`, `the end of`, `or later`."""

from __future__ import annotations

import re

from timeline.temporal.grammar import Match
from timeline.temporal.guards import any_of

_MEASURED = frozenset(
    """length length-joined length-range length-range-joined length-and-a-half half-unit one-unit
    certain-length bare-certain-length vague-length past-length ago ago-vaguely half-a-year-ago
    from-now in-time earlier-or-later later-vaguely before-or-after clock clock-tight clock-24
    military-time o-clock noon""".split()
)

_ROUGHLY = any_of(
    """about around approximately roughly some nearly almost more_than less_than fewer_than over
    at_least at_most up_to no_more_than no_less_than under only just_over just_under well_over
    as_little_as as_much_as an_estimated a_full each_of"""
)
_PART = "(?:(?:early|first|middle|latter|last) (?:half|part)|(?:first|last|final) week)"
_STRETCH = f"(?:middle|beginning|start|end|close|turn|rest|remainder|balance|{_PART})"

_BEFORE_MEASURED = re.compile(rf"(?:^|(?<![\w-]))({_ROUGHLY} )$")
_BEFORE_DATE = re.compile(
    rf"(?:^|(?<![\w-]))((?:the )?(?:very )?(?:(?:early|late|mid)(?:[- ]|(?: in| on) (?:the )?)"
    rf"|{_STRETCH}(?:-| of (?:the )?)|(?:earlier|later|sometime) (?:in )?|around |no later than "
    r"|as (?:early|late|soon) as ))$"
)
_AFTER = re.compile(
    r" (?:or so|or later|or earlier|and beyond|or thereabouts|at the latest|at the earliest)\b"
)

_DETERMINED = re.compile(r"(?:the|its|his|her|their|these|those) ")

# TIMEX3's `mod`, and the words that make it.
_MODIFIERS = tuple(
    (re.compile(rf"\b{any_of(words)}\b"), modifier)
    for modifier, words in (
        ("MORE_THAN", "more_than over well_over just_over"),
        ("LESS_THAN", "less_than fewer_than under just_under"),
        ("EQUAL_OR_MORE", "at_least no_less_than"),
        ("EQUAL_OR_LESS", "at_most up_to no_more_than"),
        ("ON_OR_BEFORE", "no_later_than at_the_latest or_earlier as_late_as"),
        ("ON_OR_AFTER", "as_early_as as_soon_as or_later and_beyond at_the_earliest"),
        (
            "APPROX",
            """about around approximately roughly some nearly almost or_so or_thereabouts
            sometime""",
        ),
        ("START", "early beginning start first_week"),
        ("MID", "mid middle"),
        ("END", "late end close latter last_week final_week"),
    )
)
_OF_AGO = {"MORE_THAN": "BEFORE", "LESS_THAN": "AFTER"}


def widened(match: Match, start: int, end: int, floor: int) -> tuple[int, int, str]:
    """The span with the words that modify it, no further back than `floor`, and the TIMEX3 mod."""
    folded = match.folded
    pattern = _BEFORE_DATE
    if match.rule.name in _MEASURED and not _DETERMINED.match(folded, start):
        pattern = _BEFORE_MEASURED
    new_start = start
    for _ in range(2):
        found = pattern.search(folded, max(floor, new_start - 32), new_start)
        if found is None or "\n" in found[1]:
            break
        new_start = found.start(1)
    after = _AFTER.match(folded, end)
    new_end = after.end() if after else end
    words = folded[new_start:start] + folded[end:new_end]
    modifier = next((name for words_of, name in _MODIFIERS if words_of.search(words)), "")
    if match.found[0].endswith("ago"):
        modifier = _OF_AGO.get(modifier, modifier)
    return new_start, new_end, modifier
