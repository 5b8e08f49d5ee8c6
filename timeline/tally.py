"""How many mentions have each word, name and date, as some go and others come. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from db.pools import TermKind
from timeline.cells import Place
from timeline.rarity import Rarity

KeptCounts = Callable[[TermKind, Collection[str]], Mapping[str, int]]
Terms = Mapping[TermKind, Counter[str]]  # how many mentions more have each


class Counts(dict[str, int]):
    """How many mentions have a term: what was kept, and what came since. Each is looked up when
    first asked for; `load` looks many up in one go, as one question is dearer than its answer."""

    def __init__(
        self, kind: TermKind, kept: KeptCounts, since: Mapping[str, int] | None = None
    ) -> None:
        self._kind: TermKind = kind
        self._kept = kept
        self._since = {} if since is None else since

    def __missing__(self, term: str) -> int:
        self.load((term,))
        return self[term]

    def load(self, terms: Iterable[str]) -> None:
        missing = [term for term in terms if term not in self]
        if missing:
            kept = self._kept(self._kind, missing)
            for term in missing:
                self[term] = kept.get(term, 0) + self._since.get(term, 0)


class Tally:
    """`terms` is what came, less what went, since the last build."""

    def __init__(self, kept: KeptCounts, total: int, own: frozenset[str]) -> None:
        self.terms: Terms = {"word": Counter(), "name": Counter(), "date": Counter()}
        self.total = total
        self._own = own
        self._before = {kind: Counts(kind, kept) for kind in self.terms}
        self._now = {kind: Counts(kind, kept, since) for kind, since in self.terms.items()}
        self.before = self._rarity(self._before)

    def add(self, places: Collection[Place]) -> None:
        self._count(places, 1)

    def remove(self, places: Collection[Place]) -> None:
        self._count(places, -1)

    def _count(self, places: Collection[Place], by: int) -> None:
        self.total += by * len(places)
        for one in places:
            for word in one.words:
                self.terms["word"][word] += by
            for name in one.names:
                self.terms["name"][name] += by
            self.terms["date"][one.when.date] += by

    def now(self) -> Rarity:
        """To be asked for when all have come and gone."""
        return self._rarity(self._now)

    def load(self, kind: TermKind, terms: Iterable[str]) -> None:
        """Have at hand how rare some terms are now."""
        self._now[kind].load(terms)

    def crossed(self, now: Rarity) -> dict[TermKind, set[str]]:
        """The words, names and dates that mentions had, and that tell more or less now."""
        # How rare the story's own terms are depends on all mentions.
        told: dict[TermKind, set[str]] = {
            kind: {*came, *(self._own if kind != "date" else ())}
            for kind, came in self.terms.items()
        }
        for kind, terms in told.items():
            self._before[kind].load(terms)
            self._now[kind].load(terms)
        before = self.before
        words, names, dates = before.words, before.names, before.dates
        return {
            "word": {w for w in told["word"] if words[w] and before.word(w) != now.word(w)},
            "name": {n for n in told["name"] if names[n] and before.name(n) != now.name(n)},
            "date": {d for d in told["date"] if dates[d] and before.crowd(d) != now.crowd(d)},
        }

    def _rarity(self, counts: Mapping[TermKind, Counts]) -> Rarity:
        return Rarity(self.total, counts["word"], counts["name"], counts["date"], self._own)
