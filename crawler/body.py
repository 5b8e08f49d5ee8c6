"""The main content of a page as paragraphs: the library's, without what is not the article's.

The extraction library leaves four things to us: tables that lay out the page instead of holding
figures, the headline repeated as first line, teasers of other articles that stand between
paragraphs as a link and nothing else, and a standfirst set apart from the body, which the page's
own description lets us recognise.
"""

from __future__ import annotations

import re
from copy import deepcopy

import trafilatura
from lxml.html import HtmlElement

from crawler.plaintext import one_line
from db.errors import PageError

_BULLET = re.compile(r"^(?:[-*•]\s+|\|\s*)|\s*\|\s*$")
_RULE = re.compile(r"^[\s|:\-–—_=*.·]*$")
_LABEL = re.compile(r"(?:[^\s:]+\s+){0,3}[^\s:]+:")  # "Read more:", in any language
_WORDS = re.compile(r"\w+")
_BLOCKS = frozenset({"p", "li"})
_AROUND_A_LINK = frozenset({"p", "li", "strong", "b", "em", "i", "span", "div", "u"})
LAYOUT_CELL = 600  # characters; no figure or label in a table of facts is that long
TEASER_WORDS = 4  # fewer are a name that happens to be linked
FIRST_LINES = 3
KICKER_WORDS = 6  # words that a repeated headline may have beside it
STANDFIRST = (60, 600)  # characters


def main_text(tree: HtmlElement, url: str, *, title: str = "", description: str = "") -> str:
    """The paragraphs joined by newlines; "" when there are none. The tree is left as it is."""
    content = deepcopy(tree)
    _unwrap_layout_tables(content)
    _drop_teasers(content)
    text = _extracted(content, url)
    if not text:
        return ""
    lines = _without_headline(text.split("\n"), title)
    standfirst = _standfirst(tree, description, lines)
    return "\n".join([standfirst, *lines] if standfirst else lines)


def _extracted(content: HtmlElement, url: str) -> str:
    try:
        # No metadata: the library would date the page and read its title a second time.
        document = trafilatura.bare_extraction(
            content, url=url, include_comments=False, with_metadata=False
        )
    except Exception as error:  # a page the library chokes on is that page's failure only
        reason = f"the extraction gave up: {type(error).__name__}: {error}"
        raise PageError(reason, url=url) from error
    return tidy(getattr(document, "text", None) or "")


def tidy(text: str) -> str:
    """Lines without bullets, rules and surplus space."""
    return "\n".join(line for raw in text.split("\n") if (line := _line(raw)))


def _line(raw: str) -> str:
    if _RULE.match(raw):
        return ""
    return one_line(_BULLET.sub("", _BULLET.sub("", raw.strip())))


def _unwrap_layout_tables(content: HtmlElement) -> None:
    """A table with a long text in a cell lays out the page: its cells are read as blocks."""
    for table in content.iter("table"):
        cells = table.xpath("./tr/td | ./tbody/tr/td")
        if any(len(cell.text_content()) >= LAYOUT_CELL for cell in cells):
            for part in (table, *table.xpath("./tbody | ./tr | ./tbody/tr"), *cells):
                part.tag = "div"


def _drop_teasers(content: HtmlElement) -> None:
    for link in list(content.iter("a")):
        words = " ".join(link.text_content().split())
        if len(words.split()) < TEASER_WORDS:
            continue
        block = None
        for above in link.iterancestors():
            if above.tag not in _AROUND_A_LINK:
                break
            around = " ".join(above.text_content().split()).replace(words, "", 1).strip(" ()")
            if around and not _LABEL.fullmatch(around):
                break
            block = above if above.tag in _BLOCKS else block
        if block is not None and block.getparent() is not None:
            block.drop_tree()


def _without_headline(lines: list[str], title: str) -> list[str]:
    wanted = _plain(title)
    if len(wanted.split()) < 3:
        return lines
    room = len(wanted.split()) + KICKER_WORDS
    first = [
        line
        for line in lines[:FIRST_LINES]
        if wanted not in (words := _plain(line)) or len(words.split()) > room
    ]
    return first + lines[FIRST_LINES:]


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _standfirst(tree: HtmlElement, description: str, lines: list[str]) -> str:
    """The description where it stands on the page as a block of its own, above the body."""
    wanted = _plain(description)
    if not STANDFIRST[0] <= len(description) <= STANDFIRST[1]:
        return ""
    start = wanted[: STANDFIRST[0]]
    if any(start in _plain(line) for line in lines):
        return ""
    for block in tree.iter("p", "h2", "h3", "div", "span", "strong"):
        if len(block) > 6 or any(child.tag in ("p", "div", "ul") for child in block):
            continue
        text = one_line(block.text_content())
        if STANDFIRST[0] <= len(text) <= STANDFIRST[1] and _plain(text) == wanted:
            return text
    return ""
