"""Agents and patients by the order of English words: around a verb, or around a noun."""

from __future__ import annotations

import re
from collections.abc import Iterable

from timeline.roles.phrases import Phrases, Tokens, as_told
from timeline.roles.words import (
    AFTER_PHRASES,
    BE,
    CURRENCIES,
    DETERMINERS,
    DONE_ALONE,
    HELPERS,
    IRREGULAR_PARTICIPLES,
    LEADING_NOUNS,
    LEADING_VERB,
    LIGHT_VERB,
    NO_NOUNS,
    NOUN,
    NOUN_OR_VERB,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    TIME,
    TO_WHAT,
    is_adverb,
    is_name,
    is_owner,
    is_word,
)

OWNED = 3  # words between an owner or article and its noun
OWNER = 5  # words back to the owner of what a noun says
GOVERNED = 7  # words back to the verb that a noun is the object of
BY_WHOM = 12  # words ahead to the agent of a passive
_CAMEL = re.compile(r"[a-z][A-Z]")
_OWNERS = frozenset({"its", "their", "his", "her"})
_PARTICLES = frozenset({"off", "out", "up", "down", "back", "not"})
_HOW = frozenset("hard fast positive negative high low short free home early late forces".split())
_ABOUT = frozenset({"about", "around", "over", "nearly"})


