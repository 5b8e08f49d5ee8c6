"""Places that one name can hold at a time: who leads a unit, who bought a firm, who won.

A sentence names both: "Ada Park leads the Ice Lab", "the Ice Lab, headed by Ada Park". Former
holders, joint ones, and bidders whose bid is only planned claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from timeline import entities
from timeline.conflicts.claims import Claim, claim
from timeline.conflicts.frame import Frame
from timeline.conflicts.reading import Telling

_NAME = r"[A-Z][\w&.’'-]*(?: (?:of |de |von |van )?[A-Z][\w&.’'-]*)*"
_BEFORE = (
    r"(?:the |its |their |a |an |new |company |firm |unit |division |group |start-?up |rival )*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`holds` stands between holder and place, `held` between place and holder."""

    field: str
    holds: str
    held: str


PLACES = (
    Place(
        field="leader",
        holds=r"(?:, who)? (?:now )?(?:leads|heads|runs|chairs|(?:will|to) (?:lead|head))",
        held=r",? (?:which is |is |was |now )?(?:led|headed|chaired|run) by",
    ),
    Place(
        field="buyer",
        holds=r" (?:has )?(?:buys|bought|acquires|acquired|takes over|took over)",
        held=r",? (?:which )?(?:is |was |has been )?(?:bought|acquired|taken over|owned|sold)"
        r" (?:by|to)",
    ),
    Place(
        field="winner",
        holds=r" (?:has )?(?:wins|won)",
        held=r" (?:is |was )?won by",
    ),
)
_PATTERNS = [
    (
        place.field,
        re.compile(rf"(?P<holder>{_NAME}){place.holds} {_BEFORE}(?P<place>{_NAME})"),
        re.compile(rf"(?P<place>{_NAME}){place.held} {_BEFORE}(?P<holder>{_NAME})"),
    )
    for place in PLACES
]
_NOT_ALONE = re.compile(
    r"\b(?:former(?:ly)?|ex-|until|previous\w*|succe(?:ed\w*|ssor)|replac\w+|co-|jointly|together"
    r"|consortium|stake|share|part of|not|never|bid|offer|interim|acting|once|division of"
    r"|assets)\b",
    re.I,
)
_AND = re.compile(r" (?:and|&|,) [A-Z]")


_ANY = re.compile("|".join(rf"{one.holds}\b|{one.held}\b" for one in PLACES))


def speaks_of_holder(text: str) -> bool:
    return _ANY.search(text) is not None


def holder_claims(telling: Telling, frame: Frame) -> Iterator[Claim]:
    """The claims of a sentence that is bound to the event, about places that the event names; of
    any sentence of its articles about one of its key names."""
    text = telling.statement.quote
    if not speaks_of_holder(text) or _NOT_ALONE.search(text):
        return
    for field, *patterns in _PATTERNS:
        for pattern in patterns:
            for match in pattern.finditer(text):
                holder, place = _name(match["holder"]), _name(match["place"])
                bound = place in frame.key or (telling.bond != "loose" and frame.knows(place))
                if not (holder and place and bound):
                    continue
                if _AND.match(text, match.end("holder")):
                    continue
                made = claim(telling, text, match.span(), field=field, subject=place, value=holder)
                if not (field == "buyer" and made.forecast):
                    yield made


def _name(words: str) -> str:
    """The name as `timeline.entities` reads it inside a sentence, "" when it is none."""
    found = entities.names(f"- {words}")
    return found[-1] if found else ""


def with_full_names(claims: Sequence[Claim]) -> list[Claim]:
    """`Park` is `Ada Park` where some sentence says so."""
    names = {name for one in claims for name in (one.value, one.subject)}
    full = {
        name: max(
            (other for other in names if _is_short_for(name, other)), key=lambda n: (len(n), n)
        )
        for name in names
    }
    return [replace(one, value=full[one.value], subject=full[one.subject]) for one in claims]


def _is_short_for(name: str, other: str) -> bool:
    few, many = name.split(), other.split()
    return name == other or many[-len(few) :] == few or many[: len(few)] == few
