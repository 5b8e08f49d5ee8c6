"""Who does what to whom, as far as the order of the words tells. Pure.

The predicate is the word for a clause's main kind of action. In English its agent stands before a
verb and its patient after it, and the other way round in the passive (`english`); before a noun
(`Tern's purchase of Gale`) stands its owner. In Japanese and Korean a particle tells them, in
Chinese, whose words nothing parts, what stands around the predicate up to the next word for
another part of the clause (`cjk`).

No grammar is read. Where the order of the words tells nothing, nobody is named: an agent is rather
missing than wrong. How often it is right is measured by `bench/roles.py` (docs/quality.md).
"""

from __future__ import annotations

from dataclasses import dataclass

from timeline.actions import predicate
from timeline.entities import is_cjk
from timeline.roles.cjk import roles_around
from timeline.roles.english import EnglishClause
from timeline.roles.words import TELLS_NO_DEED


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """As the clause has them, without articles; empty where it does not tell."""

    agents: tuple[str, ...] = ()
    predicate: str = ""
    patients: tuple[str, ...] = ()


def roles(clause: str) -> Roles:
    """`Tern buys Gale` -> Tern, buys, Gale."""
    span = predicate(clause)
    if span is None or TELLS_NO_DEED.fullmatch(clause, *span):
        return Roles()
    if is_cjk(clause):
        agents, patients = roles_around(clause, span)
    else:
        agents, patients = EnglishClause(clause, span).roles()
    return Roles(agents=agents, predicate=clause[slice(*span)], patients=patients)
