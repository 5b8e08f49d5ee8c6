"""The weekly digest: what a week changed, from the log, and what stands in where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import revision_log
from db.conflicts import Conflict, ConflictValue, Statement
from db.errors import ConfigError, StorylineError
from db.ids import article_id
from db.model import Event, EventSource, Relevance, StatusChange
from db.silence import Heard
from db.store import Store
from tests.articles import TOPIC, article
from tests.test_publish import event
from timeline.changes import changes
from timeline.publish.account import account
from timeline.publish.as_html import to_html
from timeline.publish.digest import digest_of, week, week_of
from timeline.publish.entries import Edited
from timeline.publish.silent import silent_in
from timeline.publish.templates import render
from timeline.told import told_by
from timeline.versions import compare_versions
from timeline.weeks import end_of

RELEVANT = Relevance(relevant=True, score=1.0, reason="")
W15 = week("2026-W15")  # 6 to 12 April
BEFORE, WITHIN, AFTER = (datetime(2026, 4, day, 12, tzinfo=UTC) for day in (2, 8, 15))


def told(number: int, day: str, headline: str, *published: str, **more: object) -> Event:
    """An event whose sources are of those days, each of another outlet."""
    sources = tuple(
        EventSource(
            article_id=f"a{number}-{n}",
            url=f"https://o{n}.example/{number}",
            outlet=f"Outlet {n}",
            tier="primary" if n == 1 else "outlet",
            published=when,
            quote=headline,
        )
        for n, when in enumerate(published)
    )
    made = event(day, headline, sources=sources, corroboration=len(sources), **more)
    return replace(made, event_id=f"e{number:012d}")


def conflict(**values: str) -> Conflict:
    """Each value with the day on which it was first said."""
    return Conflict(
        field="amount",
        subject="price",
        values=tuple(
            ConflictValue(
                value=f"${value} million",
                urls=(f"https://o{n}.example/9",),
                chosen=n == 0,
                words=f"for ${value} million",
                first_said=said.replace("_", "-"),
                last_said=said.replace("_", "-"),
                statements=(_statement(f"Outlet {n}", said),),
            )
            for n, (value, said) in enumerate((k[1:], v) for k, v in values.items())
        ),
        reason="said by most",
    )


def _statement(publisher: str, said: str) -> Statement:
    return Statement(
        article_id="a",
        version_id="v",
        url="https://o.example/9",
        publisher=publisher,
        said=said,
        attributed="",
        part="text",
        start=0,
        end=1,
        quote="q",
    )


LAUNCH = told(1, "2026-04-08", "Tern launches Orbit", "2026-04-08T09:00:00Z", "2026-04-09")
OLD = told(2, "2026-03-02", "Tern hires a pilot", "2026-03-02")
PLAN = told(3, "2026-05", "Orbit comes to phones", "2026-03-20", status="expected")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "t.db") as made:
        made.save_topic(TOPIC)
        yield made


def build(store: Store, at: datetime, *events: Event) -> None:
    """As if a build had left these events."""
    with store.db.atomic():
        revision_log.append(store.db, TOPIC.slug, events, (), at)


def sections(text: str) -> dict[str, list[str]]:
    """Title -> lines."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("## "):
            found[line[3:]] = []
        elif found and line:
            found[list(found)[-1]].append(line)
    return found


