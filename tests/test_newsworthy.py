"""What makes no event of its own: headlines that tell no news, talk, pictures, comments."""

from __future__ import annotations

import pytest

from tests.articles import TOPIC, article
from timeline.builder import build_chronology
from timeline.headlines import is_table_of_contents, why_no_news
from timeline.talk import is_own_words, is_talk

DAY = "2026-04-08"


@pytest.mark.parametrize(
    "headline",
    [
        "Why Tern Labs bought Gale",
        "Is Orbit launched too early?",
        "Tern Labs Buys Gale, Court Hears Long Appeal, Rain Floods the North",
        "Tern Labs buys Gale, sparking debate over forecasts",
        "What Tern Labs launching Orbit means for farmers",
        "Gale hires former Tern Labs engineers",
        "Firms like Gale, Tern Labs and Ost invest more in weather",
        "Shares of Gale, Tern Labs, Ost, Varde and Lund rise before the bell",
        "Chip stocks rise before the bell, Gale by 1.7%, Ost by 1.4%, Tern Labs by 1%",
        "Weather stocks today: Gale says storms cost millions, Tern Labs launches sensors",
        "These Tern Labs sensors are what I've been waiting for, and they launch today",
        "Gale opens a weather lab to rival Tern Labs",
        "Tern Labs is to cut jobs, and others will follow, an analyst says",
        "On Front Lines, we dive into the sensors that Tern Labs launched",
        "Weather News for April 6 to 8 covers a new sensor that Tern Labs launched",
        "Ministry invites Gale, Ost, Tern Labs and others to talks on storms",
        "气象部邀请 Gale、Ost、Tern Labs 等公司发布新规",
    ],
)
def test_questions_lists_and_talk_make_no_event_alone(headline: str) -> None:
    assert build_chronology([article("a.example/1", DAY, headline)], TOPIC) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The model has answered questions at Tern Labs since Monday morning, and still does.",
        "cabinets of which Tern Labs opened three on Monday to show its weather sensors.",
        "A worker of Tern Labs opens a sensor at its works in Lund, Sweden April 8, 2026.",
        "At 18:55 on 8 Apr 2026, ceedee wrote: Tern Labs opens no sensor before Monday.",
        "A worker opens a sensor of Tern Labs in Lund in this April 8, 2026 file photo.",
        "A polemic condemns what Tern Labs said on Monday of its sensors and of the weather.",
        "From Monday on: The chart shows which sensors Tern Labs opened at its works in Lund.",
    ],
)
def test_pieces_captions_and_comments_make_no_event_alone(sentence: str) -> None:
    told = article("a.example/1", DAY, "Weather", text=f"It rains.\n{sentence}")
    assert build_chronology([told], TOPIC) == []
    prose = "On Monday Tern Labs opened three sensors at its works in Lund."
    assert len(build_chronology([article("a.example/1", DAY, "Weather", text=prose)], TOPIC)) == 1


@pytest.mark.parametrize(
    "headline",
    [
        "Tern Labs buys Gale for $3 million",
        "Tern Labs hires Ada Moss, Ben Reed and Cy Lund",
        "Gale, Ost and Varde sue Tern Labs",
        "Tern Labs cuts jobs: 'I was wrong', says Ada Moss",
        "Tern Labs opens World War I museum in Lund",
        "Tern Labs cuts jobs, closes office, halts Orbit",
    ],
)
def test_news_makes_one(headline: str) -> None:
    (event,) = build_chronology([article("a.example/1", DAY, headline)], TOPIC)
    assert event.headline == headline


def test_a_question_asked_by_three_publishers_is_an_event() -> None:
    asked = [
        article("a.example/1", DAY, "Why Tern Labs withdrew Orbit"),
        article("b.example/1", DAY, "Why did Tern Labs withdraw Orbit?"),
        article("c.example/1", DAY, "What made Tern Labs withdraw Orbit"),
    ]
    (event,) = build_chronology(asked, TOPIC)
    assert event.corroboration == 3


def test_contents_of_a_newsletter() -> None:
    assert is_table_of_contents("Gale Sinks Deeper, Tern Buys Talent, Rain Hits the North")
    assert not is_table_of_contents("Tern hires Ada Moss, Ben Reed and Cy Lund")


@pytest.mark.parametrize(
    "headline",
    [
        "Tern Just Delivered Great News to This Ferry Company",
        "Tern Left the Port and It Is Killing Our Harbour",
        "The Tern deal shows how fast the north is changing",
        "晨报早报：Gale 推出新船、Tern 收购 Lund 等",
        "Will Tern buy Gale?",
    ],
)
def test_headlines_that_tell_no_news(headline: str) -> None:
    assert why_no_news(headline)


@pytest.mark.parametrize(
    "headline",
    [
        "Tern to open its port this week",
        "Tern to open its port this June",
        "Leaked memo shows how Tern planned to leave the port",
        "'We are just getting the crumbs': sailors protest at Tern",
        "Tern shows how to build a ferry in a week",
    ],
)
def test_headlines_that_do(headline: str) -> None:
    assert not why_no_news(headline)


@pytest.mark.parametrize(
    "sentence",
    [
        "Background: Tern bought Gale years ago.",
        "Members scheduled a reading of the Tern paper.",
        "Sailors should learn to use the Tern harbour.",
        "A spokesman for Tern did not immediately respond to a request for comment.",
    ],
)
def test_talk(sentence: str) -> None:
    assert is_talk(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The court said sailors should leave Tern's harbour.",
        "The world should prepare for floods, the weather service warned.",
        "Tern cut 300 jobs and declined to comment.",
        "NATO members discussed a landing at Lund.",
    ],
)
def test_no_talk(sentence: str) -> None:
    assert not is_talk(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I mean, Tern has sent 300 sailors home.",
        "And what we heard from Tern on Monday was no plan.",
        "When Tern left, what did the town do?",
        "At 20:04 30th Apr 2026, gull wrote: Tern has left the port.",
        "May 4th, 2026 12:35 am ET Tern has left the port.",
    ],
)
def test_own_words(sentence: str) -> None:
    assert is_own_words(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        'Tern sent them home, and "I saw it," one said.',
        "It was as good as new,” he said of what Tern sold.",
        "Gull wrote: “I have left Tern.”",
        "“Today we are launching Orbit,” Tern said; it opens on Monday.",
    ],
)
def test_words_that_are_quoted_are_not_the_writer_s_own(sentence: str) -> None:
    assert not is_own_words(sentence)
