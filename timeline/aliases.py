"""Which names are other ways to write one.

An article says so itself: `Jane Doe` and then `Doe`, `Tern Research Group (TRG)` either way round,
`Ada Park（朴雅达）`. Spelling, legal forms and what kind of firm it is tell no two names apart when
mentions are compared (`name_key`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from timeline import entities

_FORMS = frozenset(
    """inc incorporated corp corporation co company ltd limited llc plc ag sa se nv gmbh spa ab oy
    group holding holdings platforms technologies ai""".split()
)
_SEPARATORS = re.compile(r"[\s.\-–&'’,]+")
BEFORE_BRACKET = 120  # characters in which the name that a bracket explains must stand
_SMALL_WORDS = frozenset("of and for the in on to de la du & a".split())
_BRACKETED = re.compile(r"\s?[(（]\s?[\"“]?([^()（）\n]{2,60}?)[\"”]?\s?[)）]")
_LAST_NAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]+(?:[-'’][^\W\d_]+)?")
_COMMON_WORD = re.compile(r"(?<![\w@#/])[a-z][a-z]+(?![\w/@])")
_CJK_NAME = re.compile(r"[\u4e00-\u9fff·・]{2,8}|[ァ-ヺー・]{3,20}|[가-힣]{2,5}")


def name_key(name: str) -> str:
    """`Tern Labs, Inc.`, `TERN LABS` and `Tern-Labs` are `tern labs`; `Tern AI` is `tern`."""
    words = [word for word in _SEPARATORS.split(name.casefold()) if word]
    while len(words) > 1 and words[-1] in _FORMS:
        words.pop()
    return " ".join(words) or name.casefold()


def article_aliases(texts: Sequence[str], names: Iterable[str]) -> dict[str, str]:
    """What an article writes in place of its own longer names. `names` are those found in it."""
    aliases = _surnames(list(dict.fromkeys(names)), texts)
    for text in texts:
        aliases |= dict(_explained(text))
    return {short: full for short, full in aliases.items() if short != full}


def _surnames(names: Sequence[str], texts: Iterable[str]) -> dict[str, str]:
    """Last part -> full name, for names of two or three parts whose last part is no one else's.

    People's names: the article writes no part of them as a common word (`Top Talent`) and calls
    nothing else by the last one (`Larger Orbit` beside `Orbit Pro`).
    """
    inside = {word for name in names for word in name.split()[:-1]}
    bearers: dict[str, list[str]] = defaultdict(list)
    for name in names:
        words = name.split()
        if len(words) in (2, 3) and all(_LAST_NAME.fullmatch(word) for word in words):
            bearers[words[-1]].append(name)
    people = {
        last: full
        for last, (full, *rest) in bearers.items()
        if last in names and not rest and last not in inside
        if not any(word.isupper() for word in full.split())
    }
    if not people:
        return {}  # and the texts need not be read
    common = frozenset(word for text in texts for word in _COMMON_WORD.findall(text))
    return {
        last: full
        for last, full in people.items()
        if common.isdisjoint(word.lower() for word in full.split())
    }


def _explained(text: str) -> Iterable[tuple[str, str]]:
    """(short form, name) where brackets explain one by the other."""
    for bracket in _BRACKETED.finditer(text):
        inside = bracket[1].strip()
        before = text[max(0, bracket.start() - BEFORE_BRACKET) : bracket.start()]
        words = re.findall(r"\S+", before)
        if re.fullmatch(r"[A-Z][A-Za-z]{1,6}", inside):
            if full := _spelled_out(inside, words):
                yield inside, full
        elif short := re.search(r"\b[A-Z]{2,7}$", before):
            if _spelled_out(short.group(), inside.split()) == inside:
                yield short.group(), inside
        elif _CJK_NAME.fullmatch(inside):
            latin = entities.names(re.split(r"[,.;:，。；：、]", before)[-1])
            if latin and before.rstrip().endswith(latin[-1]):
                yield inside, latin[-1]


def _spelled_out(short: str, words: Sequence[str]) -> str:
    """The end of `words` whose initials are the capitals of `short`; "" when there is none."""
    letters = [letter for letter in short if letter.isupper()]
    at, left = len(words), list(letters)
    while at and left:
        at -= 1
        word = words[at].lstrip("\"“'(")
        if word[:1].upper() == left[-1] and word[:1].isupper():
            left.pop()
        elif word.lower() not in _SMALL_WORDS:
            return ""
    return " ".join(words[at:]) if not left and len(letters) > 1 else ""