def test_each_change_stands_in_its_section(store: Store) -> None:
    price = conflict(_3="2026-03-20", _4="2026-04-07")
    plans = [
        replace(PLAN, event_id=f"e{n:012d}", headline=f"Plan {n}", date=day)
        for n, day in ((11, "2026-04-07"), (12, "2026-05"), (13, "2026-06"), (14, "2026-04-09"))
    ]
    rumour = told(15, "2026-04-01", "Gale is sold", "2026-04-01", status="reported")
    long_ago = replace(PLAN, event_id="e000000000018", headline="Plan 18", date="2025-06")
    build(store, BEFORE, OLD, *plans, rumour, long_ago)
    came, firm, late, _ = plans
    build(
        store,
        WITHIN,
        LAUNCH,
        replace(OLD, corroboration=4),
        replace(came, status="happened"),
        replace(firm, date="2026-05-04", conflicts=(price,)),
        replace(late, date="2026-09", status="slipped"),
        plans[3],
        replace(long_ago, date="2025-06-12", status="happened"),
        told(16, "2026-06-01", "Tern moves", "2026-04-08", status="expected"),
        told(17, "2019", "Tern is founded", "2026-04-08"),
    )
    text = digest_of(store.db, TOPIC, W15)
    found = sections(text)
    assert text.startswith("# Orbit: 2026-04-06 to 2026-04-12 (2026-W15)\n\n1 new · 1 new plan · ")
    assert found["New"] == [
        "- **8 Apr 2026** Tern launches Orbit — 2 independent sources:"
        " [Outlet 1](<https://o1.example/1>), [Outlet 0](<https://o0.example/1>) `e000000000001`"
    ]
    assert "Plan 11 *(before: expected)*" in found["Firmed up"][0]
    assert "**4 May 2026** (expected) Plan 12 *(before: May 2026)*" in found["Firmed up"][1]
    assert "(slipped) Plan 13" in found["Moved"][0]
    assert found["Newly disputed"][1:] == [
        "  - ≠ amount (price): $3 million (chosen, 1 link) or $4 million (1 link)",
        "  - $3 million: “for $3 million” (Outlet 0, 2026-03-20)",
        "  - $4 million: “for $4 million” (Outlet 1, 2026-04-07)",
    ]
    assert "no event any more" in found["Retracted or edited"][0]
    assert "*(before: 1 source)*" in found["Told by more publishers"][0]
    before = found["From before, and known only now"]
    assert {line.split("** ")[1][:7] for line in before} == {"Tern is", "Plan 18"}
    assert [line.split(") ")[1][:6] for line in found["Due next"]] == ["Plan 1", "Tern m"]
    assert "*(new)*" in found["Due next"][1]
    assert "Plan 14" in found["Was due, and nothing was told of it"][0]


def test_a_past_week_is_made_again_byte_for_byte(store: Store) -> None:
    build(store, BEFORE, OLD)
    build(store, WITHIN, OLD, LAUNCH)
    text = digest_of(store.db, TOPIC, W15)
    build(store, AFTER, replace(OLD, headline="Other words"))
    assert digest_of(store.db, TOPIC, W15) == text
    following = sections(digest_of(store.db, TOPIC, week("2026-W16")))
    assert "no event any more" in following["Retracted or edited"][0]
    early = digest_of(store.db, TOPIC, W15, as_of=WITHIN - timedelta(hours=1))
    assert "Tern launches" not in early


def test_the_week_begins_and_ends_by_the_clocks_of_its_zone() -> None:
    since, end = week("2026-W13").bounds("Europe/Oslo")  # the clocks go forward on its Sunday
    assert since.moment == datetime(2026, 3, 22, 22, 59, 59, tzinfo=UTC)
    assert end.moment == datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)


def test_a_log_that_begins_in_the_week_does_not_tell_the_past_as_new(store: Store) -> None:
    undated = told(5, "2025-01-02", "Nobody knows when this was told", "")
    build(store, WITHIN, OLD, undated, LAUNCH)
    text = digest_of(store.db, TOPIC, W15)
    assert [line for line in sections(text)["New"] if "launches" not in line] == []
    assert "From before" not in text
    assert "2 events that older coverage tells are taken as known before" in text


def test_before_the_log_events_are_new_when_coverage_first_told_of_them(store: Store) -> None:
    steps = (
        StatusChange(said="2026-03-20", status="expected", date="2026-05", mention_id="m1"),
        StatusChange(said="2026-05-04", status="happened", date="2026-05-04", mention_id="m2"),
    )
    came = told(
        3, "2026-05-04", "Orbit is on phones", "2026-03-20", "2026-05-04T08:00:00Z", history=steps
    )
    build(store, datetime(2026, 6, 1, tzinfo=UTC), LAUNCH, OLD, came)
    april, may = (digest_of(store.db, TOPIC, week(name)) for name in ("2026-W15", "2026-W19"))
    assert "supports, as it was brought together later" in april
    assert "launches" in sections(april)["New"][0]
    assert "**May 2026** (expected)" in sections(april)["Due next"][0]
    assert "*(before: expected, May 2026, 1 source)*" in may


