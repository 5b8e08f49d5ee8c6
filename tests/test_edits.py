"""An edit of an article: the substance told from the wording, kept with both sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.edits import TRIVIAL, edits_of
from db.model import Relevance
from db.store import Store
from tests.articles import LAUNCH, TOPIC
from timeline.edits import headline_changed, what_changed
from timeline.versions import compare_versions

TEXT = (
    "Four ships ran aground off Port Marl on 3 May.\n"
    "The harbour master, Ada Quill, said 14 sailors were rescued.\n"
    "The council will vote on a new lighthouse in June. Nobody was hurt.\n"
    "Two of the ships carried timber for the yard at Ostrel, which closed last year."
)
SENTENCES = [
    "Four ships ran aground off Port Marl.",
    "Ada Quill said that the storm came early.",
    "The council will vote on a new lighthouse.",
    "Nobody was hurt in the harbour.",
    "A tug from Ostrel towed the last one away.",
]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("14 sailors", "41 sailors", "number"),
        ("14 sailors", "fourteen sailors", "wording"),
        ("3 May", "4 May", "date"),
        ("Ada Quill", "Ben Osk", "name"),
        ("Ada Quill", "Quill", "wording"),
        ("will vote", "will not vote", "claim"),
        ("were rescued", "were reportedly rescued", "claim"),
        ("rescued", "resuced", "wording"),
        ("carried timber", "carried wood", "wording"),
        (" Nobody was hurt.", "", "withdrawn"),
        ("Nobody was hurt.", "Nobody was hurt. The pilot, Ben Osk, was arrested.", "added"),
        ("Four", "Correction: an earlier version gave a wrong day.\nFour", "correction"),
        ("Four", "Read more: Ships in trouble off the coast\nFour", "wording"),
    ],
)
def test_what_an_edit_is(old: str, new: str, kind: str) -> None:
    (edit,) = what_changed(TEXT, TEXT.replace(old, new, 1))
    assert edit.kind == kind
    assert edit.is_material == (kind not in TRIVIAL)
    if edit.old and edit.new:
        assert old in edit.old
        assert new in edit.new


@pytest.mark.parametrize(
    "typeset",
    [
        TEXT.replace(". ", ".\n"),
        TEXT.replace(" ", "  "),
        f"Updated at 10:15 on 4 May\n{TEXT}",
        f"{TEXT}\nLast updated: 5 May 2026, 09:10 GMT",
        TEXT.replace("Port Marl", "[Port Marl](https://marl.example/x?9)"),
        "\n".join(reversed(TEXT.split("\n"))),
    ],
)
def test_what_is_no_edit(typeset: str) -> None:
    assert what_changed(TEXT, typeset) == ()


def test_a_part_of_the_text_or_of_the_page_has_withdrawn_nothing() -> None:
    assert [e.kind for e in what_changed(TEXT, TEXT.split("\n")[0])] == ["cut"]
    assert [e.kind for e in what_changed(TEXT.split("\n")[0], TEXT)] == ["grown"]
    other = "Sign in to read on.\nThe shop sells 40 kinds of rope. Its owner is Cy Tarn."
    assert [e.kind for e in what_changed(TEXT, other)] == ["rewritten"]


def test_other_words_for_a_headline_are_wording_and_another_figure_is_not() -> None:
    assert headline_changed("Gate opens", "Gate opens") == ()
    (edit,) = headline_changed("Four ships run aground", "Storm drives ships ashore off Marl")
    assert (edit.kind, edit.part) == ("wording", "title")
    (edit,) = headline_changed("Four ships run aground", "Five ships run aground")
    assert edit.kind == "number"


texts = st.lists(
    st.sampled_from(SENTENCES + [f"{n} sailors were rescued on {n} May." for n in range(2, 9)]),
    min_size=1,
    max_size=9,
)


@settings(max_examples=60, deadline=None)
@given(texts, texts)
def test_laws(one: list[str], other: list[str]) -> None:
    old, new = "\n".join(one), "\n".join(other)
    assert what_changed(old, old) == ()
    assert what_changed(old, new.replace("\n", " \n ")) == what_changed(old, new)
    forth, back = what_changed(old, new), what_changed(new, old)
    if not {e.kind for e in (*forth, *back)} & {"cut", "grown", "rewritten"}:
        turned = {(e.new, e.old) for e in back}
        assert {(e.old, e.new) for e in forth} == turned
        told = [e.old for e in forth if e.old] + [s for s in one if s in other]
        assert set(told) >= set(one) - set(other)


@settings(max_examples=30, deadline=None)
@given(st.permutations(SENTENCES), st.integers(2, 400), st.integers(2, 400))
def test_another_number_is_always_seen(around: list[str], one: int, other: int) -> None:
    text = "\n".join([*around[:3], f"The storm took {one} boats.", *around[3:]])
    edits = what_changed(text, text.replace(f"took {one} ", f"took {other} "))
    assert [e.kind for e in edits] == (["number"] if one != other else [])


YES = Relevance(relevant=True, score=1.0, reason="")
FIRST = datetime(2026, 4, 9, 12, tzinfo=UTC)


def stored(path: Path, order: list[int]) -> list[dict[str, object]]:
    """The edits of four versions that came in an order, compared after each."""
    said = [LAUNCH[3].text.replace("49%", share) for share in ("49%", "48%", "51%")]
    versions = [replace(LAUNCH[3], text=text) for text in (*said, "")]
    with Store(path) as store:
        store.save_topic(TOPIC)
        for at in order:
            seen = FIRST + timedelta(hours=at)
            store.save_article(versions[at], topic="orbit", relevance=YES, seen_at=seen)
            compare_versions(store)
        assert compare_versions(store) == 0
        columns = "kind, material, old, new, seen_at, topic, earlier_id"
        rows = [dict(row) for row in store.db.query(f"select {columns} from edits")]
        (key,) = {row["article_id"] for row in store.db.query("select article_id from edits")}
        assert [e.edit.new for e in edits_of(store.db, [str(key)])] == [r["new"] for r in rows]
    return rows


def test_versions_are_compared_in_the_order_they_were_seen(tmp_path: Path) -> None:
    rows = stored(tmp_path / "a.db", [0, 1, 2, 3])
    assert [(row["kind"], "48%" in str(row["new"])) for row in rows] == [
        ("number", True),
        ("number", False),
    ]
    assert stored(tmp_path / "b.db", [2, 3, 0, 1]) == rows
