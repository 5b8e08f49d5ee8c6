"""Whether it is so at all: what one source reports and another denies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from timeline.actions import actions
from timeline.conflicts.claims import Claim, claim
from timeline.conflicts.frame import Frame
from timeline.conflicts.reading import Telling

FIELD = "whether it is so"
_DENIAL = re.compile(
    r"\b(?:denie[sd]|deny|refute[sd]?|(?:rejects?|rejected|dismisse[sd]|disputes?|disputed)"
    r" (?:the |such |these |those )?(?:\w+ )?(?:reports?|claims?|rumou?rs|allegations|accusations)"
    r"|(?:calls?|called) (?:the |such )?(?:reports?|claims?|rumou?rs) (?:\w+ )?"
    r"(?:false|untrue|wrong|baseless)|ha(?:s|ve|d) no plans? to|no truth)\b",
    re.I,
)
_OF_SOMETHING_ELSE = re.compile(r"\bdeni\w+ (?:\w+ )?(?:access|entry|bail|visas?|permission)", re.I)


def denies(text: str) -> bool:
    return _DENIAL.search(text) is not None and _OF_SOMETHING_ELSE.search(text) is None


def denial_claims(found: Iterable[Telling], frame: Frame) -> Iterator[Claim]:
    """`denied` for each denial bound to the event; `said` for its mentions, if there is one."""
    tellings = [one for one in found if one.bond not in ("loose", "alike")]
    denied = [
        one
        for one in tellings
        if denies(one.statement.quote)
        and (one.bond == "near" or set(actions(one.statement.quote)) & frame.kinds)
    ]
    if not denied:
        return
    for one in denied:
        match = _DENIAL.search(one.statement.quote)
        if match:
            yield claim(
                one, one.statement.quote, match.span(), field=FIELD, subject="", value="denied"
            )
    for one in tellings:
        if one.bond == "mention" and one not in denied and one.modality != "denied":
            quote = one.statement.quote
            yield claim(one, quote, (0, len(quote)), field=FIELD, subject="", value="said")
