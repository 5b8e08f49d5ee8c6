"""Whether the score of a pair tells one happening from two, on pairs judged by hand.

    python bench/same_event.py STORYLINE_DB TLS_DEV [--fit]

STORYLINE_DB is built from the default story's coverage, TLS_DEV the folder with Timeline17's
development topics. `same_event.jsonl` names the pairs by their mentions: drawn evenly over the
range of scores from mentions of different articles, 113 of the coverage and 121 of three topics
(oil spill, two uprisings), each judged by reading the two sentences; the doubtful were left out.

`--fit` gives the weights of a logistic regression, learnt on either kind of story and tried on
the other (needs scikit-learn).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from adapters import database_mentions, timeline_mentions

from timeline.features import Features, features_of
from timeline.nearness import THRESHOLD
from timeline.pairs import WEIGHTS, compare, likeness_parts
from timeline.rarity import Rarity, own_terms

PAIRS = Path(__file__).with_suffix(".jsonl")
COVERAGE = "coverage"
ARTICLES = 350  # of each topic: as many as the pairs were drawn from

Judged = tuple[str, Features, Features, Rarity, bool]  # kind of story, the pair, same


def judged_pairs(database: Path, topics: Path) -> list[Judged]:
    """Those of the pairs whose mentions the code still finds."""
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    found: list[Judged] = []
    for story in sorted({row["story"] for row in rows}):
        if story == COVERAGE:
            topic, given = database_mentions(database)
        else:
            topic, given = timeline_mentions(topics, story, ARTICLES)
        known = {one.mention.mention_id: one for one in features_of(given)}
        rarity = Rarity.among(known.values(), own_terms(topic))
        kind = story if story == COVERAGE else "topics"
        for row in rows:
            if row["story"] == story and row["one"] in known and row["other"] in known:
                one, other = known[row["one"]], known[row["other"]]
                found.append((kind, one, other, rarity, bool(row["same"])))
    print(f"{len(found)} of {len(rows)} pairs")
    return found


def area_under_curve(scores: Sequence[float], same: Sequence[bool]) -> float:
    """How often a pair that is one scores above a pair that is two."""
    ones = [s for s, is_one in zip(scores, same, strict=True) if is_one]
    twos = [s for s, is_one in zip(scores, same, strict=True) if not is_one]
    wins = sum((one > two) + 0.5 * (one == two) for one, two in product(ones, twos))
    return wins / (len(ones) * len(twos))


def report(pairs: Sequence[Judged]) -> str:
    lines = ["| pairs | number | area under curve | precision | recall |", "|---|---|---|---|---|"]
    for kind in (COVERAGE, "topics"):
        of_kind = [pair for pair in pairs if pair[0] == kind]
        scores = [compare(one, other, rarity).score for _, one, other, rarity, _ in of_kind]
        same = [pair[4] for pair in of_kind]
        taken = [is_one for score, is_one in zip(scores, same, strict=True) if score >= THRESHOLD]
        lines.append(
            f"| {kind} | {len(of_kind)} | {area_under_curve(scores, same):.3f}"
            f" | {sum(taken) / len(taken):.2f} | {sum(taken) / sum(same):.2f} |"
        )
    return "\n".join(lines)


def fit(pairs: Sequence[Judged]) -> str:
    from sklearn.linear_model import LogisticRegression

    parts = [
        [likeness_parts(one, other, rarity)[name] for name in WEIGHTS]
        for _, one, other, rarity, _ in pairs
    ]
    kinds, same = [pair[0] for pair in pairs], [pair[4] for pair in pairs]
    lines = []
    for learnt in (COVERAGE, "topics"):
        inside = [i for i, kind in enumerate(kinds) if kind == learnt]
        outside = [i for i, kind in enumerate(kinds) if kind != learnt]
        model = LogisticRegression(C=3).fit([parts[i] for i in inside], [same[i] for i in inside])
        scores = model.decision_function([parts[i] for i in outside])
        area = area_under_curve(list(scores), [same[i] for i in outside])
        lines.append(f"learnt on {learnt}, tried on the other: {area:.3f}")
    model = LogisticRegression(C=3).fit(parts, same)
    weights = dict(zip(WEIGHTS, model.coef_[0], strict=True))
    total = sum(weights.values())
    shares = ", ".join(f"{name} {weight / total:.2f}" for name, weight in weights.items())
    return "\n".join([*lines, f"{shares}; even at {-model.intercept_[0] / total:.2f}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("topics", type=Path)
    parser.add_argument("--fit", action="store_true", help="learn the weights anew")
    options = parser.parse_args()
    pairs = judged_pairs(options.database, options.topics)
    print(report(pairs))
    if options.fit:
        print(fit(pairs))


if __name__ == "__main__":
    main()
