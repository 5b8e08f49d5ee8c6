"""What kind of thing a sentence says was done, by the words for it (`timeline.action_words`).

The kind that stands first in the sentence comes first in the result.
"""

from __future__ import annotations

import re
from functools import lru_cache

from timeline.action_words import KINDS, KINDS_UNSPACED, OTHERWISE


def _pattern(word: str) -> str:
    text = word.replace("_", r"[\s-]")
    return text.replace("*", r"\w*")


_ANY = re.compile(
    rf"\b(?:{'|'.join(_pattern(phrase) for phrase in OTHERWISE.split())}|"
    + "|".join(
        f"(?P<{kind}>{'|'.join(_pattern(word) for word in words.split())})"
        for kind, words in KINDS.items()
    )
    + r")\b",
    re.I,
)
_UNSPACED = {  # as written: (kind, in English)
    written: (kind, english)
    for kind, words in KINDS_UNSPACED.items()
    for english, others in words.items()
    for written in others.split()
}
# The longest first: no word is hidden by a shorter one at its beginning.
_ANY_UNSPACED = re.compile("|".join(sorted(_UNSPACED, key=lambda word: (-len(word), word))))
SPEAKING_OF_IT = frozenset({"statement", "test", "results", "market", "infrastructure"})


def actions(sentence: str) -> tuple[str, ...]:
    """Kinds of action in order; those that only speak of another one come last."""
    return tuple(dict.fromkeys(kind for kind, _ in _by_weight(sentence)))


def predicate(sentence: str) -> tuple[int, int] | None:
    """The span of the first word for the first of `actions`; None where there is none."""
    return next((span for _, span in _by_weight(sentence)), None)


@lru_cache(maxsize=10_000)  # a clause is asked about by many
def _by_weight(sentence: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """Kind and span of each word for an action, in order; of those that only speak of it last."""
    found = [
        (_UNSPACED[match.group()][0], match.span())
        for match in (() if sentence.isascii() else _ANY_UNSPACED.finditer(sentence))
    ] or [(match.lastgroup, match.span()) for match in _ANY.finditer(sentence) if match.lastgroup]
    return tuple(sorted(found, key=lambda one: one[0] in SPEAKING_OF_IT))


def in_english(sentence: str) -> tuple[str, ...]:
    """What a Chinese, Japanese or Korean sentence says was done: `acquisition`, `bonds`; in order,
    what only speaks of it last."""
    words = (sentence[slice(*span)] for _, span in _by_weight(sentence))
    return tuple(dict.fromkeys(_UNSPACED[word][1] for word in words if word in _UNSPACED))
