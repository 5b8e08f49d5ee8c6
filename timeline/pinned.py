"""What a person pinned on an event, in the place of what the rules would choose. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from db import partial_dates
from db.conflicts import Conflict
from db.errors import NotFoundError
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
    """Of sources that disagree on what is pinned, those are right that say it, perhaps none."""
    return tuple(
        _settled(one, pinned[one.matter]) if one.matter in pinned else one for one in found
    )


def _settled(conflict: Conflict, pin: Judgement) -> Conflict:
    values = [replace(value, chosen=value.value == pin.value) for value in conflict.values]
    values.sort(key=lambda value: not value.chosen)
    return replace(
        conflict,
        values=tuple(values),
        reason=_rule(pin),
        settled=pin.at.date().isoformat(),
        settlement=_rule(pin),
    )


def pin_of(conflicts: Sequence[Conflict], given: str) -> tuple[str, str]:
    """(what to pin, to which value) from `amount:price=$3 million`; the subject may be left out
    where there is one conflict of the field. Raises `NotFoundError` with what there is."""
    name, _, value = (part.strip() for part in given.partition("="))
    about = [c for c in conflicts if name in (c.matter, c.field)]
    if len(about) != 1:
        there = ", ".join(c.matter for c in about or conflicts) or "none"
        what = "several such conflicts" if about else "no such conflict of this event"
        raise NotFoundError(f"{what}; there are: {there}", conflict=name)
    (conflict,) = about
    for known in conflict.values:
        if known.value.casefold().split() == value.casefold().split():
            return conflict.matter, known.value
    there = ", ".join(known.value for known in conflict.values)
    raise NotFoundError(f"no source says so; there are: {there}", value=value)


def _rule(pin: Judgement) -> str:
    who = f" by {pin.by}" if pin.by else ""
    note = f": {pin.note}" if pin.note else ""
    return f"pinned{who} on {pin.at.date().isoformat()}{note}"
