"""Which things must be together and which must stay apart, kept free of contradiction.

Sets that only grow: two of them may be joined unless something in one was parted from something
in the other.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


class Bonds(Generic[Thing]):
    """Every thing starts as a set of its own."""

    def __init__(self) -> None:
        self._parents: dict[Thing, Thing] = {}
        self._foes: dict[Thing, set[Thing]] = {}  # by the root of a set: things not to meet

    def root(self, one: Thing) -> Thing:
        """Equal for things of one set."""
        while (parent := self._parents.get(one, one)) != one:
            # Each visit halves the way for the next one.
            self._parents[one] = one = self._parents.get(parent, parent)
        return one

    def may_join(self, one: Thing, other: Thing) -> bool:
        first, second = self.root(one), self.root(other)
        return first == second or all(self.root(foe) != second for foe in self._foes.get(first, ()))

    def join(self, one: Thing, other: Thing) -> None:
        """Make the sets of two things one; only after `may_join`."""
        keep, gone = self.root(one), self.root(other)
        if keep == gone:
            return
        self._parents[gone] = keep
        if gone in self._foes:
            self._foes.setdefault(keep, set()).update(self._foes.pop(gone))

    def part(self, one: Thing, other: Thing) -> None:
        """Never let two things meet; only while they are in different sets."""
        self._foes.setdefault(self.root(one), set()).add(other)
        self._foes.setdefault(self.root(other), set()).add(one)
