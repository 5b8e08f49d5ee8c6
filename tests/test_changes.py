"""What became of events between two moments: kinds of change, and that nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.conflicts import Conflict, ConflictValue
from db.model import Event
from tests.test_publish import event
from timeline.changes import changes
from timeline.publish.changed import in_words

PLAN = event("2026-05", "Orbit comes in May", precision="month", status="expected")
PRICE = Conflict(
    field="amount",
    subject="price",
    values=(
        ConflictValue(value="$3 million", urls=("u1",), chosen=True),
        ConflictValue(value="$4 million", urls=("u2",), chosen=False),
    ),
    reason="said by most",
)
SETTLED = replace(PRICE, settled="2026-06-01")


@pytest.mark.parametrize(
    ("then", "kinds"),
    [
        ({"status": "happened", "date": "2026-05-04"}, ("happened", "firmer")),
        ({"status": "slipped", "date": "2026-09"}, ("slipped", "moved")),
        ({"status": "cancelled"}, ("cancelled",)),
        ({"date": "2026-Q2"}, ("vaguer",)),
        ({"corroboration": 3, "headline": "Orbit is late"}, ("corroborated", "reworded")),
        ({"corroboration": 0}, ("withdrawn",)),
        ({"conflicts": (PRICE,)}, ("contradicted",)),
        ({"conflicts": (SETTLED,)}, ()),
        ({"importance": 0.9}, ()),
    ],
)
def test_kinds(then: dict[str, object], kinds: tuple[str, ...]) -> None:
    now = replace(PLAN, **then)  # type: ignore[arg-type]
    assert [change.kinds for change in changes([PLAN], [now], {})] == ([kinds] if kinds else [])


def test_sources_that_agree_again() -> None:
    disputed = replace(PLAN, conflicts=(PRICE,))
    (change,) = changes([disputed], [replace(PLAN, conflicts=(SETTLED,))], {})
    assert change.kinds == ("settled",)
    assert change.about == (SETTLED,)
    (change,) = changes([disputed], [PLAN], {})
    assert change.about == (PRICE,)


def test_an_event_that_went_on_under_another_id_is_not_new() -> None:
    now = replace(PLAN, event_id="e000000000001", date="2026-05-04")
    (change,) = changes([PLAN], [now], {PLAN.event_id: now.event_id})
    assert change.kinds == ("firmer",)
    assert in_words(change) == ["4 May 2026 (May 2026 before)"]


IDS = [f"e{n:012d}" for n in range(6)]
EVENTS = st.lists(st.sampled_from(IDS), unique=True).map(
    lambda ids: [replace(PLAN, event_id=one) for one in ids]
)


@given(EVENTS, EVENTS, st.dictionaries(st.sampled_from(IDS), st.sampled_from(IDS)))
def test_every_event_is_accounted_for_once(
    before: list[Event], after: list[Event], became: dict[str, str]
) -> None:
    found = changes(before, after, became)
    told = [e.event_id for c in found for e in (c.before, *c.took_in) if e is not None]
    assert len(told) == len(set(told))
    new = {c.event.event_id for c in found if "new" in c.kinds}
    kept = {e.event_id for e in before} & {e.event_id for e in after}
    assert not new & kept
    assert changes(after, after, became) == []
