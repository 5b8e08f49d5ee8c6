"""Partial dates: the days they cover, their precision, their order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.partial_dates import Period, is_coarser, overlap, period, precision_of, sort_key

CASES = [
    ("2026-04-08", "2026-04-08", "2026-04-08", "day"),
    ("2026-04-08T14:05", "2026-04-08", "2026-04-08", "time"),
    ("2026-04-08TMO", "2026-04-08", "2026-04-08", "time"),
    ("2026-W15", "2026-04-06", "2026-04-12", "week"),
    ("2026-W15-WE", "2026-04-11", "2026-04-12", "week"),
    ("2020-W53", "2020-12-28", "2021-01-03", "week"),
    ("2024-02", "2024-02-01", "2024-02-29", "month"),
    ("2026-12", "2026-12-01", "2026-12-31", "month"),
    ("2026-Q2", "2026-04-01", "2026-06-30", "quarter"),
    ("2026-H1", "2026-01-01", "2026-06-30", "half"),
    ("2026-H2", "2026-07-01", "2026-12-31", "half"),
    ("2026-SP", "2026-03-01", "2026-05-31", "season"),
    ("2026-SU", "2026-06-01", "2026-08-31", "season"),
    ("2026-FA", "2026-09-01", "2026-11-30", "season"),
    ("2026-WI", "2026-12-01", "2027-02-28", "season"),
    ("2026", "2026-01-01", "2026-12-31", "year"),
    ("202", "2020-01-01", "2029-12-31", "decade"),
    ("20", "2000-01-01", "2099-12-31", "century"),
    ("9999-12", "9999-12-01", "9999-12-31", "month"),
    ("2027/2032", "2027-01-01", "2032-12-31", "year"),
    ("2026-06-10/2026-07", "2026-06-10", "2026-07-31", "month"),
]

NO_DATE = [
    "",
    "P9M",
    "PT24H",
    "PAST_REF",
    "XXXX-12",
    "XXXX-WXX-1",
    "2026-13",
    "2026-02-30",
    "2026-W54",
    "2025-W53",
    "2026-Q5",
    "2026-H3",
    "0000",
    "2026-04-08/",
    "2032/2027",
    "2026/2027/2028",
    "12026",
    "٢٠٢٦",
]

YEARS = st.integers(1000, 9990)
VALUES = st.one_of(
    st.dates(date(1000, 1, 1), date(9990, 1, 1)).map(str),
    st.builds("{:04d}-{:02d}".format, YEARS, st.integers(1, 12)),
    st.builds("{:04d}-W{:02d}".format, YEARS, st.integers(1, 52)),
    st.builds("{:04d}-Q{}".format, YEARS, st.integers(1, 4)),
    st.builds("{:04d}-H{}".format, YEARS, st.integers(1, 2)),
    st.builds("{:04d}-{}".format, YEARS, st.sampled_from(["SP", "SU", "FA", "WI"])),
    YEARS.map(str),
    st.integers(100, 999).map(str),
    st.integers(10, 99).map(str),
)


@pytest.mark.parametrize(("value", "first", "last", "precision"), CASES)
def test_covers_the_days_and_knows_its_precision(
    value: str, first: str, last: str, precision: str
) -> None:
    assert period(value) == Period(date.fromisoformat(first), date.fromisoformat(last))
    assert precision_of(value) == precision


@pytest.mark.parametrize("value", NO_DATE)
def test_what_names_no_day_has_no_period(value: str) -> None:
    assert period(value) is None
    assert precision_of(value) == ""


@given(st.text(max_size=30))
def test_never_raises(value: str) -> None:
    span = period(value)
    assert (span is None) == (precision_of(value) == "")
    sort_key(value)


@given(VALUES)
def test_a_period_holds_each_of_its_days(value: str) -> None:
    span = period(value)
    assert span is not None
    assert span.start <= span.end
    middle = span.start + timedelta(days=span.days // 2)
    assert overlap(value, middle.isoformat())
    assert span.contains(Period(middle, middle))


@given(VALUES, VALUES)
def test_overlap_is_mutual_and_agrees_with_the_order(one: str, other: str) -> None:
    assert overlap(one, other) == overlap(other, one)
    first, second = sorted((one, other), key=sort_key)
    first_span, second_span = period(first), period(second)
    assert first_span is not None
    assert second_span is not None
    assert first_span.start <= second_span.start


@given(VALUES, VALUES)
def test_a_longer_period_inside_which_another_lies_is_not_finer(one: str, other: str) -> None:
    whole, part = period(one), period(other)
    assert whole is not None
    assert part is not None
    if whole.contains(part) and whole != part:
        assert not is_coarser(precision_of(other), precision_of(one))


def test_a_coarse_date_sorts_before_the_exact_ones_it_begins_with() -> None:
    ordered = ["2025-12-31", "2026", "2026-Q1", "2026-01", "2026-01-01", "2026-01-02", "PAST_REF"]
    assert sorted(reversed(ordered), key=sort_key) == ordered


def test_one_precision_is_coarser_than_another() -> None:
    assert is_coarser("month", "day")
    assert not is_coarser("day", "month")
    assert not is_coarser("day", "day")
