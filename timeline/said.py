"""A mention with what counts when an event is put together from it."""

from __future__ import annotations

from dataclasses import dataclass

from db.model import Mention, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A mention with what counts when it is weighed: who says it, how near, and when."""

    mention: Mention
    publisher: str  # the original's where the article is a copy
    tier: Tier
    day: str  # day of publication, "" when undated
    foreign: bool = False  # in a script that the topic's own words are not in
