"""How well the importance of events agrees with a hand-made chronology.

    storyline --db q.db timeline --format json > q.json
    python bench/importance.py q.json DATA/data/gold-dev 2026-08-22

A row has the importance of the gold event it tells, 0 when it tells none. Needs the gold's own
scorer (`score.py` beside it), which says what row tells which event.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path
from statistics import correlation, quantiles
from typing import Any


def gold_importance(rows: Sequence[dict[str, Any]], gold_folder: Path, as_of: str) -> list[int]:
    """0 to 3 for each row."""
    spec = importlib.util.spec_from_file_location("score", gold_folder / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no score.py in {gold_folder}")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = scorer.load_gold(gold_folder, as_of=as_of)
    matched = scorer.match(gold, [scorer.prepare(row, i) for i, row in enumerate(rows)])
    told = {**matched["dup_of"], **matched["gold_of"]}
    events = {event["id"]: event for event in gold if event["counts"]}
    return [events[told[i]]["importance"] if told.get(i) in events else 0 for i in range(len(rows))]


def rank_correlation(pairs: Sequence[tuple[float, int]]) -> float:
    """Spearman's, equal values sharing the mean of their ranks."""
    ranked = []
    for values in zip(*pairs, strict=True):
        order = sorted(values)
        ranked.append([bisect_left(order, v) + bisect_right(order, v) for v in values])
    return correlation(*ranked)


def in_order(pairs: Sequence[tuple[float, int]], least: int) -> float:
    """Share of pairs of a row of `least` and one below in which the former stands higher."""
    above = [ours for ours, gold in pairs if gold >= least]
    below = [ours for ours, gold in pairs if gold < least]
    won = sum((a > b) + 0.5 * (a == b) for a in above for b in below)
    return won / (len(above) * len(below))


def main(system: str, gold_folder: str, as_of: str) -> None:
    rows = json.loads(Path(system).read_text(encoding="utf-8"))
    ours = [row["importance"] for row in rows]
    gold = gold_importance(rows, Path(gold_folder), as_of)
    pairs = list(zip(ours, gold, strict=True))
    told = [pair for pair in pairs if pair[1]]
    shown = {
        "rows": len(rows),
        "rows of gold events": len(told),
        "rank correlation, all rows": rank_correlation(pairs),
        "rank correlation, gold rows": rank_correlation(told),
        "gold rows above others": in_order(pairs, 1),
        "must-have rows above others": in_order(pairs, 3),
        "least, quartiles, most": [min(ours), *quantiles(ours), max(ours)],
    }
    for name, value in shown.items():
        print(f"{name:28} {value if not isinstance(value, float) else round(value, 3)}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
