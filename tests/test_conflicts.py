"""What sources contradict each other in, and what only looks so: stories of several kinds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import ids
from db.model import Article
from tests.articles import LAUNCH, article
from tests.stories import conflicts_of, disputed, said_of
from timeline.conflicts import sentences_of
from timeline.conflicts.figures import figures
from timeline.conflicts.passages import read

MERGER = (
    article(
        "a.example/1",
        "2026-03-02",
        "Norvik Bank in talks to buy Halden Savings for $3 billion",
        "Norvik Bank is in talks to buy Halden Savings for $3 billion, it was said on Monday.",
    ),
    article(
        "b.example/1",
        "2026-03-10",
        "Norvik Bank buys Halden Savings for $4.2 billion",
        "Norvik Bank bought Halden Savings on Tuesday for $4.2 billion."
        " The deal will cut 1,200 jobs.",
    ),
    article(
        "c.example/1",
        "2026-03-10",
        "Norvik buys Halden Savings",
        "Norvik Bank bought Halden Savings on Tuesday in a deal worth $4.8 billion.\n"
        "The merger means that 1,900 jobs are cut, unions said."
        " Halden Savings had revenue of $6 billion.",
    ),
    article(
        "d.example/1",
        "2026-03-11",
        "What Norvik Bank gets",
        "Norvik Bank bought Halden Savings on March 10 for about $4 billion.",
    ),
)


def about(*told: tuple[str, str], thing: str) -> list[Article]:
    """One article for each (moment, text), each of another publisher."""
    return [
        article(f"p{n}.example/1", when, f"News of {thing}", text)
        for n, (when, text) in enumerate(told)
    ]


def test_a_merger_s_price_and_its_jobs_are_disputed_and_who_said_what_is_kept() -> None:
    found = disputed(MERGER, "Norvik", "Halden")
    assert set(found) == {("amount", "price"), ("count", "jobs cut")}
    price = found["amount", "price"]
    assert [v.value for v in price.values] == ["$4.2 billion", "$4.8 billion"]
    assert price.values[0].chosen
    assert price.reason == "said by most independent publishers: 2"
    assert price.values[1].words == "…on Tuesday in a deal worth $4.8 billion."
    assert [(s.publisher, s.said) for s in price.values[1].statements] == [
        ("c.example", "2026-03-10")
    ]
    jobs = found["count", "jobs cut"]
    assert {v.value: v.statements[0].attributed for v in jobs.values} == {
        "1,200": "",
        "1,900": "unions",
    }


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_the_order_of_articles_does_not_matter(order: tuple[int, ...]) -> None:
    assert disputed([MERGER[n] for n in order], "Norvik") == disputed(MERGER, "Norvik")


def test_every_value_leads_back_to_its_sentence() -> None:
    for articles, term in ((MERGER, "Norvik"), (LAUNCH, "Orbit")):
        texts = {ids.article_id(a.url): a for a in articles}
        statements = [
            statement
            for conflict in disputed(articles, term).values()
            for value in conflict.values
            for statement in value.statements
        ]
        assert statements
        for one in statements:
            stored = getattr(texts[one.article_id], one.part)
            assert stored[one.start : one.end] == one.quote


def test_a_rising_toll_is_history() -> None:
    told = about(
        (
            "2026-05-04T06:00:00+00:00",
            "A quake struck Varda on Monday, killing at least 12 people.",
        ),
        ("2026-05-04T18:00:00+00:00", "The quake that struck Varda on Monday killed 45 people."),
        ("2026-05-06", "The toll of the quake that struck Varda on Monday rose to 124 dead."),
        thing="Varda",
    )
    assert disputed(told, "Varda") == {}


def test_tolls_that_stand_side_by_side_are_a_conflict_of_those_who_count() -> None:
    told = about(
        (
            "2026-05-09",
            "The quake that struck Varda on May 4 killed 124 people, the ministry said, while the"
            " Relief Union counted 310 dead.",
        ),
        ("2026-05-09", "The quake that struck Varda on May 4 killed 124 people."),
        thing="Varda",
    )
    toll = disputed(told, "Varda")["count", "deaths"]
    assert {v.value: [s.attributed for s in v.statements] for v in toll.values} == {
        "124": ["ministry", ""],
        "310": ["Relief Union"],
    }


def test_an_election_s_turnout_is_disputed() -> None:
    told = about(
        ("2026-06-15", "Ada Lind won the Sorland election on Sunday with a turnout of 61 percent."),
        ("2026-06-15", "Ada Lind won the Sorland election on Sunday; turnout was 64.5 percent."),
        thing="Sorland",
    )
    assert set(disputed(told, "Sorland")) == {("share", "turnout")}


def test_a_confirmation_settles_what_the_regulator_decided() -> None:
    told = [
        *about(
            ("2026-02-03", "The agency approved the heart drug Lumivar on Tuesday."),
            ("2026-02-03", "Lumivar was rejected on Tuesday, a setback for its maker."),
            thing="Lumivar",
        ),
        article(
            "official.example/1",
            "2026-02-04",
            "Decision on Lumivar",
            "The agency confirmed that Lumivar was approved on Tuesday.",
        ),
    ]
    decision = disputed(told, "Lumivar")["decision", "Lumivar"]
    assert [(v.value, v.chosen) for v in decision.values] == [
        ("approved", True),
        ("rejected", False),
    ]
    assert decision.settled == "2026-02-04"
    assert decision.settlement == "confirmed or corrected by official.example"


def test_a_licence_belongs_to_one_version() -> None:
    told = about(
        ("2026-04-08", "Tern launched Orbit 1.1, an open-source model, on Wednesday."),
        (
            "2026-04-08",
            "Tern launched Orbit 1.1 on Wednesday.\nOrbit 1.0 is a proprietary model."
            " Tern will release Orbit 1.2 as a closed model.",
        ),
        thing="Orbit 1.1",
    )
    assert disputed(told, "Orbit") == {}


def test_the_model_stands_for_the_last_one_named_and_later_agreement_settles() -> None:
    told = about(
        ("2026-04-08", "Tern launched Orbit, an open-source model, on Wednesday."),
        ("2026-04-10", "Tern launched Orbit on Wednesday. Orbit is a proprietary model."),
        ("2026-04-11", "Tern launched Orbit on April 8.\nIt rains.\nThe model is closed-source."),
        thing="Orbit",
    )
    licence = disputed(told, "Orbit")["licence", "Orbit"]
    assert [(v.value, v.first_said, v.last_said) for v in licence.values] == [
        ("closed", "2026-04-10", "2026-04-11"),
        ("open", "2026-04-08", "2026-04-08"),
    ]
    assert (licence.settled, licence.settlement) == (
        "2026-04-10",
        "only this was said since, by 2 publishers",
    )


def test_an_evening_here_is_the_next_day_elsewhere() -> None:
    evening = ("2026-04-08T19:30:00-07:00", "Tern launched Orbit on Wednesday, April 8.")
    elsewhere = ("2026-04-09T13:00:00+09:00", "Tern launched its model Orbit on April 9.")
    nearby = ("2026-04-09T13:00:00-07:00", "Tern launched its model Orbit on April 9.")
    explained = disputed(about(evening, elsewhere, thing="Orbit"), "Orbit")["date", ""]
    assert explained.explained == (
        "one moment in two time zones: 2026-04-08 at UTC-7 is 2026-04-09 at UTC+9"
    )
    assert disputed(about(evening, nearby, thing="Orbit"), "Orbit")["date", ""].explained == ""


def test_a_weekday_that_the_day_does_not_have() -> None:
    told = about(
        ("2026-04-08", "Tern launched Orbit on Wednesday, April 8."),
        ("2026-04-09", "Tern launched its model Orbit on Tuesday, April 8, 2026."),
        thing="Orbit",
    )
    weekday = disputed(told, "Orbit")["weekday", "2026-04-08"]
    assert [(v.value, v.chosen) for v in weekday.values] == [
        ("Wednesday", True),
        ("Tuesday", False),
    ]


def test_who_leads_who_bought_and_what_was_denied() -> None:
    lab = about(
        ("2026-03-02", "Norvik opened the Ice Lab on Monday. The Ice Lab is led by Ada Park."),
        ("2026-03-02", "Norvik opened the Ice Lab on Monday. Jonas Lind heads the Ice Lab."),
        ("2026-03-03", "Norvik opened the Ice Lab on Monday. The Ice Lab, headed by Park, is new."),
        thing="the Ice Lab",
    )
    leader = disputed(lab, "Ice Lab")["leader", "Ice Lab"]
    assert [(v.value, len(v.urls)) for v in leader.values] == [("Ada Park", 2), ("Jonas Lind", 1)]
    cuts = about(
        ("2026-03-02", "Norvik Bank will cut 900 jobs, the Herald reported on Monday."),
        ("2026-03-03", "Norvik Bank on Monday denied reports that it will cut 900 jobs."),
        thing="Norvik Bank",
    )
    assert set(disputed(cuts, "Norvik")) == {("whether it is so", "")}


def test_the_first_target_of_what_was_delayed() -> None:
    told = about(
        ("2026-03-12", "Tern delayed Orbit on Thursday. It was originally planned for March."),
        ("2026-03-12", "Tern postponed Orbit on Thursday. It had been originally due in April."),
        thing="Orbit",
    )
    target = disputed(told, "Orbit")["target", "first planned for"]
    assert {v.value for v in target.values} == {"2026-03", "2026-04"}


def test_one_figure_as_the_total_or_on_top() -> None:
    told = about(
        ("2026-04-09", "Tern signed a contract worth an additional $21 billion on Thursday."),
        ("2026-04-09", "Tern signed a contract on Thursday, worth a total of $21 billion."),
        thing="Tern",
    )
    assert set(disputed(told, "Tern")) == {("amount", "price, in all or on top")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("laid off up to 900 people", "laid off 850 people"),
        ("laid off more than 800 people", "laid off 850 people"),
        ("bought Gale for $14.3 billion", "bought Gale for about $14 billion"),
        ("bought Gale for $4-5 billion", "bought Gale for $4.4 billion"),
        ("bought Gale for $40 million", "bought Gale for €37 million"),
        ("bought Gale for $40 million", "raised $52 million from Gale"),
        ("cut 800 jobs", "cut 300 jobs a year"),
    ],
)
def test_no_conflict(one: str, other: str) -> None:
    told = about(
        ("2026-03-10", f"Tern {one} on Tuesday."),
        ("2026-03-10", f"Tern {other} on Tuesday, it said."),
        thing="Tern",
    )
    assert disputed(told, "Tern") == {}


def test_the_former_figure_is_no_claim() -> None:
    (figure,) = figures("Tern spent $120 million on Gale in 2026, up from $90 million")
    assert (figure.amount.text, figure.part) == ("$120 million", "spending")


def test_what_was_spent_last_year_contradicts_no_plan_for_this_one() -> None:
    told = about(
        ("2026-04-29", "Varda raised its 2026 spending forecast to $140 million on Wednesday."),
        (
            "2026-04-30",
            "Varda raised its 2026 spending forecast to $140 million on Wednesday."
            " Last year Varda spent $72 million.",
        ),
        thing="Varda",
    )
    assert disputed(told, "Varda") == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (  # two strikes of one day
            "Five rebels were killed in Varda on Tuesday, officials said.",
            "Nine guards were killed in Varda on Tuesday, officials said.",
        ),
        (
            "Shelling killed 12 people in Alta on Tuesday, Varda radio said.",
            "Shelling killed 9 people in Bera on Tuesday, Varda radio said.",
        ),
        (
            "Varda Bank cut 1,900 jobs on Tuesday.",
            "Varda Bank cut 1,200 jobs in Sorland on Tuesday.",
        ),
        (
            "Varda bought Gale for $3 billion on Tuesday.",
            "Varda bought Gale on Tuesday in a deal valuing the small ferry line at $7 billion.",
        ),
        (
            "Varda Oil has spent $2 billion on the spill since Tuesday.",
            "Varda Oil said on Tuesday that it has spent $930 million on the spill.",
        ),
        (  # a denial of something else
            "Varda's army shelled the port of Alta on Tuesday, killing 12 people.",
            "Varda denied on Tuesday that its army had lost helicopters in Alta.",
        ),
    ],
)
def test_two_things_of_one_day_are_no_conflict(one: str, other: str) -> None:
    told = about(("2026-03-11", one), ("2026-03-10", other), thing="Varda")
    assert disputed(told, "Varda") == {}


def test_two_days_of_two_things_are_no_conflict_two_of_one_launch_are() -> None:
    strikes = about(
        ("2026-03-10", "Planes struck the port of Varda on Tuesday, and the army advanced."),
        ("2026-03-11", "Shells hit a market in Varda on Wednesday."),
        thing="Varda",
    )
    assert disputed(strikes, "Varda") == {}
    launch = about(
        ("2026-04-10", "Tern unveiled Orbit, its first reasoning model, on April 9."),
        ("2026-04-10", "The long-awaited Orbit was released on April 8, at no cost."),
        thing="Orbit",
    )
    assert set(disputed(launch, "Orbit")) == {("date", "")}
    elsewhere = about(
        ("2026-04-10", "Tern unveiled Orbit, its first reasoning model, on April 8."),
        ("2026-04-10", "Orbit was released in Sorland on April 9."),
        thing="Orbit",
    )
    assert disputed(elsewhere, "Orbit") == {}


@pytest.mark.parametrize(
    ("chinese", "english", "subjects"),
    [
        ("Norvik以43亿美元收购Halden，周二宣布。", "bought Halden for $4.9 billion", {"price"}),
        ("Norvik以约43亿美元收购Halden，周二宣布。", "bought Halden for $4.4 billion", set()),
        ("Norvik收购Halden，使其估值达43亿美元，周二宣布。", "bought Halden for $2 billion", set()),
        ("Norvik周二裁员1900人，此前为3000人。", "cut 1,200 jobs", {"jobs cut"}),
        ("Norvik周二裁员1900人，其中Halden裁员1200人。", "cut 1,910 jobs", set()),
        ("Norvikは火曜日に1900人を解雇した。", "cut 1,200 jobs", {"jobs cut"}),
    ],
)
def test_figures_in_another_script(chinese: str, english: str, subjects: set[str]) -> None:
    told = about(
        ("2026-03-10", chinese), ("2026-03-10", f"Norvik {english} on Tuesday."), thing="Norvik"
    )
    assert {subject for _, subject in disputed(told, "Norvik")} == subjects


def test_a_publisher_s_later_word_corrects_its_former_one() -> None:
    first = article(
        "a.example/1", "2026-03-10", "Tern", "Tern bought Gale on Tuesday for $40 million."
    )
    later = article(
        "a.example/2", "2026-03-11", "Tern", "Tern bought Gale on March 10 for $50 million."
    )
    other = article(
        "b.example/1", "2026-03-11", "Tern", "Tern bought Gale on March 10 for $50 million."
    )
    assert disputed([first, later, other], "Tern") == {}


@given(st.integers(min_value=1, max_value=999), st.sampled_from(["$", "€", "£"]))
def test_a_figure_agrees_with_itself_however_it_is_bounded(number: int, currency: str) -> None:
    plain, *bounded = (
        figures(f"Tern bought Gale for {words}{currency}{number} million")[0].amount
        for words in ("", "about ", "more than ", "up to ")
    )
    for amount in bounded:
        assert amount.kind == plain.kind
        assert max(amount.low, plain.low) <= min(amount.high, plain.high)


def test_one_publisher_contradicts_nobody() -> None:
    told = [a for a in MERGER if a.outlet == "b.example"]
    said = said_of(told, "Norvik")
    assert conflicts_of(said, told) == ()


def test_which_sentences_are_worth_reading_is_kept_with_their_places() -> None:
    text = "Rain fell on Oslo.\nIt cost $3 million. Halden denies that."
    told = replace(article("a.example/1", "2026-03-02", "Rain", text), summary="Halden denies it.")
    kept = read(sentences_of(told).written())
    assert [(told.text[p.start : p.end], p.worth) for p in kept.of("text")] == [
        ("Rain fell on Oslo.", 0),
        ("It cost $3 million.", 1),
        ("Halden denies that.", 1),
    ]
    assert [p.worth for p in kept.of("summary")] == [1]
    lead = replace(told, summary="Rain fell on Oslo.")
    assert not list(sentences_of(lead).of("summary"))  # the text begins with it
