"""Which values of one attribute contradict each other, and which only follow each other.

Roundings of one figure agree, and so do a bound and what lies within it. A figure that only
grows (the dead, the displaced) is overtaken by a greater one said later; a forecast by what was
said when it had happened, or by a later forecast of a source as near; a publisher's word by its
own later word. What is overtaken is history. Figures too far apart are about different things.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from db.conflicts import Conflict
from db.model import TIERS
from timeline.amounts import compatible
from timeline.conflicts.claims import Claim
from timeline.conflicts.frame import Frame
from timeline.conflicts.parts import GROWING
from timeline.conflicts.same_matter import same_matter
from timeline.conflicts.weigh import conflict, weight
from timeline.entities import is_cjk

MEANINGS = {"total": "in all", "added": "on top of a former one"}
MOST_APART = 3.0
MOST_APART_QUOTED = 10.0  # police and organisers differ by more than two reporters do


def rival_figures(claims: Iterable[Claim], frame: Frame) -> list[Conflict]:
    """Conflicts among figures, one for each kind and part."""
    slots: dict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for one in claims:
        if one.measure is not None:
            slots[one.field, one.subject, one.measure.kind].append(one)
    found = []
    for (field, subject, _), group in sorted(slots.items()):
        groups = _groups(_last_words(group))
        standing = _standing(groups, growing=subject.split(" ")[-1] in GROWING)
        values = _near(standing, frame)
        if _contradict(values):
            found.append(conflict(field, subject, values))
    return found


def rival_meanings(claims: Iterable[Claim]) -> list[Conflict]:
    """One figure that some call the total, and others what is added to a former one."""
    slots: dict[tuple[str, str], dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for one in claims:
        extent, _, part = one.subject.partition(" ")
        if extent in MEANINGS:
            slots[one.field, part][MEANINGS[extent]].append(one)
    found = []
    for (field, part), sides in sorted(slots.items()):
        values = {
            meaning: same
            for meaning, group in sides.items()
            for other in [c for m, g in sides.items() if m != meaning for c in g]
            if (same := [one for one in group if _agree(one, other)])
        }
        if _contradict(values):
            found.append(conflict(field, f"{part}, in all or on top", values))
    return found


def rival_values(claims: Iterable[Claim]) -> list[Conflict]:
    """Conflicts among claims that give one of a few values, such as a licence or a name."""
    slots: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for one in claims:
        slots[one.field, one.subject].append(one)
    found = []
    for (field, subject), group in sorted(slots.items()):
        values: dict[str, list[Claim]] = defaultdict(list)
        for one in _last_words(group):
            values[one.value].append(one)
        standing = _standing([values[value] for value in sorted(values)], growing=False)
        by_value = {group[0].value: group for group in standing}
        if _contradict(by_value):
            found.append(conflict(field, subject, by_value))
    return found


def _contradict(values: Mapping[str, Sequence[Claim]]) -> bool:
    """Two values that at least two publishers stand for."""
    if len(values) < 2:
        return False
    return len({one.voice for group in values.values() for one in group}) > 1


def _last_words(claims: Sequence[Claim]) -> list[Claim]:
    """Of each publisher what it said last: what it said before, it has corrected itself."""
    last: dict[str, str] = defaultdict(str)
    for one in claims:
        last[one.voice] = max(last[one.voice], one.said)
    return [one for one in claims if one.said == last[one.voice]]


def _groups(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims that can be roundings of one figure, the most exact first."""
    groups: list[list[Claim]] = []

    def exactness(one: Claim) -> tuple[float, float, str, str]:
        assert one.measure is not None
        width = one.measure.high - one.measure.low
        return (width, one.measure.low, one.value, one.words)

    for one in sorted(claims, key=exactness):
        homes = [g for g in groups if _agree(g[0], one)]
        if homes:
            min(homes, key=lambda g: abs(_middle(g) - _middle([one]))).append(one)
        else:
            groups.append([one])
    return groups


def _agree(one: Claim, other: Claim) -> bool:
    return (
        one.measure is not None
        and other.measure is not None
        and compatible(one.measure, other.measure)
    )


def _standing(groups: Sequence[list[Claim]], *, growing: bool) -> list[list[Claim]]:
    """The groups that no other one overtakes."""
    return [
        group
        for group in groups
        if not any(_overtakes(g, group, growing=growing) for g in groups if g is not group)
    ]


def _overtakes(later: Sequence[Claim], earlier: Sequence[Claim], *, growing: bool) -> bool:
    if not all(one.said for one in (*later, *earlier)):
        return False
    first, last = min(c.telling.moment for c in later), max(c.telling.moment for c in earlier)
    if growing:
        return _middle(later) > _middle(earlier) and _goes_on(later, earlier)
    if first[:10] <= last[:10] or not all(one.forecast for one in earlier):
        return False
    factual = not all(one.forecast for one in later)
    as_near = _nearest(later) <= _nearest(earlier)
    return factual or as_near


def _goes_on(later: Sequence[Claim], earlier: Sequence[Claim]) -> bool:
    """Whether the one was first said after the other; two figures that one article quotes stand
    beside each other."""
    both = {c.telling.statement.article_id for c in later}
    both &= {c.telling.statement.article_id for c in earlier}
    if both:
        return False
    first, last = min(c.telling.moment for c in later), max(c.telling.moment for c in earlier)
    timed = "T" in first and "T" in last
    return first >= last if timed else first[:10] >= last[:10]


def _middle(claims: Sequence[Claim]) -> float:
    measure = claims[0].measure
    return (measure.low + measure.high) / 2 if measure else 0.0


def _label(claims: Sequence[Claim]) -> str:
    """The figure that most say, as it is written most exactly in the script of most of them."""
    voices: dict[float, set[str]] = defaultdict(set)
    for one in claims:
        voices[_middle([one])].add(one.voice)
    most = max(len(group) for group in voices.values())
    values = [one.value for one in claims if len(voices[_middle([one])]) == most]
    in_cjk = 2 * sum(map(is_cjk, values)) > len(values)
    return next((value for value in values if is_cjk(value) == in_cjk), values[0])


def _nearest(claims: Sequence[Claim]) -> int:
    return min(TIERS.index(one.telling.tier) for one in claims)


def _near(groups: Sequence[list[Claim]], frame: Frame) -> dict[str, list[Claim]]:
    """By value: the group most publishers stand for, and those not too far from it."""
    if not groups:
        return {}
    main = max(groups, key=lambda g: (weight(g), g[0].value))
    rivals = [
        group
        for group in groups
        if group is not main and _is_near(group, main) and _are_of_one(group, main, frame)
    ]
    return {_label(group): group for group in (main, *rivals)}


def _are_of_one(group: Sequence[Claim], main: Sequence[Claim], frame: Frame) -> bool:
    """Whether somebody says the one figure of what somebody else says the other of."""
    return any(
        one.voice != other.voice and same_matter(one, other, frame)
        for one in group
        for other in main
    )


def _is_near(group: Sequence[Claim], main: Sequence[Claim]) -> bool:
    quoted = any(one.by for one in group) and any(one.by for one in main)
    most = MOST_APART_QUOTED if quoted else MOST_APART
    one, other = _middle(group), _middle(main)
    return other > 0 and 1 / most <= one / other <= most
