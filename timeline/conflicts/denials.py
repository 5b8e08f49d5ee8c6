"""Whether it is so at all: what one source reports and another denies.

What is denied stands after the word for it, and somebody has to say just that; "the claim" and
"it" are what the sentence before says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from timeline import entities
from timeline.actions import actions
from timeline.conflicts.claims import Claim, claim
from timeline.conflicts.frame import Frame
from timeline.conflicts.reading import NEAR, Telling
from timeline.conflicts.same_matter import FEW, words_of
from timeline.temporal import find_timexes
from timeline.words import content_words

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
_OF_DENYING = content_words(
    "deny denied denies denial refute reject dismiss dispute call false untrue wrong baseless"
    " report claim rumour rumor allegation accusation plan truth close going"
)
_GOES_ON = re.compile(r"; |[\s,](?:and (?:said|says)|but|while|saying)\s")
_NEGATED = re.compile(r"\b(?:not|never|no|\w+n['’]t)(?: \w+){1,3}", re.I)
MOST = 0.6  # of the words that say what is denied


def denies(text: str) -> bool:
    return _DENIAL.search(text) is not None and _OF_SOMETHING_ELSE.search(text) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Denial:
    """A sentence with the place of its word for denying, and the mentions that say what it
    denies."""

    telling: Telling
    span: tuple[int, int]
    reports: tuple[Telling, ...]

    @property
    def reach(self) -> tuple[int, str]:
        """How many others say what is denied."""
        others = {report.voice for report in self.reports} - {self.telling.voice}
        return len(others), self.telling.statement.quote


def denial_claims(found: Iterable[Telling], frame: Frame) -> Iterator[Claim]:
    """`denied` for each denial bound to the event of what a mention of it says; `said` for those
    mentions. Of several things denied, what most report."""
    tellings = [one for one in found if one.bond not in ("loose", "alike")]
    denials = [denial for one in tellings for denial in _denials(one, tellings, frame)]
    if not denials:
        return
    reports = max(denials, key=lambda denial: denial.reach).reports
    for denial in denials:
        if any(report in reports for report in denial.reports):
            yield _claim(denial.telling, denial.span, "denied")
    for report in reports:
        yield _claim(report, (0, len(report.statement.quote)), "said")


def _denials(one: Telling, tellings: Sequence[Telling], frame: Frame) -> Iterator[_Denial]:
    quote = one.statement.quote
    match = _DENIAL.search(quote)
    if match is None or not denies(quote) or not _is_of(one, frame):
        return
    day = _day_of(one)
    others = (
        other
        for other in tellings
        if other.bond == "mention"
        and other.modality != "denied"
        and not denies(other.statement.quote)
        and not _is_before(day, other)
    )
    matter, names = _matter(quote[match.end() :])
    if matter:
        known = matter | names | _words_of_names(one.clause)
        reports = tuple(o for o in others if _says(o.clause, matter, names, known))
    elif one.bond == "near":
        reports = tuple(o for o in others if o.statement.quote in one.before[:NEAR])
    else:
        return
    if reports:
        yield _Denial(telling=one, span=match.span(), reports=reports)


def _is_of(one: Telling, frame: Frame) -> bool:
    bound = one.bond == "near" or bool(set(actions(one.statement.quote)) & frame.kinds)
    return bound and one.timely


def _is_before(day: str, report: Telling) -> bool:
    """Whether it was denied on a day before that of what is reported."""
    return bool(day) and day < report.date


def _day_of(one: Telling) -> str:
    """The day that a sentence writes, "" when none."""
    if one.written and one.precision == "day":
        return one.date
    said = one.statement.said
    found = find_timexes(one.clause, date.fromisoformat(said)) if said else []
    return next((timex.value for timex in found if timex.precision == "day"), "")


def _says(clause: str, matter: Set[str], names: Set[str], known: Set[str]) -> bool:
    """Whether a clause says what is denied: of the same names, if any, most of the other words;
    `known` are all of these and the names of who denies it."""
    said = words_of(clause)
    if len(matter & said) < MOST * len(matter) or (names and names.isdisjoint(said)):
        return False
    if any(matter & words_of(negated.group()) for negated in _NEGATED.finditer(clause)):
        return False
    return len(known & said) >= FEW


def _matter(denied: str) -> tuple[frozenset[str], frozenset[str]]:
    """(the words of what is denied, those of names in it); no words of `the claim`, nor of `it`."""
    first = _GOES_ON.split(denied)[0]
    names = _words_of_names(f"- {first}")
    return words_of(first) - names - _OF_DENYING, names


def _words_of_names(text: str) -> frozenset[str]:
    return frozenset(word for name in entities.names(text) for word in words_of(name))


def _claim(one: Telling, span: tuple[int, int], value: str) -> Claim:
    """That a plan is denied does not make a former forecast of it."""
    made = claim(one, one.statement.quote, span, field=FIELD, subject="", value=value)
    return replace(made, forecast=False)
