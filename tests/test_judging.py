"""Judging, reviewing and asking for reasons as a user does it: the real command, a real file."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from db.model import Topic
from schedules.cli import main
from schedules.cli_init import topic_file
from schedules.config import load_topic, parse_topic
from tests.articles import LAUNCH, article
from tests.conftest import Run
from timeline.apart import apart
from timeline.builder import build_chronology
from timeline.publish.apart import verdict_on

NEWSROOM = Path(__file__).parents[1] / "schedules" / "newsroom" / "topic.toml"
ORBIT = Topic(name="Orbit", slug="orbit", terms=("Orbit",))
GALE = Topic(name="Gale", slug="gale", terms=("Gale",))
Ask = Callable[..., str]


@pytest.fixture
def folder(demo: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path) -> Path:
    """A copy of the demo's database beside its topic file."""
    source, copy = sqlite3.connect(demo[0]), sqlite3.connect(tmp_path / "demo.db")
    source.backup(copy)
    source.close()
    copy.close()
    shutil.copy(NEWSROOM, tmp_path / "storyline.toml")
    return tmp_path


@pytest.fixture
def ask(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The command in that folder; what it prints comes back, of a failure the messages."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str, expect: int = 0) -> str:
        done = CliRunner().invoke(main, ["--db", "demo.db", *arguments])
        assert done.exit_code == expect, done.output
        return done.stdout if expect == 0 else done.stderr

    return run


def timeline(ask: Ask, *options: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(ask("timeline", "--format", "json", *options))
    return rows


def commands(review: str, verdict: str) -> list[list[str]]:
    lines = [line.strip() for line in review.splitlines()]
    return [line.split()[1:] for line in lines if line.startswith(f"storyline judge {verdict}")]


def test_the_command_judges_and_builds_as_a_process(folder: Path, storyline_process: Run) -> None:
    (pair, *_) = commands(storyline_process("--db", "demo.db", "review", cwd=folder).stdout, "same")
    storyline_process("--db", "demo.db", *pair, "--by", "ada", cwd=folder)
    assert "1 removed" in storyline_process("--db", "demo.db", "build", cwd=folder).stdout
    told = storyline_process("--db", "demo.db", "judge", "list", cwd=folder).stdout
    assert "applied" in told


def test_the_review_list_is_settled_by_its_own_commands(ask: Ask) -> None:
    listed = ask("review")
    assert listed == ask("review")
    pair, *others = commands(listed, "same")
    before = timeline(ask)
    assert "judgement 1 kept" in ask(*pair, "--by", "ada", "--note", "one thing")
    assert timeline(ask) == before  # the next build applies it
    ask("build")
    assert len(timeline(ask)) == len(before) - 1
    assert pair not in commands(ask("review"), "same")
    ask("judge", "different", *pair[2:], "--by", "eve")
    ask("build", "--rebuild")
    assert timeline(ask) == before
    listed = ask("review")
    assert pair not in commands(listed, "same")
    assert len(commands(listed, "same")) == len(others)
    assert "Judgements that do not hold" in listed
    assert "made later and says otherwise: 2" in listed
    ask("judge", "undo", "2", "--by", "eve")
    ask("build")
    assert len(timeline(ask)) == len(before) - 1
    told = ask("judge", "list")
    assert "judgement 1 by ada" in told
    assert "undone, by eve at" in " ".join(told.split())


def test_pin_hide_note_and_the_path_of_an_event(ask: Ask) -> None:
    first, second = timeline(ask)[:2]
    ask("judge", "pin", first["id"], "--date", "2025-05", "--headline", "It began", "--by", "ada")
    ask("judge", "hide", second["id"], "--by", "ada")
    ask("judge", "note", first["id"], "asked the firm", "--by", "eve")
    ask("build", "--rebuild")
    pinned, *rest = timeline(ask)
    assert (pinned["id"], pinned["date"], pinned["precision"], pinned["headline"]) == (
        first["id"],
        "2025-05",
        "month",
        "It began",
    )
    assert second["id"] not in [row["id"] for row in rest]
    explained = ask("why", first["id"])
    assert "pinned by ada" in explained
    assert "asked the firm" in explained
    path = ask("history", first["id"])
    assert f"headline: {first['headline']} -> It began" in path
    assert "because: judgement" in path
    gone = ask("history", second["id"])
    assert gone.index("created") < gone.index("removed")


def test_as_of_shows_what_was_known_then(ask: Ask, folder: Path) -> None:
    before = timeline(ask)
    hidden = next(r for r in before if r["precision"] == "day" and r["status"] == "happened")
    db = sqlite3.connect(folder / "demo.db")
    (moment,) = db.execute("select max(at) from revisions").fetchone()
    db.execute("update revisions set at = '2026-01-01T00:00:00Z'")
    db.commit()
    db.close()
    ask("judge", "hide", hidden["id"])
    ask("build")
    assert len(timeline(ask)) == len(before) - 1
    assert timeline(ask, "--as-of", moment) == before
    assert timeline(ask, "--as-of", "2026-01-01") == before
    assert timeline(ask, "--as-of", "2100-01-01") == timeline(ask)
    assert timeline(ask, "--as-of", "2025-12-31") == []
    ask("export", "json", "then.json", "--as-of", "2026-02-01T12:00+02:00")
    exported = json.loads((folder / "then.json").read_text(encoding="utf-8"))
    assert exported == before
    now = ask("digest", "--week", hidden["date"], "--as-of", "2100-01-01")
    then = ask("digest", "--week", hidden["date"], "--as-of", "2026-02-01")
    assert hidden["id"] in then
    assert hidden["id"] not in now
    assert ask("digest", "--week", hidden["date"]) == then  # of before the log: as it began
    assert "a moment such as" in ask("timeline", "--as-of", "soon", expect=2)


def test_why_not_gives_the_likest_pair_and_what_is_missing(ask: Ask) -> None:
    (pair, *_) = commands(ask("review"), "same")
    told = ask("why-not", *pair[2:])
    assert "the likest pair of their mentions" in told
    assert pair[2] in told
    ask("judge", "different", *pair[2:], "--by", "ada", "--note", "two things")
    ask("build")
    told = " ".join(ask("why-not", *pair[2:]).split())
    assert "by ada" in told
    assert "are different (two things) without the judgement:" in told
    ask("judge", "same", *pair[2:])
    ask("build")
    assert "They are one event" in ask("why-not", *pair[2:])


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["same", "e000000000000", "e111111111111"], 1, "no such event or mention"),
        (["same", "e000000000000", "m000000000000"], 2, "one and the same"),
        (["hide", "nonsense"], 1, "nonsense"),
        (["pin", "e000000000000"], 2, "--date, --headline or --conflict"),
        (["pin", "e000000000000", "--date", "soon"], 2, "a date such as"),
        (["pin", "e000000000000", "--date", "2026-05/2026-04"], 2, "in that order"),
        (["undo", "99"], 1, "no judgement of that number"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused(
    ask: Ask, arguments: list[str], code: int, says: str
) -> None:
    assert says in ask("judge", *arguments, expect=code)


def test_every_command_of_a_group_has_an_example() -> None:
    context = click.Context(main)
    groups = [c for n in main.list_commands(context) if (c := main.get_command(context, n))]
    found = [
        (name, command)
        for group in groups
        if isinstance(group, click.Group)
        for name, command in group.commands.items()
    ]
    assert found
    assert [name for name, command in found if "Example:" not in (command.help or "")] == []


# ---------------------------------------------------------------- why not, in words


def verdict(*pair: tuple[str, str]) -> str:
    """Of two articles that say nothing but their headline."""
    (one,), (other,) = (
        build_chronology([article(f"{n}.example/1", day, title)], ORBIT)
        for n, (day, title) in enumerate(pair)
    )
    mentions = [[m.mention for m in event.mentions] for event in (one, other)]
    background = [m.mention for e in build_chronology(LAUNCH, ORBIT) for m in e.mentions]
    return verdict_on(apart(*mentions, [*background, *mentions[0], *mentions[1]], ORBIT))


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        (
            ("2026-04-08", "Tern launches Orbit"),
            ("2026-06-08", "Tern launches Orbit"),
            "8 Apr 2026 (published) and 8 Jun 2026 (published) cannot be one date",
        ),
        (
            ("2026-04-08", "Tern launches Orbit 1.1"),
            ("2026-04-08", "Tern launches Orbit 1.2"),
            "different versions",
        ),
        (
            ("2026-04-08", "Orbit launches a satellite for the northern fisheries"),
            ("2026-04-08", "Orbit hires thirty accountants away from Gale"),
            "not alike enough: the likest pair scores",
        ),
    ],
)
def test_the_first_reason_that_holds_is_named(
    one: tuple[str, str], other: tuple[str, str], says: str
) -> None:
    assert says in verdict(one, other)