DAYS = st.dates(date(2026, 3, 30), date(2026, 5, 3))
TOLD = st.lists(DAYS.map(date.isoformat) | st.just(""), min_size=1, max_size=3)


@given(st.lists(TOLD, max_size=4))
def test_week_by_week_each_event_is_new_once_and_in_the_end_all_is_told(
    published: list[list[str]],
) -> None:
    events = [told(n, "2026-04-08", f"Event {n}", *days) for n, days in enumerate(published)]
    weeks = [week(f"2026-W{number}") for number in range(14, 19)]
    new = [
        change.event.event_id
        for of in weeks
        for since, end in [of.bounds("Asia/Tokyo")]
        for change in changes(told_by(events, since), told_by(events, end), {})
        if "new" in change.kinds
    ]
    dated = [event for event in events if any(source.published for source in event.sources)]
    assert sorted(new) == [event.event_id for event in dated]
    assert told_by(events, end_of(date(2026, 12, 31), "UTC")) == dated


def test_what_was_not_disputed_yet_is_not_disputed() -> None:
    disputed = replace(
        LAUNCH,
        conflicts=(replace(conflict(_3="2026-04-08", _4="2026-04-09"), settled="2026-04-11"),),
    )
    later = told(1, "2026-04-08", "x", "2026-04-08", "2026-04-09", "2026-05-01").sources
    disputed = replace(disputed, sources=later, corroboration=3)
    on = {
        day: told_by([disputed], end_of(date(2026, 4, day), "UTC"))[0].conflicts
        for day in (8, 9, 11)
    }
    assert on[8] == ()
    assert [one.settled for one in on[9]] == [""]
    assert [one.settled for one in on[11]] == ["2026-04-11"]
    assert told_by([disputed], end_of(date(2026, 4, 7), "UTC")) == []


def test_a_quiet_week_says_so_and_one_in_which_nobody_looked_too(store: Store) -> None:
    build(store, BEFORE, OLD)
    text = digest_of(store.db, TOPIC, W15)
    assert "A quiet week" in text
    assert "No source was asked" not in text
    with store.db.atomic():
        store.db.execute(
            "insert into sources select 'wire', topic, 'feed', '', '', 1, '{}' from topics"
        )
        store.db.execute(
            "insert into runs (run_id, kind, subject, state, started_at, ended_at)"
            " values ('r', 'crawl', 'wire', 'ok', '2026-04-01T00:00:00Z', '2026-04-01T00:01:00Z')"
        )
    assert "No source was asked in this week." in digest_of(store.db, TOPIC, W15)


def test_an_article_whose_substance_was_edited_is_named(store: Store) -> None:
    long = "Tern launched Orbit. It weighs 12 tons. Ada Quill built it. Nobody was hurt at all."
    versions = [article("wire.example/1", "2026-04-01", "Orbit", text) for text in (long, "")]
    versions[1] = replace(versions[0], text=long.replace("12", "21").replace("Ada", "Eve"))
    for seen, one in zip((BEFORE, WITHIN), versions, strict=True):
        store.save_article(one, topic=TOPIC.slug, relevance=RELEVANT, seen_at=seen)
    compare_versions(store)
    source = replace(OLD.sources[0], article_id=article_id("https://wire.example/1"))
    build(store, BEFORE, replace(OLD, sources=(source,)))
    assert sections(digest_of(store.db, TOPIC, W15))["Retracted or edited"] == [
        "- **8 Apr 2026** [Outlet 0](<https://wire.example/1>) edited “Orbit”:"
        " “It weighs 12 tons.” became “It weighs 21 tons.”, and 1 more"
    ]
    assert "edited" not in digest_of(store.db, TOPIC, week("2026-W16"))


def test_before_the_first_build_a_digest_says_so(store: Store) -> None:
    assert "No build has found anything yet" in digest_of(store.db, TOPIC, W15)


