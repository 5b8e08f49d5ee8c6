"""Which rules there are: a digest of the code that makes the chronology.

What one version of the rules kept is nothing to another; any change of the code is taken for a
change of the rules, so that nobody has to think of a number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def rules_digest() -> str:
    told = hashlib.sha256()
    for package in ("db", "timeline"):
        for name, source in sorted(_sources(files(package), package)):
            told.update(name.encode() + b"\0" + source + b"\0")
    return told.hexdigest()[:16]


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.name.endswith(".py"):
            yield name, entry.read_bytes()
        elif entry.is_dir() and not entry.name.startswith("_"):
            yield from _sources(entry, name)
