"""Where the sources of one event disagree: every value kept, with who says it and when.

    mentions and the sentences beside them -> claims -> rivals -> conflicts

A sentence claims a value for an attribute of the event: the price, the dead, the licence of a
product, the day (`figures`, `contraries`, `days`). Values that can be roundings of one another,
or that only overtake each other as reports come in, are no conflict (`rivals`). Of the others
one is chosen by a stated rule (`weigh`). All of it depends on the event's own mentions and the
articles in which they stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from db.conflicts import Conflict
from db.model import Article
from timeline.choose import ChosenDate
from timeline.conflicts.contraries import contrary_claims, speaks
from timeline.conflicts.days import day_conflicts, weekday_conflicts
from timeline.conflicts.denials import denial_claims, denies
from timeline.conflicts.figures import figure_claims
from timeline.conflicts.frame import frame_of
from timeline.conflicts.holders import holder_claims, speaks_of_holder, with_full_names
from timeline.conflicts.passages import Passages, passages_of
from timeline.conflicts.reading import own_tellings, tellings_beside
from timeline.conflicts.rivals import rival_figures, rival_meanings, rival_values
from timeline.conflicts.targets import speaks_of_target, target_claims
from timeline.conflicts.versions import version_claims
from timeline.said import Said

__all__ = ["conflicts", "sentences_of"]

_DIGIT = re.compile(r"\d")


def conflicts(
    said: Sequence[Said],
    date: ChosenDate,
    articles: Mapping[str, Article],
    passages: Mapping[str, Passages],
) -> tuple[Conflict, ...]:
    """By field and subject. `articles` has at least those of the mentions, by article id, and
    `passages` what `sentences_of` finds in them."""
    own = own_tellings(said, articles)
    if len({telling.voice for telling in own}) == 1:
        quoted = [one for telling in own for one in figure_claims(telling) if one.by]
        among_quoted = rival_figures(quoted, frame_of(said)) if quoted else []
        return _in_order([*among_quoted, *weekday_conflicts(own)])
    frame = frame_of(said)
    found = [*own, *tellings_beside(said, articles, passages, frame)]
    figures = [
        one
        for telling in found
        if frame.concerns(telling.clause)
        for one in (*figure_claims(telling), *target_claims(telling))
    ]
    holders = [one for telling in found for one in holder_claims(telling, frame)]
    values = [one for telling in found for one in contrary_claims(telling, frame)]
    values += version_claims(found)
    values += [*with_full_names(holders), *denial_claims(found, frame)]
    return _in_order(
        [
            *rival_figures(figures, frame),
            *rival_meanings(figures),
            *rival_values(values),
            *day_conflicts(own, date, frame),
            *weekday_conflicts(own),
        ]
    )


def sentences_of(article: Article) -> Passages:
    """What of an article can bear on the conflicts of any event."""
    return passages_of(article, _worth_reading)


def _in_order(found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    return tuple(sorted(found, key=lambda conflict: (conflict.field, conflict.subject)))


def _worth_reading(text: str) -> bool:
    return _DIGIT.search(text) is not None or any(
        asks(text) for asks in (speaks, denies, speaks_of_target, speaks_of_holder)
    )
