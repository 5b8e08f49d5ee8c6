"""`python -m schedules.building --db FILE TOPIC`: bring a stored topic's chronology up to date.

The service's build, as a process of its own. It prints one line of what it did. Exit code 0 when
all went well, else 1 with the reason as that line.
"""

from __future__ import annotations

import argparse
import logging
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from db import logs, reader
from db.errors import StorylineError
from db.locks import one_build
from db.store import Store
from timeline.update import BuildReport, update

OK, FAILED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m schedules.building", description=__doc__)
    parser.add_argument("--db", required=True, type=Path, help="the database; knows the topic")
    parser.add_argument("topic", metavar="TOPIC", help="its slug")
    options = parser.parse_args(arguments)
    logs.log_to_stderr(logging.WARNING)
    try:
        with (
            logs.about(topic=options.topic, job="build"),
            one_build(options.db),
            Store(options.db) as store,
        ):
            report = update(store, reader.topic(store.db, options.topic))
    except (StorylineError, sqlite3.OperationalError) as error:
        sys.stdout.write(f"{error}\n")
        return FAILED
    sys.stdout.write(f"{build_report(report)}\n")
    return OK


def build_report(report: BuildReport) -> str:
    return (
        f"{report.articles_read} articles read, {report.articles} relevant"
        f" ({report.copies} near-duplicates), {report.mentions} mentions, {report.events} events"
        f" ({report.written} written, {report.removed} removed),"
        f" {report.unsure} pairs for `storyline review`"
    )


if __name__ == "__main__":
    sys.exit(main())
