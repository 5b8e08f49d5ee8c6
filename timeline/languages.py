"""How much two mentions in different scripts are alike: they share no words.

A Chinese sentence and an English one about one event have in common what is written alike in
both: names in Latin letters, figures, the day, and the kind of action. Names that every other
mention has prove nothing, so the pair must share a telling one besides the action or a figure, or
both the action and a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from timeline.entities import is_cjk

WEIGHTS = {"names": 0.45, "action": 0.25, "amounts": 0.20, "date": 0.10}
TELLING_ACROSS = 3.0  # rarity of a name that is no regular of the story: one mention in twenty
LEAST_PROOFS = 2  # of telling names, action and figure; one more when not on days near each other
HARDER = 0.05  # without words, as much is less sure than between texts of one script
DAMPING = 2.0  # squared rarity that a few names must outweigh


def differ_in_script(one: str, other: str) -> bool:
    """Whether one of two texts is Chinese, Japanese or Korean and the other is not."""
    return is_cjk(one) != is_cjk(other)


def likeness_across(
    parts: Mapping[str, float],
    one: frozenset[str],
    other: frozenset[str],
    rarity: Callable[[str], float],
    *,
    near: bool,
) -> float:
    """At most 1, from the parts of a pair's score other than words, and from the names of both.

    The text in the other script names fewer in Latin letters: what counts is how many of its
    names, not of all, are shared.
    """
    telling = sum(rarity(name) >= TELLING_ACROSS for name in one & other)
    proofs = min(telling, 2) + (parts["action"] > 0) + (parts["amounts"] > 0)
    if proofs < (LEAST_PROOFS if near else LEAST_PROOFS + 1):
        return 0.0
    names = _weight(one & other, rarity) / (
        min(_weight(one, rarity), _weight(other, rarity)) + DAMPING
    )
    known = {"names": names} | {part: parts[part] for part in ("action", "amounts", "date")}
    return sum(WEIGHTS[part] * value for part, value in known.items()) - HARDER


def _weight(names: frozenset[str], rarity: Callable[[str], float]) -> float:
    return sum(rarity(name) ** 2 for name in sorted(names))
