"""The weekly digest, from the log of the chronology to markdown: the edge to the database.

Of two states at the ends of a week and of rows that never change, never of the clock: any past
week can be made again byte for byte.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from db.model import Topic
from db.silence import heard
from timeline.changes import changes
from timeline.publish import templates
from timeline.publish.account import Account, account
from timeline.publish.edited import edited_between
from timeline.publish.silent import silent_in
from timeline.publish.standings import standings
from timeline.weeks import Week, last_whole_week, week, week_of

__all__ = ["Week", "account_of", "digest_of", "last_whole_week", "week", "week_of"]


def digest_of(
    db: Database,
    topic: Topic,
    of: Week,
    *,
    template: Path | None = None,
    as_of: datetime | None = None,
) -> str:
    """The digest of a week in markdown.

    `as_of` leaves out what builds after that moment found.
    """
    return templates.render(account_of(db, topic, of, as_of=as_of), template)


def account_of(db: Database, topic: Topic, of: Week, *, as_of: datetime | None = None) -> Account:
    """What the digest of a week tells; see `digest_of`."""
    stood = standings(db, topic, of, as_of)
    since, end = (bound.moment for bound in of.bounds(topic.digest_zone))
    end = min(end, as_of or end)
    asked = heard(db, topic.slug, since, end)
    notes = list(stood.notes)
    if stood.is_logged and asked and not any(source.crawls for source in asked):
        notes.append("No source was asked in this week.")
    outlets = {s.article_id: s.outlet for e in (*stood.before, *stood.after) for s in e.sources}
    return account(
        topic.name,
        of,
        stood.before,
        stood.after,
        changes(stood.before, stood.after, stood.became),
        edited=edited_between(db, outlets, since, end),
        silent=silent_in(asked, since, end),
        notes=notes,
    )
