"""What a rule is, and how a table of rules becomes something that can be tried on a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from db.model import TimexType
from timeline.temporal import parts
from timeline.temporal.notation import SPAN, translate

if TYPE_CHECKING:
    from timeline.temporal.situation import Situation


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule makes of a match. Its span is the match, or the named part it points to."""

    type: TimexType
    value: str
    modifier: str = ""
    anchor: str = ""  # "" when the words say it all, "dct", or the text of another date
    role: str = ""
    start_at: str = ""  # the captured part a narrower span begins with
    end_at: str = ""  # and the one it ends with
    # Set beside another figure (`from $9 million a year ago`): later words do not count from it.
    compared: bool = False


@dataclass(frozen=True)
class Match:
    """A place where the pattern of a rule fits: offsets, and the parts it captured."""

    rule: Rule
    found: re.Match[str]
    text: str  # the original, of which `found` saw the folded form

    @cached_property
    def start(self) -> int:
        return self.found.start(SPAN) if SPAN in self.rule.captures else self.found.start()

    @cached_property
    def end(self) -> int:
        return self.found.end(SPAN) if SPAN in self.rule.captures else self.found.end()

    @cached_property
    def folded(self) -> str:
        return self.found.string

    def has(self, part: str) -> bool:
        return part in self.rule.captures and self.found[part] is not None

    def number(self, part: str) -> int:
        """What a captured part stands for. Raises ValueError for a part that has no number."""
        return int(parts.value(self.rule.captures[part], self.found[part]))

    def maybe(self, part: str) -> int | None:
        return self.number(part) if self.has(part) else None

    def word(self, part: str) -> str:
        """What a captured part stands for, as a word; "" when it is not there."""
        return (
            str(parts.value(self.rule.captures[part], self.found[part])) if self.has(part) else ""
        )

    def raw(self, part: str) -> str:
        return self.found[part] if self.has(part) else ""

    def before(self, length: int = 30) -> str:
        """The folded text that ends where the match begins."""
        return self.folded[max(0, self.start - length) : self.start]

    def after(self, length: int = 30) -> str:
        return self.folded[self.end : self.end + length]


Readings = Reading | Sequence[Reading] | None
Example = tuple[str, str, str] | tuple[str, str, str, str]


@dataclass(frozen=True)
class Rule:
    """A pattern and what it means.

    `read` gives the reading, several (a range has two ends), or None when the words mean no
    date after all. `guard` refuses a match that only looks like the thing. Each example is
    (sentence, words, value) and, unless the article is of Thursday 9 April 2026, its day.
    """

    name: str
    pattern: str
    read: Callable[[Match, Situation], Readings]
    examples: tuple[Example, ...]
    guard: Callable[[Match], bool] | None = None
    compiled: re.Pattern[str] = field(init=False, repr=False)
    first: frozenset[str] = field(init=False, repr=False)
    captures: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        fragment = translate(self.pattern, parts.PARTS)
        object.__setattr__(self, "compiled", re.compile(rf"{fragment.regex}(?!\w)"))
        object.__setattr__(self, "first", fragment.first)
        object.__setattr__(self, "captures", fragment.captures)


@dataclass(frozen=True)
class Candidates:
    """The rules to try where a text has a certain word, in the order of the table."""

    rules: tuple[Rule, ...]

    @cached_property
    def gate(self) -> re.Pattern[str] | None:
        """All their patterns as one, so that most places are ruled out by a single attempt.
        Worth its making only for words that begin many rules (`the`, `a`, any number)."""
        if len(self.rules) < _MANY_RULES:
            return None
        patterns = (_GROUP_NAME.sub("(?:", rule.compiled.pattern) for rule in self.rules)
        return re.compile("|".join(patterns))

    def longest(self, text: str, folded: str, at: int) -> Match | None:
        """The longest match of any rule at `at`; among equals the one that stands first."""
        if self.gate is not None and self.gate.match(folded, at) is None:
            return None
        best: Match | None = None
        for rule in self.rules:
            found = rule.compiled.match(folded, at)
            if found is None or (best is not None and found.end() <= best.found.end()):
                continue
            match = Match(rule, found, text)
            if rule.guard is None or rule.guard(match):
                best = match
        return best


_MANY_RULES = 10
_GROUP_NAME = re.compile(r"\(\?P<\w+>")


def by_first_word(rules: Iterable[Rule]) -> dict[str, Candidates]:
    """What to try at a word."""
    index: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for word in rule.first:
            index[word].append(rule)
    # Words that begin the same rules share them, and the gate.
    shared: dict[tuple[str, ...], Candidates] = {}
    return {
        word: shared.setdefault(tuple(rule.name for rule in found), Candidates(tuple(found)))
        for word, found in index.items()
    }
