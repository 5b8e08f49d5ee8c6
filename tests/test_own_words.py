"""What two sentences share that is not about what they tell makes them no more alike."""

from __future__ import annotations

from tests.articles import article
from tests.test_chronology import built


def test_who_somebody_is_makes_two_sentences_no_more_alike() -> None:
    who = "Tern Labs, the weather giant behind the Harbour and Lighthouse services,"
    hires = f"{who} is hiring 300 sailors for a new station at the port of Lund."
    sues = f"{who} has sued the former landlord of an office with a broken roof."
    first = article("a.example/1", "2026-05-04", "", text=hires)
    other = article("b.example/1", "2026-05-04", "", text=sues)
    assert {event.corroboration for event in built([first, other])} == {1}


def test_the_clocks_of_a_live_page_make_two_updates_no_more_alike() -> None:
    page = article(
        "a.example/1",
        "2026-05-04T12:00:00Z",
        "",
        text="(Update 9:12 a.m. in Yarmouth Pier, 4:12 a.m. ET) Tern Labs sends 300 sailors off.\n"
        "(Update 9:40 a.m. in Yarmouth Pier, 4:40 a.m. ET) Tern Labs sued a broken roof's owner.",
    )
    assert len(built([page])) == 2


def test_whose_word_it_is_makes_two_sentences_no_more_alike() -> None:
    hires = "Tern Labs buys storm sensors for its station, according to Eko Weekly."
    other = "潮汐公司宣布收购Eko Weekly，Tern Labs参与。"
    first = article("a.example/1", "2026-05-04", "", text=hires)
    second = article("b.example/1", "2026-05-04", "", text=other)
    assert {event.corroboration for event in built([first, second])} == {1}
