"""Why an event is as it is, for a terminal of any width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from db.conflicts import Conflict
from db.edits import StoredEdit
from db.judgements import Judgement
from db.model import Event, EventMention, Mention
from timeline.publish import edits as edits_in_print
from timeline.publish.terminal import colour
from timeline.publish.words import conflict_in_words, date_in_words, judgement_in_words


def explanation(
    event: Event, judged: Sequence[Judgement] = (), edited: Sequence[StoredEdit] = ()
) -> RenderableType:
    """Why an event is as it is: the date and its rule, what people judged on it, each mention
    with its quote and score, and what the sources changed after they were first read."""
    return Group(*_explain(event, judged), *edits_in_print.changes(edited))


def _explain(event: Event, judged: Sequence[Judgement]) -> Iterator[Text]:
    yield Text(event.headline, style="bold")
    date = date_in_words(event.date, event.end)
    yield Text(f"{event.event_id}  {date} ({event.precision})  {event.status}  {event.type}")
    yield Text(f"date: {event.date_rule}")
    yield Text(f"{event.corroboration} independent publishers; importance {event.importance:.2f}")
    for judgement in judged:
        yield Text(judgement_in_words(judgement), style="yellow")
    for conflict in event.conflicts:
        yield from _conflict(conflict)
    if len(event.history) > 1:
        yield Text("history:")
        for step in event.history:
            yield Text(f"    {step.said or 'undated'}: {step.status}, {step.date} ({step.said_by})")
            yield Text(f"      “{step.quote}”", style="italic")
    yield Text("rests on:")
    sources = {source.article_id: source for source in event.sources}
    for mention in event.mentions:
        source = sources[mention.mention.article_id]
        yield Text(f"  {source.outlet}, {source.published or 'undated'}, {source.url}")
        if source.copy_of:
            yield Text(f"    a copy of article {source.copy_of}", style="dim")
        yield from _mention(mention)


def _conflict(conflict: Conflict) -> Iterator[Text]:
    """Each value with who said it, when and in which words."""
    yield Text(f"{conflict_in_words(conflict)}; {conflict.reason}", style=colour(conflict))
    if conflict.settlement:
        yield Text(f"    settled on {conflict.settled}: {conflict.settlement}", style="dim")
    for value in conflict.values:
        yield Text(f"    {value.value}: {value.words}")
        for one in value.statements:
            who = one.publisher + (f", quoting {one.attributed}" if one.attributed else "")
            yield Text(f"        {who}, {one.said or 'undated'}, {one.url}", style="dim")
            yield Text(f"        “{one.quote}” ({one.part} {one.start}–{one.end})", style="dim")


def _mention(one: EventMention) -> Iterator[Text]:
    mention = one.mention
    yield Text(f"    “{mention.quote}”", style="italic")
    if mention.agents or mention.patients:
        yield Text(f"    {_deed(mention)}", style="dim")
    where = f"{mention.part} {mention.start}–{mention.end}"
    said = (
        f"“{mention.timex}” by rule {mention.timex_rule}" if mention.timex else "not dated in words"
    )
    yield Text(f"    {where}; {mention.date} ({mention.basis}): {said}; {mention.modality}")
    yield Text(f"    {mention.mention_id}; score {one.score:.2f}: {one.reason}", style="dim")


def _deed(mention: Mention) -> str:
    """`Tern – buys – Gale`."""
    sides = (", ".join(mention.agents), mention.predicate, ", ".join(mention.patients))
    return " – ".join(side or "…" for side in sides)
