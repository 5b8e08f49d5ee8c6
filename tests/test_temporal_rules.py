"""Every rule of the English grammar reads its own examples; the notation rejects nonsense."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from timeline.temporal import find_timexes
from timeline.temporal.finder import ENGLISH
from timeline.temporal.grammar import Example, Rule
from timeline.temporal.notation import DIGIT, translate
from timeline.temporal.parts import PARTS, value

EXAMPLES = [(rule, example) for rule in ENGLISH for example in rule.examples]


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.name}: {e[1]}" for rule, e in EXAMPLES]
)
def test_a_rule_reads_its_example(rule: Rule, example: Example) -> None:
    sentence, words, expected = example[:3]
    day = date.fromisoformat(example[3]) if len(example) > 3 else date(2026, 4, 9)
    assert words in sentence
    found = find_timexes(sentence, day, language="en")
    fired = [t for t in found if rule.name in t.rule.split(" + ")]
    assert fired, f"{rule.name} did not fire: {found}"
    assert any(t.value == expected and words in t.text for t in fired), fired


def test_rules_have_names_of_their_own_and_examples() -> None:
    names = [rule.name for rule in ENGLISH]
    assert len(names) == len(set(names))
    assert all(rule.examples for rule in ENGLISH)


@pytest.mark.parametrize("pattern", ["{month", "[the", "the]", " the", "(a| b)", "{month} é"])
def test_a_pattern_that_is_not_of_the_notation_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"notation|brackets|blank"):
        translate(pattern, PARTS)


def test_a_pattern_knows_the_words_it_can_begin_with() -> None:
    assert translate("[the] {season} [of] {year}", PARTS).first >= {"the", "spring", "winter"}
    assert translate("{day} {month}", PARTS).first == {DIGIT}


def test_parts_know_what_they_stand_for() -> None:
    assert value("month", "sept.") == 9
    assert value("count", "twenty-one") == "21"
    assert value("count", "2 1/2") == "2.5"
    assert value("spokenyear", "nineteen ninety-six") == 1996
    assert value("ordinalword", "thirty-first") == 31


def rule_table() -> str:
    """The table of docs/temporal.md: each rule with the first of its examples."""
    rows = ["| rule | example | words | value |", "|---|---|---|---|"]
    for rule in ENGLISH:
        sentence, words, expected = rule.examples[0][:3]
        rows.append(f"| {rule.name} | {sentence} | {words} | `{expected}` |")
    return "\n".join(rows)


def test_the_page_shows_every_rule() -> None:
    page = (Path(__file__).parents[1] / "docs" / "temporal.md").read_text(encoding="utf-8")
    assert page.rstrip().endswith(rule_table()), "write rule_table() at the end of the page"
