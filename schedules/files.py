"""What people read, as files that are always whole."""

from __future__ import annotations

import os
from pathlib import Path

from db.durable import sync
from db.errors import StorylineError
from timeline.publish import digest as digests


def digest_path(folder: Path, of: digests.Week) -> Path:
    return folder / f"{of.name}.md"


def save_digest(text: str, of: digests.Week, folder: Path) -> Path:
    """Write `FOLDER/2026-W15.md`; a reader never sees half a file."""
    path = digest_path(folder, of)
    write_file(path, text)
    return path


def write_file(path: Path, text: str) -> None:
    """Replace the file in one step, making its folder, so that it is there whole when the power
    fails. Raises `StorylineError`."""
    partial = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync(path.parent)
    except OSError as error:
        raise StorylineError(f"cannot write: {error.strerror}", file=path) from error
