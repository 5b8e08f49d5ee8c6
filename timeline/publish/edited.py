"""Articles behind the chronology whose substance was edited in a span of time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from sqlite_utils import Database

from db import rows
from timeline.publish.entries import Edited


def edited_between(
    db: Database, outlets: Mapping[str, str], since: datetime, until: datetime
) -> list[Edited]:
    """Those of the articles (id -> outlet) that were seen changed after `since` and by `until`,
    the first seen first."""
    found = db.query(
        "select distinct article_id, url, title, seen_at, old, new, position from edits"
        " where material and seen_at > ? and seen_at <= ? order by seen_at, article_id, position",
        [rows.iso(since), rows.iso(until)],
    )
    ours = [row for row in found if row["article_id"] in outlets]
    edited = []
    for (_, article), group in groupby(ours, key=lambda row: (row["seen_at"], row["article_id"])):
        first, *others = group
        told = {key: first[key] for key in ("url", "title", "seen_at", "old", "new")}
        edited.append(Edited(outlet=outlets[article], more=len(others), **told))
    return edited
