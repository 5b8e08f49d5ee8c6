"""Articles behind the chronology whose substance was edited in a span of time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby

from sqlite_utils import Database

from db import rows
from timeline.publish.entries import Edited


def edited_between(
    db: Database, article_ids: Collection[str], since: datetime, until: datetime
) -> list[Edited]:
    """Those of the articles that were seen changed after `since` and by `until`, the first seen
    first. None where versions are not compared: a database without the view `edits`."""
    if "edits" not in db.view_names():
        return []
    found = db.query(
        "select distinct article_id, outlet, url, title, seen_at, old, new, position from edits"
        " where material and seen_at > ? and seen_at <= ? order by seen_at, article_id, position",
        [rows.iso(since), rows.iso(until)],
    )
    ours = [row for row in found if row["article_id"] in article_ids]
    edited = []
    for _, group in groupby(ours, key=lambda row: (row["seen_at"], row["article_id"])):
        first, *others = group
        told = {key: first[key] for key in ("outlet", "url", "title", "seen_at", "old", "new")}
        edited.append(Edited(**told, more=len(others)))
    return edited
