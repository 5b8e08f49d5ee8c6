"""Where the sources of one event disagree: every value kept, with who says it and when.

    mentions and the sentences beside them -> claims -> rivals -> conflicts

A sentence claims a value for an attribute of the event: the price, the dead, the licence of a
product, the day (`figures`, `contraries`, `days`). Values that can be roundings of one another,
or that only overtake each other as reports come in, are no conflict (`rivals`). Of the others
one is chosen by a stated rule (`weigh`). All of it depends on the event's own mentions and the
articles in which they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.conflicts import Conflict
from db.model import Article
from timeline.choose import ChosenDate, Said
from timeline.conflicts.contraries import contrary_claims, speaks
from timeline.conflicts.days import day_conflicts
from timeline.conflicts.figures import figure_claims
from timeline.conflicts.frame import frame_of
from timeline.conflicts.reading import tellings
from timeline.conflicts.rivals import rival_figures, rival_values

__all__ = ["conflicts"]


def conflicts(
    said: Sequence[Said], date: ChosenDate, articles: Mapping[str, Article]
) -> tuple[Conflict, ...]:
    """By field and subject. `articles` has at least those of the mentions, by article id."""
    frame = frame_of(said)
    found = tellings(said, articles, frame, _worth_reading)
    figures = [one for telling in found for one in figure_claims(telling)]
    contraries = [one for telling in found for one in contrary_claims(telling, frame)]
    return tuple(
        sorted(
            [*rival_figures(figures), *rival_values(contraries), *day_conflicts(found, date)],
            key=lambda conflict: (conflict.field, conflict.subject),
        )
    )


def _worth_reading(text: str) -> bool:
    return any(map(str.isdigit, text)) or speaks(text)
