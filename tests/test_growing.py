"""What a build keeps for the next one: however the coverage grows, it ends as a build from nothing.

The coverage is made up, and the bounds that decide how much is redone are set low, so that a few
articles reach them: leaders of crowded words, rarity, runs and sentences that become common.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from sqlite_utils import Database

from db import judgements, pool_writes, reader
from db.judgements import Judgement
from db.model import Article, Topic
from db.relevance import TermMatcher
from db.store import Store
from db.timeline_writes import Made
from tests.articles import LAUNCH, TOPIC, article
from tests.test_chronology import COVERAGE
from tests.test_judgement_laws import derived
from timeline import behind, cells, copies, rarity, redoing, similarity, texts_now
from timeline.behind import is_behind
from timeline.update import rebuild, update

NOW = datetime(2026, 5, 1, tzinfo=UTC)
POOL = (
    "pool_articles",
    "pool_mentions",
    "pool_terms",
    "pool_postings",
    "pool_cells",
    "pool_groups",
)
TEXTS = ("pool_texts", "pool_traces")
VERBS = ("launched", "acquired", "delayed", "sued")
THINGS = ("Amber platform", "Birch sensor", "Cobalt campus", "Delta fund")
BACKGROUND = "The firm builds instruments for weather ships and sells them to nine navies abroad."


@st.composite
def told(draw: DrawFn) -> Article:
    """One of a few happenings, told in one of a few ways, with more or less around it."""
    day = draw(st.integers(0, 5))
    outlet = draw(st.integers(0, 5))
    url = f"o{outlet}.example/{draw(st.integers(0, 12))}"
    if draw(st.integers(0, 11)) == 0:
        return article(url, "", "The cup final", "Rain fell on it.")
    happening = f"{draw(st.sampled_from(VERBS))} the {draw(st.sampled_from(THINGS))}"
    published = datetime(2026, 4, 6 + day, tzinfo=UTC) + timedelta(hours=draw(st.integers(0, 60)))
    due = f"on {draw(st.integers(8, 14))} April"
    plan = f"Tern Labs will open the {draw(st.sampled_from(THINGS))} {due}."
    text = (
        draw(st.sampled_from([plan, "", f"Tern Labs shares rose 4% on April {6 + day}, 2026."])),
        f"Tern Labs {happening} on April {6 + day}, 2026, for ${draw(st.integers(1, 3))} million.",
        BACKGROUND
        if draw(st.booleans())
        else f"Nobody at outlet {outlet} would say why it did so.",
        *(f"Engineer {n} of {happening} explained part {n * 7} to us." for n in range(outlet)),
    )
    return article(
        url,
        draw(st.sampled_from([published.isoformat()] * 5 + [""])),
        draw(
            st.sampled_from([f"Tern Labs {happening} as Orbit grows", plan, "Orbit at Tern Labs"])
        ),
        "\n".join(text),
    )


@contextmanager
def low_bounds() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "LEADERS", 3)
        patch.setattr(rarity, "UNSEEN", 20)
        for module in (similarity, copies, texts_now):
            patch.setattr(module, "COMMON", 2)
            patch.setattr(module, "STORIES_OF_FURNITURE", 2)
        yield


def kept(store: Store) -> list[object]:
    """All that is kept, without the number of the pool."""
    rows = []
    for table in (*POOL, *TEXTS):
        for row in store.db.query(f"select * from {table}"):
            row.pop("pool_number")
            rows.append((table, tuple(row.items())))
    return sorted(rows, key=repr)


def save(store: Store, articles: Sequence[Article], minute: int) -> None:
    matcher = TermMatcher(TOPIC)
    for one in articles:
        relevance = matcher.score(one.title, one.summary, one.text)
        seen_at = NOW + timedelta(minutes=minute)
        store.save_article(one, topic=TOPIC.slug, relevance=relevance, seen_at=seen_at)


def judge(store: Store, drawn: tuple[str, int, int]) -> None:
    """On two of the mentions there are, if there are any."""
    verdict, one, other = drawn
    mentions = [m.mention_id for m in reader.mentions(store.db, TOPIC.slug)]
    if len(mentions) < 2:
        return
    first, second = mentions[one % len(mentions)], mentions[other % len(mentions)]
    if first != second:
        alone = verdict == "hide"
        store.save_judgement(
            TOPIC.slug,
            Judgement(
                verdict=verdict,  # type: ignore[arg-type]
                mention_id=first,
                other_id="" if alone else second,
                at=NOW,
            ),
        )


STEP = st.tuples(
    st.lists(told(), min_size=1, max_size=4),
    st.lists(
        st.tuples(
            st.sampled_from(["same", "different", "hide"]), st.integers(0, 99), st.integers(0, 99)
        ),
        max_size=1,
    ),
)


@given(st.lists(STEP, min_size=1, max_size=7))
@settings(max_examples=20)
def test_however_it_grows_it_ends_as_built_from_nothing(
    steps: list[tuple[list[Article], list[tuple[str, int, int]]]],
) -> None:
    """Articles come, are edited, dated anew and leave the story; people judge in between. Built
    is only when that has something to do."""
    with low_bounds(), TemporaryDirectory() as folder, Store(Path(folder) / "t.db") as store:
        store.save_topic(TOPIC)
        for minute, (batch, judged) in enumerate(steps):
            save(store, batch, minute)
            for drawn in judged:
                judge(store, drawn)
            if is_behind(store.db, TOPIC):
                update(store, TOPIC)
            assert not is_behind(store.db, TOPIC)
            assert not list(reader.articles(store.db, TOPIC.slug, only_new=True))
        grown, held = derived(store), kept(store)
        rebuild(store, TOPIC)
        assert derived(store) == grown
        assert kept(store) == held


def test_an_article_on_something_else_touches_no_other_event(tmp_path: Path) -> None:
    ship = article("a.example/8", "2025-11-03", "Tern Labs sues the maker of its Orbit ship")
    shop = article("a.example/9", "2026-01-15", "Tern Labs sells its Orbit shop in Bergen")
    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        save(store, [*LAUNCH, ship], 0)
        update(store, TOPIC)
        save(store, [shop], 1)
        assert update(store, TOPIC).written == 1


def test_a_build_that_is_killed_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        save(store, LAUNCH[:3], 0)
        update(store, TOPIC)
        before = derived(store), kept(store)
        save(store, LAUNCH[3:], 1)
        with monkeypatch.context() as patch:
            patch.setattr(pool_writes, "save", _killed)
            with pytest.raises(KeyboardInterrupt):
                update(store, TOPIC)
        assert (derived(store), kept(store)) == before
        update(store, TOPIC)
        grown = derived(store)
        rebuild(store, TOPIC)
        assert derived(store) == grown


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_nothing_that_changes_the_chronology_goes_by_unbuilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def catch_up(topic: Topic = TOPIC) -> bool:
        was = is_behind(store.db, topic)
        update(store, topic)
        return was and not is_behind(store.db, topic)

    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        save(store, LAUNCH, 0)
        assert catch_up()
        save(store, LAUNCH, 1)  # seen again, as it was
        other = Topic(name="The cup", terms=("cup final",))
        store.save_topic(other)
        cup = article("b.example/1", "2026-04-09", "The cup final")
        relevance = TermMatcher(other).score(cup.title, "", "")
        store.save_article(cup, topic=other.slug, relevance=relevance, seen_at=NOW)
        assert not is_behind(store.db, TOPIC)
        assert is_behind(store.db, other)
        save(store, [replace(LAUNCH[0], text=f"{LAUNCH[0].text} Rain fell.")], 2)  # an edit
        assert catch_up()
        judge(store, ("hide", 0, 1))
        assert catch_up()
        [hidden] = judgements.standing(store.db, TOPIC.slug)
        store.undo_judgement(TOPIC.slug, hidden.number, by="ada", at=NOW)
        assert catch_up()
        assert catch_up(replace(TOPIC, terms=(*TOPIC.terms, "rain")))
        monkeypatch.setattr(behind, "rules_digest", lambda: "other rules")
        assert is_behind(store.db, TOPIC)


def test_a_build_begins_again_when_another_was_faster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.db"
    with Store(path) as store, Store(path) as rival:
        store.save_topic(TOPIC)
        save(store, LAUNCH[:3], 0)
        update(store, TOPIC)
        save(store, LAUNCH[3:4], 1)
        made = redoing.made

        def overtaken(db: Database, topic: Topic) -> Made:
            found = made(db, topic)
            with monkeypatch.context() as patch:
                patch.setattr(redoing, "made", made)
                save(rival, LAUNCH[4:], 2)
                update(rival, TOPIC)
            monkeypatch.undo()
            return found

        monkeypatch.setattr(redoing, "made", overtaken)
        update(store, TOPIC)
        grown = derived(store)
        rebuild(store, TOPIC)
        assert derived(store) == grown


def test_what_other_rules_kept_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        save(store, LAUNCH, 0)
        monkeypatch.setattr(redoing, "rules_digest", lambda: "other rules")
        update(store, TOPIC)
        store.db.execute("update pool_mentions set near = x''")
        monkeypatch.undo()
        save(store, COVERAGE[-1:], 1)
        update(store, TOPIC)
        grown = derived(store)
        rebuild(store, TOPIC)
        assert derived(store) == grown
