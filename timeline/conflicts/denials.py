"""Whether it is so at all: what one source reports and another denies.

What is denied stands after the word for it, and somebody has to say just that; "the claim" and
"it" are what the sentence before says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from db.conflicts import Statement
from timeline.actions import actions
from timeline.conflicts.claims import Claim, claim
from timeline.conflicts.frame import Frame
from timeline.conflicts.reading import NEAR, Telling
from timeline.conflicts.same_matter import names_matter, says_what

FIELD = "whether it is so"
_DENIAL = re.compile(
    r"\b(?:denie[sd]|deny|refute[sd]?|(?:rejects?|rejected|dismisse[sd]|disputes?|disputed)"
    r" (?:the |such |these |those )?(?:\w+ )?(?:reports?|claims?|rumou?rs|allegations|accusations)"
    r"|(?:calls?|called) (?:the |such )?(?:reports?|claims?|rumou?rs) (?:\w+ )?"
    r"(?:false|untrue|wrong|baseless)|ha(?:s|ve|d) no plans? to|no truth)\b",
    re.I,
)
_OF_SOMETHING_ELSE = re.compile(
    r"\bdeni\w+ (?:\w+ )?(?:access|entry|bail|visas?|permission)"
    r"|\b(?:be|been|being|is|are|was|were) denied\b(?! by)"
    r"|\b(?:not|cannot|can't|impossible to|hard to|no one can) deny\b",
    re.I,
)


def denies(text: str) -> bool:
    return _DENIAL.search(text) is not None and _OF_SOMETHING_ELSE.search(text) is None


def denial_claims(found: Iterable[Telling], frame: Frame) -> Iterator[Claim]:
    """`denied` for each denial bound to the event of what a mention of it says; `said` for those
    mentions."""
    tellings = [one for one in found if one.bond not in ("loose", "alike")]
    reports = [
        one
        for one in tellings
        if one.bond == "mention" and one.modality != "denied" and not denies(one.statement.quote)
    ]
    answered: dict[Statement, Telling] = {}
    for one in tellings:
        quote = one.statement.quote
        match = _DENIAL.search(quote)
        if match is None or not denies(quote) or not _is_of(one, frame):
            continue
        denied = [report for report in reports if _denies_it(one, quote[match.end() :], report)]
        answered |= {report.statement: report for report in denied}
        if denied:
            yield _claim(one, match.span(), "denied")
    for one in answered.values():
        yield _claim(one, (0, len(one.statement.quote)), "said")


def _claim(one: Telling, span: tuple[int, int], value: str) -> Claim:
    """That a plan is denied does not make a former forecast of it."""
    made = claim(one, one.statement.quote, span, field=FIELD, subject="", value=value)
    return replace(made, forecast=False)


def _is_of(one: Telling, frame: Frame) -> bool:
    bound = one.bond == "near" or bool(set(actions(one.statement.quote)) & frame.kinds)
    return bound and one.timely


def _denies_it(one: Telling, denied: str, report: Telling) -> bool:
    if names_matter(denied):
        return says_what(report.clause, denied)
    return one.bond == "near" and report.statement.quote in one.before[:NEAR]
