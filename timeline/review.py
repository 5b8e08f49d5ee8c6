"""Which events may be one, for a person to settle. Pure.

Two events are uncertain when their likest mentions look enough alike to be listed, and nothing
settles it: no pair of their mentions is forbidden to be one, and nobody has judged them. Of each
two events only the likest pair is listed.
"""

from __future__ import annotations

from collections.abc import Iterable

from db.judgements import UnsurePair
from db.model import Event
from timeline.cluster import Clustering
from timeline.judged import Rulings
from timeline.pairs import PairScore


def unsure_pairs(
    events: Iterable[Event], clustering: Clustering, ruled: Rulings
) -> tuple[UnsurePair, ...]:
    """Likest first; `event_id` is the lesser id of the two."""
    event_of = {m.mention.mention_id: e.event_id for e in events for m in e.mentions}
    settled = {_pair(event_of, j.mention_id, j.other_id) for j in ruled.apart}
    best: dict[tuple[str, str], tuple[PairScore, tuple[str, str]]] = {}
    for mentions, score in sorted(clustering.scores.items()):
        events_of_pair = _pair(event_of, *mentions)
        if events_of_pair is None or events_of_pair in settled:
            continue
        if score.blocked:
            settled.add(events_of_pair)
            best.pop(events_of_pair, None)
        elif events_of_pair not in best or score.score > best[events_of_pair][0].score:
            best[events_of_pair] = (score, mentions)
    found = [_unsure(pair, score, mentions, event_of) for pair, (score, mentions) in best.items()]
    return tuple(sorted(found, key=lambda u: (-u.score, u.event_id, u.other_id)))


def _pair(event_of: dict[str, str], one: str, other: str) -> tuple[str, str] | None:
    """The two events, lesser id first; None when they are one, or none."""
    first, second = event_of.get(one), event_of.get(other)
    if first is None or second is None or first == second:
        return None
    return (first, second) if first < second else (second, first)


def _unsure(
    pair: tuple[str, str],
    score: PairScore,
    mentions: tuple[str, str],
    event_of: dict[str, str],
) -> UnsurePair:
    one, other = sorted(mentions, key=lambda mention: event_of[mention])
    return UnsurePair(
        event_id=pair[0],
        other_id=pair[1],
        mention_id=one,
        other_mention_id=other,
        score=score.score,
        reason=score.reason,
    )
