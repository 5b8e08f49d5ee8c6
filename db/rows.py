"""Between the model's frozen types and the rows of the tables, both ways, without SQL."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from db import conflict_rows, ids, partial_dates
from db.model import (
    Amount,
    Article,
    Event,
    EventSource,
    Mention,
    Relevance,
    Stamp,
    StatusChange,
    Topic,
)

Row = dict[str, Any]
T = TypeVar("T")


_adapters: dict[Any, TypeAdapter[Any]] = {}  # making one costs a hundred times a use


def _adapter(kind: Any) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def dump(value: object) -> str:
    """A model value (or tuple of them) as compact JSON, the same bytes for equal values."""
    return _adapter(type(value)).dump_json(value).decode()


def load(kind: type[T], text: str) -> T:
    """The inverse of `dump`."""
    value: T = _adapter(kind).validate_json(text)
    return value


def iso(moment: datetime) -> str:
    """An aware moment as UTC, to the second: `2026-04-08T13:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """The inverse of `iso`."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _stamp_columns(prefix: str, stamp: Stamp | None) -> Row:
    return {
        f"{prefix}_at": iso(stamp.at) if stamp else None,
        f"{prefix}_precision": stamp.precision if stamp else None,
        f"{prefix}_offset": stamp.offset_minutes if stamp else None,
        f"{prefix}_method": stamp.method if stamp else None,
        f"{prefix}_confidence": stamp.confidence if stamp else None,
        f"{prefix}_evidence": stamp.evidence if stamp else None,
    }


def stamp(prefix: str, row: Mapping[str, Any]) -> Stamp | None:
    """From the columns that begin with the prefix."""
    if row[f"{prefix}_at"] is None:
        return None
    return Stamp(
        at=moment(row[f"{prefix}_at"]),
        precision=row[f"{prefix}_precision"],
        offset_minutes=row[f"{prefix}_offset"],
        method=row[f"{prefix}_method"],
        confidence=row[f"{prefix}_confidence"],
        evidence=row[f"{prefix}_evidence"],
    )


def version_row(article: Article, *, article_id: str, seen_at: datetime) -> Row:
    published = _stamp_columns("published", article.published)
    words = (article.title, article.summary, article.text, article.language, article.outlet)
    when = (str(published[f"published_{part}"]) for part in ("at", "precision", "offset"))
    return {
        "version_id": ids.version_id(article_id, *words, *when),
        "article_id": article_id,
        "seen_at": iso(seen_at),
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "summary": article.summary,
        "text": article.text,
        "body_missing": article.body_missing,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "language": article.language,
        **published,
        **_stamp_columns("modified", article.modified),
    }


def article(row: Mapping[str, Any]) -> Article:
    """From `articles` joined with one of its `article_versions`."""
    return Article(
        url=row["url"],
        canonical_url=row["canonical_url"],
        outlet=row["outlet"],
        title=row["title"],
        summary=row["summary"],
        text=row["text"],
        body_missing=row["body_missing"],
        authors=tuple(json.loads(row["authors"])),
        language=row["language"],
        published=stamp("published", row),
        modified=stamp("modified", row),
    )


def relevance_row(topic: str, article_id: str, relevance: Relevance) -> Row:
    return {
        "topic": topic,
        "article_id": article_id,
        "relevant": int(relevance.relevant),
        "score": relevance.score,
        "reason": relevance.reason,
    }


def dated_as(article: Article) -> str:
    """The publication under which an article's sentences are dated; equal to the column's."""
    stamp = article.published
    return f"{iso(stamp.at)} {stamp.precision} {stamp.offset_minutes}" if stamp else ""


def reading_digest(topic: Topic) -> str:
    """Equal for topics under which coverage reads the same."""
    return hashlib.sha256(repr(topic.reading).encode()).hexdigest()[:16]


_STRINGS_COLUMNS = ("actions", "entities", "agents", "patients")
_JSON_COLUMNS = (*_STRINGS_COLUMNS, "amounts")


def mention_row(topic: str, mention: Mention) -> Row:
    row: Row = json.loads(dump(mention))
    for column in _JSON_COLUMNS:
        row[column] = json.dumps(row[column], ensure_ascii=False)
    return {"topic": topic, **row}


def mention(row: Mapping[str, Any]) -> Mention:
    plain = {key: value for key, value in row.items() if key != "topic"}
    plain |= {column: _strings(plain[column]) for column in _STRINGS_COLUMNS}
    amounts = _amounts(plain["amounts"])
    return Mention(**plain | {"amounts": amounts, "is_news": bool(row["is_news"])})


@lru_cache(maxsize=20_000)
def _strings(column: str) -> tuple[str, ...]:
    return tuple(json.loads(column))


@lru_cache(maxsize=20_000)
def _amounts(column: str) -> tuple[Amount, ...]:
    return tuple(Amount(**amount) for amount in json.loads(column))


def event_digest(event: Event) -> str:
    """Equal for equal events: what an update need not write again."""
    return hashlib.sha256(dump(event).encode()).hexdigest()[:16]


def event_rows(topic: str, event: Event) -> dict[str, list[Row]]:
    """Table name -> rows; `events` first, since the others refer to it."""
    key = {"topic": topic, "event_id": event.event_id}
    plain = json.loads(dump(event))
    return {
        "events": [key | _event_row(event, plain)],
        "event_mentions": [
            key
            | {
                "mention_id": m.mention.mention_id,
                "version_id": m.mention.version_id,
                "score": m.score,
                "reason": m.reason,
            }
            for m in event.mentions
        ],
        "event_sources": [
            key | source | {"position": position}
            for position, source in enumerate(plain["sources"])
        ],
        "conflicts": [key | row for row in conflict_rows.conflict_rows(event.conflicts)],
        "conflict_statements": [key | row for row in conflict_rows.statement_rows(event.conflicts)],
        "event_history": [
            key | change | {"step": step} for step, change in enumerate(plain["history"])
        ],
    }


def days_of(event: Event) -> tuple[str, str]:
    """First and last ISO day its date covers; "" twice where it covers none."""
    days = partial_dates.span(event.date, event.end)
    return (days.start.isoformat(), days.end.isoformat()) if days else ("", "")


def _event_row(event: Event, plain: Row) -> Row:
    starts_on, ends_on = days_of(event)
    scalar = ("date", "end", "precision", "date_rule", "status", "type", "headline", "summary")
    return {column: plain[column] for column in (*scalar, "importance", "corroboration")} | {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "entities": json.dumps(event.entities, ensure_ascii=False),
        "digest": event_digest(event),
    }


def event(
    row: Mapping[str, Any],
    *,
    sources: Sequence[Row],
    conflicts: Sequence[Row],
    statements: Sequence[Row],
    history: Sequence[Row],
) -> Event:
    """The inverse of `event_rows`, without the mentions."""
    names = {f.name for f in fields(Event)} & row.keys()
    return Event(
        **{name: row[name] for name in names if name != "entities"},
        entities=tuple(json.loads(row["entities"])),
        mentions=(),
        sources=tuple(_only(EventSource, source) for source in sources),
        conflicts=conflict_rows.conflicts(conflicts, statements),
        history=tuple(_only(StatusChange, change) for change in history),
    )


def _only(kind: type[T], row: Row) -> T:
    """The dataclass from the columns it has; the others are keys."""
    wanted = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(**{name: row[name] for name in wanted})
