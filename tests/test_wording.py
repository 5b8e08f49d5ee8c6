"""Which words stand for an event."""

from __future__ import annotations

from tests.articles import TOPIC, article
from timeline.builder import build_chronology
from timeline.wording import clean

DAY = "2026-04-08"


def test_the_sentence_that_says_at_once_what_happened_is_the_headline() -> None:
    told = [
        article("a.example/1", DAY, "Orbit launch thread:"),
        article("b.example/1", DAY, "Why Tern Labs launches Orbit now"),
        article("c.example/1", DAY, "Tern Labs launches its weather model Orbit"),
    ]
    (event,) = build_chronology(told, TOPIC)
    assert event.headline == "Tern Labs launches its weather model Orbit"


def test_the_headline_is_in_the_script_of_the_topic() -> None:
    told = [
        article("a.example/1", DAY, "Tern Labs 发布 Orbit 1.4 天气模型"),
        article("b.example/1", DAY, "Tern Labs launches Orbit 1.4 model"),
    ]
    headlines = [event.headline for event in build_chronology(told, TOPIC)]
    assert "Tern Labs launches Orbit 1.4 model" in headlines


def test_two_stories_in_one_headline_are_two() -> None:
    both = "Varde opens a port in Lund; Tern Labs buys Gale"
    (event,) = build_chronology([article("a.example/1", DAY, both)], TOPIC)
    assert event.headline == "Tern Labs buys Gale"


def test_what_stands_beside_the_news_is_not_its_headline() -> None:
    told = article(
        "a.example/1",
        DAY,
        "Notes: Tern Labs sued over data of Gale, Ost sued over cuts and more",
        summary="Ost launches its data search, Gale launches voice tests and cuts end.",
    )
    (event,) = build_chronology([told], TOPIC)
    assert (event.headline, len(event.mentions)) == (told.title, 2)


def test_markup_goes() -> None:
    assert clean("**Orbit** is [out](https://tern.example)  now") == "Orbit is out now"
