"""Which texts belong to a topic, and the reason that is stored with the decision."""

from __future__ import annotations

import pytest

from db.model import Topic
from db.relevance import TermMatcher

TOPIC = Topic(
    name="The river barrier",
    terms=("Tidal Barrier", "Ministry of Water + barrier", "TBA", "Gate 4", "闸门"),
    exclude=("barrier cream",),
    aliases={"Tidal Barrier": ("the Weir", "防潮闸")},
)
MATCHER = TermMatcher(TOPIC)


def test_a_term_in_the_title_is_named_with_its_place() -> None:
    found = MATCHER.score("Tidal barrier opens", "", "")
    assert found.relevant
    assert found.reason == "'Tidal Barrier' in the title"
    assert found.score == 0.9


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The TIDAL BARRIER closed.", True),
        ("The tidal-barrier's gates closed.", True),
        ("The tidal\nbarrier closed.", True),
        ("Tidal barriers elsewhere", False),
        ("Extratidal barrier", False),
        ("The TBA met.", True),
        ("Results tba later", False),
        ("Gate 4 was lifted", True),
        ("Gate 4, then the rest", True),
        ("Gate 4.1 was lifted", False),
        ("Gate 42 was lifted", False),
        ("政府表示闸门已关闭。", True),
        ("建设中的防潮闸", True),
        ("新Tidal Barrier完工", True),
        ("They call it the weir.", True),
        ("They call it weird.", False),
        ("The Ministry of Water paid for the barrier.", True),
        ("The Ministry of Water paid.", False),
        ("A Tidal Barrier of barrier cream", False),
        ("", False),
    ],
)
def test_a_sentence_matches_as_the_words_stand(sentence: str, expected: bool) -> None:
    assert MATCHER.matches(sentence) is expected


def test_parts_of_a_joint_term_meet_in_headline_or_in_one_paragraph() -> None:
    assert MATCHER.score("A barrier at last", "The Ministry of Water said so", "").relevant
    apart = MATCHER.score("", "", "The Ministry of Water met.\nA barrier was named.")
    assert not apart.relevant
    together = MATCHER.score("", "", "Rain.\nWind.\nHail.\nThe Ministry of Water's barrier.")
    assert together.reason == "'Ministry of Water' + 'barrier' in paragraph 4"


def test_an_alias_says_under_which_name_it_was_found() -> None:
    assert MATCHER.score("The Weir opens", "", "").reason == (
        "'Tidal Barrier' (as 'the Weir') in the title"
    )


def test_an_excluded_phrase_in_the_headline_vetoes_all() -> None:
    found = MATCHER.score("Barrier cream and the Tidal Barrier", "", "The Tidal Barrier.")
    assert not found.relevant
    assert "excluded: 'barrier cream'" in found.reason


def test_an_excluded_phrase_in_the_body_vetoes_only_its_paragraph() -> None:
    body = "The Tidal Barrier and barrier cream.\nThe Tidal Barrier opens."
    assert MATCHER.score("Notes", "", body).reason == "'Tidal Barrier' in paragraph 2"


def test_more_terms_and_better_places_score_higher() -> None:
    title = MATCHER.score("Tidal Barrier", "", "").score
    lead = MATCHER.score("", "", "Tidal Barrier").score
    late = MATCHER.score("", "", "a\nb\nc\nTidal Barrier").score
    both = MATCHER.score("Tidal Barrier of the TBA", "", "").score
    assert 0 < late < lead < title < both <= 1


def test_a_text_without_terms_says_so() -> None:
    found = MATCHER.score("Weather", "Rain", "More rain.")
    assert (found.relevant, found.score, found.reason) == (False, 0.0, "none of the topic's terms")


def test_a_name_and_terms_are_enough_for_a_topic() -> None:
    assert TermMatcher(Topic(name="x", terms=("C++ 26",))).matches("Why C++ 26 matters")
