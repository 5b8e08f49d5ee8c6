"""The few days a story turns on: which they are, and what is quoted of them."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from db import ids
from db.model import Article, Mention, StoredArticle
from db.relevance import TermMatcher
from tests.articles import TOPIC, article
from tests.conftest import Run
from timeline.highlights import Highlight, highlights
from timeline.mentions import mentions_of

FIRST = date(2026, 3, 2)


def stored(one: Article) -> StoredArticle:
    return StoredArticle(article_id=ids.article_id(one.url), version_id="v", article=one)


def mentions(articles: list[StoredArticle]) -> list[Mention]:
    matcher = TermMatcher(TOPIC)
    return [
        mention
        for one in articles
        for mention in mentions_of(
            one.article, TOPIC, matcher, article_id=one.article_id, version_id="v"
        )
    ]


def choose(*articles: Article, days: int, sentences: int = 2) -> list[Highlight]:
    coverage = [stored(one) for one in articles]
    return highlights(mentions(coverage), coverage, days=days, sentences=sentences)


FIRE = [
    article(
        f"paper{n}.example/fire",
        "2026-03-05",
        "",
        "A fire at the Tern Labs hall in Orbit burned down two roofs on March 4, 2026.\n"
        f"Crew number {n} came from the north to help the people of the Orbit hall.",
    )
    for n in range(3)
]
VOTE = article(
    "paper9.example/vote",
    "2026-03-09",
    "",
    "The Orbit council voted on March 8, 2026 to rebuild the hall with public money.\n"
    "The court will hear the Orbit case on May 20, 2026 in the old town.",
)


def test_the_day_that_most_articles_date_something_on_comes_first() -> None:
    found = choose(*FIRE, VOTE, days=2, sentences=1)
    assert [(day.date, day.articles) for day in found] == [("2026-03-04", 3), ("2026-03-08", 1)]
    assert found[0].told[0].mention.quote.startswith("A fire at the Tern Labs hall")


def test_a_day_still_to_come_is_none_of_them() -> None:
    assert "2026-05-20" not in {day.date for day in choose(*FIRE, VOTE, days=9)}


def test_a_line_of_a_chronology_goes_before_an_equal_sentence() -> None:
    line = "March 4, 2026 - A fire burned down two roofs at the Tern Labs hall in Orbit."
    chronology = article("paper8.example/all", "2026-03-20", "", line)
    (day,) = choose(*FIRE, chronology, days=1, sentences=1)
    assert [told.mention.quote for told in day.told] == [line]


def test_the_same_is_not_told_twice() -> None:
    assert len(choose(*FIRE, days=1, sentences=3)[0].told) == 1


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), min_size=1, max_size=12),
    st.randoms(use_true_random=False),
)
def test_neither_order_matters(reports: list[tuple[int, int]], chance: Random) -> None:
    articles = [
        stored(
            article(
                f"paper{number}.example/{number}",
                (FIRST + timedelta(days=after)).isoformat(),
                "",
                f"Orbit opened hall {number % 3} for visitors on {FIRST + timedelta(days=day)}.",
            )
        )
        for number, (day, after) in enumerate(reports)
    ]
    said = mentions(articles)
    found = highlights(said, articles, days=3, sentences=2)
    chance.shuffle(said)
    chance.shuffle(articles)
    assert highlights(said, articles, days=3, sentences=2) == found


def dates(folder: Path, storyline: Run, *options: object) -> list[str]:
    shown = storyline("timeline", "--format", "json", *options, cwd=folder).stdout
    return [day["date"] for day in json.loads(shown)]


def test_most_shows_days_in_the_order_they_came(tmp_path: Path, storyline: Run) -> None:
    (tmp_path / "storyline.toml").write_text('name = "Orbit"\nterms = ["Orbit"]\n')
    lines = [
        {"url": a.url, "title": a.title, "text": a.text, "published": f"{a.dct}"}
        for a in (*FIRE, VOTE)
    ]
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, lines)))
    storyline("import", "c.jsonl", cwd=tmp_path)
    storyline("build", cwd=tmp_path)
    assert dates(tmp_path, storyline, "--most", 2) == ["2026-03-04", "2026-03-08"]
    plain = storyline("timeline", "--most", 1, cwd=tmp_path).stdout
    assert "4 Mar 2026" in plain and "8 Mar 2026" not in plain

    rows = json.loads(storyline("timeline", "--format", "json", cwd=tmp_path).stdout)
    vote, fire = (
        next(row["id"] for row in rows if row["date"] == day)
        for day in ("2026-03-08", "2026-03-04")
    )
    storyline("judge", "pin", vote, "--date", "2026-03-07", cwd=tmp_path)
    storyline("judge", "hide", fire, cwd=tmp_path)
    storyline("build", cwd=tmp_path)
    assert not {"2026-03-04", "2026-03-08"} & set(dates(tmp_path, storyline, "--most", 9))
