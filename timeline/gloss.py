"""What a row in another script is about, in words that the topic's readers can read. Pure.

No sentence is translated: the words for what is done, the names in Latin letters and the figures
that are found in it are put side by side: `acquisition: Gale, Tern; $14.2 billion, 10%`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from timeline.actions import in_english
from timeline.english_figures import in_figures
from timeline.said import Said

MOST_ACTIONS, MOST_FIGURES = 5, 6


def gloss(said: Sequence[Said], names: Iterable[str]) -> str:
    """`names` are those of the event; "" where nothing is found."""
    figures = list(
        dict.fromkeys(in_figures(amount) for one in said for amount in one.mention.amounts)
    )
    parts = [", ".join(names), ", ".join([f for f in figures if f][:MOST_FIGURES])]
    told = "; ".join(part for part in parts if part)
    done = dict.fromkeys(word for one in said for word in in_english(one.mention.quote))
    return ": ".join(part for part in (", ".join([*done][:MOST_ACTIONS]), told) if part)
