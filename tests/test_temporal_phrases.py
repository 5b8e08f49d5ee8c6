"""Two hundred sentences in the manner of the coverage, with answers worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.partial_dates import precision_of
from timeline.temporal import find_timexes

_PHRASES = Path(__file__).parent / "data" / "temporal_phrases.txt"
Phrase = tuple[date, str, list[tuple[str, str]]]


def _phrases() -> list[Phrase]:
    found: list[Phrase] = []
    day = date(2026, 4, 9)
    for line in _PHRASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            day = date.fromisoformat(line[1:].strip())
        elif line and not line.startswith("#"):
            sentence, _, answers = line.partition(" => ")
            pairs = [] if answers == "nothing" else answers.split(" ; ")
            words = [pair.rpartition(" = ") for pair in pairs]
            found.append((day, sentence, [(text, value) for text, _, value in words]))
    return found


PHRASES = _phrases()


def test_there_are_two_hundred() -> None:
    assert len(PHRASES) >= 200


@pytest.mark.parametrize(("day", "sentence", "answers"), PHRASES, ids=[p[1][:50] for p in PHRASES])
def test_reads_as_a_careful_reader_does(
    day: date, sentence: str, answers: list[tuple[str, str]]
) -> None:
    found = find_timexes(sentence, day)
    read = [(timex.text, timex.value) for timex in found]
    for words, value in answers:
        assert any(value == given and (words in text or text in words) for text, given in read), (
            f"{words} should be {value}, read {read}"
        )
    expected = {value for _, value in answers}
    spurious = [pair for pair in read if pair[1] not in expected and precision_of(pair[1])]
    assert not spurious
    if not answers:
        assert not read
