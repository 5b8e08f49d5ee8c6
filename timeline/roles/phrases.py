"""Noun phrases before and after a place in an English sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from timeline.roles.words import (
    AFTER_PHRASES,
    CLAUSE_WORDS,
    CURRENCIES,
    DETERMINERS,
    HELPERS,
    NUMBERS_FOLLOW,
    PREPOSITIONS,
    PRONOUNS,
    QUOTES,
    SAYING,
    TIME,
    is_adverb,
    is_name,
    is_word,
)

Phrases = tuple[str, ...]
MOST_WORDS = 12
APPOSITION = 14  # words between two commas that say who somebody is
_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[$€£¥]?\w(?:[\w&.,%’'/+‑-]*[\w%+])?(?:['’](?!\w))?|[^\w\s]")
_JOINING = frozenset({"and", "but", "or"})
_UNTOLD = HELPERS | {"a", "an", "the"}
_WITHIN = QUOTES + "&-/"  # a phrase goes on behind them


class Tokens:
    """The words and marks of a clause; `lower` in lower case, but acronyms: WHO is no pronoun."""

    def __init__(self, clause: str) -> None:
        found = list(_TOKEN.finditer(clause))
        self.words = [token.group() for token in found]
        self.lower = [word if word.isupper() else word.lower() for word in self.words]
        self._starts = [token.start() for token in found]
        self._ends = [token.end() for token in found]

    def at(self, place: int) -> str:
        """In lower case; "" beyond the clause."""
        return self.lower[place] if 0 <= place < len(self.lower) else ""

    def written(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else ""

    def covering(self, span: tuple[int, int]) -> tuple[int, int]:
        """The first token in a span of the clause, and the first after it."""
        first = next(i for i, end in enumerate(self._ends) if end > span[0])
        after = next((i for i, s in enumerate(self._starts) if s >= span[1]), len(self.words))
        return first, after

    # ------------------------------------------------------------ before

    def phrase_before(self, end: int) -> list[str]:
        """The noun phrase that ends there, without what follows its head; or a name instead."""
        start = end
        while start > 0 and not self._is_border(start - 1, end):
            start -= 1
        for place in range(start + 1, end):
            if self.at(place) in DETERMINERS and self.at(place - 1) != "of":
                start = place  # `prompting the government to`
        phrase = self._head(start, end)
        return phrase if _is_noun_phrase(phrase) else self.name_before(end, start)

    def name_before(self, end: int, least: int = 0) -> list[str]:
        """The name that stands next to a place: `at the fair in April Tern`."""
        begin = end
        while begin > least and is_name(self.words[begin - 1]):
            begin -= 1
        while begin < end and TIME.fullmatch(self.words[begin]):
            begin += 1
        counts = begin > 0 and self.words[begin - 1][-1].isdigit()  # `$21 Billion Deal`
        return [] if counts else self.words[begin:end]

    def comma_before(self, place: int) -> int | None:
        """Where an apposition begins that ends at a place."""
        for at in range(place - 1, max(-1, place - APPOSITION - 1), -1):
            if self.at(at) == ",":
                return at
            if self.at(at) in (".", ":", ";"):
                return None
        return None

    def _is_border(self, place: int, end: int) -> bool:
        """Whether a noun phrase that ends at `end` cannot reach back over a place."""
        word, before = self.at(place), self.at(place - 1)
        if word[0].isdigit() and before.islower():
            # A headline without a dot: `cases of bird flu 26 people died`.
            return before not in NUMBERS_FOLLOW
        if word == ",":
            listed = "and" in self.lower[place:end] and any(
                map(str.isupper, self.written(place - 1))
            )
            following = self.words[place + 1]
            return not (listed and (following == "and" or not following.islower()))
        return word in CLAUSE_WORDS | SAYING or not (is_word(word) or word in "&'’-/")

    def _head(self, start: int, end: int) -> list[str]:
        while start < end and (
            TIME.fullmatch(self.at(start))
            or is_adverb(self.at(start))
            or self.at(start) in _JOINING
        ):
            start += 1
        if start < end and self.at(start) in PREPOSITIONS:
            return self.name_before(end, start + 1)
        further = (at for at in range(start + 1, end) if self.at(at) in PREPOSITIONS)
        return self.words[start : next(further, end)]

    # ------------------------------------------------------------ after

    def phrase_after(self, start: int) -> list[str]:
        """The noun phrase that begins there."""
        end = start
        while end < len(self.words) and end - start < MOST_WORDS and not self._ends_at(end, start):
            end += 1
        return self.words[start:end]

    def _ends_at(self, place: int, start: int) -> bool:
        word = self.at(place)
        if word == ",":
            return not self._names_go_on(place)
        if word == "and" and self.at(place + 1).endswith("ing"):
            return True
        if place > start and is_name(self.words[place]) and word in DETERMINERS:
            return True  # a headline ends without a dot
        if word in AFTER_PHRASES or TIME.fullmatch(word):
            return True
        if place > start and self.words[place].islower() and self._is_verb(place):
            return True
        return not (is_word(word) or word in _WITHIN)

    def _is_verb(self, place: int) -> bool:
        """`Tern exploded`, `a deal allowing the firm`; not `armed forces`, `a drilling rig`."""
        word, following = self.at(place), self.written(place + 1)
        if word.endswith("ing"):
            return is_name(following) or following in DETERMINERS
        return word.endswith("ed") and self.at(place - 1) not in DETERMINERS

    def _names_go_on(self, comma: int) -> bool:
        """`Tern, Gale and Orbit`."""
        ahead = self.lower[comma : comma + 5]
        if "and" not in ahead or not is_name(self.words[comma - 1]):
            return False
        listed = self.words[comma + 1 : comma + ahead.index("and")]
        return all(is_name(word) for word in listed if word != ",")


def as_told(words: Sequence[str]) -> Phrases:
    """The phrases of a list, each without its article: `the army and the police` are two."""
    return tuple(filter(None, map(_bare, _parted(words))))


def _parted(words: Sequence[str]) -> Iterator[list[str]]:
    """`Ada Park, Bo Lind and Cy Dahl` are three; `oil and gas output` is one."""
    part: list[str] = []
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word == "," or (word == "and" and _begins_another(following)):
            yield part
            part = []
        else:
            part.append(word)
    yield part


def _begins_another(word: str) -> bool:
    return is_name(word) or word[:1] in CURRENCIES or word[:1].isdigit() or word in DETERMINERS


def _is_noun_phrase(words: Sequence[str]) -> bool:
    """Whether no word of it is a verb, as far as endings tell."""
    if len(words) > 1 and words[0].lower() in PRONOUNS:
        return False
    return not any(
        after in HELPERS | PRONOUNS
        or (after in DETERMINERS and before != "of")
        or (after.endswith("ed") and after.islower() and before not in DETERMINERS)
        for before, after in pairwise(words)
    )


def _bare(words: list[str]) -> str:
    while words and (words[0].lower() in _UNTOLD or words[0] in _WITHIN):
        words = words[1:]
    while words and words[-1] in _WITHIN:
        words = words[:-1]
    return re.sub(r"['’]s?$", "", " ".join(words[:MOST_WORDS]))
