"""What kind of thing a sentence says was done, by the words for it (`timeline.action_words`).

The kind that stands first in the sentence comes first in the result.
"""

from __future__ import annotations

import re

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
_ANY_UNSPACED = re.compile(
    "|".join(
        f"(?P<{kind}>{'|'.join(' '.join(words.values()).split())})"
        for kind, words in KINDS_UNSPACED.items()
    )
)
_IN_ENGLISH = {
    written: english
    for words in KINDS_UNSPACED.values()
    for english, others in words.items()
    for written in others.split()
}
SPEAKING_OF_IT = frozenset({"statement", "test", "results", "market", "infrastructure"})


def actions(sentence: str) -> tuple[str, ...]:
    """Kinds of action in order; those that only speak of another one come last."""
    pattern = _ANY if sentence.isascii() or not _ANY_UNSPACED.search(sentence) else _ANY_UNSPACED
    kinds = dict.fromkeys(m.lastgroup for m in pattern.finditer(sentence) if m.lastgroup)
    return tuple(sorted(kinds, key=lambda kind: kind in SPEAKING_OF_IT))


def in_english(sentence: str) -> tuple[str, ...]:
    """What a Chinese, Japanese or Korean sentence says was done: `acquisition`, `bonds`; in order,
    what only speaks of it last."""
    found = {
        _IN_ENGLISH[match.group()]: match.lastgroup in SPEAKING_OF_IT
        for match in _ANY_UNSPACED.finditer(sentence)
    }
    return tuple(sorted(found, key=found.__getitem__))
