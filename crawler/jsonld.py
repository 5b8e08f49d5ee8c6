"""The article node of a page's JSON-LD graph. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from crawler.json_values import read_json
from crawler.plaintext import one_line
from crawler.urls import clean_url, is_web_url

_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*.*?\*/)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_ARTICLE_TYPE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|\w*NewsItem)\Z")
_PAGE_TYPES = frozenset({"WebPage", "ItemPage", "AboutPage"})
# Below these keys stand other articles: related ones, lists, comments.
_OTHERS = frozenset(
    {
        "itemListElement",
        "comment",
        "citation",
        "hasPart",
        "liveBlogUpdate",
        "relatedLink",
        "isBasedOn",
        "mentions",
        "review",
        "subjectOf",
    }
)
DEEPEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveUpdate:
    """One entry of a live page."""

    published: str
    headline: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonLd:
    """What the graph says of the article itself; "" for what it does not say."""

    is_article: bool = False
    types: tuple[str, ...] = ()  # of every node of the page
    headline: str = ""
    description: str = ""
    body: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    url: str = ""
    published: str = ""
    modified: str = ""
    page_published: str = ""  # of the page that holds the article: a weaker word
    page_modified: str = ""
    updates: tuple[LiveUpdate, ...] = ()  # of a live page, as listed
    is_free: bool = True  # unless it says that it is not


def read_jsonld(tree: HtmlElement, url: str) -> JsonLd:
    """The article node that fits `url` best, with the page's own node beside it."""
    nodes = [node for data in _documents(tree) for node in _walk(data)]
    types = tuple(dict.fromkeys(kind for node in nodes for kind in _types(node)))
    articles = [n for n in nodes if any(_ARTICLE_TYPE.match(kind) for kind in _types(n))]
    pages = [n for n in nodes if _PAGE_TYPES.intersection(_types(n))]
    article = max(articles, key=lambda node: _fit(node, url), default={})
    page: Mapping[str, Any] = pages[0] if pages else {}
    return JsonLd(
        is_article=bool(article),
        types=types,
        headline=one_line(article.get("headline") or article.get("name")),
        description=one_line(article.get("description")),
        body=str(article.get("articleBody") or "") if article else "",
        authors=_names(article.get("author") or article.get("creator"), nodes),
        language=one_line(_first(article.get("inLanguage") or page.get("inLanguage"))),
        url=_link(article.get("mainEntityOfPage")) or _link(article.get("url")),
        published=one_line(_first(article.get("datePublished"))),
        modified=one_line(_first(article.get("dateModified"))),
        page_published=one_line(_first(page.get("datePublished"))),
        page_modified=one_line(_first(page.get("dateModified"))),
        updates=max((tuple(_updates(node)) for node in articles), key=len, default=()),
        is_free=str(_first(article.get("isAccessibleForFree"))).lower() != "false",
    )


def _updates(article: Mapping[str, Any]) -> Iterator[LiveUpdate]:
    listed = article.get("liveBlogUpdate")
    for update in listed if isinstance(listed, list) else [listed]:
        if isinstance(update, dict):
            yield LiveUpdate(
                published=one_line(_first(update.get("datePublished"))),
                headline=one_line(update.get("headline") or update.get("name")),
                body=str(update.get("articleBody") or update.get("text") or ""),
            )


def _documents(tree: HtmlElement) -> Iterator[object]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        text = _WRAPPING.sub("", _WRAPPING.sub("", script.text))
        for candidate in (text, _TRAILING_COMMA.sub("", html.unescape(text))):
            try:
                yield read_json(candidate)
            except ValueError:
                continue  # the next reading, or nothing: broken markup is common
            break


def _walk(data: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for part in data:
            yield from _walk(part, depth + 1)
    elif isinstance(data, dict):
        if "@type" in data:
            yield data
        for key, part in data.items():
            if key not in _OTHERS and isinstance(part, dict | list):
                yield from _walk(part, depth + 1)


def _types(node: Mapping[str, Any]) -> tuple[str, ...]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return tuple(k.rsplit("/", 1)[-1] for k in kinds if isinstance(k, str))


def _fit(node: Mapping[str, Any], url: str) -> tuple[bool, bool, bool]:
    links = {_link(node.get(key)) for key in ("url", "mainEntityOfPage", "@id")}
    same = any(link and clean_url(link) == clean_url(url) for link in links)
    return same, "headline" in node, "datePublished" in node


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _link(value: object) -> str:
    value = _first(value)
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    link = value.split("#", 1)[0] if isinstance(value, str) else ""
    return link if is_web_url(link) else ""


def _names(value: object, nodes: list[Mapping[str, Any]]) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    names: list[str] = []
    for one in listed:
        if isinstance(one, dict) and "name" not in one and "@id" in one:
            one = next((n for n in nodes if n.get("@id") == one["@id"] and "name" in n), one)
        name = _first(one.get("name")) if isinstance(one, dict) else one
        if isinstance(name, str) and not is_web_url(name):
            names.append(one_line(name))
    return tuple(dict.fromkeys(name for name in names if name))
