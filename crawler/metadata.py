"""What a page's markup says about its article: one pass over the parsed tree. Pure.

Dates are returned raw, each with the method and confidence of the place it stood in;
`crawler.dating` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.jsonld import JsonLd, read_jsonld
from crawler.marks import ASIDE_CLASS, ASIDE_TAGS, MODIFIED_HINT, PUBLISHED_HINT
from crawler.plaintext import one_line

META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "article:published", "article.published", "article_date_original", "original-publish-date",
    "publication_date", "publication-date", "publish_date", "publish-date", "publishdate",
    "published_time", "published-date", "published_at", "pubdate", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate",
    "vr:published_time", "weibo:article:create_at", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "citation_publication_date", "citation_date",
    "ptime", "rnews:datepublished", "created", "datecreated",
)  # fmt: skip
META_DATE = ("dc.date", "dcterms.date", "date", "dcsext.articlefirstpublished", "article:date")
META_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified",
    "datemodified", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified",
    "last_updated", "lastmodified", "modified_time", "article_date_updated", "revised", "updated",
)  # fmt: skip
META_AUTHOR = (
    "author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator",
    "citation_author",
)  # fmt: skip
_BYLINE = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+", re.I)
_SITE_SUFFIX = re.compile(r"\s+[|·•–—\-»:]\s+(?=[^|·•–—»]*$)")
MOST_TIMES = 60  # `time` elements looked at: a live blog has thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDate:
    """A date as the page writes it, where it stood, and how far that can be trusted."""

    raw: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What the markup says; "" and () for what it does not say."""

    title: str
    summary: str
    authors: tuple[str, ...]
    canonical: str
    language: str
    og_type: str
    jsonld: JsonLd
    published: tuple[RawDate, ...]  # the strongest first
    modified: tuple[RawDate, ...]


def read_metadata(tree: HtmlElement, url: str) -> PageMetadata:
    """Titles, authors, links and dates of one page."""
    metas = _metas(tree)
    jsonld = read_jsonld(tree, url)
    times = list(_times(tree))
    return PageMetadata(
        title=_title(tree, metas, jsonld),
        summary=_first(metas, ("og:description", "description", "twitter:description"))
        or jsonld.description,
        authors=_authors(tree, metas, jsonld),
        canonical=_canonical(tree),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        og_type=_first(metas, ("og:type",)).lower(),
        jsonld=jsonld,
        published=tuple(_published(metas, jsonld, times)),
        modified=tuple(_modified(metas, jsonld, times)),
    )


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or meta.get("datetime") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = meta.get(attribute)
            if name and content:
                metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def _first(metas: Mapping[str, list[str]], names: Iterable[str]) -> str:
    return next((one_line(metas[name][0]) for name in names if name in metas), "")


def _canonical(tree: HtmlElement) -> str:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return (link.get("href") or "").strip()
    return ""


# ---------------------------------------------------------------- title and authors


def _title(tree: HtmlElement, metas: Mapping[str, list[str]], jsonld: JsonLd) -> str:
    """The headline a reader sees: the h1 where another statement of the title agrees with it."""
    page = one_line(next((t.text_content() for t in tree.iter("title")), ""))
    said = [
        title
        for title in (
            jsonld.headline,
            _first(metas, ("og:title",)),
            _first(metas, ("twitter:title", "title", "dc.title", "dcterms.title")),
        )
        if title
    ]
    headings = [one_line(h.text_content()) for h in tree.iter("h1")]
    for heading in headings:
        if heading and any(_agree(heading, title) for title in (*said, page)):
            return heading
    if said:
        return _without_site(said[0], metas)
    only = [heading for heading in headings if heading]
    return _without_site(page, metas) if page else (only[0] if only else "")


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _agree(heading: str, title: str) -> bool:
    mine, theirs = set(_words(heading)), set(_words(title))
    if len(mine) < 2 and not (len(mine) == 1 and len(heading) > 6):
        return False
    return len(mine & theirs) >= 0.8 * len(mine)


def _without_site(title: str, metas: Mapping[str, list[str]]) -> str:
    parts = _SITE_SUFFIX.split(title)
    if len(parts) == 1:
        return title
    site = _first(metas, ("og:site_name", "application-name"))
    tail = parts[-1]
    if (site and set(_words(site)) & set(_words(tail))) or ("|" in title and len(tail) < 30):
        return title[: -len(tail)].rstrip(" |·•–—-»:")
    return title


