"""Words of a text as features: lower case, stemmed, without function words."""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*", re.UNICODE)
_CJK = re.compile(r"[぀-ヿ㐀-鿿가-힯]+")
_FUNCTION_WORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before
    being below between both but by can could did do does doing down during each few for from
    further had has have having he her here hers him his how i if in into is it its itself just
    may me might more most must my new no nor not now of off on once one only or other our out
    over own per said same say says she should so some such than that the their them then there
    these they this those through to told too under until up upon us very was we were what when
    where which while who whom why will with would you your yesterday today tomorrow monday
    tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december week month year day ago last next""".split()
)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """`released` and `releases` -> `releas`; possessives go."""
    return str(_STEMMER.stemWord(word.lower().removesuffix("'s").removesuffix("’s")))


@lru_cache(maxsize=50_000)
def content_words(text: str) -> frozenset[str]:
    """The stemmed content words; runs of Chinese, Japanese or Korean as character pairs."""
    found: set[str] = set()
    for match in _CJK.finditer(text):
        run = match.group()
        found.update(run[i : i + 2] for i in range(max(1, len(run) - 1)))
    for match in _WORD.finditer(_CJK.sub(" ", text)):
        word = match.group()
        if word.lower() not in _FUNCTION_WORDS:
            found.add(stem(word))
    return frozenset(found)


def mostly_cjk(text: str) -> bool:
    """Whether half of what a text says is Chinese, Japanese or Korean, a sign of which says about
    as much as three letters; one word of it is not."""
    letters = sum(len(run) for run in _CJK.findall(text))
    return 4 * letters >= sum(not c.isspace() for c in text) > 0
