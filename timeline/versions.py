"""Compare each stored version of an article with the one before it."""

from __future__ import annotations

from db.edits import Edit, VersionPair, uncompared
from db.store import Store
from timeline.edits import headline_changed, what_changed


def compare_versions(store: Store) -> int:
    """Keep the edits of what was not compared yet; returns how many versions that was.

    The result depends on the versions alone, not on the order in which they came.
    """
    store.drop_stale_comparisons()
    pairs = uncompared(store.db)
    for pair in pairs:
        store.save_edits(pair, edits_between(pair))
    return len(pairs)


def edits_between(pair: VersionPair) -> tuple[Edit, ...]:
    """What the later of two versions changed, headline first."""
    before, after = pair.earlier, pair.article
    written, language = after.dct, after.language
    return (
        *headline_changed(before.title, after.title, written=written, language=language),
        *what_changed(before.text, after.text, written=written, language=language),
    )
