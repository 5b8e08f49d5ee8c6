"""What a build keeps of the mentions for the next one: the shapes, and what there is at first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from db import ids
from db.model import Article, Event, StoredArticle
from db.pools import TermKind
from timeline.cells import Cell
from timeline.conflicts import sentences_of
from timeline.conflicts.passages import Passages
from timeline.features import Features
from timeline.nearness import Nears
from timeline.similarity import Copy
from timeline.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a mention is looked for: what is known of it without reading it again."""

    words: frozenset[str]
    names: frozenset[str]
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """A mention among the others: its group, how it is dated, and whom it is near to."""

    group: int
    dating: When
    near: Nears


class Kept(Protocol):
    """What the last build left. Mentions and groups are numbers, a group that of its least
    mention. What is asked for and not there is left out, or empty."""

    @property
    def total(self) -> int: ...
    def counts(self, kind: TermKind, terms: Collection[str]) -> Mapping[str, int]:
        """How many mentions have each."""
        ...

    def having(self, terms: Mapping[TermKind, Collection[str]]) -> Collection[int]:
        """The mentions that tell any of them, be it together with others; perhaps more."""
        ...

    def members(self, of_cells: Collection[Cell]) -> Mapping[Cell, Sequence[int]]: ...
    def places(self, mentions: Collection[int]) -> Mapping[int, Place]: ...
    def features(self, mentions: Collection[int]) -> Mapping[int, Features]: ...
    def datings(self, mentions: Collection[int]) -> Mapping[int, When]: ...
    def ties(self, mentions: Collection[int]) -> Mapping[int, Ties]: ...
    def groups_of(self, mentions: Collection[int]) -> Mapping[int, int]: ...
    def groups(self, groups: Collection[int]) -> Mapping[int, Sequence[int]]: ...


class Nothing:
    """Everything is brought together from the start."""

    total = 0

    def counts(self, kind: TermKind, terms: Collection[str]) -> Mapping[str, int]:
        return {}

    def having(self, terms: Mapping[TermKind, Collection[str]]) -> Collection[int]:
        return ()

    def members(self, of_cells: Collection[Cell]) -> Mapping[Cell, Sequence[int]]:
        return {}

    def places(self, mentions: Collection[int]) -> Mapping[int, Place]:
        return {}

    def features(self, mentions: Collection[int]) -> Mapping[int, Features]:
        return {}

    def datings(self, mentions: Collection[int]) -> Mapping[int, When]:
        return {}

    def ties(self, mentions: Collection[int]) -> Mapping[int, Ties]:
        return {}

    def groups_of(self, mentions: Collection[int]) -> Mapping[int, int]:
        return {}

    def groups(self, groups: Collection[int]) -> Mapping[int, Sequence[int]]:
        return {}


class KeptStory(Kept, Protocol):
    """What the last build left, and the coverage as it is now."""

    def mentions_of(self, articles: Collection[str]) -> Collection[int]: ...
    def articles(self, articles: Collection[str]) -> Mapping[str, Article]: ...
    def passages(self, articles: Collection[str]) -> Mapping[str, Passages]: ...
    def originals(self, articles: Collection[str]) -> Mapping[str, str]: ...
    def homes(self, mentions: Collection[int]) -> Mapping[int, str]:
        """The events they were in."""
        ...

    def events(self, groups: Collection[int]) -> Mapping[int, Event]:
        """Those that groups made."""
        ...


class FromNothing(Nothing):
    """No build was before; the articles of the topic, and which of them are copies."""

    def __init__(self, articles: Iterable[StoredArticle], copies: Mapping[str, Copy]) -> None:
        self._articles = {stored.article_id: stored.article for stored in articles}
        self._passages: dict[str, Passages] = {}
        self._originals = {copy: found.original_id for copy, found in copies.items()}

    def mentions_of(self, articles: Collection[str]) -> Collection[int]:
        return ()

    def articles(self, articles: Collection[str]) -> Mapping[str, Article]:
        return self._articles

    def passages(self, articles: Collection[str]) -> Mapping[str, Passages]:
        self._passages |= {
            one: sentences_of(self._articles[one]) for one in articles if one not in self._passages
        }
        return self._passages

    def originals(self, articles: Collection[str]) -> Mapping[str, str]:
        return self._originals

    def homes(self, mentions: Collection[int]) -> Mapping[int, str]:
        return {}

    def events(self, groups: Collection[int]) -> Mapping[int, Event]:
        return {}


def number_of(one: Features) -> int:
    return ids.number(one.mention.mention_id)