def _authors(tree: HtmlElement, metas: Mapping[str, list[str]], jsonld: JsonLd) -> tuple[str, ...]:
    if jsonld.authors:
        return jsonld.authors
    raw = [value for name in META_AUTHOR for value in metas.get(name, ())]
    if not raw:
        marked = tree.xpath("//a[@rel='author'] | //*[@itemprop='author']")
        raw = [element.text_content() for element in marked[:5]]
    return tuple(dict.fromkeys(name for value in raw for name in _split_names(value)))


def _split_names(value: str) -> Iterator[str]:
    plain = _BYLINE.sub("", one_line(value))
    if "//" in plain or len(plain) > 120:
        return
    for name in re.split(r"\s*(?:,|;|\s+and\s+|\s+und\s+|\s+et\s+|\s&\s)\s*", plain):
        if 1 < len(name) < 60:
            yield name


# ---------------------------------------------------------------- dates


@dataclass(frozen=True, slots=True)
class _Time:
    raw: str
    marked: str  # its own class, itemprop and label, and those of its parent
    itemprop: str
    aside: bool


def _times(tree: HtmlElement) -> Iterator[_Time]:
    for number, element in enumerate(tree.iter("time", "abbr")):
        if number >= MOST_TIMES:
            return
        raw = element.get("datetime") or (element.tag == "abbr" and element.get("title")) or ""
        raw = raw or (one_line(element.text_content()) if element.tag == "time" else "")
        if not raw:
            continue
        parent = element.getparent()
        itemprop = (element.get("itemprop") or "").lower()
        own = [element.get("class"), itemprop, element.get("pubdate") and "pubdate"]
        around = [parent.get("class"), parent.text] if parent is not None else []
        marked = " ".join(str(part) for part in (*own, *around) if part)
        yield _Time(raw.strip(), marked, itemprop, _in_aside(element))


def _in_aside(element: HtmlElement) -> bool:
    for above in element.iterancestors():
        if above.tag in ASIDE_TAGS or above.tag == "li":
            return True
        if above.tag in ("article", "main", "body"):
            return False
        if ASIDE_CLASS.search(f"{above.get('class') or ''} {above.get('id') or ''}"):
            return True
    return False


def _published(
    metas: Mapping[str, list[str]], jsonld: JsonLd, times: list[_Time]
) -> Iterator[RawDate]:
    if jsonld.published:
        yield RawDate(raw=jsonld.published, method="json-ld", confidence=0.95)
    for name in META_PUBLISHED:
        for raw in metas.get(name, ())[:1]:
            yield RawDate(raw=raw, method="meta", confidence=0.9)
    if jsonld.page_published:
        yield RawDate(raw=jsonld.page_published, method="json-ld", confidence=0.8)
    for time in times:
        if time.itemprop == "datepublished" or "pubdate" in time.marked:
            yield RawDate(raw=time.raw, method="time", confidence=0.85)
    for name in META_DATE:
        for raw in metas.get(name, ())[:1]:
            yield RawDate(raw=raw, method="meta", confidence=0.7)
    for time in times:
        if time.aside or MODIFIED_HINT.search(time.marked):
            continue
        sure = bool(PUBLISHED_HINT.search(time.marked))
        yield RawDate(raw=time.raw, method="time", confidence=0.75 if sure else 0.6)


def _modified(
    metas: Mapping[str, list[str]], jsonld: JsonLd, times: list[_Time]
) -> Iterator[RawDate]:
    if jsonld.modified:
        yield RawDate(raw=jsonld.modified, method="json-ld", confidence=0.95)
    for name in META_MODIFIED:
        for raw in metas.get(name, ())[:1]:
            yield RawDate(raw=raw, method="meta", confidence=0.9)
    if jsonld.page_modified:
        yield RawDate(raw=jsonld.page_modified, method="json-ld", confidence=0.8)
    for time in times:
        if time.itemprop == "datemodified" or (
            not time.aside and MODIFIED_HINT.search(time.marked)
        ):
            yield RawDate(raw=time.raw, method="time", confidence=0.7)
