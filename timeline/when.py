"""When a mention says that something is, and whether two such dates can be one. Pure."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple, cast

from db import partial_dates
from db.model import DateBasis, Mention, Modality
from timeline.course import Role, on_one_course, role_of

EXPLICIT_DAYS = 1  # 8 or 9 April: two explicit days this far apart may be one event
REPORT_DAYS = 5  # a publication this long after the day still tells of it
_BETWEEN = "/"


class When(NamedTuple):
    """`first` and `last` are day ordinals of the period, `said` that of the day it was said, 0
    when that is not known; `role` is the part in a plan's course. Equal for mentions whose dates
    agree with the same others."""

    date: str  # partial
    first: int
    last: int
    basis: DateBasis
    modality: Modality
    role: Role
    said: int

    @property
    def is_day(self) -> bool:
        return self.first == self.last

    @property
    def is_from_afar(self) -> bool:
        """A day named on another one, if only the next, or in a text of no known day: fewer
        things are told of a day then than on it."""
        return self.is_day and self.basis != "published" and self.said != self.first

    def day_alone(self) -> When:
        """Nothing but what the date covers, and whether it is told from afar: then as if in a
        text of no known day, else as if on that day."""
        said = 0 if self.is_from_afar else self.first
        return self._replace(basis="explicit", modality="happened", role="other", said=said)

    def time_alone(self) -> When:
        """Nothing but what `same_time` goes by."""
        basis: DateBasis = "published" if self.basis == "published" else "explicit"
        return self._replace(date="", basis=basis, modality="happened", role="other", said=0)

    def written(self) -> str:
        """As `read` takes it; the partial date comes first."""
        return _BETWEEN.join(map(str, self))


def when(mention: Mention) -> When:
    period = partial_dates.period(mention.date)
    if period is None:
        raise ValueError(f"mention {mention.mention_id} has the date {mention.date!r}")
    until = partial_dates.period(mention.end_date) if mention.end_date else None
    return When(
        date=mention.date,
        first=period.start.toordinal(),
        last=(until or period).end.toordinal(),
        basis=mention.basis,
        modality=mention.modality,
        role=role_of(mention),
        said=date.fromisoformat(mention.said).toordinal() if mention.said else 0,
    )


@lru_cache(maxsize=20_000)
def read(written: str) -> When:
    at, first, last, basis, modality, role, said = written.split(_BETWEEN)
    return When(
        date=at,
        first=int(first),
        last=int(last),
        basis=cast(DateBasis, basis),
        modality=cast(Modality, modality),
        role=cast(Role, role),
        said=int(said),
    )


def dates_agree(one: When, other: When) -> bool:
    """Whether two dates can be those of one happening, or of its plan and its outcome."""
    return same_time(one, other) or on_one_course(one, other)


def same_time(one: When, other: When) -> bool:
    """Whether two dates can be one date."""
    if one.is_day and other.is_day:
        published = (one.basis == "published") + (other.basis == "published")
        allowed = EXPLICIT_DAYS if published == 0 else REPORT_DAYS
        return abs(one.first - other.first) <= allowed
    return one.first <= other.last and other.first <= one.last
