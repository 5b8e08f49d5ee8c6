"""What the last build left in the database, as the next one asks for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlite_utils import Database

from db import chronology, reader
from db.model import Article, Event
from db.pools import PoolRows, TermKind
from timeline.cells import Cell
from timeline.conflicts.passages import Passages
from timeline.conflicts.passages import read as read_passages
from timeline.features import Features
from timeline.kept import Place, Ties
from timeline.when import When, read


class StoredStory:
    """A `timeline.kept.KeptStory` over the rows of a pool."""

    def __init__(
        self,
        db: Database,
        pool: PoolRows,
        originals: Mapping[str, str | None],
        passages: Mapping[str, Passages],
    ) -> None:
        """`originals` and `passages` are those of articles that have others now than are
        stored."""
        self._db = db
        self._pool = pool
        self._originals = originals
        self._passages = passages

    @property
    def total(self) -> int:
        return self._pool.mentions

    def counts(self, kind: TermKind, terms: Collection[str]) -> Mapping[str, int]:
        return self._pool.counts(kind, terms)

    def having(self, terms: Mapping[TermKind, Collection[str]]) -> Collection[int]:
        return self._pool.having(terms)

    def members(self, of_cells: Collection[Cell]) -> Mapping[Cell, Sequence[int]]:
        return self._pool.members(of_cells)

    def places(self, mentions: Collection[int]) -> Mapping[int, Place]:
        return {
            one: Place(words=words, names=names, when=read(dating))
            for one, words, names, dating in self._pool.places(mentions)
        }

    def features(self, mentions: Collection[int]) -> Mapping[int, Features]:
        found = reader.mentions_by_number(self._db, self._pool.topic, mentions)
        return {
            one: Features(
                mention=found[one],
                when=read(told.dating),
                words=told.words,
                names=told.names,
                words_told=told.words | told.words_beside,
                names_told=told.names | told.names_beside,
                actions_told=told.actions_beside.union(found[one].actions),
                of_market=told.of_market,
            )
            for one, told in self._pool.told(mentions)
            if one in found
        }

    def datings(self, mentions: Collection[int]) -> Mapping[int, When]:
        return {one: read(dating) for one, dating in self._pool.datings(mentions)}

    def ties(self, mentions: Collection[int]) -> Mapping[int, Ties]:
        return {
            one: Ties(group=group, dating=read(dating), near=near)
            for one, group, dating, near in self._pool.ties(mentions)
        }

    def groups_of(self, mentions: Collection[int]) -> Mapping[int, int]:
        return dict(self._pool.groups_of(mentions))

    def groups(self, groups: Collection[int]) -> Mapping[int, Sequence[int]]:
        return self._pool.groups(groups)

    def mentions_of(self, articles: Collection[str]) -> Collection[int]:
        return self._pool.mentions_of(articles)

    def articles(self, articles: Collection[str]) -> Mapping[str, Article]:
        found = reader.articles(self._db, self._pool.topic, among=articles)
        return {stored.article_id: stored.article for stored in found}

    def passages(self, articles: Collection[str]) -> Mapping[str, Passages]:
        stored = self._pool.passages(articles)
        kept = {article: read_passages(one) for article, one in stored.items()}
        return {**kept, **self._passages}

    def originals(self, articles: Collection[str]) -> Mapping[str, str]:
        known = reader.originals_of(self._db, self._pool.topic, articles)
        now = known | {a: self._originals[a] for a in articles if a in self._originals}
        return {article: original for article, original in now.items() if original is not None}

    def homes(self, mentions: Collection[int]) -> Mapping[int, str]:
        groups = self.groups_of(mentions)
        events = self._pool.events_of(set(groups.values()))
        return {one: events[group] for one, group in groups.items() if group in events}

    def events(self, groups: Collection[int]) -> Mapping[int, Event]:
        event_ids = self._pool.events_of(groups)
        found = chronology.whole_events(self._db, self._pool.topic, event_ids.values())
        return {group: found[event_id] for group, event_id in event_ids.items()}
