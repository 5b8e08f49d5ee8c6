"""What a person decided about the chronology, and what is left for one to decide.

A judgement is a row that outranks every score and rule. It names mentions, never events: a
mention outlives rebuilds, merges and splits, and its id leads to the event it is in now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlite_utils import Database

from db import ids, rows
from db.errors import NotFoundError

Verdict = Literal["same", "different", "pin", "hide", "note"]
Effect = Literal["applied", "overruled", "waiting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`same` and `different` are about two mentions, the others about the event of one."""

    verdict: Verdict
    mention_id: str
    at: datetime
    number: int = 0  # given by the database; of two that contradict, the higher one holds
    other_id: str = ""  # the second mention of `same` and `different`
    field: str = ""  # what is pinned: date, headline, or the matter of a conflict
    value: str = ""  # to what
    note: str = ""
    by: str = ""

    @property
    def mention_ids(self) -> tuple[str, ...]:
        return (self.mention_id, self.other_id) if self.other_id else (self.mention_id,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a build made of a judgement.

    `overruled`: a later one says otherwise; `waiting`: a sentence it names is not in the
    coverage now.
    """

    judgement: Judgement
    effect: Effect
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsurePair:
    """Two events that may be one: their likest mentions, and how much they look like one."""

    event_id: str
    other_id: str
    mention_id: str
    other_mention_id: str
    score: float
    reason: str


def standing(db: Database, topic: str, *, undone: bool = False) -> list[Judgement]:
    """The judgements of a topic in the order they were made; with `undone` also those."""
    found = db.query(
        "select * from judgements where topic = ? and (? or undone_at is null)"
        " order by judgement_number",
        [topic, undone],
    )
    return [judgement_of(row) for row in found]


def told_of(db: Database, topic: str) -> set[int]:
    """The judgements of which the last build said what became of them, by number."""
    sql = "select judgement_number from judgement_outcomes where topic = ?"
    return {row[0] for row in db.execute(sql, [topic])}


def with_outcomes(db: Database, topic: str) -> list[rows.Row]:
    """Every judgement, also those undone, as the view `judgements_v` has them."""
    return list(db.query("select * from judgements_v where topic = ?", [topic]))


def review(db: Database, topic: str) -> list[rows.Row]:
    """The uncertain pairs of the last build, likest first, as the view `review_v` has them."""
    return list(db.query("select * from review_v where topic = ?", [topic]))


def sentences(db: Database, topic: str, mention_ids: Sequence[str]) -> dict[str, str]:
    """By id of a mention, what it says."""
    marks = ", ".join("?" * len(mention_ids))
    found = db.query(
        f"select mention_id, quote from mentions where topic = ? and mention_id in ({marks})",
        [topic, *mention_ids],
    )
    return {row["mention_id"]: row["quote"] for row in found}


def known_mention(db: Database, topic: str, given: str) -> str:
    """The id of the mention that an event's or a mention's id stands for.

    Raises `NotFoundError` when the coverage has no such mention.
    """
    mention_id = ids.anchor_mention_id(given)
    sql = "select 1 from mentions where topic = ? and mention_id = ?"
    if given[:1] not in ("e", "m") or db.execute(sql, [topic, mention_id]).fetchone() is None:
        raise NotFoundError("no such event or mention", id=given)
    return mention_id


def row(topic: str, judgement: Judgement) -> rows.Row:
    return {
        "topic": topic,
        "verdict": judgement.verdict,
        "mention_id": judgement.mention_id,
        "other_id": judgement.other_id,
        "field": judgement.field,
        "value": judgement.value,
        "note": judgement.note,
        "made_by": judgement.by,
        "made_at": rows.iso(judgement.at),
    }


def unsure_rows(topic: str, pairs: Sequence[UnsurePair]) -> list[rows.Row]:
    return [{"topic": topic, **asdict(pair)} for pair in pairs]


def outcome_rows(topic: str, outcomes: Sequence[Outcome]) -> list[rows.Row]:
    return [
        {
            "judgement_number": one.judgement.number,
            "topic": topic,
            "outcome": one.effect,
            "reason": one.reason,
        }
        for one in outcomes
    ]


def judgement_of(row: Mapping[str, Any]) -> Judgement:
    """From a row of the table, or of its view."""
    return Judgement(
        number=row["judgement_number"],
        verdict=row["verdict"],
        mention_id=row["mention_id"],
        other_id=row["other_id"],
        field=row["field"],
        value=row["value"],
        note=row["note"],
        by=row["made_by"],
        at=rows.moment(row["made_at"]),
    )
