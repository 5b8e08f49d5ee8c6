"""What a build keeps of the mentions for the next one: the shapes, and what there is at first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from db import ids
from db.pools import TermKind
from timeline.cells import Cell
from timeline.features import Features
from timeline.nearness import Nears
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


def number_of(one: Features) -> int:
    return ids.number(one.mention.mention_id)
