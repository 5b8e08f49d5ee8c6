"""Between the conflicts of an event and the rows of their tables, both ways, without SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from db.conflicts import Conflict, ConflictValue, Statement

Row = dict[str, Any]
_OF_CONFLICT = ("field", "subject", "reason", "settled", "settlement", "explained")
_OF_VALUE = ("value", "words", "first_said", "last_said")


def conflict_rows(conflicts: Iterable[Conflict]) -> list[Row]:
    """One for each value."""
    return [
        {name: getattr(conflict, name) for name in _OF_CONFLICT}
        | {name: getattr(value, name) for name in _OF_VALUE}
        | {
            "position": position,
            "urls": json.dumps(value.urls),
            "chosen": int(value.chosen),
        }
        for conflict in conflicts
        for position, value in enumerate(conflict.values)
    ]


def statement_rows(conflicts: Iterable[Conflict]) -> list[Row]:
    """One for each sentence that gives a value."""
    return [
        {"field": conflict.field, "subject": conflict.subject, "value": value.value}
        | {"position": position}
        | asdict(statement)
        for conflict in conflicts
        for value in conflict.values
        for position, statement in enumerate(value.statements)
    ]


def conflicts(values: Sequence[Row], statements: Sequence[Row]) -> tuple[Conflict, ...]:
    """The inverse of both; `values` and `statements` in the order they are to have."""
    said: dict[tuple[str, ...], list[Statement]] = {}
    for row in statements:
        said.setdefault(_value_key(row), []).append(_statement(row))
    grouped: dict[tuple[str, ...], list[Row]] = {}
    for row in values:
        grouped.setdefault((row["field"], row["subject"]), []).append(row)
    return tuple(
        Conflict(
            **{name: rows[0][name] for name in _OF_CONFLICT},
            values=tuple(_value(row, said.get(_value_key(row), [])) for row in rows),
        )
        for rows in grouped.values()
    )


def _value_key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (row["field"], row["subject"], row["value"])


def _value(row: Row, statements: Sequence[Statement]) -> ConflictValue:
    return ConflictValue(
        **{name: row[name] for name in _OF_VALUE},
        urls=tuple(json.loads(row["urls"])),
        chosen=bool(row["chosen"]),
        statements=tuple(statements),
    )


def _statement(row: Row) -> Statement:
    return Statement(**{field.name: row[field.name] for field in fields(Statement)})
