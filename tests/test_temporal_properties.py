"""What must hold of every text: spans, order and precision."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from db.partial_dates import period, precision_of
from timeline.temporal import find_timexes

DAYS = st.dates(date(1950, 1, 1), date(2080, 12, 31))
WORDS = """the a of on in by since until from to between and early late mid-May March may Sun 8 8th
12 30 31 99 2026 1999 $14.3 49% Q3 2Q26 FY27 '90s 1990s 5.4 10-12 2027-2032 12/16/2025 2026-04-08
last next this that following same year years month week day days quarter Monday Wed. Friday's April
Sept. December fall summer ago later earlier before after two nine several 10 a.m. p.m. PT morning
tonight today yesterday recently now . , ; ( ) \n — fiscal first third-quarter half decade 20th
century each every per year-end year-ago ended weekend noon 14:05 UTC GPT-5 will was İstanbul ǅ 周三
""".split(" ")
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.text(max_size=200),
)
LANGUAGES = st.sampled_from(["", "en", "de", "fr", "es", "pt", "it", "nl", "ru", "zh", "ja", "ko"])


@settings(max_examples=400)
@given(TEXTS, DAYS, LANGUAGES, st.booleans())
def test_spans_lie_in_the_text_in_order_and_apart(
    text: str, dct: date, language: str, day_first: bool
) -> None:
    position = 0
    for timex in find_timexes(text, dct, language=language, day_first=day_first):
        assert position <= timex.start < timex.end <= len(text)
        assert text[timex.start : timex.end] == timex.text
        assert timex.value
        assert timex.rule
        position = timex.end


@settings(max_examples=300)
@given(TEXTS, DAYS)
def test_a_date_has_the_precision_of_its_value(text: str, dct: date) -> None:
    for timex in find_timexes(text, dct, language="en"):
        if timex.type == "DATE":
            assert timex.precision == (precision_of(timex.value) or "vague")
        if timex.precision == "vague":
            assert period(timex.value) is None


MONTH_NAMES = "January February March April May June July August September October November".split()


@given(st.sampled_from(MONTH_NAMES), st.integers(1990, 2040), DAYS)
def test_a_month_is_never_given_a_day_and_a_year_never_a_month(
    month: str, year: int, dct: date
) -> None:
    (whole,) = find_timexes(f"It was sold in {month} {year}.", dct, language="en")
    assert (whole.precision, whole.value[:4]) == ("month", str(year))
    (bare,) = find_timexes(f"It was sold in {month}.", dct, language="en")
    assert bare.precision == "month"
    span = period(bare.value)
    assert span is not None
    assert span.start <= dct
    (alone,) = find_timexes(f"It was sold in {year}.", dct, language="en")
    assert (alone.precision, alone.value) == ("year", str(year))


@given(st.dates(date(1980, 1, 1), date(2060, 12, 31)), DAYS)
def test_a_day_written_out_is_that_day(when: date, dct: date) -> None:
    month = when.strftime("%B")
    for written in (
        f"{month} {when.day}, {when.year}",
        f"{when.day} {month} {when.year}",
        str(when),
    ):
        (timex,) = find_timexes(f"It was signed on {written} in Oslo.", dct, language="en")
        assert (timex.text, timex.value, timex.anchor) == (written, when.isoformat(), "")


@given(DAYS, st.sampled_from(["Monday", "Wednesday", "Friday", "Sunday"]))
def test_tense_decides_the_side_of_a_weekday(dct: date, weekday: str) -> None:
    (past,) = find_timexes(f"The company said on {weekday} that it had won.", dct, language="en")
    (future,) = find_timexes(f"The court will rule on {weekday}.", dct, language="en")
    assert -7 < (date.fromisoformat(past.value) - dct).days <= 0
    assert 0 <= (date.fromisoformat(future.value) - dct).days < 7


def test_the_zone_of_a_clock_time_can_shift_the_day() -> None:
    """Published on the morning of 9 April in Seoul, when it was still the 8th in California."""
    published = datetime(2026, 4, 8, 23, 0, tzinfo=UTC)
    sentence = "The service failed at 8 a.m. PT."
    (shifted,) = find_timexes(sentence, date(2026, 4, 9), published=published, language="en")
    assert shifted.value == "2026-04-08T08:00"
    (unknown,) = find_timexes(sentence, date(2026, 4, 9), language="en")
    assert unknown.value == "2026-04-09T08:00"


def test_the_order_of_numbers_is_that_of_the_outlet() -> None:
    (american,) = find_timexes("Dated 4/8/2026.", date(2026, 4, 9))
    (british,) = find_timexes("Dated 4/8/2026.", date(2026, 4, 9), day_first=True)
    assert (american.value, british.value) == ("2026-04-08", "2026-08-04")


def test_a_year_heading_dates_the_lines_below_it() -> None:
    text = (
        "How it went\n\n2024\n\nJune: the lab opens.\nJuly 3: it closes.\n\n2025\n\nMay: a sale.\n"
    )
    values = [timex.value for timex in find_timexes(text, date(2026, 4, 9))]
    assert values == ["2024", "2024-06", "2024-07-03", "2025", "2025-05"]


def test_an_entry_of_a_live_page_counts_from_its_own_day() -> None:
    text = "April 7, 2026\nThe outage began today.\n\nApril 8, 2026 10:30\nIt ended yesterday.\n"
    values = [timex.value for timex in find_timexes(text, date(2026, 4, 9)) if timex.anchor]
    assert "2026-04-07" in values
    assert values[-1] == "2026-04-07"


def test_ranges_and_boundaries_say_what_they_are() -> None:
    found = find_timexes(
        "It runs from 2027 to 2032. It has grown since 2019, is banned until May 2028 and must"
        " close by June 3, 2027.",
        date(2026, 4, 9),
    )
    assert [timex.role for timex in found] == ["begin", "end", "since", "until", "by"]


def test_modifiers_and_anchors_are_kept() -> None:
    found = find_timexes(
        "In early March 2026 it had about two months left. It closed in late 2025, more than a"
        " decade ago, and the following year it reopened.",
        date(2026, 4, 9),
    )
    assert [(t.text, t.modifier) for t in found][:4] == [
        ("early March 2026", "START"),
        ("about two months", "APPROX"),
        ("late 2025", "END"),
        ("more than a decade ago", "BEFORE"),
    ]
    assert (found[4].value, found[4].anchor) == ("2026", "late 2025")


def test_a_fiscal_period_is_marked_as_one() -> None:
    (timex,) = find_timexes("It grew in the third quarter of fiscal 2027.", date(2026, 4, 9))
    assert (timex.value, timex.modifier) == ("2027-Q3", "FISCAL")
