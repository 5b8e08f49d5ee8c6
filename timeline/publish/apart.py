"""Why two events are not one, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from db.judgements import Judgement
from db.model import Mention
from timeline.apart import Apart, ComparedPair
from timeline.publish.words import date_in_words, judgement_in_words


def explanation(
    one: tuple[str, str], other: tuple[str, str], found: Apart, judged: Sequence[Judgement]
) -> RenderableType:
    """`one` and `other` are id and headline; `judged` those that were judged on the two."""
    return Group(*_explain(one, other, found, judged))


def _explain(
    one: tuple[str, str], other: tuple[str, str], found: Apart, judged: Sequence[Judgement]
) -> Iterator[Text]:
    for event_id, headline in (one, other):
        yield Text.assemble((headline, "bold"), f"  {event_id}")
    for judgement in judged:
        yield Text(judgement_in_words(judgement), style="yellow")
    verdict = verdict_on(found)
    yield Text(verdict if not judged else f"without the judgement: {verdict}")
    yield from _pair(found.pairs[0])
    if len(found.pairs) > 1:
        yield Text(
            f"as a whole, over {len(found.pairs)} pairs of their mentions: {found.likeness:.2f},"
            f" needed {found.threshold:.2f}"
        )
    for pair in found.forbidden[:3]:
        if pair is not found.pairs[0]:
            yield Text(f"also forbidden: {_forbidden(pair)}", style="dim")


def verdict_on(found: Apart) -> str:
    """The first reason that holds, in the order in which the builder asks."""
    best = found.pairs[0]
    if not any(pair.dates_agree for pair in found.pairs):
        return f"not one: {_forbidden(best)}"
    if not best.was_compared:
        crowded = sorted({term for pair in found.pairs for term in pair.crowded})
        if crowded:
            return f"never compared: too many mentions share {_list(crowded)}"
        return "never compared: no telling word or name in common at one time"
    if best.score.blocked:
        return f"not one: {_forbidden(best)}"
    if best.score.score < found.threshold:
        return (
            f"not alike enough: the likest pair scores {best.score.score:.2f}"
            f" of the {found.threshold:.2f} needed"
        )
    if found.forbidden:
        return f"alike, but not one: {_forbidden(found.forbidden[0])}"
    if found.likeness < found.threshold:
        return (
            f"one pair is alike, the events are not: as a whole {found.likeness:.2f}"
            f" of the {found.threshold:.2f} needed"
        )
    return "alike enough; likelier merges came first and left these apart"


def _forbidden(pair: ComparedPair) -> str:
    if not pair.dates_agree:
        return f"{_dated(pair.one)} and {_dated(pair.other)} cannot be one date"
    return f"{pair.score.blocked}: “{pair.one.quote}” and “{pair.other.quote}”"


def _dated(mention: Mention) -> str:
    return f"{date_in_words(mention.date, mention.end_date)} ({mention.basis})"


def _pair(pair: ComparedPair) -> Iterator[Text]:
    yield Text("the likest pair of their mentions:")
    for mention in (pair.one, pair.other):
        yield Text(f"    “{mention.quote}”", style="italic")
        yield Text(f"    {mention.mention_id}; {_dated(mention)}; {mention.modality}", style="dim")
    yield Text(f"    score {pair.score.score:.2f}: {pair.score.reason or 'nothing in common'}")
    if pair.shared:
        yield Text(f"    found by: {_list(pair.shared)}")


def _list(terms: Sequence[str], most: int = 6) -> str:
    return ", ".join(terms[:most])
