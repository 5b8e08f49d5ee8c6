"""Plans and what became of them: one event with a history, or events that stay apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from db import partial_dates
from db.model import Article, Event
from tests.articles import TOPIC, article
from timeline.builder import build_chronology
from timeline.publish.rows import to_json
from timeline.publish.terminal import timeline

EXPECTED = article(
    "daily.example/plan",
    "2026-01-15",
    "",
    "Tern Labs expects to release its weather model Orbit in March, the firm's chief said.",
)
DELAYED = article(
    "wire.example/delay",
    "2026-03-12",
    "",
    "The release of the weather model Orbit by Tern Labs was pushed back to at least May.",
)
LAUNCHED = article(
    "tern.example/orbit", "2026-04-08", "Tern Labs releases weather model Orbit to everyone"
)
CALLED_OFF = article(
    "wire.example/off", "2026-04-02", "Tern Labs scraps release of weather model Orbit"
)
DENIED = article(
    "wire.example/no", "2026-02-02", "Tern Labs denied it has dropped the weather model Orbit."
)


def built(*articles: Article) -> list[Event]:
    return build_chronology(articles, TOPIC)


def steps(event: Event) -> list[tuple[str, str, str]]:
    return [(step.said, step.status, step.date) for step in event.history]


def test_expected_slipped_and_happened_are_one_event() -> None:
    (launch,) = built(EXPECTED, DELAYED, LAUNCHED)
    assert steps(launch) == [
        ("2026-01-15", "expected", "2026-03"),
        ("2026-03-12", "slipped", "2026-05"),
        ("2026-04-08", "happened", "2026-04-08"),
    ]
    assert (launch.date, launch.status) == ("2026-04-08", "happened")
    assert [step.said_by for step in launch.history] == ["daily.example", "The Wire", "Tern Labs"]
    assert "pushed back" in launch.history[1].quote


def test_the_latest_plan_dates_what_has_not_happened() -> None:
    (plan,) = built(EXPECTED, DELAYED)
    assert (plan.date, plan.precision, plan.status) == ("2026-05", "month", "slipped")


def test_a_plan_that_is_called_off_is_cancelled() -> None:
    (plan,) = built(EXPECTED, CALLED_OFF)
    assert [status for _, status, _ in steps(plan)] == ["expected", "cancelled"]
    assert (plan.status, plan.date) == ("cancelled", "2026-04-02")


def test_what_happened_cannot_be_cancelled() -> None:
    recall = article(
        "blog.example/off", "2026-04-09", "Tern Labs withdraws weather model Orbit after release"
    )
    assert "cancelled" not in {event.status for event in built(LAUNCHED, recall)}


def test_a_denial_cancels_nothing() -> None:
    assert "cancelled" not in {event.status for event in built(EXPECTED, DENIED)}


def test_a_plan_firmed_up_to_a_day_keeps_both_steps() -> None:
    day = article(
        "wire.example/day",
        "2026-02-20",
        "",
        "Tern Labs expects to release its weather model Orbit on March 18.",
    )
    (plan,) = built(EXPECTED, day)
    assert steps(plan) == [
        ("2026-01-15", "expected", "2026-03"),
        ("2026-02-20", "expected", "2026-03-18"),
    ]
    assert (plan.date, plan.status) == ("2026-03-18", "expected")


def test_another_version_is_another_plan() -> None:
    plan = article(
        "daily.example/plan",
        "2026-01-15",
        "",
        "Tern Labs expects to release its weather model Orbit 1.2 in March.",
    )
    launch = article("tern.example/o", "2026-04-08", "Tern Labs releases weather model Orbit 1.1")
    unnamed = article("tern.example/p", "2026-04-20", "Tern Labs releases weather model Orbit")
    assert len(built(plan, launch)) == 2
    assert len(built(plan, unnamed)) == 2


def test_an_announcement_and_what_it_announces_stay_apart() -> None:
    events = built(
        article(
            "wire.example/a",
            "2026-05-06",
            "",
            "Tern Labs said on Monday it will open its Orbit plant in Ardal.",
        ),
        article(
            "daily.example/b",
            "2026-05-07",
            "",
            "Tern Labs will open its Orbit plant in Ardal in May.",
        ),
    )
    assert [(e.date, e.status) for e in events] == [
        ("2026-05", "expected"),
        ("2026-05-04", "reported"),
    ]


def test_a_plan_repeated_with_its_weekday_does_not_slip() -> None:
    text = "Tern Labs will meet buyers of its weather model Orbit in Ardal on Friday."
    events = built(
        article("wire.example/a", "2026-05-06", "", text),
        article("daily.example/b", "2026-05-13", "", text),
    )
    assert "slipped" not in {event.status for event in events}


# ---------------------------------------------------------------- dates


def test_nothing_happens_after_it_was_told() -> None:
    (launch,) = built(
        article("tern.example/orbit", "2026-04-08", "Tern Labs launches weather model Orbit"),
        article(
            "blog.example/orbit",
            "2026-04-10",
            "",
            "Tern Labs launches weather model Orbit today, and everyone talks of it.",
        ),
    )
    assert launch.date == "2026-04-08"


def test_the_planned_day_stands_when_the_first_reports_confirm_it() -> None:
    (launch,) = built(
        article(
            "wire.example/plan",
            "2026-04-01",
            "",
            "Tern Labs will release its weather model Orbit on April 7.",
        ),
        article("daily.example/done", "2026-04-08", "Tern Labs releases weather model Orbit"),
    )
    assert (launch.date, launch.status) == ("2026-04-07", "happened")


def test_a_report_tells_of_a_day_where_the_story_unfolds() -> None:
    report = article("daily.example/done", "2026-04-08T03:00:00+00:00", "Tern Labs releases Orbit")
    for zone, day in (("", "2026-04-08"), ("America/Los_Angeles", "2026-04-07")):
        (event,) = build_chronology([report], replace(TOPIC, zone=zone))
        assert event.date == day


# ---------------------------------------------------------------- states


def test_hearsay_stays_reported_until_the_party_says_so() -> None:
    rumour = article(
        "daily.example/rumour",
        "2026-04-06",
        "Tern Labs buys sensor maker Gale Works",
        "Tern Labs has bought sensor maker Gale Works, according to people familiar with it.",
    )
    word = article("tern.example/gale", "2026-04-07", "Tern Labs buys sensor maker Gale Works")
    (alone,) = built(rumour)
    assert alone.status == "reported"
    (both,) = built(rumour, word)
    assert [(said, status) for said, status, _ in steps(both)] == [
        ("2026-04-06", "reported"),
        ("2026-04-07", "happened"),
    ]


def test_a_plan_without_a_word_since_says_so() -> None:
    later = article("wire.example/x", "2026-07-01", "Tern Labs hires Ada Park for Orbit")
    console = Console(width=200, record=True, file=StringIO())
    console.print(timeline(built(EXPECTED, later)))
    assert "[planned, no word since]" in console.export_text()


# ---------------------------------------------------------------- laws

STORY = (EXPECTED, DELAYED, LAUNCHED, CALLED_OFF, DENIED)
PARTS = st.lists(st.sampled_from(STORY), unique=True, min_size=1)


@given(PARTS.flatmap(lambda part: st.tuples(st.just(part), st.permutations(part))))
def test_the_laws_of_a_history(parts: tuple[Sequence[Article], Sequence[Article]]) -> None:
    first, second = built(*parts[0]), built(*parts[1])
    assert to_json(first) == to_json(second)
    assert [event.history for event in first] == [event.history for event in second]
    for event in first:
        assert all(one.said <= other.said for one, other in pairwise(event.history))
        assert all(step.status != "happened" for step in event.history[:-1])
        finest = min(m.mention.precision for m in event.mentions)  # "day" comes before "month"
        assert not partial_dates.is_coarser(finest, event.precision)
        assert event.status == (event.history[-1].status if event.history else "reported")
