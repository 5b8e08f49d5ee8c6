"""The schema, as sqlite-utils migrations.

`sqlite-utils migrate FILE db/migrations.py` executes this file by its path, so it imports
nothing of ours. Each migration runs the file of its name in `schema/`; one that has been released
is never edited: add another. What each table, view and column means stands in
docs/data-model.md, which a test compares.
"""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

SCHEMA = Path(__file__).with_name("schema")

migrations = Migrations("storyline")


@migrations()
def m001_story_crawl_timeline(db: Database) -> None:
    _run(db, "m001_story_crawl_timeline.sql")
    db.table("article_versions").enable_fts(
        ["title", "summary", "text"], create_triggers=True, tokenize="unicode61 remove_diacritics 2"
    )
    db.table("events").enable_fts(
        ["headline", "summary", "entities"],
        create_triggers=True,
        tokenize="unicode61 remove_diacritics 2",
    )


@migrations()
def m002_judgements_revisions(db: Database) -> None:
    _run(db, "m002_judgements_revisions.sql")


@migrations()
def m003_attribution(db: Database) -> None:
    _run(db, "m003_attribution.sql")


@migrations()
def m004_kept(db: Database) -> None:
    _run(db, "m004_kept.sql")


@migrations()
def m005_conflict_statements(db: Database) -> None:
    _run(db, "m005_conflict_statements.sql")


@migrations()
def m006_when_it_was_said(db: Database) -> None:
    _run(db, "m006_when_it_was_said.sql")


@migrations()
def m007_hosts(db: Database) -> None:
    _run(db, "m007_hosts.sql")


@migrations()
def m008_windows_health(db: Database) -> None:
    _run(db, "m008_windows_health.sql")


@migrations()
def m009_turns_intervals(db: Database) -> None:
    _run(db, "m009_turns_intervals.sql")


@migrations()
def m010_edits(db: Database) -> None:
    _run(db, "m010_edits.sql")


@migrations()
def m011_job_runs(db: Database) -> None:
    _run(db, "m011_job_runs.sql")


@migrations()
def m014_reading_order(db: Database) -> None:
    _run(db, "m014_reading_order.sql")


@migrations()
def m013_deliveries(db: Database) -> None:
    _run(db, "m013_deliveries.sql")


@migrations()
def m012_operations(db: Database) -> None:
    _run(db, "m012_operations.sql")


@migrations()
def m015_passages(db: Database) -> None:
    _run(db, "m015_passages.sql")


@migrations()
def m016_roles(db: Database) -> None:
    _run(db, "m016_roles.sql")


def _run(db: Database, name: str) -> None:
    db.executescript((SCHEMA / name).read_text(encoding="utf-8"))
