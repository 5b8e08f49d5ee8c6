"""Whether a text belongs to a topic, and the words that say so. Pure.

A term is a phrase, or phrases joined by ` + ` that must all be there: anywhere in title and
summary taken together, or in one paragraph of the body. A phrase stands between word borders,
whatever its case; an acronym of up to four capitals must match case ("US" is not "us"); in
scripts written without spaces it is a substring. A phrase that is a name with aliases is also
found under each of them. An excluded phrase in title or summary vetoes the text; one in the
body vetoes only its own paragraph, so that a long newsletter may still belong for another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from db.model import Relevance, Topic

# Thai, kana, Han, Hangul: no spaces between words, or particles attached to them.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = rf"[^\W{_UNSPACED}]"
_ACRONYM = re.compile(r"[A-Z]{1,4}\Z")
_GAP = re.compile(r"[\s\-‐‑–]+")

IN_TITLE, IN_SUMMARY, IN_LEAD, IN_BODY = 1.0, 0.8, 0.6, 0.4  # weight of a term's best place
LEAD_PARAGRAPHS = 3
SHOWN_HITS = 4  # a reason is read by a person


@dataclass(frozen=True, slots=True)
class Way:
    """One way of writing a phrase; `needle` is a lower-case part of it, to look for first."""

    written: str
    needle: str
    pattern: re.Pattern[str]

    def stands_in(self, text: str, lowered: str) -> bool:
        return self.needle in lowered and self.pattern.search(text) is not None


@lru_cache(maxsize=10_000)
def way_to_write(written: str) -> Way:
    """How to find a name as it is written, between the word borders of its script."""
    parts = [re.escape(part) for part in _GAP.split(written) if part]
    body = r"[\s\-‐‑–]+".join(parts)
    before = rf"(?<!{_WORD})" if re.match(_WORD, written[0]) else ""
    after = rf"(?!{_WORD})" if re.match(_WORD, written[-1]) else ""
    if written[-1].isdigit():
        after += r"(?![.,]\d)"  # version 4 is not version 4.1
    flags = 0 if _ACRONYM.match(written) else re.IGNORECASE
    needle = max(_GAP.split(written), key=len).lower()
    return Way(written, needle, re.compile(before + body + after, flags))


@dataclass(frozen=True, slots=True)
class _Phrase:
    shown: str
    ways: tuple[Way, ...]

    def found(self, text: str, lowered: str) -> str:
        """How the text writes the phrase, for the reason; "" when it is not there."""
        for way in self.ways:
            if way.stands_in(text, lowered):
                same = way.written.lower() == self.shown.lower()
                return f"'{self.shown}'" if same else f"'{self.shown}' (as '{way.written}')"
        return ""


@dataclass(frozen=True, slots=True)
class _Term:
    phrases: tuple[_Phrase, ...]

    def found(self, text: str, lowered: str) -> str:
        hits: list[str] = []
        for phrase in self.phrases:
            hit = phrase.found(text, lowered)
            if not hit:
                return ""
            hits.append(hit)
        return " + ".join(hits)


@dataclass(frozen=True, slots=True)
class _Hit:
    weight: float
    words: str
    place: str


class TermMatcher:
    """A topic's terms, compiled once and asked often."""

    def __init__(self, topic: Topic) -> None:
        ways_of = {name.lower(): (name, *others) for name, others in sorted(topic.aliases.items())}
        self._terms = tuple(_term(term, ways_of) for term in topic.terms if term.strip())
        self._excluded = tuple(_phrase(phrase, {}) for phrase in topic.exclude if phrase.strip())

    def matches(self, sentence: str) -> bool:
        """Whether one sentence (or paragraph) has a term and no excluded phrase."""
        lowered = sentence.lower()
        if not any(term.found(sentence, lowered) for term in self._terms):
            return False
        return not self._veto(sentence, lowered)

    def may_concern(self, text: str) -> bool:
        """Whether a term stands anywhere in a raw text, markup and all: cheap, and never
        stricter than `score` on the words in it."""
        lowered = text.lower()
        return any(term.found(text, lowered) for term in self._terms)

    def score(self, title: str, summary: str, text: str) -> Relevance:
        """`score` is 0..1: the best place of each term, added up as independent evidence."""
        head = f"{title}\n{summary}"
        veto = self._veto(head, head.lower())
        if veto:
            return Relevance(relevant=False, score=0.0, reason=f"excluded: {veto} in the headline")
        hits = self._hits(title, summary, text)
        if not hits:
            return Relevance(relevant=False, score=0.0, reason="none of the topic's terms")
        missed = 1.0
        for hit in hits:
            missed *= 1.0 - 0.9 * hit.weight
        return Relevance(relevant=True, score=round(1.0 - missed, 3), reason=_reason(hits))

    def _veto(self, text: str, lowered: str) -> str:
        return next((hit for p in self._excluded if (hit := p.found(text, lowered))), "")

    def _hits(self, title: str, summary: str, text: str) -> list[_Hit]:
        # A " + " term may have one part in the title and the other in the summary.
        places = [(IN_TITLE, title, "in the title"), (IN_SUMMARY, summary, "in the summary")]
        if title and summary:
            places.append((IN_SUMMARY, f"{title}\n{summary}", "in title and summary"))
        paragraphs = [p for p in text.split("\n") if p.strip()]
        for number, paragraph in enumerate(paragraphs, 1):
            weight = IN_LEAD if number <= LEAD_PARAGRAPHS else IN_BODY
            places.append((weight, paragraph, f"in paragraph {number}"))
        return list(self._best_places(places))

    def _best_places(self, places: Sequence[tuple[float, str, str]]) -> Iterable[_Hit]:
        left = list(self._terms)
        for weight, part, place in places:
            if not left:
                return
            lowered = part.lower()
            found = [(term, words) for term in left if (words := term.found(part, lowered))]
            if not found or self._veto(part, lowered):
                continue
            for term, words in found:
                left.remove(term)
                yield _Hit(weight, words, place)


def _term(term: str, ways_of: dict[str, tuple[str, ...]]) -> _Term:
    parts = (part.strip() for part in re.split(r"\s\+\s", term))
    return _Term(tuple(_phrase(part, ways_of) for part in parts if part))


def _phrase(written: str, ways_of: dict[str, tuple[str, ...]]) -> _Phrase:
    shown = " ".join(written.split())
    ways = [shown, *(" ".join(way.split()) for way in ways_of.get(shown.lower(), ()))]
    return _Phrase(shown, tuple(way_to_write(way) for way in dict.fromkeys(ways) if way))


def _reason(hits: Sequence[_Hit]) -> str:
    by_place: dict[str, list[str]] = {}
    for hit in hits[:SHOWN_HITS]:
        by_place.setdefault(hit.place, []).append(hit.words)
    shown = "; ".join(f"{', '.join(words)} {place}" for place, words in by_place.items())
    more = len(hits) - SHOWN_HITS
    return f"{shown}; {more} more" if more > 0 else shown
