"""One event told in two scripts is one row; two that share only the story's name are two; a row in
a script that the topic's readers do not read says in theirs what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from db.judgements import Judgement
from db.model import Article, Stamp, Topic
from timeline.amounts import amounts
from timeline.builder import build_chronology
from timeline.english_figures import in_figures

TOPIC = Topic(name="Orbit", slug="orbit", terms=("Tern",))


def told(url: str, title: str, language: str) -> Article:
    at = datetime(2026, 4, 8, 9, tzinfo=UTC)
    stamp = Stamp(at=at, precision="time", method="feed", confidence=1.0, evidence="")
    return Article(url=f"https://{url}", title=title, text="", published=stamp, language=language)


COVERAGE = [
    told("a.example/1", "Tern buys sensor maker Gale for $14.3 billion", "en"),
    told("b.example/1", "Tern以143亿美元收购传感器公司Gale", "zh"),
    told("c.example/1", "Ternが気象部門の600人を削減", "ja"),
    told("d.example/1", "Tern opens a museum of weather in Oslo", "en"),
    told("e.example/1", "Rivals of Tern sue over wind data", "en"),
]


def test_an_event_told_in_two_scripts_is_one_row() -> None:
    together = [
        sorted(source.url.split("/")[2] for source in event.sources)
        for event in build_chronology(COVERAGE, TOPIC)
    ]
    assert sorted(together) == [
        ["a.example", "b.example"],
        ["c.example"],
        ["d.example"],
        ["e.example"],
    ]


def test_days_apart_one_name_and_the_action_are_not_enough() -> None:
    early = replace(COVERAGE[0], title="Tern launches a sensor for farms")
    late = told("b.example/1", "Tern宣布推出新卫星", "zh")
    stamp = replace(late.published, at=datetime(2026, 4, 12, 9, tzinfo=UTC))  # type: ignore[type-var]
    assert len(build_chronology([early, replace(late, published=stamp)], TOPIC)) == 2


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("Tern以143亿美元收购传感器公司Gale", "acquisition: Gale, Tern; $14.3 billion"),
        ("Ternが気象部門の600人を削減", "cuts: Tern; 600 people"),
        ("Tern, Gale 합병 계약 체결, 2GW 규모", "merger, contract: Gale, Tern; 2GW"),
    ],
)
def test_a_row_in_another_script_has_its_names_and_figures_as_summary(
    title: str, summary: str
) -> None:
    (event,) = build_chronology([told("a.example/1", title, "")], TOPIC)
    assert (event.headline, event.summary) == (title, summary)


def test_a_pinned_headline_leaves_the_summary_readable() -> None:
    title, text = COVERAGE[1].title, "4月8日，Tern宣布以143亿美元收购传感器公司Gale。"
    article = replace(COVERAGE[1], text=text)
    (event,) = build_chronology([article], TOPIC)
    pinned = Judgement(
        number=1,
        at=datetime(2026, 4, 9, tzinfo=UTC),
        verdict="pin",
        mention_id=event.mentions[0].mention.mention_id,
        field="headline",
        value="Tern buys Gale",
    )
    (again,) = build_chronology([article], TOPIC, [pinned])
    assert (event.headline, again.headline) == (title, "Tern buys Gale")
    assert again.summary == event.summary == "acquisition, announcement: Gale, Tern; $14.3 billion"


def test_who_reads_the_script_gets_no_such_summary() -> None:
    topic = Topic(name="气象公司", slug="weather", terms=("Tern",))
    (event,) = build_chronology([told("a.example/1", COVERAGE[1].title, "zh")], topic)
    assert event.summary == ""


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("价值142亿美元，共2吉瓦，同比增33%", ["$14.2 billion", "2,000 megawatts", "33%"]),
        ("资本支出1150亿-1350亿美元", ["$115 billion to $135 billion"]),
        ("投入数十亿美元", [""]),  # tens of some size: no figure is named
        ("三分之一员工", ["about 33%"]),
        ("1万5000人", ["15,000 people"]),
        ("a fifth of $2m", ["a fifth", "$2m"]),
        ("以300多亿美元收购，不超过600亿美元", ["more than $30 billion", "up to $60 billion"]),
        ("12万3456人和123万4567人", ["123,456 people", "1,234,567 people"]),
    ],
)
def test_figures_in_words_of_the_reader(text: str, figures: list[str]) -> None:
    assert [in_figures(amount) for amount in amounts(text)] == figures


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("Tern第一季度净利润增长33%", "2026-04-08"),  # whose profit, not when it was told
        ("Tern将于第二季度推出新卫星", "2026-Q2"),
    ],
)
def test_the_quarter_of_a_figure_dates_nothing(title: str, date: str) -> None:
    (event,) = build_chronology([told("a.example/1", title, "zh")], TOPIC)
    assert event.date == date


def test_a_headline_that_ends_with_the_shares_still_tells_what_its_lead_tells() -> None:
    article = replace(
        told("a.example/1", "Tern 考虑发行新股以扩建传感器工厂，股价应声下跌", "zh"),
        summary="Tern 正考虑大规模发行新股，以支持其传感器工厂的扩建，规模可达数十亿美元。",
    )
    (event,) = build_chronology([article], TOPIC)
    assert len(event.mentions) == 2


def test_a_look_back_between_commas_dates_no_row_of_its_own() -> None:
    article = told(
        "a.example/1", "Tern 于 4 月 8 日发布传感器 Orbit，它是去年 6 月闭源型号的开放版本", "zh"
    )
    assert [event.date for event in build_chronology([article], TOPIC)] == ["2026-04-08"]
