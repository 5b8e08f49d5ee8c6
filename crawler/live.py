"""The dated entries of a live page: each with the moment it was written. Pure.

The page's JSON-LD lists them (`liveBlogUpdate`), or its markup repeats one kind of block with a
time in each. Blocks of other articles and comments are such too, so that those of the markup count
only when they hold most of the page's main text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.body import tidy
from crawler.dating import Setting
from crawler.jsonld import LiveUpdate
from crawler.marks import MODIFIED_HINT
from crawler.metadata import RawDate
from crawler.plaintext import one_line, paragraphs
from db.entries import entry_line, with_entries
from db.model import Stamp

FEWEST = 3  # entries that make a page a live one
SHARE = 0.6  # of the main text's lines that stand in the entries
ENTRY_WORDS = 12  # of an entry in the mean; a list of headlines has fewer
MOST_ENTRIES = 2000
START, FIRST_LINES = 60, 3  # letters by which a line is known again; an entry may have a headline
HIGHEST = 6  # levels from a time up to the block of its entry
_PARAGRAPHS = ("p", "h2", "h3", "h4", "li", "blockquote")


@dataclass(frozen=True, slots=True)
class _Entry:
    stamp: Stamp
    text: str


def live_text(tree: HtmlElement, updates: Sequence[LiveUpdate], text: str, setting: Setting) -> str:
    """The main text with the moment of each entry above it; as it was when the page has no
    entries. Entries that the page lists but loads later are added when it shows hardly any."""
    entries = _listed(updates, setting)
    lines = text.split("\n") if text else []
    if len(entries) < FEWEST:
        entries = _marked(tree, text, setting)
    begins = _places(entries, [_squeezed(line) for line in lines])
    if len(begins) >= FEWEST:
        return "\n".join(
            f"{entry_line(begins[at])}\n{line}" if at in begins else line
            for at, line in enumerate(lines)
        )
    if len(entries) < FEWEST:
        return text
    inside = "".join(_squeezed(entry.text) for entry in entries)
    before = [line for line in lines if _squeezed(line) not in inside]
    return with_entries(before, [(entry.stamp, entry.text) for entry in entries])


def _places(entries: Sequence[_Entry], lines: Sequence[str]) -> dict[int, Stamp]:
    """Where each entry that stands in the text begins: index of its first line."""
    index = {line[:START]: at for at, line in reversed(list(enumerate(lines))) if line}
    found: dict[int, Stamp] = {}
    for entry in entries:
        starts = (_squeezed(line)[:START] for line in entry.text.split("\n")[:FIRST_LINES])
        at = next((index[start] for start in starts if start in index), None)
        if at is not None:
            found.setdefault(at, entry.stamp)
    return found


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


def _listed(updates: Sequence[LiveUpdate], setting: Setting) -> list[_Entry]:
    entries = []
    for update in updates[:MOST_ENTRIES]:
        raw = RawDate(raw=update.published, method="json-ld", confidence=0.95)
        stamp = setting.read(raw)
        body = paragraphs(update.body) if "<" in update.body else tidy(update.body)
        headline = "" if update.headline in body else update.headline
        text = "\n".join(part for part in (headline, body) if part)
        if stamp is not None and text:
            entries.append(_Entry(stamp, text))
    return entries


def _marked(tree: HtmlElement, text: str, setting: Setting) -> list[_Entry]:
    """The largest family of like blocks, side by side, each with one time and text of its own."""
    families: dict[tuple[HtmlElement, str, str], list[tuple[HtmlElement, Stamp]]] = {}
    times = [t for t in tree.iter("time") if not MODIFIED_HINT.search(t.get("class") or "")]
    for element in times[:MOST_ENTRIES]:
        raw = RawDate(raw=element.get("datetime") or "", method="time", confidence=0.6)
        stamp = setting.read(raw) if raw.raw else None
        if stamp is None:
            continue
        for block in _blocks(element):
            above = block.getparent()
            if above is not None:
                family = families.setdefault((above, block.tag, block.get("class") or ""), [])
                if not family or family[-1][0] is not block:
                    family.append((block, stamp))
    lines = {_squeezed(line) for line in text.split("\n") if line.strip()}
    best: list[_Entry] = []
    for family in families.values():
        if len(family) < FEWEST or len(family) <= len(best):
            continue
        entries = [_Entry(stamp, told) for block, stamp in family if (told := _told(block))]
        words = sum(len(entry.text.split()) for entry in entries)
        own = {_squeezed(line) for entry in entries for line in entry.text.split("\n")}
        if lines and words >= ENTRY_WORDS * len(entries) and len(lines & own) >= SHARE * len(lines):
            best = entries
    return best


def _blocks(time: HtmlElement) -> Iterator[HtmlElement]:
    for level, above in enumerate(time.iterancestors()):
        if level >= HIGHEST or above.tag in ("body", "html", "main"):
            return
        yield above


def _told(block: HtmlElement) -> str:
    """The paragraphs of an entry, without those inside another one."""
    lines = [
        one_line(part.text_content())
        for part in block.iter(*_PARAGRAPHS)
        if not any(above.tag in _PARAGRAPHS for above in _within(part, block))
    ]
    return tidy("\n".join(lines))


def _within(part: HtmlElement, block: HtmlElement) -> Iterator[HtmlElement]:
    for above in part.iterancestors():
        if above is block:
            return
        yield above
