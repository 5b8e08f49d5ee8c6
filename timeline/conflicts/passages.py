"""The sentences of an article by their places, and which of them are worth reading. Pure.

That depends on the article alone. So it is found once for each, and kept: what an event costs does
not grow with all that its articles say.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from db.model import Article
from timeline.sentences import MAX_LENGTH, sentences

Part = Literal["summary", "text"]
PARTS: tuple[Part, ...] = ("summary", "text")


class Passage(NamedTuple):
    """A sentence from `start` to `end` of its part."""

    start: int
    end: int
    worth: int  # whether it is worth reading: 0 or 1


@dataclass(frozen=True, slots=True)
class Passages:
    """The sentences of an article, in order: part, start, end and worth of each in turn."""

    numbers: array[int]

    def of(self, part: Part) -> Iterator[Passage]:
        fours = iter(self.numbers)
        wanted = PARTS.index(part)
        for at, *passage in zip(fours, fours, fours, fours, strict=True):
            if at == wanted:
                yield Passage(*passage)

    def written(self) -> bytes:
        """As `read` takes it."""
        return self.numbers.tobytes()


def read(written: bytes) -> Passages:
    return Passages(array("I", written))


def passages_of(article: Article, worth: Callable[[str], bool]) -> Passages:
    """Of a summary only where it is no beginning of the text."""
    numbers = array("I")
    for at, part in enumerate(PARTS):
        text = getattr(article, part)
        if part == "summary" and text[:80] in article.text:
            continue
        for one in sentences(text, article.language):
            wanted = len(one.text) <= MAX_LENGTH and worth(one.text)
            numbers.extend((at, one.start, one.end, wanted))
    return Passages(numbers)
