"""Any folder of feeds through our parser: how many crash it, and how many give entries.

    python bench/feeds.py FOLDER [--show]

Every file below the folder is read as it is. A refusal with a reason (`FeedError`) is an answer;
any other exception is a crash, and there should be none.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from crawler.feeds import read_feed
from db.errors import FeedError

NOW = datetime(2026, 4, 9, tzinfo=UTC)


def outcome(body: bytes) -> tuple[str, str]:
    """(what became of a file, in words)"""
    try:
        listing = read_feed(body, base_url="http://feeds.example/", fetched_at=NOW)
    except FeedError as refused:
        return "refused", refused.message.partition(":")[0]
    except Exception as crash:  # the very thing that is counted
        return "crashed", f"{type(crash).__name__}: {crash}"
    if not listing.entries:
        return "no entry with a link", ""
    return "entries", "" if not listing.malformed else "malformed"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="name each file and what became of it")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    files = sorted(path for path in options.folder.rglob("*") if path.is_file())
    if not files:
        sys.exit(f"no file in {options.folder}")
    counts, slowest = Counter[str](), (0.0, Path())
    for path in files:
        began = time.perf_counter()
        what, words = outcome(path.read_bytes())
        slowest = max(slowest, (time.perf_counter() - began, path))
        counts[what] += 1
        if options.show or what == "crashed":
            print(f"{what:>22}  {path.relative_to(options.folder)}  {words}")
    print(f"{'files':>22} {len(files):>7}")
    for what in ("crashed", "entries", "no entry with a link", "refused"):
        print(f"{what:>22} {counts[what]:>7}")
    print(f"{'slowest':>22} {slowest[0]:>7.2f} s  {slowest[1].name}")
    if counts["crashed"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
