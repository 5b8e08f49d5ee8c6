"""Who does what to whom, as a clause has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.roles import Roles, roles

TOLD = [
    # Before a verb and after it.
    ("Tern buys Gale", ["Tern"], "buys", ["Gale"]),
    ("On Monday the army attacked the port", ["army"], "attacked", ["port"]),
    ("Tern will reportedly acquire a 49% stake in Gale", ["Tern"], "acquire", ["49% stake"]),
    ("Tern, which runs ferries, has hired Ada Park", ["Tern"], "hired", ["Ada Park"]),
    ("Ada Park, who founded Gale in 2016, is joining Tern", ["Ada Park"], "founded", ["Gale"]),
    ("Tern and Gale launch Orbit", ["Tern", "Gale"], "launch", ["Orbit"]),
    ("Tern plans to cut about 600 jobs in March", ["Tern"], "cut", ["600 jobs"]),
    ("The board is in discussions to buy Gale", ["board"], "buy", ["Gale"]),
    ("Tern invested in Gale", ["Tern"], "invested", ["Gale"]),
    ("More than 80 people died in the fire", ["80 people"], "died", []),
    ("Tern opened its doors, Gale and Orbit said", ["Tern"], "opened", ["its doors"]),
    # The other way round.
    ("Gale was bought by Tern", ["Tern"], "bought", ["Gale"]),
    ("Two reporters were arrested on Friday", [], "arrested", ["Two reporters"]),
    ("A rig leased by Tern exploded", ["Tern"], "leased", ["rig"]),
    # Around a noun.
    ("Tern's acquisition of Gale was called off", ["Tern"], "acquisition", ["Gale"]),
    ("Tern announced layoffs on Monday", ["Tern"], "layoffs", []),
    ("the advance of the army towards the port", ["army"], "advance", []),
    # Where particles or the order of another script tell.
    ("Ternは12月29日、Galeを買収すると発表した。", ["Tern"], "買収", ["Gale"]),
    ("Tern 完成收购 Gale，金额未披露", ["Tern"], "收购", ["Gale"]),
    ("Gale 被 Tern 收购", ["Tern"], "收购", ["Gale"]),
    ("Tern与Gale达成合作", ["Tern", "Gale"], "合作", []),
]
NOT_TOLD = [
    "The weather was mild",  # no deed
    "Shares of Tern",  # a thing
    "The government declared a cease-fire",  # part of a word
    "Tern's launch materials mention Gale",  # says which ones they are
    "数据中心",
]


@pytest.mark.parametrize(("clause", "agents", "predicate", "patients"), TOLD)
def test_who_does_what_to_whom(
    clause: str, agents: list[str], predicate: str, patients: list[str]
) -> None:
    told = roles(clause)
    assert (list(told.agents), told.predicate, list(told.patients)) == (agents, predicate, patients)


@pytest.mark.parametrize("clause", NOT_TOLD)
def test_nobody_is_named_where_the_words_do_not_tell(clause: str) -> None:
    assert roles(clause).agents == roles(clause).patients == ()


@given(
    st.lists(
        st.sampled_from("Tern buys the Gale , was by and's of 's \" $3B, cuts 收购 は を".split())
    )
)
def test_whatever_the_words_each_phrase_is_of_the_clause(words: list[str]) -> None:
    clause = " ".join(words)
    told: Roles = roles(clause)
    for phrase in (*told.agents, *told.patients, told.predicate):
        assert all(word in clause for word in phrase.split())
