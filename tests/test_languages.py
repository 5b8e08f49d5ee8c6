"""One event told in two scripts is one row; two that share only the story's name are two."""

from __future__ import annotations

from datetime import UTC, datetime

from db.model import Article, Stamp, Topic
from timeline.builder import build_chronology

TOPIC = Topic(name="Orbit", slug="orbit", terms=("Tern",))


def told(url: str, title: str, language: str) -> Article:
    at = datetime(2026, 4, 8, 9, tzinfo=UTC)
    stamp = Stamp(at=at, precision="time", method="feed", confidence=1.0, evidence="")
    return Article(url=f"https://{url}", title=title, text="", published=stamp, language=language)


COVERAGE = [
    told("a.example/1", "Tern buys sensor maker Gale for $14.3 billion", "en"),
    told("b.example/1", "Tern以143亿美元收购传感器公司Gale", "zh"),
    told("c.example/1", "Ternが気象部門の600人を削減", "ja"),
    told("d.example/1", "Tern opens a museum of weather in Oslo", "en"),
    told("e.example/1", "Rivals of Tern sue over wind data", "en"),
]


def test_an_event_told_in_two_scripts_is_one_row() -> None:
    together = [
        sorted(source.url.split("/")[2] for source in event.sources)
        for event in build_chronology(COVERAGE, TOPIC)
    ]
    assert sorted(together) == [
        ["a.example", "b.example"],
        ["c.example"],
        ["d.example"],
        ["e.example"],
    ]
