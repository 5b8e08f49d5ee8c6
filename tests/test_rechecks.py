"""When a stored page is asked for again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from db.crawl_writes import Validators
from db.fetched import GIVEN_UP_AFTER, RECHECK_AFTER, CheckedEntry, recently_fetched
from db.model import FeedEntry, Relevance, Source
from db.store import Store
from tests.articles import LAUNCH, TOPIC
from timeline.versions import compare_versions

SEEN = datetime(2026, 4, 8, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGE = CheckedEntry(entry=FeedEntry(url="https://a.example/1"), first_seen_at=SEEN, checked_at=SEEN)


def checks(every: timedelta, until: timedelta, edited_at: datetime | None = None) -> list[float]:
    """Hours after first sight at which a crawl that runs so often asks."""
    page, asked, now = replace(PAGE, edited_at=edited_at), [], SEEN
    while now < SEEN + until:
        now += every
        if page.is_due(now):
            page = replace(page, checked_at=now)
            asked.append((now - SEEN) / HOUR)
    return asked


def test_the_gaps_grow_and_end() -> None:
    assert checks(HOUR, 60 * DAY) == [1, 6, 24, 72, 168, 336]
    assert checks(10 * DAY, 60 * DAY) == [240, 480]  # what was missed is made up for once


def test_a_material_edit_starts_the_schedule_anew() -> None:
    edited = SEEN + 6 * HOUR
    late = checks(HOUR, 60 * DAY, edited_at=edited)
    assert [hours - 6 for hours in late if hours > 6] == [1, 6, 24, 72, 168, 336]


def test_a_crawl_that_paused_for_long_does_not_catch_up() -> None:
    assert not PAGE.is_due(SEEN + RECHECK_AFTER[0] + GIVEN_UP_AFTER + DAY)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=200))
def test_never_more_requests_than_the_schedule_has(gaps: list[int]) -> None:
    page, asked, now = PAGE, 0, SEEN
    for hours in gaps:
        now += hours * HOUR
        if page.is_due(now):
            page, asked = replace(page, checked_at=now), asked + 1
    assert asked <= len(RECHECK_AFTER)


def test_what_is_stored_decides(tmp_path: Path) -> None:
    source = Source(source_id="wire", kind="feed", url="https://wire.example/feed")
    entry = FeedEntry(url=LAUNCH[3].url)
    with Store(tmp_path / "t.db") as store:
        store.save_topic(replace(TOPIC, sources=(source,)))
        store.save_discoveries("wire", [entry], SEEN)
        for hours, price in ((0, "$14.3 billion"), (20 * 24, "$13.9 billion")):
            store.save_article(
                replace(LAUNCH[3], text=LAUNCH[3].text.replace("$14.3 billion", price)),
                topic="orbit",
                relevance=Relevance(relevant=True, score=1.0, reason=""),
                seen_at=SEEN + hours * HOUR,
                discovered_as=("wire", entry.url),
            )
            store.save_validators(entry.url, Validators(etag="x"), SEEN + hours * HOUR)
        now = SEEN + 20 * DAY + HOUR
        (page,) = recently_fetched(store.db, "wire", now)
        assert (page.first_seen_at, page.checked_at) == (SEEN, SEEN + 20 * DAY)
        assert not page.is_due(now)
        compare_versions(store)
        (page,) = recently_fetched(store.db, "wire", now)
        assert page.is_due(now)
