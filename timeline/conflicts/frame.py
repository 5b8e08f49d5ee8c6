"""What an event is about, as far as its own mentions tell: names, what was done, to what.

Which name is the thing that was launched, bought or hit needs no gazetteer: it stands after the
words for the action in most of the sentences, its maker or buyer before them.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db import partial_dates
from timeline import entities
from timeline.actions import SPEAKING_OF_IT, actions
from timeline.said import Said
from timeline.temporal import find_timexes

WORDS_BEFORE, WORDS_AFTER = 4, 2
A_DAY = timedelta(days=1)
UNKNOWN = "unknown"  # the name of an outlet that nobody named
_TIME = re.compile(rf"\b(?:{'|'.join(month_name[1:])}|(?:19|20)\d\d)\b")
_PASSIVE = re.compile(r"^,?\s(?:(?:was|were|is|are|been|being|be)\s|[a-z]+ed\s(?:on|in|by|at)\b)")
_APPOSED = re.compile(r"^,\s[a-z]+ed\s(?:on|in|by|at|last|this)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`key` names are said by half of the publishers at least; `objects` are those of them that
    it was done to."""

    names: frozenset[str]
    key: frozenset[str]
    objects: frozenset[str]
    kinds: frozenset[str]
    times: frozenset[str]  # months and years of its dates, as words name them
    first: date
    last: date

    def knows(self, name: str) -> bool:
        """Whether a name is one of the event's, or a part of one."""
        return any(_is_part(name, other) for other in self.names)

    def knows_key(self, name: str) -> bool:
        return any(_is_part(name, other) for other in self.key)

    @property
    def known(self) -> frozenset[str]:
        """Words that are a name of the event where a sentence begins with them."""
        return self.names | {name.split()[-1] for name in self.objects}

    def object_named(self, name: str) -> str:
        """The object that a name stands for: itself, or the one whose last words it is."""
        if name in self.objects:
            return name
        longer = [other for other in self.objects if other.endswith(f" {name}")]
        return longer[0] if len(longer) == 1 else ""

    def is_of_its_time(self, text: str, written: date | None) -> bool:
        """Whether a text of that day names no month or year but those of the event, `last year`
        being one, too, and no day far from it."""
        named = {match.group() for match in _TIME.finditer(text)}
        if written is not None and named <= self.times:
            found = (partial_dates.period(timex.value) for timex in find_timexes(text, written))
            periods = [period for period in found if period is not None]
            named |= {str(period.start.year) for period in periods}
            if any(p.start == p.end and not self._is_near(p.start) for p in periods):
                return False
        return named <= self.times

    def _is_near(self, day: date) -> bool:
        return self.first <= day <= self.last + A_DAY

    def concerns(self, text: str) -> bool:
        """Whether a text names a key name, or nobody."""
        if not self.key or any(name in text for name in self.key):
            return True
        return not entities.names(text, self.known)

    def is_about(self, text: str) -> bool:
        """Whether a text names two of the event's key names, an object among them if it has
        any."""
        named = {name for name in self.key if name in text}
        return len(named) > 1 and (not self.objects or bool(named & self.objects))


def voice(publisher: str, article_id: str) -> str:
    """Who stands for what an article says: articles of unknown publishers, each for itself."""
    return article_id if publisher == UNKNOWN else publisher


def frame_of(said: Sequence[Said]) -> Frame:
    names: dict[str, set[str]] = defaultdict(set)
    acted: Counter[str] = Counter()
    suffered: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    voices = {voice(one.publisher, one.mention.article_id) for one in said}
    for one in said:
        kinds.update(set(one.mention.actions) - SPEAKING_OF_IT)
        for name in one.mention.entities:
            names[name].add(voice(one.publisher, one.mention.article_id))
    key = {name for name, by in names.items() if 2 * len(by) >= len(voices)}
    for one in said:
        for name in key.intersection(one.mention.entities):
            for before, after in _surroundings(name, one.mention.clause):
                suffered[name] += _is_object(before, after)
                acted[name] += bool(actions(after)) and not _is_passive(after)
    first, last = _span([one.mention.date for one in said])
    return Frame(
        first=first,
        last=last,
        names=frozenset(names),
        key=frozenset(key),
        objects=frozenset(n for n in key if suffered[n] > acted[n]),
        times=frozenset(word for one in said for word in _times(one.mention.date)),
        kinds=frozenset(kind for kind, n in kinds.items() if 3 * n >= len(said)),
    )


def _span(values: Sequence[str]) -> tuple[date, date]:
    """First and last day of the finest of the dates; of none, all time."""
    periods = [period for value in values if (period := partial_dates.period(value)) is not None]
    finest = min((p.end - p.start for p in periods), default=timedelta())
    fine = [p for p in periods if p.end - p.start == finest]
    return (
        min((p.start for p in fine), default=date.min),
        max((p.end for p in fine), default=date.max - A_DAY),
    )


def _times(value: str) -> Iterable[str]:
    period = partial_dates.period(value)
    if period is not None:
        yield from (str(period.start.year), str(period.end.year))
        yield from (month_name[period.start.month], month_name[period.end.month])


def _surroundings(name: str, clause: str) -> Iterable[tuple[str, str]]:
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", clause):
        before = " ".join(clause[: match.start()].split()[-WORDS_BEFORE:])
        rest = clause[match.end() :]
        after = re.match(rf"\W*(?:\S+\s*){{0,{WORDS_AFTER}}}", rest)
        yield before, after.group() if after else ""


def _is_object(before: str, after: str) -> bool:
    return bool(actions(before)) or _is_passive(after)


def _is_passive(after: str) -> bool:
    return bool(_APPOSED.match(after) or (_PASSIVE.match(after) and actions(after)))


def _is_part(name: str, whole: str) -> bool:
    if name == whole:
        return True
    few, many = name.lower().split(), whole.lower().split()
    return any(many[i : i + len(few)] == few for i in range(len(many)))
