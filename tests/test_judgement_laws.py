"""Judgements, order of arrival, steps and rebuilds commute; the log gives back every state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from db import chronology, reader, revision_log
from db.judgements import Judgement
from db.model import Article, StoredArticle
from db.store import Store
from tests.articles import LAUNCH, TOPIC
from tests.test_chronology import load, snapshot
from tests.test_judgements import IDS, MENTIONS, NOW, judged
from timeline.builder import assemble
from timeline.publish.rows import to_json
from timeline.update import rebuild, update


def _of_two(drawn: tuple[str, str, str]) -> bool:
    return drawn[1] != drawn[2]


LINK = st.tuples(
    st.sampled_from(["same", "different"]), st.sampled_from(IDS), st.sampled_from(IDS)
).filter(_of_two)
PIN = st.tuples(
    st.just("pin"),
    st.sampled_from(IDS),
    st.sampled_from(
        [
            "date=2026-04-07",
            "date=2026-04",
            "date=2026-04-01/2026-04-03",
            "amount:price=$14.8 billion",
            "licence:Orbit=open",
        ]
    ),
)
HIDE = st.tuples(st.just("hide"), st.sampled_from(IDS), st.just(""))


def numbered(drawn: Sequence[tuple[str, str, str]]) -> list[Judgement]:
    made = []
    for number, (verdict, one, what) in enumerate(drawn, 1):
        if verdict == "pin":
            field, _, value = what.partition("=")
            made.append(judged(number, verdict, one, field=field, value=value))
        else:
            made.append(judged(number, verdict, one, what))
    return made


@given(st.lists(LINK, max_size=8))
@settings(max_examples=60)
def test_what_holds_is_so_in_every_group_and_the_last_word_always_holds(
    drawn: list[tuple[str, str, str]],
) -> None:
    made = numbered(drawn)
    chronology = assemble(_STORED, MENTIONS, TOPIC, made)
    home = {m.mention_id: n for n, g in enumerate(chronology.groups) for m in g}
    assert [o.judgement for o in chronology.outcomes] == made
    for outcome in chronology.outcomes:
        one, other = outcome.judgement.mention_ids
        if outcome.effect == "applied":
            assert (home[one] == home[other]) == (outcome.judgement.verdict == "same")
    assert [o.effect for o in chronology.outcomes[-1:]] == ["applied"][: len(made)]


def _stored() -> list[StoredArticle]:
    with TemporaryDirectory() as folder, Store(Path(folder) / "t.db") as store:
        store.save_topic(TOPIC)
        load(store, LAUNCH)
        return list(reader.articles(store.db, TOPIC.slug))


_STORED = _stored()


def derived(store: Store) -> list[object]:
    more = [
        (table, tuple(row.items()))
        for table in ("unsure_pairs", "judgement_outcomes")
        for row in store.db.query(f"select * from {table} order by 1, 2, 3")
    ]
    return [*snapshot(store), *more]


def logged(store: Store) -> int:
    return int(store.db.execute("select count(*) from revisions").fetchone()[0])


def at_once(articles: Sequence[Article], made: Sequence[Judgement]) -> list[object]:
    with TemporaryDirectory() as folder, Store(Path(folder) / "t.db") as store:
        store.save_topic(TOPIC)
        for judgement in made:
            store.save_judgement(TOPIC.slug, judgement)
        load(store, articles)
        update(store, TOPIC)
        return derived(store)


@given(
    st.permutations(LAUNCH),
    st.lists(st.integers(0, len(LAUNCH)), min_size=1, max_size=4),
    st.lists(st.one_of(LINK, PIN, HIDE), max_size=4),
    st.lists(st.integers(0, 4), min_size=4, max_size=4),
)
@settings(max_examples=25)
def test_judgements_order_steps_and_rebuilds_commute(
    order: list[Article],
    cuts: list[int],
    drawn: list[tuple[str, str, str]],
    when: list[int],
) -> None:
    """Also: the log gives back each state on the way, and a rebuild adds nothing to it."""
    made = numbered(drawn)
    bounds = [0, *sorted(cuts), len(order)]
    steps = len(bounds) - 1
    due = sorted(zip((min(w, steps - 1) for w in sorted(when)), made, strict=False), key=str)
    with TemporaryDirectory() as folder, Store(Path(folder) / "t.db") as store:
        store.save_topic(TOPIC)
        states = []
        for step, (start, end) in enumerate(pairwise(bounds)):
            for at_step, judgement in sorted(due, key=lambda d: d[1].number):
                if at_step == step:
                    assert store.save_judgement(TOPIC.slug, judgement) == judgement.number
            load(store, order[start:end])
            moment = NOW + timedelta(hours=step)
            update(store, TOPIC, at=moment)
            states.append((moment, to_json(chronology.events(store.db, TOPIC.slug))))
        for moment, told in states:
            assert to_json(revision_log.events_at(store.db, TOPIC.slug, moment)) == told
        in_steps, revisions = derived(store), logged(store)
        rebuild(store, TOPIC, at=NOW + timedelta(days=1))
        assert derived(store) == in_steps
        assert logged(store) == revisions
    assert in_steps == at_once(LAUNCH, made)
