"""Which of several values is chosen, why, and whether the disagreement was settled since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.conflicts import Conflict, ConflictValue, Statement
from db.model import TIERS
from timeline.conflicts.claims import Claim

SETTLERS = 2  # independent publishers that must say one value, and no other, after the last rival


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    day: str
    how: str


def conflict(
    field: str,
    subject: str,
    values: Mapping[str, Sequence[Claim]],
    *,
    chosen: str = "",
    reason: str = "",
    explained: str = "",
) -> Conflict:
    """The conflict of `values`, each with the claims that make it.

    `chosen` and `reason` are given where another rule chooses, as for the date of the event.
    """
    settlement = None
    if not chosen:
        chosen, reason = _choose(values)
    if not explained:
        chosen, reason, settlement = _settled(values, chosen, reason)
    ranked = sorted(values, key=lambda v: (v != chosen, [-n for n in weight(values[v])], v))
    return Conflict(
        field=field,
        subject=subject,
        values=tuple(_value(v, values[v], chosen=v == chosen) for v in ranked),
        reason=reason,
        settled=settlement.day if settlement else "",
        settlement=settlement.how if settlement else "",
        explained=explained,
    )


def weight(claims: Iterable[Claim]) -> tuple[int, int]:
    """Independent publishers, then how near the nearest of them is to the event."""
    group = list(claims)
    nearest = min(TIERS.index(one.telling.tier) for one in group)
    return (len({one.voice for one in group}), -nearest)


def _choose(values: Mapping[str, Sequence[Claim]]) -> tuple[str, str]:
    """The best value and why: the first of the measures in which it beats the others."""

    def rank(value: str) -> tuple[int, int, bool, str]:
        group = values[value]
        publishers, nearness = weight(group)
        dated = any(one.telling.bond == "mention" for one in group)
        return publishers, nearness, dated, _last(group)

    best, *others = sorted(values, key=lambda value: (rank(value), value), reverse=True)
    mine, next_best = rank(best), max(rank(other) for other in others)
    reasons = (
        f"said by most independent publishers: {mine[0]}",
        f"said by the source nearest to the event: {TIERS[-mine[1]]}",
        "as many say each; this one is said in a sentence that dates the event",
        "as many say each; this one was said last",
    )
    for reason, own, other in zip(reasons, mine, next_best, strict=True):
        if own != other:
            return best, reason
    return best, "as many say each, on the same day"


def _settled(
    values: Mapping[str, Sequence[Claim]], chosen: str, reason: str
) -> tuple[str, str, Settlement | None]:
    """A correction or confirmation settles it, or publishers who agree after the last rival."""
    for value in sorted(values):
        rivals = [one for other in values if other != value for one in values[other]]
        last = max((one.said for one in rivals), default="")
        after = [one for one in values[value] if one.said and one.said >= last]
        for one in sorted(after, key=lambda c: (c.said, c.voice)):
            if last and one.confirms and one.telling.modality == "happened":
                how = f"confirmed or corrected by {one.by or one.statement.publisher}"
                return value, f"{how} on {one.said}", Settlement(day=one.said, how=how)
    rivals = [one for other in values if other != chosen for one in values[other]]
    last = max((one.said for one in rivals), default="")
    later = [one for one in values[chosen] if one.said > last] if last else []
    publishers = sorted({one.voice for one in later})
    if len(publishers) >= SETTLERS:
        day = min(one.said for one in later)
        how = f"only this was said since, by {len(publishers)} publishers"
        return chosen, reason, Settlement(day=day, how=how)
    return chosen, reason, None


def _last(claims: Iterable[Claim]) -> str:
    return max(one.said for one in claims)


def _value(value: str, claims: Sequence[Claim], *, chosen: bool) -> ConflictValue:
    days = sorted(one.said for one in claims if one.said)
    best = min(
        [one for one in claims if one.value == value] or claims,
        key=lambda c: (
            TIERS.index(c.telling.tier),
            c.telling.moment or "9999",
            len(c.words),
            c.words,
        ),
    )
    return ConflictValue(
        value=value,
        urls=tuple(sorted({one.telling.statement.url for one in claims})),
        chosen=chosen,
        words=best.words,
        first_said=days[0] if days else "",
        last_said=days[-1] if days else "",
        statements=_statements(claims),
    )


def _statements(claims: Iterable[Claim]) -> tuple[Statement, ...]:
    """One for each place in the texts, the earliest first."""
    found = {
        (s.said or "9999", s.article_id, s.part, s.start, s.attributed): s
        for one in claims
        for s in [one.statement]
    }
    return tuple(found[key] for key in sorted(found))
