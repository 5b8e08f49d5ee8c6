"""What people judge outranks every rule, whatever the order in which all of it comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from db import chronology, ids, judgements, reader
from db.errors import NotFoundError
from db.judgements import Judgement, Outcome, UnsurePair
from db.model import Article, Mention, Topic
from db.store import Store
from tests.articles import LAUNCH, TOPIC, article
from tests.test_chronology import load
from timeline.builder import Chronology, assemble, build_chronology
from timeline.changes import changes
from timeline.judged import rulings
from timeline.pinned import pin_of
from timeline.publish.rows import to_json
from timeline.review import Tie, unsure_pairs
from timeline.update import rebuild, update

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def judged(number: int, verdict: str, one: str, other: str = "", **more: str) -> Judgement:
    return Judgement(
        number=number,
        verdict=verdict,  # type: ignore[arg-type]
        mention_id=one,
        other_id=other,
        at=NOW + timedelta(minutes=number),
        by="ada",
        **more,  # type: ignore[arg-type]
    )


def assembled(made: Iterable[Judgement] = (), articles: Sequence[Article] = LAUNCH) -> Chronology:
    with TemporaryDirectory() as folder, Store(Path(folder) / "t.db") as store:
        store.save_topic(TOPIC)
        load(store, articles)
        update(store, TOPIC)
        stored = list(reader.articles(store.db, TOPIC.slug))
        return assemble(stored, reader.mentions(store.db, TOPIC.slug), TOPIC, tuple(made))


PLAIN = assembled()
MENTIONS = sorted((m for group in PLAIN.groups for m in group), key=lambda m: m.mention_id)
IDS = [mention.mention_id for mention in MENTIONS]


def mention_saying(words: str) -> Mention:
    (found,) = [m for m in MENTIONS if m.quote.startswith(words)]
    return found


LAUNCHED = mention_saying("Tern Labs launches weather model Orbit").mention_id
LATE = mention_saying("Tern Labs launched its weather model Orbit on April 9").mention_id
BOUGHT = mention_saying("Tern Labs said on Thursday it bought").mention_id


def event_ids_of(chronology: Chronology, *mention_ids: str) -> list[str]:
    home = {m.mention.mention_id: e.event_id for e in chronology.events for m in e.mentions}
    return [home.get(mention_id, "") for mention_id in mention_ids]


# ---------------------------------------------------------------- what each verdict does


def test_different_takes_an_event_apart() -> None:
    assert len(set(event_ids_of(PLAIN, LAUNCHED, LATE))) == 1
    apart = assembled([judged(1, "different", LAUNCHED, LATE)])
    one, other = event_ids_of(apart, LAUNCHED, LATE)
    assert one
    assert other
    assert one != other


def test_same_makes_two_whole_events_one_although_their_dates_forbid_it() -> None:
    one, other = event_ids_of(PLAIN, LAUNCHED, BOUGHT)
    assert one != other
    every = {m.mention.mention_id for e in PLAIN.events for m in e.mentions}
    (event,) = assembled([judged(1, "same", LAUNCHED, BOUGHT)]).events
    assert {m.mention.mention_id for m in event.mentions} == every
    reasons = {m.mention.mention_id: m.reason for m in event.mentions}
    assert reasons[LAUNCHED] == reasons[BOUGHT] == "judged the same: judgement 1"


def test_of_two_that_contradict_the_later_holds() -> None:
    same, different = judged(1, "same", LAUNCHED, LATE), judged(2, "different", LATE, LAUNCHED)
    chronology = assembled([same, different])
    assert len(set(event_ids_of(chronology, LAUNCHED, LATE))) == 2
    first, second = chronology.outcomes
    assert (first.effect, second.effect) == ("overruled", "applied")
    assert first.reason == "made later and says otherwise: 2"
    turned = assembled([different, replace(same, number=3)])
    assert len(set(event_ids_of(turned, LAUNCHED, LATE))) == 1
    assert [o.effect for o in turned.outcomes] == ["overruled", "applied"]


def test_a_contradiction_by_way_of_others_is_seen() -> None:
    chain = [
        judged(1, "different", LAUNCHED, LATE),
        judged(2, "same", LAUNCHED, BOUGHT),
        judged(3, "same", BOUGHT, LATE),
    ]
    first, *others = assembled(chain).outcomes
    assert first == Outcome(
        judgement=chain[0], effect="overruled", reason="made later and says otherwise: 2, 3"
    )
    assert {o.effect for o in others} == {"applied"}


def test_a_pin_is_shown_with_who_said_so_and_settles_the_conflict() -> None:
    pins = [
        judged(1, "pin", LATE, field="date", value="2026-04-09", note="the firm confirmed it"),
        judged(2, "pin", LAUNCHED, field="headline", value="Orbit is out"),
    ]
    chronology = assembled(pins)
    (event,) = [e for e in chronology.events if e.event_id == event_ids_of(chronology, LATE)[0]]
    assert (event.date, event.precision, event.headline) == ("2026-04-09", "day", "Orbit is out")
    assert event.date_rule == "pinned by ada on 2026-05-01: the firm confirmed it"
    (dates,) = [c for c in event.conflicts if c.field == "date"]
    assert [(v.value, v.chosen) for v in dates.values] == [
        ("2026-04-09", True),
        ("2026-04-08", False),
    ]


def test_a_pin_settles_what_sources_disagree_on_and_the_digest_can_tell() -> None:
    (before,) = [e for e in PLAIN.events if e.type == "deal"]
    field, value = pin_of(before.conflicts, "amount = $14.8  Billion")
    assert (field, value) == ("amount:price", "$14.8 billion")
    chronology = assembled([judged(1, "pin", BOUGHT, field=field, value=value, note="the filing")])
    (event,) = [e for e in chronology.events if e.type == "deal"]
    (price,) = event.conflicts
    assert [(v.value, v.chosen) for v in price.values] == [
        ("$14.8 billion", True),
        ("$14.3 billion", False),
    ]
    assert price.settled == "2026-05-01"
    assert price.settlement == "pinned by ada on 2026-05-01: the filing"
    (change,) = changes([before], [event], {})
    assert change.kinds == ("settled",)


def test_two_versions_that_are_judged_one_happening_are_a_conflict() -> None:
    told = [
        article(f"{outlet}.example/1", "2026-05-04", f"Tern Labs launches {version} model")
        for outlet, version in (("a", "Orbit 1.1"), ("b", "Orbit 1.2"), ("c", "Orbit1.2"))
    ]
    apart = assembled(articles=told)
    one, other = (event.mentions[0].mention.mention_id for event in apart.events)
    (event,) = assembled([judged(1, "same", one, other)], told).events
    (versions,) = event.conflicts
    assert (versions.field, versions.subject) == ("version", "Orbit")
    assert {value.value for value in versions.values} == {"Orbit 1.1", "Orbit 1.2"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("licence=open", "no such conflict of this event; there are: amount:price"),
        ("amount=$1", "no source says so; there are: $14.3 billion, $14.8 billion"),
    ],
)
def test_what_cannot_be_pinned_is_named_with_what_can(given: str, said: str) -> None:
    (event,) = [e for e in PLAIN.events if e.type == "deal"]
    with pytest.raises(NotFoundError) as error:
        pin_of(event.conflicts, given)
    assert said in str(error.value)


def test_a_later_pin_replaces_an_earlier_one_even_from_another_mention() -> None:
    pins = [
        judged(1, "pin", LATE, field="date", value="2026-04-09"),
        judged(2, "pin", LAUNCHED, field="date", value="2026-04-07/2026-04-08"),
    ]
    chronology = assembled(pins)
    (event,) = [e for e in chronology.events if e.event_id == event_ids_of(chronology, LATE)[0]]
    assert (event.date, event.end, event.precision) == ("2026-04-07", "2026-04-08", "day")
    assert [o.effect for o in chronology.outcomes] == ["overruled", "applied"]


def test_a_hidden_event_is_left_out_with_all_its_mentions() -> None:
    hidden = assembled([judged(1, "hide", BOUGHT)])
    assert len(hidden.events) == len(PLAIN.events) - 1
    assert event_ids_of(hidden, BOUGHT, LAUNCHED) == ["", event_ids_of(PLAIN, LAUNCHED)[0]]


def test_a_judgement_waits_for_a_sentence_that_is_not_there() -> None:
    waiting = judged(1, "same", LAUNCHED, "m000000000000")
    chronology = assembled([waiting])
    assert chronology.events == PLAIN.events
    (outcome,) = chronology.outcomes
    assert (outcome.effect, outcome.reason) == (
        "waiting",
        "m000000000000 is not in the coverage now",
    )


def test_the_pure_builder_takes_judgements() -> None:
    made = [judged(1, "hide", BOUGHT)]
    assert to_json(build_chronology(LAUNCH, TOPIC, made)) == to_json(assembled(made).events)


# ---------------------------------------------------------------- the review list


def listed(
    *ties: tuple[str, str, float, bool], made: Sequence[Judgement] = ()
) -> tuple[UnsurePair, ...]:
    home = {ids.number(m.mention.mention_id): e.event_id for e in PLAIN.events for m in e.mentions}
    numbered = [Tie(ids.number(one), ids.number(other), *more) for one, other, *more in ties]
    return unsure_pairs(home, numbered, rulings(made, IDS), lambda one, other: "they share much")


def test_of_two_events_the_likest_pair_is_listed() -> None:
    (pair,) = listed(
        (LAUNCHED, BOUGHT, 0.3, False), (LATE, BOUGHT, 0.34, False), (LAUNCHED, LATE, 0.9, False)
    )
    assert (pair.score, pair.reason) == (0.34, "they share much")
    assert {pair.mention_id, pair.other_mention_id} == {LATE, BOUGHT}
    assert pair.event_id < pair.other_id
    assert [pair.event_id, pair.other_id] == event_ids_of(
        PLAIN, pair.mention_id, pair.other_mention_id
    )


def test_what_is_forbidden_or_judged_is_not_uncertain() -> None:
    unsure, forbidden = (LAUNCHED, BOUGHT, 0.3, False), (LATE, BOUGHT, 0.3, True)
    assert len(listed(unsure)) == 1
    assert listed(unsure, forbidden) == listed(forbidden, unsure) == ()
    assert listed(unsure, made=[judged(1, "different", LATE, BOUGHT)]) == ()


# ---------------------------------------------------------------- the store


def test_a_judgement_is_kept_with_who_and_when_and_can_be_undone(tmp_path: Path) -> None:
    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        made = judged(1, "different", LAUNCHED, LATE, note="two days")
        assert store.save_judgement(TOPIC.slug, made) == 1
        load(store, LAUNCH)
        update(store, TOPIC)
        rebuild(store, TOPIC)
        assert judgements.standing(store.db, TOPIC.slug) == [made]
        assert [e.event_id for e in chronology.events(store.db, TOPIC.slug)] == [
            e.event_id for e in assembled([made]).events
        ]
        store.undo_judgement(TOPIC.slug, 1, by="eve", at=NOW)
        update(store, TOPIC)
        assert to_json(chronology.events(store.db, TOPIC.slug)) == to_json(PLAIN.events)
        (row,) = judgements.with_outcomes(store.db, TOPIC.slug)
        assert (row["outcome"], row["reason"]) == ("undone", "by eve at 2026-05-01T00:00:00Z")
        with pytest.raises(NotFoundError, match="judgement 1"):
            store.undo_judgement(TOPIC.slug, 1, by="eve", at=NOW)


def test_the_judgements_of_one_story_are_nothing_to_another(tmp_path: Path) -> None:
    other = Topic(name="Other", slug="other", terms=("Orbit", "Tern Labs"))
    with Store(tmp_path / "t.db") as store:
        store.save_topic(TOPIC)
        store.save_topic(other)
        store.save_judgement("other", judged(1, "hide", LAUNCHED))
        load(store, LAUNCH)
        update(store, TOPIC)
        assert to_json(chronology.events(store.db, TOPIC.slug)) == to_json(PLAIN.events)
