"""How fast dates are found, beside `dateparser.search.search_dates` on the same text.

    python bench/temporal/speed.py [FILE...]

Without files it reads the sentences of the tests. CPU time of one process, the best of several
passes; then the time per character of texts one to 64 times as long, and of texts made to take
time: what begins a rule again and again and ends none.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

DCT = date(2026, 4, 9)
CROWDED = ("a year earlier ", "from May to June ", "2026-", "the ")
PHRASES = ROOT / "tests" / "data" / "temporal_phrases.txt"


def texts(files: list[str]) -> list[str]:
    if files:
        return [Path(name).read_text(encoding="utf-8") for name in files]
    lines = PHRASES.read_text(encoding="utf-8").splitlines()
    sentences = [line.partition(" => ")[0] for line in lines if line and line[0] not in "#@"]
    return [" ".join(sentences[start : start + 20]) for start in range(0, len(sentences), 20)]


def milliseconds(read: Callable[[str], object], batch: list[str], passes: int) -> float:
    """CPU milliseconds for a thousand characters."""
    best = float("inf")
    for _ in range(passes):
        begun = time.process_time()
        for text in batch:
            read(text)
        best = min(best, time.process_time() - begun)
    return best * 1e6 / sum(map(len, batch))


def main() -> None:
    from dateparser.search import search_dates

    from timeline.temporal import find_timexes

    batch = texts(sys.argv[1:])
    ours = milliseconds(lambda text: find_timexes(text, DCT), batch, 7)
    plain = milliseconds(search_dates, batch[:4], 1)
    english = milliseconds(lambda text: search_dates(text, languages=["en"]), batch, 2)
    print(f"{'':44}ms / 1,000 characters   ratio")
    print(f"{'timeline.temporal.find_timexes(text, dct)':44}{ours:21.3f}{1:8.0f}")
    print(f"{'search_dates(text)':44}{plain:21.3f}{plain / ours:8.0f}")
    print(f"{'search_dates(text, languages=[...])':44}{english:21.3f}{english / ours:8.0f}")
    whole = " ".join(batch)
    print("\ntimes as long   ms / 1,000 characters")
    for factor in (1, 2, 4, 8, 16, 32, 64):
        once = milliseconds(lambda text: find_timexes(text, DCT), [whole * factor], 2)
        print(f"{factor:13d}{once:24.3f}")
    print("\nthe same words over and over   300 times   4,800 times")
    for words in CROWDED:
        short, long = (
            milliseconds(lambda text: find_timexes(text, DCT), [words * times], 2)
            for times in (300, 4800)
        )
        print(f"{words:28}{short:12.3f}{long:14.3f}")


if __name__ == "__main__":
    main()
