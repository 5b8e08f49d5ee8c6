"""Near-duplicate articles: syndicated and lightly rewritten copies, each with its original.

A copy shares most of its word triples with an earlier article. Candidates come from MinHash
signatures (the datasketch library), set wide; the decision is exact: the share of the shorter
text's triples that the other has too. Articles of which only the headline is known are copies
when they carry the same headline within three days.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from datasketch import MinHash, MinHashLSH

from db.model import Article, StoredArticle

PERMUTATIONS = 64
CANDIDATE_JACCARD = 0.3
CONTAINED = 0.6  # of the shorter text's triples: above it, a copy
MIN_TRIPLES = 30  # a shorter text is compared by its headline only
MIN_HEADLINE_WORDS = 5
HEADLINE_DAYS = 3
_WORD = re.compile(r"\w+")
_UNDATED = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """`similarity` is the share of the shorter text found in the original, 0..1."""

    original_id: str
    similarity: float


def near_duplicates(articles: Sequence[StoredArticle]) -> dict[str, Copy]:
    """Article id of each copy -> its original. Pure, whatever the order of `articles`.

    The original is the earliest published one; it is never itself a copy.
    """
    ordered = sorted(articles, key=_age)
    triples = {a.article_id: _triples(a.article.text) for a in ordered}
    of_text = _text_copies(ordered, triples)
    of_headline = {
        key: of_text.get(copy.original_id, copy)
        for key, copy in _headline_copies(ordered, triples).items()
    }
    return of_headline | of_text


def _age(stored: StoredArticle) -> tuple[datetime, str]:
    return (stored.article.published_at or _UNDATED, stored.article_id)


def _triples(text: str) -> frozenset[str]:
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[i : i + 3]) for i in range(len(words) - 2))


def _text_copies(
    ordered: Sequence[StoredArticle], triples: dict[str, frozenset[str]]
) -> dict[str, Copy]:
    index = MinHashLSH(threshold=CANDIDATE_JACCARD, num_perm=PERMUTATIONS)
    copies: dict[str, Copy] = {}
    for stored in ordered:
        key = stored.article_id
        if len(triples[key]) < MIN_TRIPLES:
            continue
        signature = MinHash(num_perm=PERMUTATIONS)
        signature.update_batch([triple.encode() for triple in sorted(triples[key])])
        best = max(
            ((_contained(triples[key], triples[other]), other) for other in index.query(signature)),
            default=(0.0, ""),
        )
        if best[0] >= CONTAINED:
            copies[key] = Copy(original_id=best[1], similarity=round(best[0], 3))
        else:
            index.insert(key, signature)  # only originals are compared with
    return copies


def _contained(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other))


def _headline_copies(
    ordered: Sequence[StoredArticle], triples: dict[str, frozenset[str]]
) -> dict[str, Copy]:
    originals: dict[str, list[StoredArticle]] = defaultdict(list)
    copies: dict[str, Copy] = {}
    for stored in ordered:
        words = _WORD.findall(stored.article.title.lower())
        if len(words) < MIN_HEADLINE_WORDS:
            continue
        same = originals[" ".join(words)]
        bodiless = len(triples[stored.article_id]) < MIN_TRIPLES
        original = next((o for o in same if _days_apart(o.article, stored.article)), None)
        if bodiless and original is not None:
            copies[stored.article_id] = Copy(original_id=original.article_id, similarity=1.0)
        else:
            same.append(stored)
    return copies


def _days_apart(one: Article, other: Article) -> bool:
    if one.dct is None or other.dct is None:
        return False
    return abs((one.dct - other.dct).days) <= HEADLINE_DAYS
