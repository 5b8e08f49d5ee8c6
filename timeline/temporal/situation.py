"""What a rule may look at beside its own words: the document's day, the sentence, earlier dates."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime

from db.partial_dates import Period, period, precision_of
from timeline.temporal.direction import Direction, direction_of
from timeline.temporal.grammar import Match

_MEMORY = 64  # dates; a reader leans on the last few
_PARAGRAPH_REACH = 250  # characters within which a told story goes on


@dataclass(frozen=True, slots=True)
class Remembered:
    """A date already read in this text."""

    value: str
    text: str
    start: int
    end: int
    explicit: bool  # whether it named its own year

    @property
    def precision(self) -> str:
        return precision_of(self.value)

    @property
    def period(self) -> Period | None:
        return period(self.value)


@dataclass(slots=True)
class Situation:
    """The state of reading one text from its beginning to the match at hand.

    `base` is the day relative words count from: the document's, or that of the dated heading or
    live entry the words stand under. `partner_year` is a year that the other end of a range, or
    words right after, lend to the match.
    """

    text: str
    folded: str
    dct: date
    base: date
    day_first: bool = False
    published: datetime | None = None  # the aware moment of publication, where it is known
    memory: deque[Remembered] = field(default_factory=lambda: deque(maxlen=_MEMORY))
    heading_year: int | None = None
    partner_year: int | None = None
    following: Match | None = None
    _direction: tuple[int, Direction] | None = None

    def direction(self, match: Match) -> Direction:
        """Whether the sentence around the match speaks of past or future."""
        if self._direction is None or self._direction[0] != match.start:
            self._direction = match.start, direction_of(self.folded, match.start, match.end)
        return self._direction[1]

    def remember(self, value: str, start: int, end: int, *, explicit: bool) -> None:
        if precision_of(value):
            words = self.text[start:end]
            self.memory.append(Remembered(value, words, start, end, explicit))

    def last(self, *precisions: str) -> Remembered | None:
        """The date read last, of one of these precisions when any are named."""
        for remembered in reversed(self.memory):
            if not precisions or remembered.precision in precisions:
                return remembered
        return None

    def recent(self, match: Match, *precisions: str) -> Remembered | None:
        """As `last`, but only where the same paragraph is still going on."""
        found = self.last(*precisions)
        if found is None or match.start - found.end > _PARAGRAPH_REACH:
            return None
        return found if "\n" not in self.folded[found.end : match.start] else None

    def dated(self, noun: str, before: int) -> Remembered | None:
        """The day of the sentence part in which the text spoke of this thing: `launched on
        April 8` or `the April 8 launch` date `the launch`. None unless there is just one."""
        stem = rf"\b{noun[: max(4, len(noun) - 2)]}[a-z]*"
        ahead = re.compile(rf"{stem} (?:[\w']+ ){{0,4}}(?:on )?$")
        behind = re.compile(rf" (?:[\w-]+ )?{stem}")
        days = [
            date
            for date in self.memory
            if date.precision == "day"
            and (
                ahead.search(self.folded, max(0, date.start - 60), date.start)
                or behind.match(self.folded, date.end, before)
            )
        ]
        return days[0] if len({date.value for date in days}) == 1 else None

    def told_year(self, match: Match, month: int) -> int | None:
        """The year of `month` in a story told of an older year: after `In June 2019 ...`, a bare
        `September` is that of 2019, not the one before the article."""
        told = self.recent(match, "day", "month", "time")
        if told is None or not told.explicit or told.period is None:
            return None
        before = self.folded[max(0, told.start - 8) : told.start]
        if not re.search(r"(?:\b(?:in|on|since|by|from|until) |^|[.\n] ?)$", before):
            return None  # `the August 1988 truce` names a thing, it does not tell a story
        begun = told.period.start
        if (self.base - begun).days < 365 or self.direction(match) == "future":
            return None
        return begun.year if month >= begun.month else begun.year + 1

    def heads_a_line(self, match: Match) -> bool:
        return re.search(r"(?:^|\n)[\W\d_]{0,12}$", self.before_line(match.start)) is not None

    def before_line(self, start: int) -> str:
        """The characters before `start`, enough to see whether it begins a line."""
        return self.folded[max(0, start - 60) : start]
