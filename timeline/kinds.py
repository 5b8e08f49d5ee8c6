"""What a name is the name of: a person, an organisation, a product or a place. Pure.

No gazetteer: the words around a name tell, counted over all sentences that have it. A name that
nothing tells of, or two things equally, has no kind.

    person         `chief executive X`, `X, who`, `X said`; two or three words without a figure
    organisation   `X Inc`, `shares of X`, `X's employees`, `joined X`, `X hired`
    product        `X 1.1`, `launched X`, `the X app`, `powered by X`
    place          `in X`, `near X`, `residents of X`
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

Kind = Literal["person", "organisation", "product", "place", ""]

_LEAST, _AHEAD = 2.0, 1.5  # points of the likeliest kind, and how many times those of the next
_ROLES = (
    "chief executive|chief \\w+ officer|CEO|CTO|CFO|COO|co-?founder|founder|chair(?:man|woman)?"
    "|president|vice president|director|minister|senator|governor|secretary|judge|mayor|analyst"
    "|professor|researcher|scientist|engineer|executive|head|leader|spokes(?:man|woman|person)"
    "|mr\\.?|mrs\\.?|ms\\.?|dr\\.?|sir|coach|captain|general|colonel"
)
_SPOKE = "said|says|told|wrote|tweeted|posted|argued|added|testified|recalled|thinks|believes"
_HIRED = "resigned|quit|stepped down|was appointed|was named|was born|died|retired|was hired"
_OWNED = (
    "shares?|stock|employees|staff|workers|workforce|chief executive|CEO|headquarters|board"
    "|revenue|profits?|customers|investors|shareholders|spokes\\w+|lawyers|researchers|engineers"
)
_DID = "hired|hires|acquired|acquires|bought|announced|announces|invested|sued|laid off|fined|owns"
_THINGS = (
    "app|apps|model|models|phone|glasses|headset|assistant|chatbot|software|platform|service"
    "|chip|chips|processor|car|drug|vaccine|game|browser|feature|tool|device|rocket|aircraft|ship"
)
_ENDS_ORGANISATION = re.compile(
    r"\b(?:Inc|Corp|Corporation|Ltd|LLC|PLC|GmbH|AG|SA|Co|Company|Group|Holdings|Labs?|Platforms"
    r"|Technologies|Systems|Partners|Capital|Ventures|Bank|University|Institute|College|School"
    r"|Ministry|Department|Commission|Committee|Agency|Authority|Court|Council|Association|Union"
    r"|Party|Parliament|Congress|Senate|Foundation|Times|Post|Journal|News|Army|Police)\.?$"
)
_ENDS_VERSION = re.compile(r"\s?v?\d+(?:\.\d+)*$")

_JOINED = "joined|joins|joining|left|works? (?:at|for)|hired by|from|company|firm|start-?up|rival"
_DEALT = "deal|contract|agreement|talks|partnership|partner\\w*"
_SUCH = "(?:rivals?|companies|firms|labs) (?:such as|like|including)"
_PEOPLE = "spokes\\w+|executives?|employees|researchers|engineers|officials"
_STAKES = "stakes? in|acquisition of|purchase of|invest\\w* in|acquir\\w+|takeover of"
_OF_FIRMS = "(?:shares|stock|employees|customers|owner|maker|subsidiary) (?:of|in|at)"
_LAUNCHED = "launch\\w*|releas\\w*|unveil\\w*|introduc\\w*|debut\\w*|roll\\w* out|ship\\w*"
_USED = "powered by|built on|runs? on|versions? of|update to|successor to|access to"
_WHERE = "near|outside|flew to|(?:residents|city|state|province|streets|capital) of"

# (kind, points, pattern before the name, pattern after it); None where it does not matter.
_CLUES: tuple[tuple[Kind, int, str | None, str | None], ...] = (
    ("person", 2, rf"\b(?:{_ROLES})\s+$", None),
    ("person", 2, None, rf"^,?\s(?:an?|the|its|their|{_ROLES})\s?[^,.]{{0,40}}?\b(?:{_ROLES})\b"),
    ("person", 2, None, r"^,\s(?:who|whose|\d\d,)\b"),
    ("person", 1, None, rf"^\s(?:{_SPOKE}|{_HIRED})\b"),
    ("organisation", 2, rf"\b(?:{_OF_FIRMS}|{_STAKES})\s$", None),
    ("organisation", 2, None, rf"^[’']s?\s(?:[\w-]+\s)?(?:{_OWNED})\b"),
    ("organisation", 1, rf"\b(?:{_JOINED}|(?:{_DEALT}) with|{_SUCH}|according to|told)\s$", None),
    ("organisation", 1, r"\b(?:former\s|ex-|poach\w* from\s)$", None),
    ("organisation", 1, None, rf"^,?\s(?:which\s)?(?:{_DID})\b"),
    ("organisation", 1, None, rf"^\s(?:{_PEOPLE}|reports?|reported)\b"),
    ("product", 2, None, rf"^\s(?:{_THINGS})\b"),
    ("product", 1, rf"\b(?:{_LAUNCHED})\s(?:its\s|the\s|a\s)?$", None),
    ("product", 2, rf"\b(?:{_USED})\s$", None),
    ("place", 2, rf"\b(?:{_WHERE})\s$", None),
    ("place", 1, r"\b(?:in|across|throughout)\s$", r"^(?:[,.]| on\b| and\b|$)"),
)
_COMPILED = tuple(
    (
        kind,
        points,
        re.compile(before, re.I) if before else None,
        re.compile(after) if after else None,
    )
    for kind, points, before, after in _CLUES
)


def kind_of(name: str, sentences: Iterable[str]) -> Kind:
    """The likeliest kind, "" when nothing tells it from the others."""
    points: Counter[Kind] = Counter()
    if _ENDS_ORGANISATION.search(name):
        points["organisation"] += 3
    if _ENDS_VERSION.search(name):
        points["product"] += 3
    written = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for text in dict.fromkeys(sentences):
        for match in written.finditer(text):
            points += _clues(text[max(0, match.start() - 40) : match.start()], text[match.end() :])
    if not 2 <= len(name.split()) <= 4 or any(c.isdigit() for c in name):
        points["person"] //= 2  # one word alone is seldom a person where it was first named
    ranked = points.most_common(2)
    if not ranked or ranked[0][1] < _LEAST:
        return ""
    if len(ranked) > 1 and ranked[0][1] < _AHEAD * ranked[1][1]:
        return ""
    return ranked[0][0]


def _clues(before: str, after: str) -> Counter[Kind]:
    """What the words beside one place of a name tell, each kind once."""
    told: Counter[Kind] = Counter()
    for kind, points, left, right in _COMPILED:
        if (left is None or left.search(before)) and (right is None or right.search(after)):
            told[kind] = max(told[kind], points)
    return told
