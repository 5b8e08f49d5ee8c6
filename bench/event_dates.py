"""Whether a sentence gets the date of its event when that isn't the publication day.

    python bench/event_dates.py COVERAGE [--errors]

COVERAGE is the folder with the files that `event_dates.jsonl` names. What the set is and how a
row is judged: docs/event-dates.md.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from dateparser.search import search_dates

from crawler.records import article_of_record
from db import partial_dates
from db.model import Article, Mention, Timex, Topic
from timeline.mentions import mentions_of
from timeline.temporal import find_timexes

SET = Path(__file__).with_suffix(".jsonl")
NONE = "none"
TOPIC = Topic(name="anything", terms=())


class _Everything:
    """Stands in for a `TermMatcher`: dates are measured here, not relevance."""

    def matches(self, text: str) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A sentence of the set; `event` are offsets in `sentence`, `start` one in the part."""

    article: Article
    article_id: str
    part: str
    start: int
    sentence: str
    event: tuple[int, int]
    expected: frozenset[str]
    kind: str
    drawn: str
    why: str

    @property
    def end(self) -> int:
        return self.start + len(self.sentence)

    @property
    def text(self) -> str:
        return str(getattr(self.article, self.part))

    @property
    def dct(self) -> date:
        day = self.article.dct
        if day is None:
            raise SystemExit(f"{self.article_id}: the article has no publication day")
        return day


# ---------------------------------------------------------------- the set


def rows(coverage: Path) -> Iterator[Row]:
    """The rows whose sentence stands in the coverage; one that doesn't is reported."""
    listed = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    articles = dict(_articles(coverage, listed))
    for line in listed:
        article = articles.get((line["file"], line["id"]))
        start = None if article is None else _place(str(getattr(article, line["part"])), line)
        if article is None or start is None:
            print(f"left out, not found: {line['file']} {line['id']}", file=sys.stderr)
            continue
        text = str(getattr(article, line["part"]))
        yield Row(
            article=article,
            article_id=line["id"],
            part=line["part"],
            start=start,
            sentence=text[start : start + line["end"] - line["start"]],
            event=(line["event"][0], line["event"][1]),
            expected=frozenset(line["expected"]),
            kind=line["kind"],
            drawn=line["drawn"],
            why=line["why"],
        )


