"""What counts as the same name: within an article, over the coverage, and in how it is written."""

from __future__ import annotations

import random

import pytest

from timeline.aliases import article_aliases, name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tern Robotics Inc.", "Tern Robotics"),
        ("TERN-Robotics", "Tern Robotics"),
        ("Tern AI", "Tern"),
        ("Gale Works Co., Ltd.", "GALE WORKS"),
    ],
)
def test_spelling_and_legal_form_tell_no_names_apart(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_versions_and_other_words_do() -> None:
    assert len({name_key(n) for n in ("Orbit", "Orbit 1.1", "Orbit 1.2", "Orbit Labs")}) == 4


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("It joined the Tern Research Group (TRG).", "TRG", "Tern Research Group"),
        ("It joined the TRG (Tern Research Group).", "TRG", "Tern Research Group"),
        ("Its Bureau of Orbital Weather (BOW) said so.", "BOW", "Bureau of Orbital Weather"),
        ("据悉，Ada Park（朴雅达）将出任总裁。", "朴雅达", "Ada Park"),
    ],
)
def test_brackets_explain_a_name(text: str, short: str, full: str) -> None:
    assert article_aliases([text], []) == {short: full}


@pytest.mark.parametrize("text", ["Its profit (NET) rose.", "The Gale Works plan (Oslo) is new."])
def test_other_brackets_explain_nothing(text: str) -> None:
    assert article_aliases([text], []) == {}


def test_a_surname_stands_for_the_only_one_who_bears_it() -> None:
    assert article_aliases([], ["Ada Park", "Park", "Tern"]) == {"Park": "Ada Park"}
    assert article_aliases([], ["Ada Park", "Bo Park", "Park"]) == {}


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["Top Talent", "Talent"], "It hired top talent, and talent is dear."),
        (["Larger Orbit", "Orbit", "Orbit Pro"], "Orbit Pro is one of the Larger Orbit family."),
        (["Scale AI", "AI"], ""),
    ],
)
def test_a_common_word_or_a_product_is_no_surname(names: list[str], text: str) -> None:
    assert article_aliases([text], names) == {}


def test_the_order_of_names_makes_no_difference() -> None:
    names = ["Ada Park", "Park", "Bo Lind", "Lind", "Cy Lind", "Tern Labs", "Labs"]
    shuffled = random.Random(1).sample(names, len(names))
    assert article_aliases([], names) == article_aliases([], shuffled)
