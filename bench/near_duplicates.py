"""How well copies are told from other articles on the same event.

    python bench/near_duplicates.py PATH... [--seed N] [--bases N] [--hide-originals]
                                            [--same-time] [--only-ours] [--speed]

PATH is a `.jsonl` or `.jsonl.gz` file with `text` and `published`, or a folder of them. Copies
are made from a seed: the same at every run. The methods that stand beside ours need datasketch
and scipy; `--only-ours` does without. docs/near-duplicates.md says how the figures are counted.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.made_copies import (
    ORIGINAL,
    Document,
    as_document,
    at_one_time,
    documents,
    plain_words,
    read,
    unlike,
)
from timeline.similarity import near_duplicates

NEVER = datetime(9999, 1, 1, tzinfo=UTC)

# ---------------------------------------------------------------- methods: id -> id of the group

Method = Callable[[Sequence[Document]], dict[str, str]]


def ours(made: Sequence[Document]) -> dict[str, str]:
    copies = near_duplicates([document.stored for document in made])
    return {key: copy.original_id for key, copy in copies.items()}


def minhash(threshold: float) -> Method:
    """MinHash alone: the estimated Jaccard similarity of the word triples."""
    from datasketch import MinHash, MinHashLSH

    def group(made: Sequence[Document]) -> dict[str, str]:
        index = MinHashLSH(threshold=threshold, num_perm=128)
        signatures: dict[str, MinHash] = {}
        copies: dict[str, str] = {}
        for document in _by_age(made):
            key, words = document.stored.article_id, plain_words(document.stored.article.text)
            signature = MinHash(num_perm=128)
            triples = {" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))}
            signature.update_batch([triple.encode() for triple in sorted(triples)])
            near = [(signature.jaccard(signatures[k]), k) for k in index.query(signature)]
            best = max(near, default=(0.0, ""))
            if best[0] >= threshold:
                copies[key] = best[1]
            else:
                signatures[key] = signature
                index.insert(key, signature)
        return copies

    return group


def tfidf(threshold: float) -> Method:
    """The cosine of the words' weights: (1 + log count) * log(texts / texts with the word)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    def group(made: Sequence[Document]) -> dict[str, str]:
        ordered = _by_age(made)
        counts = [Counter(plain_words(document.stored.article.text)) for document in ordered]
        places = {w: i for i, w in enumerate(sorted({w for count in counts for w in count}))}
        having = Counter(word for count in counts for word in count)
        weights: list[float] = []
        columns: list[int] = []
        ends = [0]
        for count in counts:
            row = {
                places[w]: (1 + np.log(n)) * np.log(len(counts) / having[w])
                for w, n in count.items()
            }
            length = np.sqrt(sum(value * value for value in row.values())) or 1.0
            weights.extend(value / length for value in row.values())
            columns.extend(row)
            ends.append(len(columns))
        matrix = csr_matrix((weights, columns, ends), shape=(len(counts), len(places)))
        copies: dict[str, str] = {}
        original = np.zeros(len(counts), dtype=bool)
        for place, document in enumerate(ordered):
            cosine = (matrix @ matrix[place].T).toarray().ravel() * original
            best = int(cosine.argmax())
            if cosine[best] >= threshold:
                copies[document.stored.article_id] = ordered[best].stored.article_id
            else:
                original[place] = True
        return copies

    return group


def _by_age(made: Sequence[Document]) -> list[Document]:
    return sorted(made, key=lambda d: (d.stored.article.published_at or NEVER, _id(d)))


def _id(document: Document) -> str:
    return document.stored.article_id


# ---------------------------------------------------------------- score


