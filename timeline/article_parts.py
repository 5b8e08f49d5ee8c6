"""An article's sentences part by part, and which of them lead."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from db.entries import Section
from db.model import Article
from timeline.sentences import Sentence, sentences
from timeline.stamps import stamped_sections

Part = Literal["title", "summary", "text"]
LEAD_SENTENCES = 2  # of summary and body: what a reader takes for the news itself
LEAD_WORDS = 8  # fewer are a label, a byline or a heading
_STORY = re.compile(r"[^;；\s](?:[^;；]*[^;；\s])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Sentences of one part that were written on one day."""

    part: Part
    section: Section
    sentences: list[Sentence]


def article_parts(article: Article) -> list[Stretch]:
    """Title, summary unless the body has it, body section by section."""
    found = [_whole("title", _stories(article.title))]
    if article.summary.strip() and article.summary.strip()[:80] not in article.text:
        found.append(_whole("summary", sentences(article.summary, article.language)))
    return [*found, *_body(article)]


def _whole(part: Part, read: list[Sentence]) -> Stretch:
    return Stretch(part=part, section=Section(start=0, end=sys.maxsize), sentences=read)


def _stories(title: str) -> list[Sentence]:
    """A headline is one sentence whatever its dots; a semicolon parts two stories in it."""
    return [
        Sentence(start=found.start(), end=found.end(), text=found.group(), position=0)
        for found in _STORY.finditer(title)
    ]


def _body(article: Article) -> Iterator[Stretch]:
    """Without the lines that begin the entries of a live page."""
    position = 0
    for section in stamped_sections(article.text, article.dct):
        read = [
            replace(
                one,
                start=one.start + section.start,
                end=one.end + section.start,
                position=one.position + position,
            )
            for one in sentences(article.text[section.start : section.end], article.language)
        ]
        position += len(read)
        yield Stretch(part="text", section=section, sentences=read)


def leads_of(article: Article, parts: Iterable[Stretch]) -> list[Sentence]:
    """The first whole sentences of summary, body and each of its entries, past labels and the
    headline repeated."""
    leads: list[Sentence] = []
    for stretch in parts:
        if stretch.part != "title":
            whole = (
                s for s in stretch.sentences if _is_whole(s.text) and s.text not in article.title
            )
            leads += islice(whole, LEAD_SENTENCES)
    return leads


def _is_whole(text: str) -> bool:
    return len(text.split()) >= LEAD_WORDS or not text.isascii()
