"""How long a host that refuses is left alone (RFC 9110, Retry-After). Pure.

A host that answers 429 or 503 and says for how long is believed, up to a day. One that does not
say is asked again after five minutes, and after twice as long at each further refusal in a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

REFUSALS = frozenset({429, 503})
OVERDUE = "overdue"  # in a request's meta: of a robots.txt that has long been failing
FRESH = timedelta(days=1)  # how long a robots.txt is taken to hold
FIRST = timedelta(minutes=5)
LONGEST = timedelta(days=1)
SHORT_WAIT = timedelta(seconds=15)  # a pause that a run sits out instead of ending with it
_MOST_DIGITS = 9  # more seconds than that are longer than anyone waits


def retry_after(value: str, now: datetime) -> timedelta | None:
    """The pause a `Retry-After` header asks for, never negative; None when it cannot be read."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return LONGEST if len(value) > _MOST_DIGITS else timedelta(seconds=int(value))
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta())


def says_nothing(meta: Mapping[str, object], status: int) -> bool:
    """Whether an answer is that of a robots.txt which has failed for so long that it asks for no
    patience any more."""
    return bool(meta.get(OVERDUE)) and status >= 500


def pause(refusals: int, asked: timedelta | None) -> timedelta:
    """How long to leave a host alone after so many refusals in a row."""
    if asked is not None:
        return min(asked, LONGEST)
    doublings = min(refusals - 1, 20)  # beyond that the cap holds anyway
    return min(FIRST * (1 << doublings), LONGEST)