def report(made: Sequence[Document], methods: dict[str, Method]) -> None:
    kinds = list(dict.fromkeys(document.kind for document in made))
    print(f"{'':22} {'all pairs':^26}  F1 of the pairs with a copy of this kind")
    head = " ".join(f"{kind:>13}" for kind in kinds if kind != ORIGINAL)
    print(f"{'method':22} {'precision':>9} {'recall':>7} {'F1':>7}  {head}  seconds")
    for name, method in methods.items():
        began = time.process_time()
        copies = method(made)
        spent = time.process_time() - began
        whole, of_kind = scores(made, copies)
        row = " ".join(f"{of_kind[kind][2]:13.3f}" for kind in kinds if kind != ORIGINAL)
        figures = f"{whole[0]:9.4f} {whole[1]:7.4f} {whole[2]:7.4f}"
        print(f"{name:22} {figures}  {row} {spent:8.1f}", flush=True)


Scores = tuple[float, float, float]


def scores(made: Sequence[Document], copies: dict[str, str]) -> tuple[Scores, dict[str, Scores]]:
    """Precision, recall and F1 of the pairs in one group: all, and by kind of either."""
    grouped: dict[str, list[Document]] = defaultdict(list)
    stories: dict[int, list[Document]] = defaultdict(list)
    for document in made:
        key = document.stored.article_id
        grouped[copies.get(key, key)].append(document)
        stories[document.story].append(document)
    found, right, true = Counter[str](), Counter[str](), Counter[str]()
    for pair in (pair for group in grouped.values() for pair in combinations(group, 2)):
        kinds = {"", *(document.kind for document in pair)}
        found.update(kinds)
        if pair[0].story == pair[1].story:
            right.update(kinds)
    for pair in (pair for group in stories.values() for pair in combinations(group, 2)):
        true.update({"", *(document.kind for document in pair)})
    of_kind = {kind: _scores(right[kind], found[kind], true[kind]) for kind in true}
    return of_kind[""], of_kind


def _scores(right: int, found: int, true: int) -> Scores:
    return (right / (found or 1), right / (true or 1), 2 * right / ((found + true) or 1))


# ---------------------------------------------------------------- speed


def speed(texts: Sequence[tuple[datetime, str]], count: int) -> str:
    """Seconds for `count` articles: real lengths and frequent words, other rare words each time."""
    frequent = Counter(word for _, text in texts for word in text.split())
    kept = {word for word, _ in frequent.most_common(500)}
    articles = [
        as_document(
            f"{number}",
            when,
            " ".join(w if w in kept else f"{w}{number // len(texts)}" for w in text.split()),
            number,
            ORIGINAL,
        ).stored
        for number, (when, text) in zip(range(count), _again(texts), strict=False)
    ]
    began = time.process_time()
    near_duplicates(articles)
    spent = time.process_time() - began
    return f"{count:>8} articles {spent:8.2f} s {spent / count * 1000:8.3f} ms each"


def _again(texts: Sequence[tuple[datetime, str]]) -> Iterator[tuple[datetime, str]]:
    while True:
        yield from texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bases", type=int, default=150, help="texts that are copied")
    parser.add_argument("--hide-originals", action="store_true", help="only their copies are there")
    parser.add_argument("--same-time", action="store_true", help="nothing tells which was first")
    parser.add_argument("--only-ours", action="store_true")
    parser.add_argument("--speed", action="store_true", help="time 1,000, 4,000, 16,000 articles")
    options = parser.parse_args()
    texts = list(read(options.paths))
    random.Random(options.seed).shuffle(texts)
    if options.speed:
        for count in (1000, 4000, 16000):
            print(speed(texts, count), flush=True)
        return
    different = unlike(texts)
    made = documents(different, options.bases, options.seed)
    if options.same_time:
        made = [at_one_time(one) for one in made]
    if options.hide_originals:
        made = [d for d in made if d.kind != ORIGINAL or d.story >= options.bases]
    copied = min(options.bases, len(different))
    print(f"{len(texts)} texts, {len(different)} of them unlike each other: {copied} are copied")
    methods: dict[str, Method] = {"ours": ours}
    if not options.only_ours:
        methods["MinHash, Jaccard 0.5"] = minhash(0.5)
        methods["MinHash, Jaccard 0.3"] = minhash(0.3)
        methods["TF-IDF, cosine 0.5"] = tfidf(0.5)
    report(made, methods)


if __name__ == "__main__":
    main()
