"""Which events are asked for: the same question put to the tables and to the revision log."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from db import partial_dates
from db.model import Event

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """`since` and `until` are ISO days, inclusive; an event that overlaps them is in. Empty
    `types` and `statuses` stand for all; all words of `about` are in headline, summary or names.
    """

    since: str = ""
    until: str = ""
    least_sources: int = 1
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    about: str = ""

    def sql(self, topic: str) -> tuple[str, dict[str, Any]]:
        """A condition on `events`, and its parameters."""
        terms = ["topic = :topic"]
        given: dict[str, Any] = {"topic": topic}
        if self.least_sources > 1:
            terms.append("corroboration >= :least")
            given["least"] = self.least_sources
        if self.since:
            terms.append("ends_on >= :since")
            given["since"] = self.since
        if self.until:
            terms.append("starts_on <= :until")
            given["until"] = self.until
        for column, values in (("type", self.types), ("status", self.statuses)):
            if values:
                names = [f"{column}_{n}" for n in range(len(values))]
                terms.append(f"{column} in ({', '.join(f':{name}' for name in names)})")
                given |= dict(zip(names, values, strict=True))
        if self.about.strip():
            told, more = _about(self.about)
            terms.append(told)
            given |= more
        return " and ".join(terms), given

    def takes(self, event: Event) -> bool:
        """The same for an event that is in no table; words need not stand alone."""
        days = partial_dates.span(event.date, event.end)
        text = " ".join((event.headline, event.summary, *event.entities)).lower()
        return (
            event.corroboration >= self.least_sources
            and (not self.since or (days is not None and days.end.isoformat() >= self.since))
            and (not self.until or (days is not None and days.start.isoformat() <= self.until))
            and (not self.types or event.type in self.types)
            and (not self.statuses or event.status in self.statuses)
            and all(word in text for word in _WORD.findall(self.about.lower()))
        )


EVERYTHING = Selection()


def full_text(words: str) -> str:
    """An FTS5 query for texts with a word that begins with each of these; "" for none."""
    return " ".join(f'"{word}"*' for word in _WORD.findall(words))


def is_unspaced(words: str) -> bool:
    """Whether a tokeniser that splits at blanks finds nothing of it inside a sentence."""
    return _UNSPACED.search(words) is not None


def _about(words: str) -> tuple[str, dict[str, Any]]:
    query = full_text(words)
    if query and not is_unspaced(words):
        found = "rowid in (select rowid from events_fts where events_fts match :about)"
        return found, {"about": query}
    parts = _WORD.findall(words) or [words.strip()]
    text = "(headline || ' ' || summary || ' ' || entities)"
    terms = [f"instr(lower({text}), :about_{n}) > 0" for n in range(len(parts))]
    return " and ".join(terms), {f"about_{n}": part.lower() for n, part in enumerate(parts)}
