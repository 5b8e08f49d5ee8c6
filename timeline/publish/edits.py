"""What sources edited, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from db.edits import Edit, StoredEdit


def changes(edited: Sequence[StoredEdit]) -> Iterator[Text]:
    """By article and moment: each sentence before and after."""
    if edited:
        yield Text("edited since:")
    for (outlet, seen, url), group in groupby(edited, lambda e: (e.outlet, e.seen_at, e.url)):
        yield Text(f"  {outlet}, seen {seen}, {url}")
        for one in group:
            yield from _edit(one.edit)


def _edit(edit: Edit) -> Iterator[Text]:
    where = " in the headline" if edit.part == "title" else ""
    yield Text(f"    {edit.kind}{where}:")
    if edit.old:
        yield Text(f"      - “{edit.old}”", style="red")
    if edit.new:
        yield Text(f"      + “{edit.new}”", style="green")
