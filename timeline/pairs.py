"""How much two mentions look like one happening, and why.

The score of a pair, 0..1, weighs what the sentences share:

    words        cosine of the content words, rare ones counting more
    names        a telling name in common; telling names, and none in common, weigh against
    action       a kind of action in common
    amounts      figures that can be roundings of one another; figures that cannot weigh against;
                 what names no number (`thousands`) says nothing about one
    date         the same day, or days that a time zone or a late report explains; the more is
                 told of a day, the less does it mean to be of that day, unless both name it on
                 another one; a coarse date takes away, but a month where action and a rare name
                 are one

Where hardly a word and no figure is common, that weighs against a pair unless a rare name is, and
most where either names others.

A headline and the lead of its own article that tells the same news (`told_together`) are likely
one, and are compared with others both alone and together: a headline leaves out what the lead
says, and the next outlet's headline leaves out something else.

The weights are those of a logistic regression over pairs of sentences of unlike stories, judged
by hand to tell of one happening or of two (docs/quality.md).

Two mentions can never be one event when their dates cannot be one (`dates_agree`), when they
speak of different versions of one product, when one tells of a move of the market and the other
does not, when they stand in one article under different explicit dates, or when one announces
what the other tells of. The dates of a plan and of what became of it may differ
(`timeline.course`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from db.model import Amount, Mention
from timeline.amounts import compatible, is_vague
from timeline.course import announces, course_score
from timeline.features import LEAD_POSITION, Features
from timeline.languages import differ_in_script, likeness_across
from timeline.own_words import own_amounts
from timeline.rarity import Rarity
from timeline.when import When, dates_agree, same_time

WEIGHTS = {"words": 0.37, "names": 0.06, "action": 0.12, "amounts": 0.15, "date": 0.30}
TELLING_NAME = 2.0  # rarity from which a name tells something: in an eighth of the mentions
FADING_DAYS = 4  # in so many days the day in common loses its weight
HEADLINE_AND_LEAD = 0.30  # one article tells its news twice: in the headline and in the lead
FEW_WORDS = 0.13  # hardly a word in common: action, day
DISTANCE = 0.08  # and a name of which much is told make no pair,
STRANGERS = 0.15  # still less where either names others
COARSE_PENALTY = {"day": 0.0, "week": 0.02, "month": 0.06, "quarter": 0.15}
VAGUEST_PENALTY = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScore:
    """`score` 0..1 with the words that explain it; `blocked` says what forbids a merge."""

    score: float
    reason: str
    blocked: str = ""


def compare(one: Features, other: Features, rarity: Rarity) -> PairScore:
    """The score of a pair; symmetric."""
    parts = likeness_parts(one, other, rarity)
    if not same_time(one.when, other.when):
        parts["date"] = 0.0
        parts["plan and outcome"] = score = course_score(one, other, rarity)
    elif differ_in_script(one.mention.clause, other.mention.clause):
        score = likeness_across(
            parts,
            one.names_told,
            other.names_told,
            rarity.name,
            near=_are_near(one.when, other.when),
        ) - _vagueness(one, other)
    else:
        rare = _share_rare_name(one, other, rarity)
        score = weigh(parts) - _vagueness(one, other, sure=rare and parts["action"] > 0)
        score -= _strangeness(parts, rare_name=rare)
    if _headline_and_lead(one.mention, other.mention):
        parts["headline and lead"] = 1.0
        score += HEADLINE_AND_LEAD
    told = ", ".join(f"{name} {part:.2f}" for name, part in parts.items() if part)
    return PairScore(
        score=min(1.0, max(0.0, round(score, 4))), reason=told, blocked=_blocked(one, other)
    )


def likeness_parts(one: Features, other: Features, rarity: Rarity) -> dict[str, float]:
    """What a pair has in common, by the names of `WEIGHTS`; each -1..1."""
    return {
        "words": max(
            rarity.words_alike(one.words, other.words),
            rarity.words_alike(one.words_told, other.words_told),
        ),
        "names": names_likeness(
            [telling_names(one.names_told, rarity)], [telling_names(other.names_told, rarity)]
        ),
        "action": 1.0 if one.actions_told & other.actions_told else 0.0,
        "amounts": amounts_likeness(own_amounts(one.mention), own_amounts(other.mention)),
        "date": date_likeness(one.when, other.when, rarity),
    }


def weigh(parts: Mapping[str, float]) -> float:
    """`parts` as `likeness_parts` gives them."""
    return sum(WEIGHTS[name] * part for name, part in parts.items())


def _headline_and_lead(one: Mention, other: Mention) -> bool:
    if one.article_id != other.article_id or one.date != other.date:
        return False
    parts = {one.part: one, other.part: other}
    lead = parts.get("text") or parts.get("summary")
    return "title" in parts and lead is not None and lead.position <= LEAD_POSITION


def _tell_one_move(one: Mention, other: Mention) -> bool:
    """`Tern drops almost 9%` over `Tern's shares lost 8.6%`: a headline and its lead."""
    shares = [[a for a in own_amounts(m) if a.kind == "share"] for m in (one, other)]
    return amounts_likeness(*shares) > 0 and _headline_and_lead(one, other)


def _blocked(one: Features, other: Features) -> str:
    if not dates_agree(one.when, other.when):
        return f"dates {one.mention.date} and {other.mention.date} cannot be one"
    if one.of_market != other.of_market and not _tell_one_move(one.mention, other.mention):
        return "a move of the market, and what may have moved it"
    for figure in one.mention.amounts:
        for rival in other.mention.amounts:
            if figure.kind != rival.kind or not figure.kind.startswith("version:"):
                continue
            if figure.low != rival.low:
                return f"different versions: {figure.text} and {rival.text}"
    if announces(one, other):
        return "one announces what the other tells of"
    same_article = one.mention.article_id == other.mention.article_id
    explicit = "published" not in (one.mention.basis, other.mention.basis)
    if same_article and explicit and one.mention.date != other.mention.date:
        return "different dates in one article"
    return ""


def telling_names(names: Iterable[str], rarity: Rarity) -> frozenset[str]:
    """The words of those that tell something: a name may be shared in part."""
    return frozenset(w for n in names if rarity.name(n) > TELLING_NAME for w in n.split())


def names_likeness(one: Iterable[Set[str]], other: Iterable[Set[str]]) -> float:
    """Of the pair likest in that, of mentions with the telling names of each: 1 when a name is
    shared, if only in part; -1 when both have some and none is."""
    mine, others = list(one), list(other)
    if not frozenset().union(*mine).isdisjoint(frozenset().union(*others)):
        return 1.0
    return -1.0 if all(mine) and all(others) else 0.0


def amounts_likeness(one: Iterable[Amount], other: Iterable[Amount]) -> float:
    """1 when a figure is shared, -1 when figures of one kind are there and none agrees."""
    rivals = False
    for figure in one:
        for other_figure in other:
            if figure.kind != other_figure.kind or is_vague(figure) != is_vague(other_figure):
                continue
            if compatible(figure, other_figure):
                return 1.0
            rivals = True
    return -1.0 if rivals else 0.0


def date_likeness(one: When, other: When, rarity: Rarity) -> float:
    """1 on one day that nothing else is told of, or that both tell of from afar; less for
    neighbours and on crowded days."""
    if one.is_day and other.is_day:
        near = max(-1.0, 1.0 - abs(one.first - other.first) / FADING_DAYS)
    else:
        near = 0.5 if one.date != other.date else 1.0
    if one.is_from_afar and other.is_from_afar:
        return near
    quiet = min(rarity.quiet(one.date), rarity.quiet(other.date))
    return near * quiet if near > 0 else near


def _are_near(one: When, other: When) -> bool:
    return one.is_day and other.is_day and abs(one.first - other.first) < FADING_DAYS


def _share_rare_name(one: Features, other: Features, rarity: Rarity) -> bool:
    return any(rarity.is_rare_name(name) for name in one.names_told & other.names_told)


def _strangeness(parts: Mapping[str, float], *, rare_name: bool) -> float:
    """What it takes away that hardly a word and no figure is common."""
    if parts["words"] >= FEW_WORDS or parts["amounts"] > 0:
        return 0.0
    if parts["names"] < 0:
        return STRANGERS
    return 0.0 if rare_name else DISTANCE


def _vagueness(one: Features, other: Features, *, sure: bool = False) -> float:
    """What a coarse date takes away; a month takes nothing where all else says that it is one."""
    found = max(
        COARSE_PENALTY.get(one.mention.precision, VAGUEST_PENALTY),
        COARSE_PENALTY.get(other.mention.precision, VAGUEST_PENALTY),
    )
    return 0.0 if sure and found <= COARSE_PENALTY["month"] else found
