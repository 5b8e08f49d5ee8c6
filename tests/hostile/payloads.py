"""What the hosts send: sound pages and feeds, and bombs."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import cache
from html import escape

import brotli

try:
    from compression import zstd  # type: ignore[import-not-found,unused-ignore]
except ImportError:  # before Python 3.14
    from backports import zstd

MEBIBYTE = 1024 * 1024
BOMB = 80 * MEBIBYTE  # what the bombs unpack to

_TEXT = (
    "The Ardal bridge opened to traffic on 4 March 2026 after two years of work. "
    "Engineers had found cracks in the northern pylon in May 2025, and the council closed it. "
    "About 14,000 vehicles are expected to cross every day, the harbour office said. "
)


def page(title: str, host: str, extra_head: str = "") -> bytes:
    paragraphs = "".join(f"<p>{host} {number}: {_TEXT}</p>" for number in range(6))
    return (
        f"<!doctype html><html><head><title>{escape(title)}</title>"
        f'<meta property="article:published_time" content="2026-03-05T08:00:00Z">{extra_head}'
        f"</head><body><article><h1>{escape(title)}</h1>{paragraphs}</article></body></html>"
    ).encode()


def feed(links: list[str], prologue: str = "", title: str = "The Ardal bridge opens") -> bytes:
    items = "".join(
        f"<item><title>{title} {number}</title><link>{escape(link)}</link>"
        "<description>The Ardal bridge is open.</description>"
        "<pubDate>Thu, 05 Mar 2026 08:00:00 GMT</pubDate></item>"
        for number, link in enumerate(links)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{prologue}<rss version="2.0"><channel>'
        f"<title>News</title>{items}</channel></rss>"
    ).encode()


def sitemap(links: list[str], prologue: str = "") -> bytes:
    urls = "".join(f"<url><loc>{link}</loc></url>" for link in links)
    return (
        f'<?xml version="1.0"?>{prologue}'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    ).encode()


def index(links: list[str]) -> bytes:
    return sitemap(links).replace(b"urlset", b"sitemapindex").replace(b"url>", b"sitemap>")


def laughs(root: str) -> str:
    """Ten entities that each are ten of the one before."""
    lines = ['<!ENTITY l0 "Ardal bridge ha">']
    lines += [f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10)]
    return f"<!DOCTYPE {root} [{''.join(lines)}]>"


def outside(root: str, url: str) -> str:
    """An entity that stands for a file or page elsewhere."""
    return f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "{url}">]>'


@cache
def gzip_bomb() -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    return _packed(packer.compress, packer.flush)


@cache
def deflate_bomb() -> bytes:
    packer = zlib.compressobj(1)
    return _packed(packer.compress, packer.flush)


@cache
def brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=1)
    return _packed(packer.process, packer.finish)


@cache
def zstd_bomb() -> bytes:
    return bytes(zstd.compress(b" " * BOMB))


@cache
def twice_packed_bomb() -> bytes:
    return gzip.compress(gzip_bomb())


def _packed(compress: Callable[[bytes], bytes], finish: Callable[[], bytes]) -> bytes:
    block = b" " * MEBIBYTE
    return b"".join(compress(block) for _ in range(BOMB // MEBIBYTE)) + finish()


BOMBS = (gzip_bomb, deflate_bomb, brotli_bomb, zstd_bomb, twice_packed_bomb)
