"""Days and weeks of the calendar as slots: each comes once, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from schedules.config import WEEKDAYS
from schedules.slots import Calendar, Daily, Weekly

# Among them clocks that change at midnight, by half an hour, by a whole day, and on Fridays.
ZONES = (
    "UTC",
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/Berlin",
    "Africa/Cairo",
    "Asia/Amman",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Antarctica/Troll",
)
calendars = st.one_of(
    st.builds(Daily, st.integers(0, 23), st.sampled_from(ZONES)),
    st.builds(Weekly, st.sampled_from(WEEKDAYS), st.integers(0, 23), st.sampled_from(ZONES)),
)
moments = st.datetimes(
    datetime.fromisoformat("2005-01-01"),
    datetime.fromisoformat("2030-01-01"),
    timezones=st.just(UTC),
)


@given(calendars, moments, st.integers(1, 50))
def test_as_time_goes_on_each_slot_is_the_latest_once_and_in_order(
    calendar: Calendar, start: datetime, hours: int
) -> None:
    seen = [calendar.latest(start + timedelta(hours=n * hours)) for n in range(40)]
    expected = [seen[0]]
    while expected[-1] < seen[-1]:
        expected.append(calendar.following(expected[-1]))
    distinct = list(dict.fromkeys(seen))
    assert distinct == sorted(distinct)
    assert set(distinct) <= set(expected)  # a slot leads to the next, none is left out
    for before, after in pairwise(expected):
        earlier, later = calendar.moment(before), calendar.moment(after)
        left_out = calendar.latest(earlier) == after  # Samoa had no 30 December 2011
        assert earlier < later or (earlier == later and left_out)


def test_a_day_that_a_zone_left_out_has_the_moment_of_the_next() -> None:
    daily = Daily(0, "Pacific/Apia")
    assert daily.moment("2011-12-30") == daily.moment("2011-12-31")
    assert daily.latest(daily.moment("2011-12-30")) == "2011-12-31"


@given(calendars, moments)
def test_the_latest_slot_has_come_and_the_next_has_not(calendar: Calendar, now: datetime) -> None:
    slot = calendar.latest(now)
    assert calendar.moment(slot) <= now < calendar.moment(calendar.following(slot))


@given(
    st.sampled_from(WEEKDAYS),
    st.integers(0, 23),
    st.sampled_from(ZONES),
    st.dates(date(2005, 1, 1), date(2030, 1, 1)),
)
def test_a_week_is_due_at_its_weekday_and_hour_after_its_end(
    weekday: str, hour: int, zone: str, day: date
) -> None:
    year, number, _ = day.isocalendar()
    moment = Weekly(weekday, hour, zone).moment(f"{year}-W{number:02d}").astimezone(ZoneInfo(zone))
    sunday = date.fromisocalendar(year, number, 7)
    assert sunday < moment.date() <= sunday + timedelta(days=8)
    shown = (WEEKDAYS[moment.weekday()], moment.hour)
    later = moment - timedelta(days=1)  # by a day that a zone has left out, or an hour
    assert shown == (weekday, hour) or moment.utcoffset() != later.utcoffset()


def test_the_last_whole_week_is_of_the_topic_s_zone() -> None:
    monday_early = datetime(2026, 4, 13, 3, tzinfo=UTC)  # still Sunday in New York
    assert Weekly("monday", 0, "UTC").latest(monday_early) == "2026-W15"
    assert Weekly("monday", 0, "America/New_York").latest(monday_early) == "2026-W14"


def test_an_hour_that_is_skipped_or_comes_twice() -> None:
    spring, autumn = "2026-03-29", "2026-10-25"  # in Berlin 2:00 is skipped, and shown twice
    at_two = Daily(2, "Europe/Berlin")
    assert at_two.moment(spring) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert at_two.moment(autumn) == datetime(2026, 10, 25, 0, tzinfo=UTC)
