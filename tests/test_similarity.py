"""Near-duplicates: what is a copy, what is not, and the laws that hold whatever the texts."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.made_copies import ORIGINAL, Copyist, documents
from db.model import StoredArticle
from tests.articles import article, stamp
from timeline.similarity import near_duplicates

WORDS = tuple(a + b for a in "ba de fi go lu mo ne pi ru sa".split() for b in "ck ll nd rs".split())
DAYS = tuple(f"2026-04-{day:02}" for day in range(1, 29))


def prose(seed: int, words: int = 200) -> str:
    """Sentences of ten made-up words; two seeds share no run of four but by chance."""
    draw = random.Random(seed)
    drawn = ["".join(draw.sample(WORDS, 2)) for _ in range(words)]
    return " ".join(" ".join(drawn[i : i + 10]).capitalize() + "." for i in range(0, words, 10))


def stored(
    name: str, text: str = "", published: str = "2026-04-08", title: str = "", summary: str = ""
) -> StoredArticle:
    written = article(f"{name}.example/1", published, title, text, summary)
    return StoredArticle(article_id=name, version_id=name, article=written)


def originals(*articles: StoredArticle) -> dict[str, str]:
    return {key: copy.original_id for key, copy in near_duplicates(articles).items()}


# ---------------------------------------------------------------- copies


def test_the_earliest_is_the_original_whatever_its_id() -> None:
    first = stored("z", prose(1), "2026-04-08T06:00:00+00:00")
    later = stored("a", prose(1), "2026-04-08T09:00:00+00:00")
    assert originals(later, first) == {"a": "z"}


def test_of_two_at_one_time_the_first_by_id_is_the_original() -> None:
    assert originals(stored("b", prose(1)), stored("a", prose(1))) == {"b": "a"}


def test_an_undated_text_is_a_copy_of_the_dated_one() -> None:
    assert originals(stored("a", prose(1), ""), stored("b", prose(1))) == {"a": "b"}


@pytest.mark.parametrize("kind", list(Copyist(random.Random(0), WORDS).kinds))
def test_each_kind_of_copy_finds_its_original(kind: str) -> None:
    texts = [(stamp(DAYS[n]).at, prose(n, 400)) for n in range(12)]
    made = documents(texts, bases=12, seed=5)
    found = originals(*(d.stored for d in made if d.kind in (ORIGINAL, kind)))
    assert all(key == f"{original} {kind}" for key, original in found.items())
    # A few edited sentences under more boilerplate than text may pass for an article.
    assert len(found) >= (9 if kind == "several" else 12)


def test_what_is_left_has_no_copies() -> None:
    texts = [(stamp(DAYS[n]).at, prose(n, 400)) for n in range(12)]
    articles = [d.stored for d in documents(texts, bases=8, seed=6)]
    copies = near_duplicates(articles)
    assert len(copies) >= 50
    assert near_duplicates([a for a in articles if a.article_id not in copies]) == {}


def test_the_same_words_in_no_common_order_are_no_copy() -> None:
    words = prose(1).replace(".", "").lower().split()
    shuffled = random.Random(2).sample(words, len(words))
    assert originals(stored("a", " ".join(words)), stored("b", " ".join(shuffled))) == {}


def test_articles_with_a_common_paragraph_stay_apart() -> None:
    background = prose(99, 60)
    one, other = (f"{prose(n, 140)}\n{background}" for n in (1, 2))
    assert originals(stored("a", one), stored("b", other, "2026-04-09")) == {}


def test_weeks_later_half_a_text_is_background_and_no_copy() -> None:
    half = f"{prose(1, 120)}\n{prose(2, 80)}"
    original = stored("a", prose(1, 200), "2026-04-01")
    assert originals(original, stored("b", half, "2026-04-03")) == {"b": "a"}
    assert originals(original, stored("b", half, "2026-04-28")) == {}
    assert originals(original, stored("b", prose(1, 200), "2026-04-28")) == {"b": "a"}


def test_a_round_up_that_quotes_an_earlier_item_is_no_copy_of_it() -> None:
    item, rest = prose(1, 80), prose(2, 800)
    round_up = f"{rest}\n{item}"
    assert originals(stored("item", item), stored("round-up", round_up, "2026-04-09")) == {}
    assert originals(stored("item", item, "2026-04-09"), stored("round-up", round_up)) == {
        "item": "round-up"
    }


def test_what_stands_under_three_articles_links_nothing() -> None:
    furniture = prose(99, 60)
    short = [stored(f"s{n}", f"{prose(n, 50)}\n{furniture}", DAYS[n + 5]) for n in range(2)]
    assert originals(*short) == {"s1": "s0"}
    articles = [stored(f"a{n}", f"{prose(n + 9, 300)}\n{furniture}", DAYS[n]) for n in range(3)]
    assert originals(*articles, *short) == {}


def test_a_piece_that_another_copy_links_has_the_same_original() -> None:
    start, end = prose(1, 100), prose(2, 100)
    first = stored("first", start, "2026-04-01")
    whole = stored("whole", f"{start}\n{end}", "2026-04-02")
    piece = stored("piece", end, "2026-04-03")
    assert originals(first, piece) == {}
    assert originals(first, whole, piece) == {"whole": "first", "piece": "first"}


def test_a_chain_of_changing_versions_does_not_reach_the_first() -> None:
    parts = [prose(n, 60) for n in range(8)]
    versions = [stored(f"v{n}", "\n".join(parts[n : n + 3]), DAYS[n]) for n in range(6)]
    found = originals(*versions)
    assert found["v1"] == "v0"
    assert all(int(original[1:]) >= int(key[1:]) - 2 for key, original in found.items())


# ---------------------------------------------------------------- short texts, headlines


def test_the_same_headline_within_days_is_a_copy_with_or_without_the_outlet() -> None:
    title = "Tern Labs launches its weather model Orbit"
    found = originals(
        stored("a", title=title, published="2026-04-08"),
        stored("b", title=f"{title} - The Wire", published="2026-04-09"),
        stored("c", title=title, published="2026-04-12"),
        stored("d", title="Another thing altogether happened here", published="2026-04-08"),
    )
    assert found == {"b": "a"}


def test_a_headline_is_no_copy_of_an_article() -> None:
    title = "Tern Labs launches its weather model Orbit"
    full = stored("a", f"{title}. {prose(1)}", title=title)
    assert originals(full, stored("b", title=title, published="2026-04-09")) == {}


def test_a_short_headline_says_too_little() -> None:
    assert originals(stored("a", title="What we know"), stored("b", title="What we know")) == {}


def test_a_summary_taken_from_an_article_is_a_copy_only_within_days() -> None:
    text = prose(1)
    summary = " ".join(text.split()[:30])
    full = stored("a", text, "2026-04-08")
    assert originals(full, stored("b", summary=summary, published="2026-04-09")) == {"b": "a"}
    assert originals(full, stored("b", summary=summary, published="2026-04-20")) == {}


def test_headlines_without_a_date_are_not_compared() -> None:
    title = "Tern Labs launches its weather model Orbit"
    assert originals(stored("a", title=title, published=""), stored("b", title=title)) == {}


# ---------------------------------------------------------------- other scripts


def test_scripts_without_spaces_are_compared_by_their_characters() -> None:
    draw = random.Random(3)
    signs = [chr(code) for code in range(0x4E00, 0x4F80)]

    def text() -> str:
        return "。".join("".join(draw.choices(signs, k=24)) for _ in range(10)) + "。"

    original, unlike = text(), text()
    edited = "".join(draw.choice(signs) if n % 17 == 0 else c for n, c in enumerate(original))
    found = originals(
        stored("a", original), stored("b", edited, "2026-04-09"), stored("c", unlike, "2026-04-09")
    )
    assert found == {"b": "a"}


def test_width_case_and_quotation_marks_make_no_difference() -> None:
    text = prose(1, 20) + " The firm's “first” model costs 30 and is sold in ten of its shops."
    other = text.upper().replace("“", '"').replace("”", '"').replace("'", "’").replace("3", "３")
    (copy,) = near_duplicates([stored("a", text), stored("b", other)]).values()
    assert copy.similarity == 1.0


# ---------------------------------------------------------------- laws

texts = st.builds(prose, st.integers(0, 3), st.sampled_from([0, 10, 20, 60, 120, 250]))
spliced = st.lists(texts, min_size=1, max_size=3).map("\n".join)
coverage = st.lists(
    st.tuples(spliced, st.sampled_from(["", *DAYS[:6]]), st.sampled_from(["", prose(7, 8)])),
    min_size=1,
    max_size=12,
).map(lambda rows: [stored(f"a{n}", t, day, title) for n, (t, day, title) in enumerate(rows)])


@settings(max_examples=60)
@given(coverage, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    articles: list[StoredArticle], draw: random.Random
) -> None:
    shuffled = list(articles)
    draw.shuffle(shuffled)
    assert near_duplicates(shuffled) == near_duplicates(articles)


@settings(max_examples=60)
@given(coverage)
def test_an_original_is_no_copy_and_not_younger(articles: list[StoredArticle]) -> None:
    copies = near_duplicates(articles)
    when = {a.article_id: a.article.published_at for a in articles}
    for key, copy in copies.items():
        assert copy.original_id not in copies
        assert 0 < copy.similarity <= 1
        first, later = when[copy.original_id], when[key]
        assert later is None or (first is not None and first <= later)


@settings(max_examples=60)
@given(coverage)
def test_no_two_originals_have_the_same_text(articles: list[StoredArticle]) -> None:
    copies = near_duplicates(articles)
    kept = [a.article.text for a in articles if a.article_id not in copies]
    long = [text for text in kept if len(text.split()) >= 60]
    assert len(long) == len(set(long))


@settings(max_examples=60)
@given(coverage, spliced)
def test_what_is_published_later_changes_no_verdict(
    articles: list[StoredArticle], text: str
) -> None:
    before = near_duplicates(articles)
    dated = [a for a in articles if a.article.published]
    assert near_duplicates(dated) == {k: v for k, v in before.items() if k in _keys(dated)}
    after = near_duplicates([*dated, stored("b", text, "2026-04-28")])
    assert {k: v for k, v in after.items() if k != "b"} == near_duplicates(dated)


@settings(max_examples=100)
@given(st.integers(0, 10_000), st.integers(16, 300), st.data())
def test_a_text_with_one_word_changed_is_a_copy(
    seed: int, length: int, data: st.DataObject
) -> None:
    words = prose(seed, length).split()
    place = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:place], "otherwise", *words[place + 1 :]]
    pair = (stored("a", " ".join(words)), stored("b", " ".join(changed), "2026-04-10"))
    assert originals(*pair) == {"b": "a"}


def _keys(articles: Sequence[StoredArticle]) -> set[str]:
    return {a.article_id for a in articles}


# ---------------------------------------------------------------- at the start of every command


def test_the_module_is_light_to_import() -> None:
    code = "import sys, timeline.similarity; print({'numpy', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
