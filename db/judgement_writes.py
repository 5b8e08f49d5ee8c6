"""What a person saves: judgements. Nothing of it can be made again."""

from __future__ import annotations

from datetime import datetime

from db import judgements, rows
from db.connection import Connection
from db.errors import NotFoundError
from db.judgements import Judgement


class JudgementWrites(Connection):
    def save_judgement(self, topic: str, judgement: Judgement) -> int:
        """Keep a judgement for the builds to come; returns its number."""
        with self._transaction() as db:
            inserted = db.table("judgements").insert(judgements.row(topic, judgement))
        number = inserted.last_pk
        assert isinstance(number, int)
        return number

    def undo_judgement(self, topic: str, number: int, *, by: str, at: datetime) -> None:
        """Take a judgement back; the row stays. Raises `NotFoundError` when none stands."""
        with self._transaction() as db:
            done = db.execute(
                "update judgements set undone_by = ?, undone_at = ?"
                " where topic = ? and judgement_number = ? and undone_at is null",
                [by, rows.iso(at), topic, number],
            )
            if done.rowcount == 0:
                raise NotFoundError("no judgement of that number stands", judgement=number)
