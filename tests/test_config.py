"""The topic file: what is read, and how each mistake is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from db.errors import ConfigError
from db.model import SourceKind
from schedules.config import load_topic, parse_topic, slugify, topic_path

LEAST = 'name = "A story"\nterms = ["Orbit"]\n'
SOURCE = '[[sources]]\nname = "wire"\nkind = "feed"\nurl = "https://wire.example/feed"\n'
MAIL = '[digest.mail]\nhost = "m.example"\nfrom = "desk@m.example"\nto = ["a@b.example"]\n'


def test_a_name_and_terms_are_enough() -> None:
    topic = parse_topic(LEAST, "t.toml")
    assert (topic.name, topic.slug, topic.terms) == ("A story", "a-story", ("Orbit",))


def test_the_packaged_topic_is_complete() -> None:
    topic = load_topic(topic_path(None, {}))
    on = [source for source in topic.sources if source.enabled]
    assert len(on) >= 10
    assert {outlet.tier for outlet in topic.outlets} == {"primary", "wire", "outlet", "blog"}
    assert all(source.note for source in topic.sources if not source.enabled)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "not valid TOML"),
        ('name = "A"', "key 'terms'"),
        (LEAST + "colour = 1", "unknown key 'colour'"),
        (LEAST + 'since = "last June"', "key 'since'.*'last June'"),
        ('name = "A"\nterms = ["Orbit + "]', "key 'terms.0'.*empty phrase"),
        (LEAST + SOURCE.replace("feed", "rss", 1), "key 'sources.0.kind'"),
        (LEAST + SOURCE + 'every = "often"', "key 'sources.0.every'.*'often'"),
        (LEAST + SOURCE + 'urll = "x"', "unknown key 'sources.0.urll'"),
        (LEAST + SOURCE + SOURCE, "key 'sources.1.name'.*twice"),
        (LEAST + SOURCE + 'outlet = "x.example"', "key 'sources.0.outlet'.*x.example"),
        (LEAST + SOURCE.replace('"feed"', '"listing"'), "key 'sources.0.article_links'"),
        (LEAST + SOURCE.replace("https://", "ftp://"), "key 'sources.0.url'"),
        (LEAST + '[[outlets]]\ndomain = "x"\nname = "X"\nzone = "Mars"', "key 'outlets.0.zone'"),
        (LEAST + '[[outlets]]\ndomain = "x"\nname = "X"\n' * 2, "key 'outlets.1.domain'.*twice"),
        (LEAST + SOURCE + 'article_links = "a[["', "key 'sources.0.article_links'.*selector"),
        (LEAST.replace("A story", " "), "key 'name'"),
        (LEAST + "since = " + "[" * 3000, "not valid TOML"),
        (LEAST + '[digest]\nzone = "EST5"', "key 'digest.zone'.*line 4"),
        (LEAST + MAIL + "prot = 1", "unknown key 'digest.mail.prot'.*line 7"),
        (LEAST + MAIL.replace("desk@", "desk "), "key 'digest.mail.from'.*mail address.*line 5"),
        (LEAST + MAIL + 'user = "a"', "key 'digest.mail'.*belong together"),
        (
            LEAST + MAIL + 'user = "a"\npassword_env = "P"\nsecurity = "none"',
            "only with 'starttls' or 'tls'",
        ),
        (LEAST + "[digest.webhook]", "key 'digest.webhook'.*either.*line 3"),
        (LEAST + SOURCE.replace("feed", "gdelt", 1), "key 'sources.0.query'.*line 3"),
        (LEAST + SOURCE.replace("feed", "warc", 1), "key 'sources.0.path'.*needs a file"),
        (LEAST + SOURCE.partition("url")[0], "key 'sources.0.url'.*needs an address"),
        (LEAST + SOURCE + SOURCE.replace("wire", "b", 1) + "evry = 1", "sources.1.evry.*line 11"),
    ],
)
def test_a_mistake_is_named(text: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as error:
        parse_topic(text, "t.toml")
    assert "t.toml" in str(error.value)


def test_the_examples_of_every_kind_can_be_used() -> None:
    docs = Path(__file__).parents[1] / "docs" / "sources.md"
    [_, example, *_] = re.split(r"```(?:toml)?\n", docs.read_text(encoding="utf-8"))
    topic = parse_topic(LEAST + example, "docs/sources.md")
    assert {source.kind for source in topic.sources} == set(get_args(SourceKind)) - {"bing_news"}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        load_topic(tmp_path / "nowhere.toml")


def test_where_the_topic_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert topic_path(None, {}).name == "muse-spark.toml"
    Path("storyline.toml").write_text(LEAST)
    assert topic_path(None, {}) == Path("storyline.toml")
    assert topic_path(None, {"STORYLINE_CONFIG": "env.toml"}) == Path("env.toml")
    assert topic_path(Path("given.toml"), {"STORYLINE_CONFIG": "env.toml"}) == Path("given.toml")


def test_slugs() -> None:
    assert slugify("Ärger & Co. 2026") == "rger-co-2026"
    assert slugify("公司") == "topic"
