"""What judgements come to, once those that contradict each other are settled. Pure.

A judgement holds when every mention it names is in the coverage and none made later contradicts
it: of "these are one" and "these are two", even by way of others (A is B, B is C, A is not C),
the later one wins, and of two pins of one field the later one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.judgements import Judgement, Outcome
from timeline.bonds import Bonds


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """The judgements that hold; `outcomes` has all of them but those about single events."""

    together: tuple[Judgement, ...] = ()
    apart: tuple[Judgement, ...] = ()
    joined: Mapping[str, tuple[int, ...]]  # by mention id, the numbers of those that join it
    about: Mapping[str, tuple[Judgement, ...]]  # pin, hide and note by mention id
    outcomes: tuple[Outcome, ...] = ()

    def on(self, mention_ids: Iterable[str]) -> tuple[Judgement, ...]:
        """What was judged about the event that has these mentions, earliest first."""
        found = (j for mention_id in mention_ids for j in self.about.get(mention_id, ()))
        return tuple(sorted(found, key=lambda j: j.number))


def rulings(judgements: Iterable[Judgement], known: Collection[str]) -> Rulings:
    """`known` are the ids of the mentions there are."""
    holding, outcomes = [], []
    for one in sorted(judgements, key=lambda j: j.number):
        missing = [mention for mention in one.mention_ids if mention not in known]
        if missing:
            reason = f"{', '.join(missing)} is not in the coverage now"
            outcomes.append(Outcome(judgement=one, effect="waiting", reason=reason))
        else:
            holding.append(one)
    together, apart, linked = _links([j for j in holding if j.verdict in ("same", "different")])
    joined: dict[str, tuple[int, ...]] = {}
    for one in together:
        for mention in one.mention_ids:
            joined[mention] = (*joined.get(mention, ()), one.number)
    about: dict[str, list[Judgement]] = {}
    for one in holding:
        if one.verdict in ("pin", "hide", "note"):
            about.setdefault(one.mention_id, []).append(one)
    return Rulings(
        together=together,
        apart=apart,
        joined=joined,
        about={mention: tuple(found) for mention, found in about.items()},
        outcomes=(*outcomes, *linked),
    )


def _links(
    links: Sequence[Judgement],
) -> tuple[tuple[Judgement, ...], tuple[Judgement, ...], list[Outcome]]:
    """(those that hold of `same`, of `different`, what became of each)"""
    bonds: Bonds[str] = Bonds()
    together: list[Judgement] = []
    apart: list[Judgement] = []
    outcomes = []
    for one in reversed(links):
        against = _contradicting(one, bonds, together, apart)
        if against:
            outcomes.append(Outcome(judgement=one, effect="overruled", reason=_later(against)))
            continue
        outcomes.append(Outcome(judgement=one, effect="applied"))
        if one.verdict == "same":
            bonds.join(one.mention_id, one.other_id)
            together.append(one)
        else:
            bonds.part(one.mention_id, one.other_id)
            apart.append(one)
    return tuple(reversed(together)), tuple(reversed(apart)), outcomes


def _contradicting(
    one: Judgement, bonds: Bonds[str], together: Sequence[Judgement], apart: Sequence[Judgement]
) -> list[Judgement]:
    """The later judgements, already accepted, that say otherwise."""
    sides = {bonds.root(one.mention_id), bonds.root(one.other_id)}
    if one.verdict == "different":
        return [j for j in together if {bonds.root(j.mention_id)} == sides]
    return [j for j in apart if {bonds.root(j.mention_id), bonds.root(j.other_id)} == sides]


def _later(against: Iterable[Judgement]) -> str:
    numbers = sorted(j.number for j in against)
    return f"made later and says otherwise: {', '.join(map(str, numbers))}"


def pins(about: Iterable[Judgement]) -> dict[str, Judgement]:
    """By field, the pin of an event that holds: the latest. `about` as `Rulings.on` gives it."""
    return {j.field: j for j in about if j.verdict == "pin"}


def outcomes(ruled: Rulings, groups: Iterable[Collection[str]]) -> tuple[Outcome, ...]:
    """What became of every judgement, by number; `groups` are the mention ids of each event."""
    told = list(ruled.outcomes)
    for group in groups if ruled.about else ():
        about = ruled.on(group)
        holding = pins(about)
        for one in about:
            later = holding.get(one.field, one) if one.verdict == "pin" else one
            if later.value == one.value:
                told.append(Outcome(judgement=one, effect="applied"))
            else:
                told.append(Outcome(judgement=one, effect="overruled", reason=_later([later])))
    return tuple(sorted(told, key=lambda o: o.judgement.number))
