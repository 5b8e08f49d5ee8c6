"""The path of an event through the revision log, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from timeline.publish.words import date_in_words

_COUNTED = (
    ("articles_came", "article", "came"),
    ("articles_went", "article", "went"),
    ("mentions_came", "mention", "came"),
    ("mentions_went", "mention", "went"),
)


def path(revisions: Sequence[Mapping[str, Any]]) -> RenderableType:
    """As `db.revision_log.path` gives them."""
    return Group(*(line for one in revisions for line in _revision(one)))


def _revision(one: Mapping[str, Any]) -> Iterator[Text]:
    yield Text.assemble(
        f"{one['at']}  {one['event_id']} ", (_change(one["change"], one["cause"]), "bold")
    )
    event = one["event"]
    if event and one["change"] != "changed":
        date = date_in_words(event["date"], event["end"])
        yield Text(f"    {date}  {event['status']}  {event['headline']}")
    for name, (old, new) in one["fields"].items():
        yield Text(f"    {name}: {_value(name, old)} -> {_value(name, new)}")
    because = "; ".join(_cause(one["cause"]))
    yield Text(f"    because: {because or 'its sources are read or weighed anew'}", style="dim")


def _change(change: str, cause: Mapping[str, Any]) -> str:
    if change == "merged":
        return f"merged into {cause['into']}"
    if change == "split":
        return f"split from {', '.join(cause['from'])}"
    if change == "created" and "from" in cause:
        return f"created, going on from {', '.join(cause['from'])}"
    return change


def _cause(cause: Mapping[str, Any]) -> Iterator[str]:
    if "judgements" in cause:
        yield f"judgement {', '.join(map(str, cause['judgements']))}"
    for key, what, moved in _COUNTED:
        if ids := cause.get(key):
            shown = ", ".join(ids[:3]) + (f" +{len(ids) - 3}" if len(ids) > 3 else "")
            yield f"{len(ids)} {what}{'s' if len(ids) > 1 else ''} {moved} ({shown})"
    for key, words in (("from", "mentions came from"), ("to", "mentions went to")):
        if ids := cause.get(key):
            yield f"{words} {', '.join(ids)}"


def _value(name: str, value: Any) -> str:
    if name == "conflicts":
        told = [f"{c['field']} {' / '.join(v['value'] for v in c['values'])}" for c in value]
        return "; ".join(told) or "none"
    if name == "history":
        return ", ".join(f"{step['status']} {step['date']}" for step in value) or "none"
    if name == "sources":
        return f"{len(value)} told otherwise ({', '.join(s['outlet'] for s in value.values())})"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value) if value != "" else "none"
