"""The log of how the chronology came to be: what each change is called, and why it came."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import ids, pool_writes, reader, revision_log, rows
from db.errors import NotFoundError
from db.judgements import Judgement
from db.model import Event
from db.revisions import State, revisions, state
from db.store import Store
from tests.articles import LAUNCH, TOPIC
from tests.test_chronology import load
from timeline.publish.rows import to_json
from timeline.update import rebuild, update

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PRIMARY, WIRE, BLOG, DAILY, WEEKLY, _ = LAUNCH


def told(headline: str, *mentions: str) -> State:
    """A state of an event in which each mention is an article's."""
    sources = [{"article_id": "a" + m[1:], "quote": headline} for m in mentions]
    return State(json.dumps({"headline": headline, "sources": sources}), mentions)


def test_created_changed_and_removed() -> None:
    before = {"e1": told("one", "m1"), "e2": told("two", "m2"), "e3": told("three", "m3")}
    after = {"e1": told("one", "m1", "m4"), "e3": told("three", "m3"), "e5": told("five", "m5")}
    created, changed, removed = revisions(before, after)
    assert (created.event_id, created.change) == ("e5", "created")
    assert created.cause == {"articles_came": ["a5"], "mentions_came": ["m5"]}
    assert (changed.event_id, changed.change, changed.fields) == ("e1", "changed", {})
    assert changed.cause == {"articles_came": ["a4"], "mentions_came": ["m4"]}
    assert (removed.event_id, removed.change) == ("e2", "removed")
    assert removed.cause == {"articles_went": ["a2"], "mentions_went": ["m2"]}


def test_a_field_is_told_with_its_old_and_new_value() -> None:
    (changed,) = revisions({"e1": told("old", "m1")}, {"e1": told("new", "m1")})
    assert changed.fields["headline"] == ["old", "new"]
    assert changed.cause == {}


def test_merged_and_split_name_each_other() -> None:
    one, two = {"e1": told("x", "m1"), "e2": told("y", "m2")}, {"e1": told("x", "m1", "m2")}
    changed, merged = revisions(one, two)
    assert (merged.event_id, merged.change, merged.cause["into"]) == ("e2", "merged", "e1")
    assert changed.cause["from"] == ["e2"]
    split, changed = revisions(two, one)
    assert (split.event_id, split.change, split.cause["from"]) == ("e2", "split", ["e1"])
    assert changed.cause["to"] == ["e2"]


def test_an_earlier_article_gives_an_event_another_id_and_no_other_life() -> None:
    created, merged = revisions({"e2": told("x", "m2")}, {"e1": told("x", "m1", "m2")})
    assert (created.event_id, created.change, created.cause["from"]) == ("e1", "created", ["e2"])
    assert (merged.event_id, merged.change, merged.cause["into"]) == ("e2", "merged", "e1")


def test_an_event_outlives_the_sentence_it_was_named_after() -> None:
    created, merged = revisions({"e1": told("x", "m1", "m2")}, {"e2": told("x", "m2")})
    assert (created.change, created.cause["from"]) == ("created", ["e1"])
    assert (merged.change, merged.cause["into"]) == ("merged", "e2")


def test_the_judgement_behind_a_change_is_named() -> None:
    judgement = Judgement(verdict="hide", mention_id="m1", at=NOW, number=7)
    (removed,) = revisions({"e1": told("x", "m1")}, {}, [judgement])
    assert removed.cause["judgements"] == [7]


