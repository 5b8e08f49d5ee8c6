"""Which events may be one, for a person to settle. Pure.

Two events are uncertain when their likest mentions look enough alike to be listed, and nothing
settles it: no pair of their mentions is forbidden to be one, and nobody has judged them. Of each
two events only the likest pair is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from db import ids
from db.judgements import UnsurePair
from timeline.judged import Rulings


class Tie(NamedTuple):
    """Two mentions by number, how alike they are, and whether they are forbidden to be one."""

    one: int
    other: int
    score: float
    forbidden: bool


def unsure_pairs(
    event_of: Mapping[int, str],
    ties: Iterable[Tie],
    ruled: Rulings,
    reason_of: Callable[[int, int], str],
) -> tuple[UnsurePair, ...]:
    """Likest first; `event_id` is the lesser id of the two. `event_of` is by mention, `ties` have
    every pair of mentions of two events, or none."""
    settled = {
        _pair(event_of, ids.number(j.mention_id), ids.number(j.other_id)) for j in ruled.apart
    }
    best: dict[tuple[str, str], Tie] = {}
    for tie in ties:
        pair = _pair(event_of, tie.one, tie.other)
        if pair is None:
            continue
        if tie.forbidden:
            settled.add(pair)
        elif pair not in best or _likeness(tie) < _likeness(best[pair]):
            best[pair] = tie
    found = [
        _unsure(pair, tie, event_of, reason_of) for pair, tie in best.items() if pair not in settled
    ]
    return tuple(sorted(found, key=lambda u: (-u.score, u.event_id, u.other_id)))


def _likeness(tie: Tie) -> tuple[float, int, int]:
    return (-tie.score, min(tie.one, tie.other), max(tie.one, tie.other))


def _pair(event_of: Mapping[int, str], one: int, other: int) -> tuple[str, str] | None:
    """The two events, lesser id first; None when they are one, or none."""
    first, second = event_of.get(one), event_of.get(other)
    if first is None or second is None or first == second:
        return None
    return (first, second) if first < second else (second, first)


def _unsure(
    pair: tuple[str, str],
    tie: Tie,
    event_of: Mapping[int, str],
    reason_of: Callable[[int, int], str],
) -> UnsurePair:
    one, other = sorted((tie.one, tie.other), key=event_of.__getitem__)
    return UnsurePair(
        event_id=pair[0],
        other_id=pair[1],
        mention_id=ids.mention_of(one),
        other_mention_id=ids.mention_of(other),
        score=tie.score,
        reason=reason_of(one, other),
    )
