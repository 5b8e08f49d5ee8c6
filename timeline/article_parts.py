"""An article's sentences part by part, and which of them lead."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from itertools import islice
from typing import Literal

from db.entries import Section
from db.model import Article
from timeline.sentences import Sentence, sentences
from timeline.stamps import stamped_sections

Part = Literal["title", "summary", "text"]
Parts = list[tuple[Part, list[Sentence]]]
LEAD_SENTENCES = 2  # of summary and body: what a reader takes for the news itself
LEAD_WORDS = 8  # fewer are a label, a byline or a heading
_STORY = re.compile(r"[^;；\s](?:[^;；]*[^;；\s])?")


def article_parts(article: Article) -> Parts:
    """Title, summary unless the body has it, body."""
    parts: Parts = [("title", _stories(article.title))]
    if article.summary.strip() and article.summary.strip()[:80] not in article.text:
        parts.append(("summary", sentences(article.summary, article.language)))
    parts.append(("text", _body(article)))
    return parts


def _stories(title: str) -> list[Sentence]:
    """A headline is one sentence whatever its dots; a semicolon parts two stories in it."""
    return [
        Sentence(start=found.start(), end=found.end(), text=found.group(), position=0)
        for found in _STORY.finditer(title)
    ]


def _body(article: Article) -> list[Sentence]:
    """The sentences of the body, without the lines that begin the entries of a live page."""
    read: list[Sentence] = []
    for section in sections_of("text", article):
        for one in sentences(article.text[section.start : section.end], article.language):
            start, end = one.start + section.start, one.end + section.start
            read.append(replace(one, start=start, end=end, position=len(read)))
    return read


def leads_of(article: Article, parts: Parts) -> list[Sentence]:
    """The first whole sentences of summary, body and each of its entries, past labels and the
    headline repeated."""
    leads: list[Sentence] = []
    for part, read in parts:
        if part == "title":
            continue
        for section in sections_of(part, article):
            here = (s for s in read if section.start <= s.start < section.end)
            whole = (s for s in here if _is_whole(s.text) and s.text not in article.title)
            leads += islice(whole, LEAD_SENTENCES)
    return leads


def sections_of(part: Part, article: Article) -> list[Section]:
    """Of the body; headline and summary are one each."""
    if part != "text":
        return [Section(start=0, end=sys.maxsize)]
    return stamped_sections(article.text, article.dct)


def _is_whole(text: str) -> bool:
    return len(text.split()) >= LEAD_WORDS or not text.isascii()
