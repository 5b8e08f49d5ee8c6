"""The walk of `storyline review`: a question, a key, a judgement that is kept at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from timeline.publish.questions import Answer, Question

SKIP, NOTE, QUIT = "k", "n", "q"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a person sits: `ask` gives what was typed, `keep` an answer with its note to the
    database and gives the judgement's number."""

    ask: Callable[[str], str]
    show: Callable[[str], None]
    keep: Callable[[Answer, str], int]


def walk(questions: Sequence[Question], desk: Desk) -> None:
    """Ask one after the other until all are or the person quits."""
    for number, question in enumerate(questions, 1):
        for line in ("", *question.lines, _keys(question)):
            desk.show(line)
        while True:
            typed = desk.ask(f"[{number} of {len(questions)}]").strip().casefold()
            if typed == QUIT:
                return
            if typed in ("", SKIP):
                break
            if typed == NOTE:
                _note(question, desk)
            elif answer := question.answers.get(typed):
                told = desk.keep(answer, desk.ask("why, in words (or nothing)").strip())
                desk.show(f"judgement {told}: {answer.words}")
                break
            else:
                desk.show(_keys(question))


def _note(question: Question, desk: Desk) -> None:
    if text := desk.ask("note").strip():
        told = desk.keep(Answer(words="note", verdict="note", mention_id=question.about), text)
        desk.show(f"judgement {told}: note")


def _keys(question: Question) -> str:
    named = [f"{key} {answer.words}" for key, answer in question.answers.items()]
    return "  ".join((*named, f"{SKIP} skip", f"{NOTE} note", f"{QUIT} quit"))
