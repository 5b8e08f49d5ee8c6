"""`python -m schedules.backups --db FILE --folder FOLDER --keep N`: the service's backup, as a
process of its own. It prints one line; exit code 0 when the copy is there and whole, else 1.

Copies are named after their database and the moment, so that names sort by age.
"""

from __future__ import annotations

import argparse
import glob
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.backup import Copy, save_copy
from db.errors import StorylineError

OK, FAILED = 0, 1
LONGEST = timedelta(days=1)  # that a copy can take


def copy_path(database: Path, folder: Path, at: datetime) -> Path:
    """`FOLDER/timeline-20260408T130000Z.db`"""
    return folder / f"{database.stem}-{at:%Y%m%dT%H%M%SZ}{database.suffix}"


def copies(database: Path, folder: Path) -> list[Path]:
    """The copies of a database that are kept in a folder, oldest first."""
    stem, suffix = re.escape(database.stem), re.escape(database.suffix)
    name = re.compile(rf"{stem}-\d{{8}}T\d{{6}}Z{suffix}")
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if name.fullmatch(path.name))


def _forget_broken_off(database: Path, folder: Path, at: datetime) -> None:
    """Delete what copies that were killed left behind, once none can be at work on it."""
    for path in folder.glob(f"{glob.escape(database.stem)}-*.part*") if folder.is_dir() else ():
        if at.timestamp() - path.stat().st_mtime > LONGEST.total_seconds():
            path.unlink()


def back_up(database: Path, folder: Path, keep: int, at: datetime) -> Copy:
    """Add a copy to a folder, and delete all but the latest; none before the new one is there.
    Raises `StorylineError`."""
    _forget_broken_off(database, folder, at)
    copy = save_copy(database, copy_path(database, folder, at))
    for old in copies(database, folder)[:-keep]:
        old.unlink()
    return copy


def in_words(copy: Copy) -> str:
    return f"{copy.path}: {copy.size // 1024} KiB, {sum(copy.rows.values())} rows, whole"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m schedules.backups", description=__doc__)
    parser.add_argument("--db", required=True, type=Path)
    parser.add_argument("--folder", required=True, type=Path)
    parser.add_argument("--keep", required=True, type=int)
    options = parser.parse_args(arguments)
    try:
        copy = back_up(options.db, options.folder, options.keep, datetime.now(UTC))
    except StorylineError as error:
        sys.stdout.write(f"{error}\n")
        return FAILED
    sys.stdout.write(f"{in_words(copy)}\n")
    return OK


if __name__ == "__main__":
    sys.exit(main())
