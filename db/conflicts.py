"""Where the sources of one event disagree: the part of an event that says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence in which a source gives a value; it stands at its span in the stored text."""

    article_id: str
    version_id: str
    url: str
    publisher: str  # the original's where the article is a copy
    said: str  # day of publication, "" when undated
    attributed: str  # whom the article quotes for it, "" when it says so itself
    part: Literal["title", "summary", "text"]
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictValue:
    """One of the values, with the words in which it is best said."""

    value: str
    urls: tuple[str, ...]
    chosen: bool
    words: str = ""
    first_said: str = ""  # day, "" when no source is dated
    last_said: str = ""
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One attribute on which the sources disagree; every value is kept."""

    field: str
    values: tuple[ConflictValue, ...]
    reason: str  # why the chosen value was chosen
    subject: str = ""  # of what: the price, a product with its version, a unit
    settled: str = ""  # day since when the sources agree, "" while they do not
    settlement: str = ""  # what settled it
    explained: str = ""  # why the values are no contradiction: one moment in two time zones

    @property
    def matter(self) -> str:
        """What it is about, in one word: `amount:price`, `date`."""
        return f"{self.field}:{self.subject}" if self.subject else self.field