def test_mentions_that_share_no_telling_word_were_never_compared() -> None:
    (first,) = build_chronology(
        [article("a.example/1", "2026-04-08", "Orbit launches a northern satellite")], ORBIT
    )
    (second,) = build_chronology(
        [article("b.example/1", "2026-04-08", "Gale hires thirty accountants away")], GALE
    )
    one, other = ([m.mention for m in event.mentions] for event in (first, second))
    assert verdict_on(apart(one, other, [*one, *other], ORBIT)).startswith(
        "never compared: no telling"
    )


# ---------------------------------------------------------------- init


def test_init_writes_a_topic_that_works_at_once(storyline: Run, tmp_path: Path) -> None:
    done = storyline("init", "The Orbit", "--terms", "Orbit, Tern Labs,Orbit", cwd=tmp_path)
    assert "storyline import" in done.stdout
    topic = load_topic(tmp_path / "storyline.toml")
    assert (topic.name, topic.slug) == ("The Orbit", "the-orbit")
    assert topic.terms == ("Orbit", "Tern Labs")
    (tmp_path / "a.txt").write_text("Orbit is here\n\nTern Labs launched Orbit on April 8, 2026.")
    storyline("doctor", cwd=tmp_path)
    storyline("import", "a.txt", cwd=tmp_path)
    storyline("build", cwd=tmp_path)
    assert "8 Apr 2026" in storyline("timeline", cwd=tmp_path).stdout


