"""Copies of articles, made from a seed as newsrooms, aggregators and machines make them."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.model import Article, Stamp, StoredArticle

ORIGINAL = "original"
FEWEST_WORDS = 120  # of a base text; characters where there are no spaces
ONE_TIME = datetime(2026, 1, 1, tzinfo=UTC)
VERBATIM_RUN = 10  # words in a row that no two writers find by themselves
VERBATIM = 0.25  # of the shorter text in such runs: not counted as different texts
_WORD = re.compile(r"\w+")
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff"
_UNIT = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")

FURNITURE = (
    "Sign up for our morning letter and never miss a story that matters to your family.",
    "Reporting by our correspondents, editing by the night desk; see our standards on page two.",
    "This article first appeared with a partner and is reproduced here with kind permission.",
    "Follow us for live coverage, pictures, video and analysis around the clock.",
    "Share this story with a friend, print it or send it by mail; comments close in three days.",
    "All rights reserved. Nothing on this page may be rewritten or passed on without consent.",
    "Become a member from only five a month and read us on every device without adverts.",
    "You are reading one of three free articles this month. Log in to go on reading.",
    "Most read: ten places to see this spring. The soup everyone asks for. What your car says.",
    "Got a tip? Write to our newsroom in confidence; we protect those who talk to us.",
    "The weather today: sunny spells, a light breeze from the west, rain later in the evening.",
    "The views expressed are those of the author and need not be those of this publication.",
)
SYNONYMS = tuple(
    group.split()
    for group in (
        "said told stated|big large huge|begin start launch|stop halt end|people residents"
        "|government administration|company firm|official spokesman|country nation state"
        "|help aid assist|show reveal indicate|buy purchase acquire|rise grow climb"
        "|fall drop decline|about around roughly|also too|but however yet|many numerous several"
        "|new fresh latest|after following|before until|important key major|leader chief head"
        "|report account|because since as|very highly|use employ|city town|last past"
    ).split("|")
)


@dataclass(frozen=True, slots=True)
class Document:
    """A text of the benchmark; those of one `story` are copies of each other."""

    stored: StoredArticle
    story: int
    kind: str


# ---------------------------------------------------------------- base texts


def read(paths: Iterable[Path]) -> Iterator[tuple[datetime, str]]:
    """(time, text) of each record that has both."""
    for path in paths:
        if path.is_dir():
            yield from read(sorted([*path.rglob("*.jsonl"), *path.rglob("*.jsonl.gz")]))
            continue
        data = path.read_bytes()
        lines = gzip.decompress(data) if path.suffix == ".gz" else data
        for line in lines.splitlines():
            record = json.loads(line)
            if record.get("text") and record.get("published"):
                when = datetime.fromisoformat(record["published"])
                yield when.replace(tzinfo=when.tzinfo or UTC), record["text"]


def unlike(texts: Iterable[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    """Those that share no more than `VERBATIM` with any taken before."""
    having: dict[int, list[int]] = defaultdict(list)
    taken: list[tuple[datetime, str]] = []
    lengths: list[int] = []
    for when, text in texts:
        words = plain_words(text)
        if len(words) < FEWEST_WORDS:
            continue
        runs = [
            hash(tuple(words[i : i + VERBATIM_RUN])) for i in range(len(words) - VERBATIM_RUN + 1)
        ]
        shared: dict[int, set[int]] = defaultdict(set)
        for place, run in enumerate(runs):
            for other in having.get(run, ()):
                shared[other].update(range(place, place + VERBATIM_RUN))
        if any(
            len(places) > VERBATIM * min(len(words), lengths[other])
            for other, places in shared.items()
        ):
            continue
        for run in set(runs):
            having[run].append(len(taken))
        taken.append((when, text))
        lengths.append(len(words))
    return taken


def plain_words(text: str) -> list[str]:
    """Words in small letters; the characters of a text without spaces."""
    words = _WORD.findall(text.lower())
    return words if spaced(text) else [character for word in words for character in word]


def spaced(text: str) -> bool:
    return len(re.findall(f"[{_UNSPACED}]", text)) * 4 < len(text)


# ---------------------------------------------------------------- copies


class Copyist:
    """Makes copies of a text as newsrooms, aggregators and machines do."""

    def __init__(self, draw: random.Random, vocabulary: Sequence[str]) -> None:
        self._draw = draw
        self._vocabulary = vocabulary
        self._synonyms = {word: group for group in SYNONYMS for word in group}
        self.kinds: dict[str, Callable[[str], str]] = {
            "boilerplate": self.furnish,
            "trim": self.trim,
            "light edit": self.edit,
            "new order": self.shuffle,
            "excerpt": self.excerpt,
            "typing errors": self.mistype,
            "several": self.several,
        }

    def furnish(self, text: str) -> str:
        lines = self._draw.sample(FURNITURE, self._draw.randint(2, 6))
        before = self._draw.randint(0, len(lines))
        return "\n".join((*lines[:before], text, *lines[before:]))

    def trim(self, text: str) -> str:
        """Without up to 55 % of its end."""
        sentences = _sentences(text)
        return _joined(sentences[: _at_least_one(len(sentences) * self._draw.uniform(0.45, 0.9))])

    def excerpt(self, text: str) -> str:
        """12 % to 60 % of the sentences, in one piece."""
        sentences = _sentences(text)
        length = _at_least_one(len(sentences) * self._draw.uniform(0.12, 0.6))
        first = self._draw.randint(0, len(sentences) - length)
        return _joined(sentences[first : first + length])

    def shuffle(self, text: str) -> str:
        sentences = _sentences(text)
        self._draw.shuffle(sentences)
        return _joined(sentences)

    def edit(self, text: str, most: float = 0.25) -> str:
        """10 % to 25 % of the words swapped, dropped or added to; some sentences change places."""
        rate = self._draw.uniform(most * 0.4, most)
        sentences = _sentences(_UNIT.sub(lambda m: self._reworded(m.group(), rate), text))
        for i in range(len(sentences) - 1):
            if self._draw.random() < 0.15:
                sentences[i], sentences[i + 1] = sentences[i + 1], sentences[i]
        return _joined(sentences)

    def mistype(self, text: str) -> str:
        """A letter swapped, lost or doubled in 3 % to 12 % of the words of four and more."""
        rate = self._draw.uniform(0.03, 0.12)
        return _UNIT.sub(lambda m: self._mistyped(m.group(), rate), text)

    def several(self, text: str) -> str:
        """A part, edited by up to 15 %, half of the time mistyped, with boilerplate."""
        text = self.edit(self._draw.choice((self.trim, self.excerpt))(text), most=0.15)
        if self._draw.random() < 0.5:
            text = self.mistype(text)
        return self.furnish(text)

    def _reworded(self, word: str, rate: float) -> str:
        if self._draw.random() > rate:
            return word
        way = self._draw.random()
        other = self._draw.choice(self._vocabulary)
        if way < 0.5:
            others = [w for w in self._synonyms.get(word.lower(), ()) if w != word.lower()]
            return self._draw.choice(others or [other])
        return "" if way < 0.75 else f"{word} {other}"

    def _mistyped(self, word: str, rate: float) -> str:
        if len(word) < 4 or self._draw.random() > rate:
            return word
        i, way = self._draw.randrange(len(word) - 1), self._draw.random()
        if way < 0.4:
            return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        return word[:i] + word[i + 1 :] if way < 0.7 else word[:i] + word[i] + word[i:]


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part.strip()] or [text]


def _joined(sentences: Sequence[str]) -> str:
    return (" " if spaced(sentences[0]) else "").join(sentences)


def _at_least_one(number: float) -> int:
    return max(1, round(number))


def documents(texts: Sequence[tuple[datetime, str]], bases: int, seed: int) -> list[Document]:
    """All texts, and a copy of each kind of the first `bases`, each some hours later."""
    draw = random.Random(seed)
    words = sorted({word for _, text in texts for word in _UNIT.findall(text.lower())})
    copyist = Copyist(draw, draw.sample(words, min(5000, len(words))))
    made: list[Document] = []
    for story, (when, text) in enumerate(texts):
        made.append(as_document(f"{story}", when, text, story, ORIGINAL))
        if story >= bases:
            continue
        for kind, make in copyist.kinds.items():
            later = when + timedelta(hours=draw.uniform(1, 48))
            made.append(as_document(f"{story} {kind}", later, make(text), story, kind))
    return made


def as_document(name: str, when: datetime, text: str, story: int, kind: str) -> Document:
    published = Stamp(at=when, precision="time", method="import", confidence=1.0, evidence="")
    url = f"https://bench.example/{name.replace(' ', '/')}"
    article = Article(url=url, title="", text=text, published=published)
    return Document(StoredArticle(article_id=name, version_id=name, article=article), story, kind)


def at_one_time(made: Document) -> Document:
    """The same text without a hint of its age: neither its time nor its id tells."""
    name = hashlib.sha256(made.stored.article_id.encode()).hexdigest()[:12]
    return as_document(name, ONE_TIME, made.stored.article.text, made.story, made.kind)
