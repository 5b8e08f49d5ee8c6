"""The day it is elsewhere when an article is published here."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from timeline.temporal.situation import Situation
from timeline.temporal.vocabulary import ZONES


def day_there(at: Situation, zone: str) -> date:
    """The day that a clock time in `zone` is of when no day stands beside it.

    The document's own day, unless the moment of publication is known: then the day it was in
    that zone at that moment, which for `8 p.m. PT` in a paper of Seoul is the day before.
    """
    name = zone if "/" in zone or zone == "UTC" else ZONES.get(zone, "")
    if not name or at.published is None or at.base != at.dct:
        return at.base
    return at.published.astimezone(ZoneInfo(name)).date()
