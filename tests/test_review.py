"""`storyline review` as a person walks through it: what is asked, what is kept, what is left."""

from __future__ import annotations

import os
import pty
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from db.judgements import Judgement
from db.model import Event
from schedules.review_walk import Desk, walk
from tests.test_digest import BEFORE, LAUNCH, conflict
from timeline.publish.questions import Answer, Question, questions

PAIR = {
    "score": 0.31,
    "reason": "words 0.4",
    "event_id": "e1",
    "date": "2026-04-08",
    "headline": "One \x1b[31mthing",
    "mention_id": "m1",
    "other_id": "e2",
    "other_date": "2026-04",
    "other_headline": "Another",
    "other_mention_id": "m2",
}
DISPUTED = replace(LAUNCH, conflicts=(conflict(_3="2026-04-08", _4="2026-04-09"),))


def asked(*judged: Judgement, events: tuple[Event, ...] = (DISPUTED,)) -> list[Question]:
    return questions([PAIR], events, judged, {"m1": "It was so.", "m2": "Was it?"})


def walked(left: list[Question], *typed: str) -> tuple[list[tuple[Answer, str]], list[str]]:
    """(what was kept, what was shown)"""
    kept: list[tuple[Answer, str]] = []
    shown: list[str] = []
    rest = iter(typed)

    def keep(answer: Answer, note: str) -> int:
        kept.append((answer, note))
        return len(kept)

    walk(left, Desk(lambda _: next(rest), shown.append, keep))
    assert next(rest, None) is None
    return kept, shown


def test_a_pair_and_a_conflict_are_asked_and_answered() -> None:
    kept, shown = walked(asked(), "x", "n", "look again", "S", "one thing", "2", "")
    note, same, price = (answer for answer, _ in kept)
    assert (note.verdict, note.mention_id) == ("note", "m1")
    assert (same.verdict, same.mention_id, same.other_id) == ("same", "m1", "m2")
    assert (price.field, price.value) == ("amount:price", "$4 million")
    assert price.mention_id == f"m{LAUNCH.event_id[1:]}"
    assert [why for _, why in kept] == ["look again", "one thing", ""]
    text = "\n".join(shown)
    assert "“It was so.”" in text
    assert "2  $4 million (1 link) Outlet 1" in text
    assert "\x1b" not in text


def test_what_is_skipped_is_asked_again_and_what_was_judged_is_not() -> None:
    kept, _ = walked(asked(), "k", "q")
    assert kept == []
    different = Judgement(verdict="different", mention_id="m2", other_id="m1", at=BEFORE)
    pin = Judgement(
        verdict="pin",
        mention_id=f"m{LAUNCH.event_id[1:]}",
        field="amount:price",
        value="$3 million",
        at=BEFORE,
    )
    assert len(asked(different)) == len(asked(pin)) == 1
    assert asked(different, pin) == []
    settled = replace(DISPUTED.conflicts[0], settled="2026-04-10")
    assert asked(different, events=(replace(LAUNCH, conflicts=(settled,)),)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_at_a_terminal_it_walks_and_keeps_each_answer_at_once(
    demo: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    source, copy = sqlite3.connect(demo[0]), sqlite3.connect(tmp_path / "t.db")
    source.backup(copy)
    source.close()
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "schedules", "--db", "t.db", "review", "--by", "ada"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        os.write(ours, b"d\nbecause\n\x04")  # an answer, then the end of input
        shown = b""
        while b"1 kept" not in shown:
            shown += os.read(ours, 4096)
    os.close(ours)
    assert b"One event or two?" in shown
    rows = copy.execute("select verdict, note, made_by from judgements").fetchall()
    copy.close()
    assert rows == [("different", "because", "ada")]