def test_likeness_alone_is_no_change(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        build(store, 0, PRIMARY, WIRE)
        (event, *_) = whole(store)
        (one, *others) = event.mentions
        shifted = Event(**{f: getattr(event, f) for f in event.__slots__} | {"mentions": ()})
        assert state(event).event == state(shifted).event
        assert state(event).mention_ids == (
            one.mention.mention_id,
            *(o.mention.mention_id for o in others),
        )


# ---------------------------------------------------------------- in the database


def build(store: Store, hour: int, *articles: object) -> datetime:
    store.save_topic(TOPIC)
    load(store, articles)  # type: ignore[arg-type]
    moment = NOW + timedelta(hours=hour)
    update(store, TOPIC, at=moment)
    return moment


def whole(store: Store) -> list[Event]:
    return [
        reader.event(store.db, TOPIC.slug, e.event_id) for e in reader.events(store.db, TOPIC.slug)
    ]


def test_every_state_can_be_read_again(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        seen = []
        for hour, one in enumerate((WIRE, BLOG, DAILY, PRIMARY, WEEKLY)):
            moment = build(store, hour, one)
            seen.append((moment, to_json(reader.events(store.db, TOPIC.slug))))
        for moment, shown in seen:
            for later in (moment, moment + timedelta(minutes=59)):
                assert to_json(revision_log.events_at(store.db, TOPIC.slug, later)) == shown
        assert revision_log.events_at(store.db, TOPIC.slug, NOW - timedelta(seconds=1)) == []
        assert len({shown for _, shown in seen}) == len(seen)


def test_as_of_takes_the_same_filters_as_now(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        moment = build(store, 0, *LAUNCH)
        for since, until, least in (
            ("2026-01-01", "", 1),
            ("", "2025-12-31", 1),
            ("2026-04-08", "2026-04-08", 1),
            ("", "", 3),
            ("", "", 99),
        ):
            now = reader.events(store.db, TOPIC.slug, since=since, until=until, least_sources=least)
            then = revision_log.events_at(
                store.db, TOPIC.slug, moment, since=since, until=until, least_sources=least
            )
            assert then == now


def test_a_build_or_rebuild_that_changes_nothing_logs_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        build(store, 0, *LAUNCH)
        before = list(store.db.query("select * from revisions"))
        build(store, 1, *LAUNCH)
        rebuild(store, TOPIC, at=NOW + timedelta(hours=2))
        assert list(store.db.query("select * from revisions")) == before


def test_a_clock_put_back_does_not_tangle_the_log(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        late = build(store, 5, WIRE)
        build(store, 1, PRIMARY, BLOG)
        now = reader.events(store.db, TOPIC.slug)
        assert revision_log.events_at(store.db, TOPIC.slug, late) == now
        assert revision_log.events_at(store.db, TOPIC.slug, NOW + timedelta(hours=2)) == []


def test_events_older_than_the_log_are_logged_with_the_next_build(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        build(store, 0, *LAUNCH)
        # As a database of an earlier schema has none of either.
        store.db.execute("delete from revisions")
        pool_writes.drop(store.db, TOPIC.slug)
        moment = build(store, 1)
        now = reader.events(store.db, TOPIC.slug)
        assert now
        assert revision_log.events_at(store.db, TOPIC.slug, moment) == now


def test_the_path_of_an_event_goes_through_its_former_ids(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        build(store, 0, BLOG)
        (former,) = reader.events(store.db, TOPIC.slug)
        build(store, 1, WIRE)  # published before the blog, so that the event is named after it
        current = reader.current_event_id(store.db, TOPIC.slug, former.event_id)
        assert current != former.event_id
        path = revision_log.path(store.db, TOPIC.slug, current)
        assert [(r["event_id"], r["change"]) for r in path] == [
            (former.event_id, "created"),
            (current, "created"),
            (former.event_id, "merged"),
        ]
        assert path[1]["cause"]["from"] == [former.event_id]
        wire = ids.article_id(WIRE.canonical_url)
        assert wire in path[1]["cause"]["articles_came"]
        assert path[-1]["event"] is None
        with pytest.raises(NotFoundError, match="e000000000000"):
            revision_log.path(store.db, TOPIC.slug, "e000000000000")


def test_the_log_holds_the_whole_event(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        build(store, 0, *LAUNCH)
        for event in reader.events(store.db, TOPIC.slug):
            (row,) = store.db.query(
                "select event, mentions from revisions where event_id = ?", [event.event_id]
            )
            assert rows.load(Event, row["event"]) == event
            linked = reader.event(store.db, TOPIC.slug, event.event_id).mentions
            assert json.loads(row["mentions"]) == [m.mention.mention_id for m in linked]
