"""Whether the agents and patients of clauses are those that readers marked.

    python bench/roles.py STORYLINE_DB TLS_DEV

STORYLINE_DB is built from the default story's coverage, TLS_DEV the folder with Timeline17's
development topics. `roles.jsonl` names clauses by their mentions, with the places of the phrases
that a reader marked in them before any rule had read them: four draws, 436 clauses in all, from
both kinds of stories. The rules were made with the first three in view; the fourth was only scored.

A phrase is right when it has half of its words in common with a marked one. Pronouns do not count.
Beside the rules stands what the nearest names would give: the last one before the word for what is
done, and the first one after it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from adapters import database_mentions, timeline_mentions

from timeline import entities
from timeline.actions import predicate
from timeline.roles import roles
from timeline.roles.words import PRONOUNS

MARKED = Path(__file__).with_suffix(".jsonl")
COVERAGE = "coverage"
ARTICLES = 250  # of each topic: as many as the clauses were drawn from
SEEN = 3  # draws that the rules were made with
_WORDS = re.compile(r"[\w$]+")
_SIGN = re.compile(r"[^\x00-\x7f]")
_LEFT_OUT = frozenset("a an the its their his her s".split())

Told = tuple[Sequence[str], Sequence[str]]  # agents, patients


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    draw: int
    text: str
    marked: Told


def clauses(database: Path, topics: Path) -> list[Clause]:
    """Those whose clauses the code still finds as they were."""
    rows = [json.loads(line) for line in MARKED.read_text(encoding="utf-8").splitlines()]
    by_story: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        by_story[row["story"]].append(row)
    found = [
        Clause(
            draw=row["draw"],
            text=text,
            marked=([text[s:e] for s, e in row["agents"]], [text[s:e] for s, e in row["patients"]]),
        )
        for story, of_story in by_story.items()
        for texts in [_clauses_of(story, database, topics)]
        for row in of_story
        for text in [texts.get(row["mention"], "")]
        if len(text) == row["length"]
    ]
    print(f"{len(found)} of {len(rows)} clauses")
    return found


def _clauses_of(story: str, database: Path, topics: Path) -> dict[str, str]:
    if story == COVERAGE:
        _, mentions = database_mentions(database)
    else:
        _, mentions = timeline_mentions(topics, story, ARTICLES)
    return {mention.mention_id: mention.clause for mention in mentions}


def by_rules(clause: str) -> Told:
    found = roles(clause)
    return found.agents, found.patients


def by_nearest_names(clause: str) -> Told:
    span = predicate(clause)
    if span is None:
        return (), ()
    before = entities.names(clause[: span[0]])
    return before[-1:], entities.names(clause[span[1] :])[:1]


def report(found: Sequence[Clause]) -> Iterator[str]:
    yield "| clauses | by | agents: precision | recall | patients: precision | recall |"
    yield "|---|---|---|---|---|---|"
    for script in ("English", "other scripts"):
        for draws, words in (
            (range(1, SEEN + 1), "the rules were made with"),
            (range(SEEN + 1, SEEN + 2), "only scored"),
        ):
            here = [
                one
                for one in found
                if one.draw in draws and entities.is_cjk(one.text) == (script != "English")
            ]
            for by, tell in (("the rules", by_rules), ("the nearest names", by_nearest_names)):
                figures = " | ".join(_figures(here, role, tell) for role in (0, 1))
                yield f"| {script}, {words} ({len(here)}) | {by} | {figures} |"


def _figures(found: Sequence[Clause], role: int, tell: Callable[[str], Told]) -> str:
    right = told = met = marked = 0
    for one in found:
        wanted = [phrase for phrase in one.marked[role] if phrase.lower() not in PRONOUNS]
        given = [phrase for phrase in tell(one.text)[role] if phrase.lower() not in PRONOUNS]
        right += sum(any(_same(phrase, other) for other in wanted) for phrase in given)
        met += sum(any(_same(phrase, other) for other in given) for phrase in wanted)
        told, marked = told + len(given), marked + len(wanted)
    return f"{right / max(1, told):.2f} | {met / max(1, marked):.2f}"


def _same(one: str, other: str) -> bool:
    mine, others = _parts(one), _parts(other)
    return 4 * len(mine & others) >= len(mine) + len(others) > 0


def _parts(phrase: str) -> frozenset[str]:
    """Words; signs, where the script does not part them."""
    plain = _SIGN.sub(" ", phrase.lower())
    return frozenset(_WORDS.findall(plain)).difference(_LEFT_OUT).union(_SIGN.findall(phrase))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("topics", type=Path)
    options = parser.parse_args()
    print(*report(clauses(options.database, options.topics)), sep="\n")


if __name__ == "__main__":
    main()