class EnglishClause:
    """A clause, and the words in it that tell what is done, at `span`."""

    def __init__(self, clause: str, span: tuple[int, int]) -> None:
        self._tokens = Tokens(clause)
        self._first, self._after = self._tokens.covering(span)
        self._word = self._at(self._first)

    def roles(self) -> tuple[Phrases, Phrases]:
        """Agents and patients."""
        if self._is_in_compound():
            return (), ()
        if self._is_noun():
            return self._around_noun()
        begin, passive = self._verb_begins(self._first)
        subject = self._subject(begin)
        return (self._by_whom(), subject) if passive else (subject, self._object(self._after))

    def _at(self, place: int) -> str:
        return self._tokens.at(place)

    # ------------------------------------------------------------ verb or noun

    def _is_in_compound(self) -> bool:
        """`cease-fire`, `LaunchPad`."""
        word = self._tokens.words[self._first]
        return self._after - self._first == 1 and bool("-" in word or _CAMEL.search(word))

    def _is_noun(self) -> bool:
        word, before, after = self._word, self._at(self._first - 1), self._at(self._after)
        noun, either = NOUN.fullmatch(word), NOUN_OR_VERB.fullmatch(word)
        if not (noun or either or word.endswith("ing") or before in PREPOSITIONS):
            return False
        if self._after - self._first > 1 and not NOUN.fullmatch(self._at(self._after - 1)):
            return False  # lays off, set up
        if before in HELPERS - {"about"} | PRONOUNS:
            return noun is not None and before in BE
        if noun and not self._takes_object():
            return True
        if word.endswith("ed") or word in IRREGULAR_PARTICIPLES - {"cut", "set", "hit"}:
            return False
        if after == "of" or self._is_owned():
            return True
        if word.endswith("ing"):
            return before in DETERMINERS
        if not word.endswith("s") and self._follows_one_name():
            return True
        ends = after in NO_NOUNS or not (is_word(after) or after == '"')
        return ends and not (word.endswith("s") and is_name(self._tokens.written(self._first - 1)))

    def _follows_one_name(self) -> bool:
        """`Tern launch date`; not `Tern and Gale launch Orbit`."""
        before = self._tokens.written(self._first - 1)
        joined = "and" in self._tokens.lower[max(0, self._first - 4) : self._first]
        return is_name(before) and not before.endswith("s") and not joined

    def _takes_object(self) -> bool:
        """`Tern strikes the port`, `Tern Forecasts $3B`."""
        after = self._tokens.written(self._after)
        if after in DETERMINERS:
            return True
        named = is_name(self._tokens.written(self._first - 1)) and not self._word.endswith("ion")
        return named and (is_name(after) or after[:1] in tuple(CURRENCIES))

    def _is_owned(self) -> bool:
        """Whether an article or owner stands a few words before, in the same phrase."""
        for place in self._back(OWNED):
            word = self._at(place)
            if word in DETERMINERS or is_owner(word):
                next_to = place == self._first - 1
                if not next_to and is_name(self._tokens.words[place + 1]):
                    return False  # Tern's Ada Park reports
                return next_to or self._phrase_ends(self._after)
            if not is_word(word) or word in NO_NOUNS:
                return False
        return False

    def _phrase_ends(self, place: int) -> bool:
        word = self._at(place)
        ends = word in AFTER_PHRASES or word == "of" or not is_word(word)
        return ends or (word.endswith("ing") and word.islower())

    def _back(self, words: int) -> Iterable[int]:
        """The places before the predicate, the nearest first."""
        return range(self._first - 1, max(-1, self._first - 1 - words), -1)

    # ------------------------------------------------------------ around a verb

    def _verb_begins(self, verb: int) -> tuple[int, bool]:
        """The first word of a verb with its helpers, and whether it is passive."""
        place, passive, word = verb, False, self._at(verb)
        participle = word.endswith(("ed", "en", "wn")) or word in IRREGULAR_PARTICIPLES
        direct = True  # no other verb between
        while place > 0:
            before = self._at(place - 1)
            if before in HELPERS or is_adverb(before):
                passive = passive or (direct and participle and before in BE)
            elif LEADING_VERB.fullmatch(before) and self._at(place) in ("to", word):
                direct = False
            elif before in LEADING_NOUNS and self._at(place) == "to":
                direct = False
                place -= self._at(place - 2) in ("in", "a", "its", "their")
            else:
                break
            place -= 1
        bare = place == verb and participle and self._at(verb + 1) == "by"  # a firm bought by Tern
        return place, passive or bare

    def _subject(self, verb: int) -> Phrases:
        before, end = self._at(verb - 1), verb
        if before in ("and", "but", "or"):
            return self._subject_of_first_verb(verb - 1)
        if before == ",":
            opening = self._tokens.comma_before(verb - 1)
            if opening is None:
                return ()
            end = opening
        elif before in ("who", "which", "that"):
            end -= 1
            while end > 0 and not is_word(self._at(end - 1)):
                end -= 1
        return as_told(self._tokens.phrase_before(end))

    def _subject_of_first_verb(self, end: int) -> Phrases:
        """Of `Tern bought Gale and cut jobs`: of the verb before `and`."""
        start = end
        while start > 0 and self._at(start - 1) not in (".", ":", ";", "that"):
            start -= 1
        for place in range(start + 1, end):
            word = self._at(place)
            takes_object = word.endswith("s") and self._at(place + 1) in DETERMINERS
            if takes_object or word in HELPERS | SAYING or word.endswith("ed"):
                return self._subject(place)
        return ()

    def _object(self, start: int) -> Phrases:
        start = self._past_about(start)
        while self._at(start) in _PARTICLES or is_adverb(self._at(start)):
            start = self._past_about(start + 1)
        if self._at(start) in PREPOSITIONS:
            return self._object(start + 1) if self._at(start) == self._to_what() else ()
        phrase = self._tokens.phrase_after(start)
        if not phrase or phrase[0] == "and" or (phrase[0].islower() and phrase[0].endswith("ing")):
            return ()  # stop pushing
        if len(phrase) == 1 and phrase[0] in _HOW:
            return ()  # fought hard
        return as_told(phrase)

    def _past_about(self, start: int) -> int:
        """`about a million people`, `up to 149 people`: behind the words for how exact it is."""
        place = start
        if (self._at(start), self._at(start + 1)) in (("at", "least"), ("up", "to")):
            place += 2
        elif self._at(start) in _ABOUT:
            place += 1
        counted = self._at(place)[:1]
        return place if counted.isdigit() or counted in (*CURRENCIES, "a") else start

    def _to_what(self) -> str:
        return next((to for stem, to in TO_WHAT.items() if self._word.startswith(stem)), "")

    def _by_whom(self) -> Phrases:
        for place in range(self._after, self._after + BY_WHOM):
            if self._at(place) in (".", ";", ":"):
                break
            if self._at(place) == "by":
                return self._told_after(place, {"by"})
        return ()

    # ------------------------------------------------------------ around a noun

    def _around_noun(self) -> tuple[Phrases, Phrases]:
        if DONE_ALONE.fullmatch(self._word):
            return self._told_after(self._after, {"of"}), ()
        if not (self._phrase_ends(self._after) or TIME.fullmatch(self._at(self._after))):
            return (), ()  # launch materials: which ones they are
        patients = self._told_after(self._after, {"of", self._to_what()})
        agents = self._told_after(self._after, {"by", "between"})
        return agents or self._owner() or self._subject_of_governor(), patients

    def _told_after(self, place: int, prepositions: set[str]) -> Phrases:
        if self._at(place) in prepositions - {""} and not TIME.fullmatch(self._at(place + 1)):
            return as_told(self._tokens.phrase_after(place + 1))
        return ()

    def _owner(self) -> Phrases:
        for place in self._back(OWNER):
            word = self._at(place)
            if word in _OWNERS:
                return (self._tokens.words[place],)
            if is_owner(word):
                return as_told([*self._tokens.name_before(place), self._tokens.words[place]])
            if not is_word(word) or word in NO_NOUNS:
                break
        return as_told(self._tokens.name_before(self._first))

    def _subject_of_governor(self) -> Phrases:
        """`Tern announced layoffs`."""
        for place in self._back(GOVERNED):
            word = self._at(place)
            if LIGHT_VERB.match(word):
                return self._subject(self._verb_begins(place)[0])
            if not is_word(word) or word in NO_NOUNS | SAYING:
                break
            if word.endswith("ed") or word in IRREGULAR_PARTICIPLES:
                break
        return ()