def _articles(
    coverage: Path, listed: Sequence[dict[str, Any]]
) -> Iterator[tuple[tuple[str, str], Article]]:
    wanted = {(line["file"], line["id"]) for line in listed}
    for file in sorted({file for file, _ in wanted}):
        with gzip.open(coverage / file, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if (file, record["id"]) in wanted:
                    yield (file, record["id"]), article_of_record(record)


def _place(text: str, line: dict[str, Any]) -> int | None:
    """Where the sentence is: at its offset, or wherever a later reading of the file put it."""
    length = line["end"] - line["start"]
    starts = (line["start"], *range(len(text) - length + 1))
    return next((at for at in starts if _digest(text[at : at + length]) == line["sha256"]), None)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


# ---------------------------------------------------------------- the systems


def by_mention(row: Row) -> str:
    mention = taken(row)
    return NONE if mention is None else _joined(mention.date, mention.end_date)


def taken(row: Row) -> Mention | None:
    """Of the mentions of this sentence the first whose clause has the event's words, or else
    the first."""
    here = _of_sentence(row)
    return next((m for m in here if _covers_event(row, m)), here[0] if here else None)


def _of_sentence(row: Row) -> list[Mention]:
    mentions = _mentions(row.article)
    shared = {m: _overlap(row, m) for m in mentions if m.part == row.part}
    most = max(shared.values(), default=0)
    if most > 0:
        return [mention for mention, length in shared.items() if length == most]
    # A sentence that title, summary and body repeat is read in one of them only.
    return [mention for mention in mentions if mention.quote == row.sentence]


@cache
def _mentions(article: Article) -> tuple[Mention, ...]:
    matcher: Any = _Everything()
    return mentions_of(article, TOPIC, matcher, article_id="a", version_id="v")


def _overlap(row: Row, mention: Mention) -> int:
    return min(row.end, mention.end) - max(row.start, mention.start)


def _covers_event(row: Row, mention: Mention) -> bool:
    begin, end = row.event
    clause = mention.quote.find(mention.clause)
    if mention.part != row.part or clause < 0:
        return row.sentence[begin:end] in mention.clause
    clause += mention.start
    return clause <= row.start + begin and row.start + end <= clause + len(mention.clause)


def by_publication_day(row: Row) -> str:
    return row.dct.isoformat()


def by_first_timex(row: Row) -> str:
    """The first date our tagger finds in the sentence, reading the whole part."""
    found = [t for t in _timexes(row) if row.start <= t.start < row.end]
    if not found:
        return NONE
    last = found[1].value if found[0].role == "begin" and found[1:] else ""
    return _joined(_day(found[0].value), _day(last))


def _timexes(row: Row) -> list[Timex]:
    found = find_timexes(row.text, row.dct, language=row.article.language)
    return [
        timex
        for timex in found
        if timex.type in ("DATE", "TIME") and partial_dates.period(timex.value) is not None
    ]


def _day(value: str) -> str:
    """Without the clock time."""
    return value.partition("T")[0]


def by_dateparser(row: Row) -> str:
    """The first date of `dateparser.search`, which knows days only."""
    base = datetime.combine(row.dct, time(), tzinfo=UTC).replace(tzinfo=None)
    found = search_dates(
        row.sentence, languages=[row.article.language], settings={"RELATIVE_BASE": base}
    )
    return found[0][1].date().isoformat() if found else NONE


def _joined(begin: str, end: str) -> str:
    return f"{begin}/{end}" if end else begin


SYSTEMS: dict[str, Callable[[Row], str]] = {
    "storyline": by_mention,
    "publication day": by_publication_day,
    "first timex": by_first_timex,
    "dateparser": by_dateparser,
}


# ---------------------------------------------------------------- the table


def table(judged: Sequence[tuple[Row, dict[str, bool]]]) -> str:
    groups: dict[str, list[dict[str, bool]]] = defaultdict(list)
    for row, right in judged:
        groups["all"].append(right)
        groups["with a date" if row.expected != {NONE} else "without a date"].append(right)
        if not right["first timex"]:
            groups["where the first timex is wrong"].append(right)
        groups[f"drawn: {row.drawn}"].append(right)
        groups[f"language: {row.article.language}"].append(right)
        groups[f"kind: {row.kind}"].append(right)
    lines = ["| rows | number | " + " | ".join(SYSTEMS) + " |", "|---" * (2 + len(SYSTEMS)) + "|"]
    for name in sorted(groups, key=lambda name: (":" in name, name)):
        rights = groups[name]
        shares = (sum(right[system] for right in rights) / len(rights) for system in SYSTEMS)
        lines.append(f"| {name} | {len(rights)} | " + " | ".join(f"{s:.2f}" for s in shares) + " |")
    return "\n".join(lines)


def explain(row: Row) -> str:
    """A wrong row, to be read by a person; it has the sentence and stays on the screen."""
    mention = taken(row)
    begin, end = row.event
    marked = f"{row.sentence[:begin]}[[{row.sentence[begin:end]}]]{row.sentence[end:]}"
    given = f"{by_mention(row)} by {mention.timex_rule!r}" if mention else "no mention"
    clause = mention.clause if mention and mention.clause != row.sentence else ""
    others = [m.date for m in _of_sentence(row) if m is not mention]
    return "\n".join(
        (
            f"{row.article_id} {row.part} {row.dct:%Y-%m-%d %a} ({row.kind}: {row.why})",
            f"  {marked}",
            f"  expected {' or '.join(sorted(row.expected))}; given {given}",
            *([f"  clause: {clause}"] if clause else []),
            *([f"  other mentions: {', '.join(others)}"] if others else []),
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("coverage", type=Path)
    parser.add_argument("--errors", action="store_true", help="list the wrong rows after the table")
    options = parser.parse_args()
    judged = [
        (row, {name: read(row) in row.expected for name, read in SYSTEMS.items()})
        for row in rows(options.coverage)
    ]
    print(table(judged))
    if options.errors:
        for row, right in judged:
            if not right["storyline"]:
                print(f"\n{explain(row)}")


if __name__ == "__main__":
    main()
