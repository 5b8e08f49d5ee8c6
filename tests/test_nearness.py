"""Whom mentions are near to: what is read of many at once is what is read of each alone."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from timeline.nearness import (
    THRESHOLD,
    Nears,
    Pairs,
    good_near,
    is_forbidden,
    is_unsure,
    near,
    score_of,
    tie_in,
    unsure_near,
    who,
)

MENTIONS = [3, 8, 1 << 40, (1 << 48) - 1]
OUTSIDE = 5
TIES = [1000, 2499, 2500, 3099, 3100, 9999, 1 << 15, 1 << 15 | 5000]


@st.composite
def all_near(draw: st.DrawFn) -> dict[int, Nears]:
    """Of each mention, those of the others, and of one outside, that were compared with it."""
    ties = {
        frozenset((one, other)): draw(st.sampled_from([None, *TIES]))
        for one in MENTIONS
        for other in (*MENTIONS, OUTSIDE)
        if one < other or other == OUTSIDE
    }
    return {
        one: array(
            "Q",
            sorted(
                near(min(pair - {one}), tie) for pair, tie in ties.items() if one in pair and tie
            ),
        )
        for one in MENTIONS
    }


def _is_good(one: int) -> bool:
    return not is_forbidden(one) and score_of(one) >= THRESHOLD


@given(all_near())
def test_good_and_unsure_ones(listed: dict[int, Nears]) -> None:
    every = [(one, tie) for one in MENTIONS for tie in listed[one]]
    assert good_near(MENTIONS, listed.__getitem__) == {
        who(tie) for _, tie in every if _is_good(tie)
    }
    unsure = [(one, tie) for one, tie in every if is_unsure(tie)]
    assert list(unsure_near(MENTIONS, listed.__getitem__)) == unsure


@given(all_near())
def test_pairs_come_best_first_and_by_group(listed: dict[int, Nears]) -> None:
    pairs = Pairs(MENTIONS, listed.__getitem__)
    good = [
        (-tie_in(tie), one, who(tie))
        for one in MENTIONS
        for tie in listed[one]
        if _is_good(tie) and one < who(tie) and who(tie) in MENTIONS
    ]
    found = [(MENTIONS[one], MENTIONS[other]) for one, other in pairs.good()]
    assert found == [(one, other) for _, one, other in sorted(good)]
    pairs.move([2, 3], 3)
    ties = {who(tie): tie_in(tie) for tie in listed[MENTIONS[0]]}
    of_group = {place: ties[MENTIONS[place]] for place in (2, 3) if MENTIONS[place] in ties}
    assert pairs.among(0, 3) == of_group
    assert pairs.between(0, 3) == sorted(of_group.values())
