"""How much a word, a name or a date in common tells, by how many mentions have it. Pure.

Rarity goes by halvings: a term that half as many mentions have is one step rarer, and what less
than one in some hundreds has is all equally rare. So a further mention changes that of next to no
term, and with it the score of next to no pair.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from db.model import Topic
from timeline.aliases import name_key
from timeline.features import Features
from timeline.words import content_words

UNSEEN = 100  # mentions imagined besides: in a young story nearly every word would be rare
UNSEEN_OWN = 50  # of them have a term of the story, if all that there are have it
HALVING = 7  # what it adds to a weight; 1 is the weight of what all mentions have
RAREST = 10  # so many halvings, and no more, count
RARE = 6  # halvings from which a term in common tells something by itself,
RARE_TIMES = 7  # as does one of so few mentions, at most
CROWDED = 7.0  # log of the mentions of a day on which to be of that day says nothing


def own_terms(topic: Topic) -> frozenset[str]:
    """The words and names by which coverage is known to be of a story."""
    phrases = [phrase.strip() for term in topic.terms for phrase in term.split("+")]
    words = (content_words(phrase) for phrase in phrases)
    return frozenset(map(name_key, phrases)).union(*words)


def outgrows(before: int, after: int) -> bool:
    """Whether so many mentions less or more change what every term weighs."""
    return (before + UNSEEN).bit_length() != (after + UNSEEN).bit_length()


class Rarity:
    """Of `total` mentions; the others are by term, how many have it, and 0 for any else. `own` are
    the story's terms, which some of the mentions that are imagined have too."""

    def __init__(
        self,
        total: int,
        words: Mapping[str, int],
        names: Mapping[str, int],
        dates: Mapping[str, int],
        own: frozenset[str] = frozenset(),
    ) -> None:
        self._total = total
        self._own = own
        self.words = words
        self.names = names
        self.dates = dates
        self._everything = (total + UNSEEN).bit_length()
        self._squares = _Squares(self.word)

    @classmethod
    def among(cls, all_features: Iterable[Features], own: frozenset[str]) -> Rarity:
        total, words, names, dates = 0, Counter[str](), Counter[str](), Counter[str]()
        for one in all_features:
            total += 1
            words.update(one.words)
            names.update(one.names)
            dates[one.when.date] += 1
        return cls(total, words, names, dates, own)

    def word(self, word: str) -> int:
        """A weight; it changes whenever anything does that is said of the word here."""
        return 1 + HALVING * self._halvings(self._times(word, self.words))

    def name(self, name: str) -> float:
        """In nats; it changes whenever anything does that is said of the name here."""
        return (1 / HALVING + self._halvings(self._times(name, self.names))) * math.log(2)

    def crowd(self, date: str) -> int:
        """How often the mentions of a date doubled; 0 for the first."""
        return max(0, self.dates[date].bit_length() - 1)

    def quiet(self, date: str) -> float:
        """1 for a date of one mention, 0 for one that is told of all the time."""
        return max(0.0, 1.0 - self.crowd(date) * math.log(2) / CROWDED)

    def is_rare_word(self, word: str) -> bool:
        """Whether it stands in so few mentions that sharing it tells something."""
        return self._is_rare(self._times(word, self.words))

    def is_rare_name(self, name: str) -> bool:
        return self._is_rare(self._times(name, self.names))

    def words_alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The cosine of two sets of words, 0..1."""
        if not (shared := one & other):
            return 0.0
        squares = self._squares
        return squares.sum_once(shared) / math.sqrt(squares.sum_of(one) * squares.sum_of(other))

    def bags_alike(self, one: Mapping[str, int], other: Mapping[str, int]) -> float:
        """The cosine of two bags of words: by word, how often it is there."""
        few, many = sorted((one, other), key=len)
        shared = sum(few[w] * many[w] * self._squares[w] for w in few if w in many)
        return shared / math.sqrt(self._square(one) * self._square(other)) if shared else 0.0

    def _square(self, bag: Mapping[str, int]) -> int:
        return sum(times * times * self._squares[word] for word, times in bag.items())

    def _times(self, term: str, counts: Mapping[str, int]) -> int:
        """How many mentions have it; with those that are imagined, if it is the story's own."""
        seen = counts[term]
        return seen + UNSEEN_OWN * seen // self._total if seen and term in self._own else seen

    def _halvings(self, mentions: int) -> int:
        return min(RAREST, self._everything - mentions.bit_length())

    def _is_rare(self, mentions: int) -> bool:
        return self._halvings(mentions) >= RARE or mentions <= RARE_TIMES


class _Squares(dict[str, int]):
    """Squared weights by word, found when first asked for; and of whole sets of words.

    Of whole numbers: the order of sums, which differs between processes, does not matter.
    """

    def __init__(self, weight_of: Callable[[str], int]) -> None:
        self._weight_of = weight_of
        self._sums: dict[frozenset[str], int] = {}

    def __missing__(self, term: str) -> int:
        self[term] = square = self._weight_of(term) ** 2
        return square

    def sum_of(self, terms: frozenset[str]) -> int:
        if terms not in self._sums:
            self._sums[terms] = self.sum_once(terms)
        return self._sums[terms]

    def sum_once(self, terms: frozenset[str]) -> int:
        return sum(map(self.__getitem__, terms))
