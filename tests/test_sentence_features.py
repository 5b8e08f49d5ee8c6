"""What is read off one sentence: figures, actions, names, modality; and its span."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.model import Amount
from timeline import entities
from timeline.actions import actions
from timeline.amounts import amounts, compatible, is_vague
from timeline.attribution import is_news, said_by
from timeline.kinds import kind_of
from timeline.modality import modality
from timeline.sentences import sentences


def figures(text: str) -> list[tuple[str, str]]:
    return [(amount.kind, amount.text) for amount in amounts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It paid $14.3 billion for 49% of the firm.", ["money:USD $14.3 billion", "share 49%"]),
        ("A $21B contract and £3m in fees", ["money:USD $21B", "money:GBP £3m"]),
        ("It cut about 600 jobs and 1,200 contract roles.", ["people 600", "people 1,200"]),
        ("Orbit 1.1 beats Orbit 1.", ["version:Orbit Orbit 1.1"]),
        ("In 2026 it grew by 12 percent.", ["share 12 percent"]),
        ("It has 3 offices on 5th Avenue.", []),
        ("It rose from 8% to 10%.", ["share 8%", "share 10%"]),
        ("Six people familiar with the 2025 layoffs said so.", []),
        ("两名研究员和三位知情人士", ["researchers 两名研究员"]),
    ],
)
def test_amounts(text: str, expected: list[str]) -> None:
    found = [
        f"{kind.removeprefix('count:')} {shown.split(' jobs')[0].split(' contract')[0]}"
        for kind, shown in figures(text)
    ]
    assert found == expected


def only(text: str) -> Amount:
    (amount,) = amounts(text)
    return amount


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("$14.3 billion", "$14 billion", True),  # the second is a rounding of the first
        ("$14.3 billion", "about $15 billion", True),
        ("$14.3B", "$14.8B", False),
        ("$14.2 billion", "$21 billion", False),
        ("600 jobs", "roughly 500 jobs", False),
        ("49%", "about 50%", True),
        ("$5 million", "5%", False),
        ("143亿美元", "$14.3 billion", True),
        ("約20億ドル", "US$2bn", True),
        ("裁员8000人", "8,000 jobs", True),
        ("10%的员工", "a tenth of its staff", True),
        ("6吉瓦", "6,000 MW", True),
        ("eight thousand workers", "an 8,000-strong staff", True),
        ("hundreds of jobs", "600 jobs", True),
        ("hundreds of jobs", "6,000 jobs", False),
        ("more than $14 billion", "$14.3 billion", True),
        ("more than $14 billion", "$13 billion", False),
        ("up to 8,000 jobs", "7,800 jobs", True),
        ("at least $25 billion", "$30 billion", True),
        ("HK$5bn", "US$5bn", False),
        ("$125-145B", "between $125 billion and $145 billion", True),
        ("$125-145B", "1250 亿至 1450 亿美元", True),
        ("$125-145B", "$115 billion to $135 billion", False),
    ],
)
def test_roundings_are_compatible(one: str, other: str, same: bool) -> None:
    assert compatible(only(one), only(other)) is same
    assert compatible(only(other), only(one)) is same


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("tens of billions of dollars", True),
        ("dozens of people", True),
        ("数十亿美元", True),
        ("$1 billion", False),  # however much may round to it
        ("1,000 jobs", False),
        ("300多亿美元", False),
        ("two-thirds of the staff", False),
    ],
)
def test_what_names_no_number(text: str, vague: bool) -> None:
    assert [is_vague(amount) for amount in amounts(text)] == [vague]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("The firm unveiled a new model", "launch"),
        ("Its chief scientist is leaving the company", "departure"),
        ("The carmaker laid off 300 people", "layoffs"),
        ("Shares fell 5% after the earnings", "market"),
        ("The release was pushed back to May", "launch"),
        ("Die Firma ist gross", ""),
        ("She shares her view of the left-wing bloc", ""),
        ("Electricity was cheap in the creative quarter", ""),
        ("It struck a deal over prices", "deal"),
        ("该公司宣布裁撤三个部门", "layoffs"),
        ("首都发生爆炸，多人受伤", "violence"),
        ("同社は新型機の発売を発表した", "launch"),
        ("회사는 신제품을 출시했다", "launch"),
    ],
)
def test_actions(text: str, first: str) -> None:
    assert (actions(text) or ("",))[0] == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Then Northwind Traders hired Ada Park of Tern Labs.",
            ("Northwind Traders", "Ada Park of Tern Labs"),
        ),
        ("On Monday the Bank of Oslo agreed.", ("Bank of Oslo",)),
        ("Yesterday it rained.", ()),
        ("Analysts like Orbit 1.1 and xAI.", ("Orbit 1.1", "xAI")),
        ("Tern’s board met.", ("Tern",)),
        ("In May Gale’s Orbit 2 beat Tern AI.", ("Gale", "Orbit 2", "Tern AI")),
        ("It said Tern Labs CEO Ada Park left.", ("Tern Labs", "Ada Park")),
        ("Tern与Gale Works达成AI协议", ("Tern", "Gale Works")),
        ("Tern 9 月将推新款 Orbit 2，售价 20 美元", ("Tern", "Orbit 2")),
        ("TernがAI企業Galeを買収", ("Tern", "Gale")),
        ("Tern获得1.6 GW算力、300TB数据", ("Tern",)),
        ("In the year to 2025 NEC lost.", ("NEC",)),
        ("A $2B Tern site takes 1.6 GW of Gale power.", ("Tern", "Gale")),
        ("The Lund-based AI-powered Tern is on LinkedIn.", ("Lund", "Tern", "LinkedIn")),
        ("Talks in New Lund took place.", ("New Lund",)),
        ("Despite Tern, it rained.", ("Tern",)),
        ("Wednesday's attack on the State Department failed.", ("State Department",)),
        ("It said We're at Tern.", ("Tern",)),
        ("Secretary of State Ada Park met P.J. Lund.", ("Ada Park", "P.J. Lund")),
    ],
)
def test_names(text: str, expected: tuple[str, ...]) -> None:
    assert entities.names(text, frozenset({"Tern"})) == expected


def test_a_first_word_is_a_name_only_when_known() -> None:
    assert entities.names("Shares fell.") == ()
    known = entities.capitalised_inside(["In May, Tern bought it."])
    assert entities.names("Tern fell.", known) == ("Tern",)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("It launched the service.", "2026-04-08", "happened"),
        ("It will launch the service.", "2026-05", "planned"),
        ("The fair takes place then.", "2026-06-01", "planned"),  # after the publication
        ("It will launch this month.", "2026-04", "planned"),
        ("It said on Wednesday it would launch.", "2026-04-08", "reported"),
        ("The firm denied the report.", "2026-04-08", "denied"),
        ("The firm reportedly hired him.", "2026-04-08", "reported"),
        ("公司发布了模拟器，将其分为三类。", "2026-04-08", "happened"),
        ("公司计划本月发布新模型。", "2026-04", "planned"),
        ("新製品を今月発売する予定だ。", "2026-04", "planned"),
        ("知情人士称，公司聘请了他。", "2026-04-08", "reported"),
        ("该公司否认了收购。", "2026-04-08", "denied"),
    ],
)
def test_modality(text: str, value: str, expected: str) -> None:
    assert modality(text, value, date(2026, 4, 9)) == expected


SOLD = "Tern sold it all at last."


def test_sentences_keep_their_place() -> None:
    text = "## Results\n- Mr. Park left on Jan. 5. He joined Tern Inc.\n\n公司周三宣布。该法施行！"
    found = sentences(text)
    assert [s.text for s in found][:3] == [
        "Results",
        "Mr. Park left on Jan. 5.",
        "He joined Tern Inc.",
    ]
    assert [s.position for s in found] == list(range(len(found)))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("OSLO, April 8 (The Wire) - Tern bought it.", "Tern bought it."),
        ("MENLO PARK, Calif., June 30 — Tern bought it.", "Tern bought it."),
        ("COLUMBUS, Ohio -- It rained.", "It rained."),
        ("OSLO | Wed May 26, 2010 7:46 pm EDT OSLO (Wire) - Tern sold it.", "Tern sold it."),
        ("On Wed May 26, 2010 Tern sold it.", "On Wed May 26, 2010 Tern sold it."),
        (
            "Storm ahead * Ports shut By Ada Park OSLO, May 6 (Wire) - Tern sold it all at last.",
            SOLD,
        ),
        (
            "Ports shut as storm nears Saturday 25 April 2009 23.24 BST Tern sold it all at last.",
            SOLD,
        ),
        ("Ada Park | 18:00 UK time, Saturday, 25 April 2009 Tern sold it all at last.", SOLD),
        ("April 8, 2026 | By Ada Park and Ben Reed, WWN Tern sold it all at last.", SOLD),
        ("Ports shut Aired April 8, 2026 - 16:00:00 ET Tern sold it all at last.", SOLD),
        ("Photograph: Ada Park/Wire/Big Images Tern sold it all at last.", SOLD),
        ("Rain falls in Oslo (WIRE) -- Tern sold it all at last.", SOLD),
        ("By the Wire Staff Tern sold it all at last.", SOLD),
        ("The quake struck on 12 January 2010 16:53 local time.", None),
        ("The Wind Watch (WW) -- a body of winds -- sold it.", None),
        ("The Wind Watch (WW) - a body of experts - sold it.", None),
        ("IBM bought it - at last.", "IBM bought it - at last."),
        ("Tern, a maker of models - and sensors - sold it.", None),
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(line: str, said: str | None) -> None:
    assert [s.text for s in sentences(line)] == [said or line]


@given(st.text(alphabet=st.sampled_from("aB. !?\n-•“”’1é公。"), max_size=120))
def test_a_span_is_its_text(text: str) -> None:
    found = sentences(text)
    assert all(text[s.start : s.end] == s.text and s.text.strip() for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("Tern will buy Gale, according to the Oslo Courier.", "Oslo Courier"),
        ("The Oslo Courier reported on Monday that Tern would buy it.", "Oslo Courier"),
        ("Ada Park told Weekly News that it was late.", "Weekly News"),
        ("Tern plans cuts, people familiar with the matter said.", "unnamed sources"),
        ("据《奥城信报》报道，Tern将裁员", "奥城信报"),
        ("It bought Gale in May.", ""),
        ("Tern's reported sale of Gale is off.", ""),
    ],
)
def test_who_says_so(clause: str, expected: str) -> None:
    assert said_by(clause) == expected


@pytest.mark.parametrize(
    ("value", "position", "expected"),
    [
        ("2026-04-08", 7, True),
        ("2026-03-20", 0, True),  # the lead of a late report
        ("2026-03-20", 7, False),
        ("2025", 0, False),
        ("2026-06", 7, True),  # still to come
    ],
)
def test_news_or_background(value: str, position: int, expected: bool) -> None:
    assert is_news(value, date(2026, 4, 9), part="text", position=position) is expected


@pytest.mark.parametrize(
    ("name", "sentences", "kind"),
    [
        ("Ada Park", ("Chief executive Ada Park said so.", "It hired Ada Park."), "person"),
        ("Ada Park", ("Ada Park, who led it, resigned.",), "person"),
        ("Tern", ("Shares of Tern fell.", "Tern's employees were told."), "organisation"),
        ("Gale Works Inc", ("Gale Works Inc was there.",), "organisation"),
        ("Orbit", ("Tern launched Orbit.", "The Orbit app is free."), "product"),
        ("Orbit 1.1", ("It compares with Orbit 1.1.",), "product"),
        ("Varda", ("A quake struck near Varda.", "Houses fell in Varda."), "place"),
        ("Tern", ("Tern was mentioned.",), ""),
        ("Tern", ("Tern launched it in Tern.",), ""),
    ],
)
def test_the_kind_of_a_name(name: str, sentences: tuple[str, ...], kind: str) -> None:
    assert kind_of(name, sentences) == kind
    assert kind_of(name, sentences[::-1]) == kind
