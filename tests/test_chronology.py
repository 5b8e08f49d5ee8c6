"""From articles to events: what is merged, what is kept apart, and the laws of a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import chronology, ids, partial_dates
from db.errors import NotFoundError
from db.model import Article, Event, Topic
from db.relevance import TermMatcher
from db.store import Store
from tests.articles import LAUNCH, TOPIC, article, stamp
from timeline.builder import build_chronology
from timeline.publish.rows import to_json
from timeline.update import rebuild, update

NOW = datetime(2026, 4, 12, tzinfo=UTC)


def built(articles: Sequence[Article], topic: Topic = TOPIC) -> list[Event]:
    return build_chronology(articles, topic)


def event_about(events: Sequence[Event], *words: str) -> Event:
    found = [e for e in events if all(w in f"{e.headline} {e.summary}" for w in words)]
    assert len(found) == 1, [e.headline for e in found]
    return found[0]


def on_day(events: Sequence[Event], first: str, last: str) -> list[Event]:
    return [e for e in events if first <= e.date <= last]


# ---------------------------------------------------------------- merging


def test_one_launch_told_three_times_is_one_event() -> None:
    (launch,) = on_day(built(LAUNCH), "2026-04-01", "2026-04-30")
    assert launch.date == "2026-04-08"
    assert launch.corroboration == 3
    assert launch.status == "happened"
    assert [source.tier for source in launch.sources] == ["primary", "wire", "blog"]


def test_the_deal_keeps_its_own_day_although_one_source_names_the_month_only() -> None:
    (deal,) = on_day(built(LAUNCH), "2025-06-01", "2025-06-30")
    assert (deal.date, deal.precision) == ("2025-06-12", "day")
    assert deal.corroboration == 3  # the wire's look back counts


def test_versions_are_never_one() -> None:
    events = built(
        [
            article("a.example/1", "2026-07-09", "Tern Labs releases Orbit 1.1 model"),
            article("b.example/2", "2026-07-10", "Tern Labs releases Orbit 1.2 model"),
        ]
    )
    assert [event.date for event in events] == ["2026-07-09", "2026-07-10"]


def test_headlines_with_other_words_meet_by_their_leads() -> None:
    events = built(
        [
            article(
                "a.example/1",
                "2026-05-04",
                "Tern Labs snaps up storm-chasing upstart",
                summary="Tern Labs acquired Gale, a storm-chasing startup, for $40 million.",
            ),
            article(
                "b.example/1",
                "2026-05-05",
                "Gale finds a buyer in Tern Labs",
                summary="Tern Labs has bought storm-chasing startup Gale for about $40 million.",
            ),
        ]
    )
    (event,) = events
    assert event.corroboration == 2


def test_a_speaker_s_own_words_are_no_event() -> None:
    told = "I was at the port on Monday and Tern Labs had sent 300 sailors home."
    said = 'Tern Labs sent 300 sailors home on Monday, and "I was at the port," one said.'
    assert not built([article("a.example/1", "2026-05-06", "", text=told)])
    assert built([article("a.example/1", "2026-05-06", "", text=said)])


def test_what_the_news_comes_after_is_not_of_its_day() -> None:
    told = "Tern Labs hired 300 sailors in the port of Lund, the city said."
    after = "This comes despite a purchase of Gale by Tern Labs for $14 million."
    (event,) = built([article("a.example/1", "2026-05-04", "", text=f"{told}\n{after}")])
    assert [m.mention.quote for m in event.mentions] == [told]


def test_talks_about_it_are_no_first_report_of_it() -> None:
    (event,) = built(
        [
            article(
                "a.example/1",
                "2026-05-01",
                "Tern Labs eyes deal for weather firm Gale at $3 million",
            ),
            article("b.example/1", "2026-05-02", "Tern Labs buys weather firm Gale for $3 million"),
        ]
    )
    assert (event.date, event.date_rule) == ("2026-05-02", "day of the first report")


def test_a_headline_and_its_lead_tell_one_move_of_the_market() -> None:
    told = article(
        "a.example/1",
        "2026-04-30",
        "Tern Labs drops almost 9% as its bill keeps growing",
        summary="Tern Labs shares lost 8.6% after it said that its bill keeps growing.",
    )
    (event,) = built([told])
    assert len(event.mentions) == 2


def test_a_launch_and_the_market_s_move_on_it_stay_apart() -> None:
    events = built(
        [
            article("a.example/1", "2026-05-04", "Tern Labs launches weather model Orbit"),
            article("b.example/1", "2026-05-04", "Tern Labs shares jump on weather model Orbit"),
        ]
    )
    assert {event.type for event in events} == {"launch", "market"}


def test_a_copy_is_no_second_publisher() -> None:
    text = "Tern Labs launched the Orbit model on Wednesday in a surprise move. " * 3 + " ".join(
        f"Engineer {n} of the firm explained part {n * 7} of the design to us." for n in range(9)
    )
    original = article(
        "wire.example/a", "2026-04-08T10:00:00+00:00", "Tern Labs launches Orbit", text
    )
    copy = article(
        "paper.example/b", "2026-04-08T15:00:00+00:00", "Orbit launched by Tern Labs", text
    )
    (event,) = [e for e in built([copy, original]) if "launch" in e.headline.lower()]
    assert event.corroboration == 1
    assert [source.copy_of for source in event.sources] == [
        "",
        ids.article_id("https://wire.example/a"),
    ]


def test_what_is_off_topic_gives_no_event() -> None:
    assert built([LAUNCH[-1]]) == []


def test_an_undated_article_lends_no_relative_date() -> None:
    undated = article("a.example/1", "", "Orbit news", "Tern Labs launched Orbit last Wednesday.")
    assert built([undated]) == []
    explicit = replace(undated, text="Tern Labs launched Orbit on April 8, 2026.")
    (event,) = built([explicit])
    assert event.date == "2026-04-08"


def test_a_month_stays_a_month() -> None:
    (event,) = built(
        [article("a.example/1", "", "", "Tern Labs opened its Orbit office in March 2026.")]
    )
    assert (event.date, event.precision, event.end) == ("2026-03", "month", "")


def test_a_date_s_own_explanation_is_no_second_date() -> None:
    text = "On April 8, the day before, Tern Labs had launched the weather model Orbit."
    events = built([article("a.example/1", "2026-04-10", "", text)])
    assert [event.date for event in events] == ["2026-04-08"]


def test_a_headline_takes_the_day_of_its_lead() -> None:
    events = built(
        [
            article(
                "a.example/1",
                "2026-04-10",
                "Tern Labs hires weather veteran Ada Park for Orbit",
                "Tern Labs has hired weather veteran Ada Park on Tuesday to lead Orbit.",
            )
        ]
    )
    assert {event.date for event in events} == {"2026-04-07"}


# ---------------------------------------------------------------- conflicts


def test_contradictions_are_kept_with_who_said_them() -> None:
    events = built(LAUNCH)
    (launch,) = on_day(events, "2026-04-01", "2026-04-30")
    (deal,) = on_day(events, "2025-06-01", "2025-06-30")
    by_field = {c.field: c for e in (launch, deal) for c in e.conflicts}
    assert {v.value: v.chosen for v in by_field["date"].values} == {
        "2026-04-08": True,
        "2026-04-09": False,
    }
    assert {v.value: v.chosen for v in by_field["amount"].values} == {
        "$14.3 billion": True,
        "$14.8 billion": False,
    }
    licence = {v.value: v.urls for v in by_field["licence"].values}
    assert licence["open"] == ("https://blog.example/orbit",)
    assert "https://tern.example/orbit" in licence["closed"]


def test_a_rounding_is_no_conflict() -> None:
    events = built(
        [
            article("a.example/1", "2026-04-08", "Tern Labs buys Orbit maker for $14.3 billion"),
            article(
                "b.example/2", "2026-04-08", "Tern Labs buys Orbit maker for about $14 billion"
            ),
        ]
    )
    assert [event.conflicts for event in events] == [()]


# ---------------------------------------------------------------- provenance


def test_every_quote_stands_in_its_article() -> None:
    texts = {a.canonical_url: a for a in LAUNCH}
    for event in built(LAUNCH):
        articles = {source.article_id: texts[source.url] for source in event.sources}
        for one in event.mentions:
            stored = getattr(articles[one.mention.article_id], one.mention.part)
            assert stored[one.mention.start : one.mention.end] == one.mention.quote
            assert one.mention.timex in one.mention.quote or one.mention.part == "title"
        assert event.date_rule
        period = partial_dates.period(event.date)
        assert period is not None
        finest = {m.mention.precision for m in event.mentions}
        assert event.precision in finest


# ---------------------------------------------------------------- laws

# The deal's article comes again: passed on later with more words, and found with an earlier date.
PASSED_ON = replace(LAUNCH[4], text=LAUNCH[4].text + "\nMore.", published=stamp("2025-06-20"))
DATED_EARLIER = replace(LAUNCH[4], text="Gale was sold.", published=stamp("2025-06-14"))
COVERAGE = (*LAUNCH, PASSED_ON, DATED_EARLIER)
ARTICLES = st.permutations(COVERAGE)


@given(ARTICLES)
def test_the_order_of_arrival_changes_nothing(order: list[Article]) -> None:
    assert to_json(built(order)) == to_json(built(COVERAGE))


def snapshot(store: Store) -> list[object]:
    """Every derived row, without the keys that only number them."""
    tables = ("events", "event_mentions", "event_sources", "conflicts", "event_history", "copies")
    rows = []
    for table in tables:
        for row in store.db.query(f"select * from {table}"):
            row.pop("event_number", None)
            rows.append((table, tuple(row.items())))
    return sorted(rows)


def load(store: Store, articles: Sequence[Article]) -> None:
    matcher = TermMatcher(TOPIC)
    for one in articles:
        relevance = matcher.score(one.title, one.summary, one.text)
        store.save_article(one, topic=TOPIC.slug, relevance=relevance, seen_at=NOW)


def everything_at_once() -> list[object]:
    with TemporaryDirectory() as folder, Store(Path(folder) / "t.db") as store:
        store.save_topic(TOPIC)
        load(store, COVERAGE)
        update(store, TOPIC)
        return snapshot(store)


@given(ARTICLES, st.lists(st.integers(1, len(COVERAGE)), max_size=10))
@settings(max_examples=25)
def test_steps_and_rebuild_end_alike(order: list[Article], cuts: list[int]) -> None:
    bounds = [0, *sorted(cuts), len(order)]
    with TemporaryDirectory() as folder, Store(Path(folder) / "t.db") as store:
        store.save_topic(TOPIC)
        for start, end in pairwise(bounds):
            load(store, order[start:end])
            update(store, TOPIC)
        in_steps = snapshot(store)
        load(store, order)  # the same again
        assert update(store, TOPIC).written == 0
        assert snapshot(store) == in_steps
        rebuild(store, TOPIC)
        assert snapshot(store) == in_steps
    assert in_steps == everything_at_once()


def test_a_changed_topic_is_read_anew(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        load(store, LAUNCH)
        update(store, TOPIC)
        assert chronology.events(store.db, "orbit")
        narrower = replace(TOPIC, terms=("Cup final",))
        store.save_topic(narrower)  # as a crawl does before the build
        assert update(store, narrower).events <= 1
        load(store, COVERAGE)
        update(store, TOPIC)
        assert snapshot(store) == everything_at_once()


def test_readers_see_the_former_chronology_until_a_rebuild_is_done(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        load(store, LAUNCH)
        update(store, TOPIC)
        before = to_json(chronology.events(store.db, "orbit"))
        seen = []

        def look(*_: object) -> None:
            with Store(tmp_path / "t.db") as other:
                seen.append(to_json(chronology.events(other.db, "orbit")))

        rebuild(store, TOPIC, look)
        assert len(seen) > 2
        assert set(seen) == {before}


def test_the_database_gives_back_the_events_of_the_builder(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        load(store, LAUNCH)
        update(store, TOPIC)
        events = [
            chronology.event(store.db, "orbit", e.event_id)
            for e in chronology.events(store.db, "orbit")
        ]
        assert to_json(events) == to_json(built(LAUNCH))
        launch = events[-1]
        other = next(
            m for m in launch.mentions if ids.event_id(m.mention.mention_id) != launch.event_id
        )
        former = ids.event_id(other.mention.mention_id)
        assert chronology.event(store.db, "orbit", former) == launch
        with pytest.raises(NotFoundError, match="e000000000000"):
            chronology.event(store.db, "orbit", "e000000000000")
