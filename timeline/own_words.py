"""What a sentence says of the happening that it tells, and of no other. Pure.

Left out are a happening that only says when this one was, who somebody is in other sentences too,
what they did elsewhere, whose word it is, and the clocks of a live page.
"""

from __future__ import annotations

import re
from functools import lru_cache

from db.model import Amount, Mention
from timeline.stamps import STAMP

# `a day after it launched Orbit`: another happening, named only to say when this one was.
_ANOTHER = re.compile(
    r"\b(?:an?|one|two|three|four|five|six|seven|several|some|\d+)\s(?:hour|day|week|month|year)s?"
    r"\s(?:after|before|following)\b[^,;.]*",
    re.I,
)
# `previously at Gale`, 曾任职Gale: what somebody did elsewhere; 除了Gale，: what it comes beside.
_ELSEWHERE = re.compile(
    r",?\s(?:who\s)?(?:previously|formerly)\s(?:worked|served|led|ran|at|of|with)\b[^,;.]*"
    r"|曾(?:经)?(?:任职|就职|供职|效力|担任|在)[^，；。]*|(?:除了?|继)[^，；。]{1,30}(?:外|之外|后|之后)，"
    r"|除了[^，；。]{1,30}，|(?:^|[，；。])在[^，；。]{4,60}之前，"
)
# `Ada Park, the founder of Tern, has revealed`: who somebody is, not what happened.
_APPOSITION = re.compile(
    r"(\b[A-Z][\w’'-]*),\s(?:the|an?|its|his|her|their)\s[^,;.]{12,120},"
    r"(?=\s(?:(?:also|reportedly|recently|now)\s)?(?:is|was|are|were|has|have|had|will|would|[a-z]+s"
    r"|[a-z]+ed|said|told)\b)"
)
# `according to Dagens Nyheter`, `shared a Tern link`: whose word it is, not whom it is about.
_SOURCE = r"(?:an? )?(?:report (?:by|from|in) )?(?:the )?[A-Z@][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,4}"
_REPORTER = rf"(?:(?:the|its|state-run|official|local|semiofficial) ){{0,3}}{_SOURCE}"
_ATTRIBUTION = re.compile(
    rf",?\s\(?(?:according to|as (?:first )?reported (?:by|in)|per|citing|reported by"
    rf"|in an interview with) {_SOURCE}\)?|\b[Aa]ccording to {_SOURCE},"
    rf"|,\s{_REPORTER} (?:has |also )?report(?:s|ed)(?=[,.;]|$| on | [A-Z])"
    rf"|(?:^|\s){_REPORTER} (?:has |also )?report(?:s|ed) that\b"
    rf"|\stold {_SOURCE}(?=[,.;]|$|\s(?:on|in|that|it|he|she|they|the)\b)"
    r"|\b[A-Z][\w.]*(?: [A-Z][\w.]*){0,2} "
    r"(?=(?:link|article|story|report|post|thread|page)\b(?!-))"
)


def own_words(mention: Mention) -> str:
    """The clause without them; whole, when nothing would be left."""
    return _own_words(mention.clause, mention.timex)


def own_amounts(mention: Mention) -> tuple[Amount, ...]:
    """The figures among them."""
    own = own_words(mention) if mention.amounts else ""
    return tuple(amount for amount in mention.amounts if amount.text in own)


@lru_cache(maxsize=10_000)  # words, names and figures of a mention are asked for one by one
def _own_words(clause: str, timex: str) -> str:
    def named(found: re.Match[str]) -> str:
        return found.group() if timex and timex in found.group() else found[1]

    own = _APPOSITION.sub(named, _ANOTHER.sub(" ", STAMP.sub("", clause)))
    own = _ELSEWHERE.sub(" ", _ATTRIBUTION.sub(" ", own))
    return own if own.strip(" ,;.") else clause
