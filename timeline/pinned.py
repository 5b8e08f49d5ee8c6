"""What a person pinned on an event, in the place of what the rules would choose. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from db import partial_dates
from db.conflicts import Conflict
from db.judgements import Judgement
from timeline.choose import ChosenDate


def pinned_date(pin: Judgement) -> ChosenDate:
    """A pinned date is a partial date, or two of them joined by `/`."""
    value, _, end = pin.value.partition("/")
    return ChosenDate(
        value=value,
        end=end,
        precision=partial_dates.precision_of(pin.value),
        rule=_rule(pin),
    )


def settled(found: Sequence[Conflict], pinned: Mapping[str, Judgement]) -> tuple[Conflict, ...]:
    """Of sources that disagree on a pinned date, those are right that say it, perhaps none."""
    if "date" not in pinned:
        return tuple(found)
    pin = pinned["date"]
    return tuple(_settled(one, pin) if one.field == "date" else one for one in found)


def _settled(conflict: Conflict, pin: Judgement) -> Conflict:
    values = [replace(value, chosen=value.value == pin.value) for value in conflict.values]
    values.sort(key=lambda value: not value.chosen)
    return replace(conflict, values=tuple(values), reason=_rule(pin))


def _rule(pin: Judgement) -> str:
    who = f" by {pin.by}" if pin.by else ""
    note = f": {pin.note}" if pin.note else ""
    return f"pinned{who} on {pin.at.date().isoformat()}{note}"
