"""HTML snippets of feeds and metadata as the text a reader would see. Pure."""

from __future__ import annotations

import html
import re

from bs4 import BeautifulSoup

_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_BLOCKS = ("p", "div", "li", "br", "h1", "h2", "h3", "h4", "blockquote", "tr", "pre", "figure")


def one_line(value: object) -> str:
    """Any value as one line of plain text; markup and entities (also doubled) resolved."""
    text = value if isinstance(value, str) else ""
    if "<" in text and _MARKUP.search(text):
        text = BeautifulSoup(text, "lxml").get_text(" ")
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split())


def paragraphs(markup: str) -> str:
    """The blocks of an HTML fragment, one a line, without scripts and styles."""
    soup = BeautifulSoup(markup, "lxml")
    for unseen in soup(["script", "style", "noscript", "template", "iframe"]):
        unseen.decompose()
    for block in soup.find_all(_BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
    lines = (" ".join(line.split()) for line in soup.get_text().split("\n"))
    return "\n".join(line for line in lines if line)