def test_init_overwrites_nothing(storyline: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("mine")
    done = storyline("init", "A", "--terms", "b", "--path", "mine.toml", cwd=tmp_path, expect=1)
    assert "mine.toml" in done.stderr
    assert (tmp_path / "mine.toml").read_text() == "mine"
    assert "at least one" in storyline("init", "A", "--terms", " ,", cwd=tmp_path, expect=2).stderr
    for name in (" ", "a\x7fb"):
        storyline("init", name, "--terms", "a", cwd=tmp_path, expect=1)
    assert not (tmp_path / "storyline.toml").exists()


@pytest.mark.parametrize("name", ['The "harbour" bridge', "a\\b", "港の橋", "'''"])
def test_any_name_gives_a_valid_file(name: str) -> None:
    topic = parse_topic(topic_file(name, [f"{name} + bridge", "b"]), "test")
    assert (topic.name, topic.terms) == (name, (f"{name} + bridge", "b"))


def test_the_explained_keys_are_real(tmp_path: Path) -> None:
    """What the file shows in comments works when the comment sign is taken away."""
    lines = topic_file("Bridge", ["bridge"]).splitlines()
    shown = [
        line.removeprefix("# ") if "=" in line or line.startswith("# [[") else line
        for line in lines
    ]
    topic = parse_topic("\n".join(shown), "test")
    assert topic.since == "2025"
    assert [outlet.zone for outlet in topic.outlets] == ["Europe/Oslo"]
    assert [source.every_minutes for source in topic.sources] == [60]
    assert list(topic.aliases) == ["Harbour Bridge"]
