"""At which line of a TOML file a key stands: the parser does not tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*(?:\.|=)")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line, from 1, of the key at a path such as `("sources", 2, "url")`; that of its table
    when the key is not there, 0 when there is no table either."""
    table, key = _split(path)
    counts: dict[str, int] = {}
    here: tuple[str | int, ...] = ()
    table_line = 1 if not table else 0
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            name = header[2].strip("\"'")
            here = (name,)
            if header[1] == "[[":
                here = (name, counts.get(name, 0))
                counts[name] = counts.get(name, 0) + 1
            if here == table:
                table_line = number
            if here == (".".join(map(str, path)),):
                return number
            continue
        found = _KEY.match(line)
        if key and found and here == table and found[1].strip("\"'") == key:
            return number
    return table_line


def _split(path: Sequence[str | int]) -> tuple[tuple[str | int, ...], str]:
    """The table a key is in, and the key: ("terms", 0) is the key `terms` of the file."""
    if len(path) > 1 and isinstance(path[1], int) and len(path) > 2:
        return (path[0], path[1]), str(path[2])
    names = [part for part in path if isinstance(part, str)]
    if len(path) > 1 and isinstance(path[1], str):
        return (".".join(names[:-1]),), names[-1]
    return (), str(path[0]) if path else ""