def of_new(*events: Event, edited: Sequence[Edited] = ()) -> str:
    return render(account("Orbit", W15, (), events, changes((), events, {}), edited=edited))


def test_a_section_has_an_end() -> None:
    events = [told(n, "2026-04-08", f"Event {n}", "2026-04-08") for n in range(30)]
    lines = sections(of_new(*events))["New"]
    assert len(lines) == 13
    assert lines[-1] == "- … and 18 more"


def test_what_sources_wrote_is_inert_in_markdown_and_in_mail() -> None:
    hostile = "<script>alert(1)</script> [x](javascript:1) ![i](//e.example/i) **b** `e` {{ 7*7 }}"
    hostile += "\n# top http://evil.example www.evil.example <b onload=x> &lt;i&gt;"
    edit = Edited(
        outlet="O](javascript:1)",
        url="javascript:alert(1)",
        title=hostile,
        seen_at="2026-04-08T00:00:00Z",
        old="<img src=x>",
        new="",
    )
    text = of_new(told(1, "2026-04-08", hostile, "2026-04-08"), edited=[edit])
    assert "<script" not in text
    shown = lxml.html.fromstring(to_html(text, "Orbit"))
    assert {e.get("href") for e in shown.iter("a")} == {"https://o0.example/1"}
    tags = {e.tag for e in shown.iter()}
    assert tags == set("html head meta title style body h1 h2 p ul li strong a code".split())
    attributes = {(e.tag, *e.attrib) for e in shown.iter() if e.attrib}
    assert attributes == {("a", "href"), ("meta", "charset"), ("meta", "name", "content")}
    (line,) = shown.xpath("//li[contains(., 'top')][not(contains(., 'edited'))]")
    assert " ".join(hostile.split()) in line.text_content()


def test_sources_that_fell_silent_in_the_week_or_could_not_be_read() -> None:
    since, end = (bound.moment for bound in W15.bounds("UTC"))
    hourly = tuple(since - timedelta(hours=n) for n in range(30))
    ok, failed = ("ok", ""), ("failed", "HTTP 500")
    heard = [
        Heard(source_id="quiet", new_at=hourly, crawls=(failed, ok)),
        Heard(source_id="broken", new_at=hourly, crawls=(failed,)),
        Heard(source_id="off", new_at=hourly, crawls=()),
        Heard(source_id="young", new_at=hourly[:2], crawls=(ok,)),
        Heard(source_id="lively", new_at=(end, *hourly), crawls=(ok,)),
        Heard(source_id="long", new_at=tuple(h - timedelta(days=9) for h in hourly), crawls=(ok,)),
    ]
    assert silent_in(heard, since, end) == [
        "broken could not be read: HTTP 500",
        "quiet: nothing new since 2026-04-05, usually every 1 h",
        "long: nothing new since 2026-03-27, usually every 1 h, silent before this week already",
    ]


def test_a_template_of_the_users_own(tmp_path: Path) -> None:
    mine = tmp_path / "mine.md.j2"
    mine.write_text("{% for part in parts %}{{ part.name }}: {{ part.count }}{% endfor %}")
    found = account("Orbit", W15, (), [LAUNCH], changes((), [LAUNCH], {}))
    assert render(found, mine) == "new: 1\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{% for %}", "mine.md.j2, line 2"),
        ("a\nb\n{{ nothing }}", "'nothing' is undefined.*mine.md.j2, line 3"),
        ("a\n{{ topic + 1 }}", "mine.md.j2, line 2"),
        ("{% include 'other.j2' %}", "other.j2.*line 1"),
        (None, "no such file"),
    ],
)
def test_what_is_wrong_in_a_template_is_named(tmp_path: Path, text: str | None, said: str) -> None:
    mine = tmp_path / "mine.md.j2"
    if text is not None:
        mine.write_text(text)
    with pytest.raises(ConfigError, match=said):
        render(account("Orbit", W15, (), [LAUNCH], ()), mine)


def test_weeks() -> None:
    assert week("2026-04-08") == W15
    assert week_of(date(2027, 1, 1)).name == "2026-W53"
    with pytest.raises(StorylineError, match="2026-04"):
        week("2026-04")
