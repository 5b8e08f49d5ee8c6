"""Bytes of a page -> text, and one parse of it. Pure.

Valid UTF-8 is UTF-8 whatever the page or the server declares; what is not is read as declared,
and where the declaration is missing or cannot be true the encoding is guessed.
"""

from __future__ import annotations

import re

from charset_normalizer import from_bytes
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

from db.errors import PageError

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
GUESS_FROM = 64 * 1024  # bytes: guessing reads them many times over
# What pages are really written in; the guesser knows a hundred more, and then prefers one of DOS.
WEB_ENCODINGS = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_2", "koi8_r",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
DAMAGE = 0.002  # share of bytes that may be broken in a page that is UTF-8 all the same


def decode_html(body: bytes, content_type: str = "") -> str:
    """The page as text; never fails."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        declared = _declared(body, content_type)
    damaged = body.decode("utf-8", errors="replace")
    if damaged.count("\ufffd") <= max(1, int(len(body) * DAMAGE)) and not _is_ascii_else(body):
        return damaged
    if declared and declared != "utf-8":
        text = _as_declared(body, declared)
        if text is not None:
            return text
    guess = from_bytes(body[:GUESS_FROM], cp_isolation=WEB_ENCODINGS).best()
    return body.decode(guess.encoding if guess else "cp1252", errors="replace")


def _as_declared(body: bytes, encoding: str) -> str | None:
    """None when a codec has the name that is no encoding of text, such as hex or undefined."""
    try:
        return without_lone_surrogates(body.decode(encoding, errors="replace"))
    except (LookupError, ValueError):
        return None


def without_lone_surrogates(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair, which no encoding can write."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _declared(body: bytes, content_type: str) -> str:
    return (
        http_content_type_encoding(content_type) or html_body_declared_encoding(body[:4096]) or ""
    )


def _is_ascii_else(body: bytes) -> bool:
    """No valid UTF-8 sequence at all: the odd high byte is then another encoding's letter."""
    return not re.search(rb"[\xc3-\xf4][\x80-\xbf]", body)


def parse_html(body: bytes, content_type: str = "") -> HtmlElement:
    """The page as a tree without comments; raises `PageError` when there is nothing in it."""
    text = _NOT_XML.sub("", decode_html(body, content_type))
    if not text.strip():
        raise PageError("the page is empty")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PageError(f"not HTML: {error}") from error
    return tree
