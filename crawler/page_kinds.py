"""Pages that are not an article: consent, login, bot wall, error, index. Pure.

General signals only, and each needs a page that is short or without an article's marks: a news
story about cookies, captchas or the number 404 stays a story.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.metadata import PageMetadata

NO_TEXT = "no main text"
SHORT = 1200  # characters of main text below which a page may be a notice
LOGIN_WORDS = 5  # of the title of a page that asks for a name and a password
PROSE = 160  # a paragraph at least this long is somebody's writing
TEASERS, TEASER_WORDS = 6, 4  # like blocks on a page that lists articles; words of a headline
CROWDED = 25  # links with headline-like texts on a page that lists articles


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_BOT_TITLE = _any_of(
    r"^just a moment",
    r"^attention required",
    r"^access (?:to this page has been )?denied",
    r"^robot check",
    r"^are you (?:a robot|human)",
    r"^pardon our interruption",
    r"^verify(?:ing)? (?:that )?you are (?:a )?human",
    r"^(?:security check|one more step|request unsuccessful|bot verification|client challenge)",
    r"^403\s*(?:[-–—|:]|forbidden|$)",
)
_BOT_TEXT = _any_of(
    r"enable javascript and cookies to continue",
    r"checking (?:if the site connection|your browser)",
    r"verify(?:ing)? (?:that )?you(?:'re| are) (?:a )?(?:human|not a robot)",
    r"unusual (?:traffic|activity) from",
    r"complete the (?:captcha|security check)",
    r"why have i been blocked",
    r"ddos protection by",
    r"\bray id\b",
    r"you don't have permission to access",
    r"automated access",
    r"press (?:and|&) hold",
)
_CONSENT_TITLE = _any_of(
    r"before you continue",
    r"cookie (?:consent|settings|notice|policy)",
    r"privacy (?:choices|settings|cent)",
    r"your privacy",
    r"consent",
    r"datenschutz",
)
_CONSENT_TEXT = _any_of(
    r"accept (?:all|and (?:close|continue))",
    r"reject all",
    r"manage (?:my |your )?(?:options|choices|cookies|preferences)",
    r"we (?:and our|use) [^.]{0,40}(?:partners|cookies)",
    r"store and/or access information",
    r"legitimate interest",
    r"cookie (?:policy|settings|preferences)",
    r"personali[sz]ed (?:ads|advertising|content)",
    r"withdraw (?:your )?consent",
    r"alle akzeptieren|einwilligung",
    r"tout accepter|aceptar todo|accetta tutto",
)
_LOGIN_TITLE = _any_of(
    r"^(?:log ?in|sign ?in|sign ?up|register|subscribe)\b",
    r"^(?:anmelden|connexion|iniciar sesión)\b",
)
_ERROR_TITLE = _any_of(
    r"^(?:(?:error|http)[ :\-]*)?(?:40[0-9]|410|50[0-9])\s*"
    r"(?:[-–—|:.]|error|not found|forbidden|$)",
    r"(?:page|article|story|content) (?:was |is |could )?(?:not|no longer)(?: be)? "
    r"(?:found|available|exist)",
    r"^(?:not found|page unavailable|oops|something went wrong|temporarily unavailable)",
    r"^(?:service unavailable|bad gateway|internal server error)",
    r"^(?:seite nicht gefunden|page introuvable)",
)


def why_no_article(
    tree: HtmlElement, metadata: PageMetadata, title: str, text: str, url: str
) -> str:
    """The reason why the page is no article, in words; "" when it may be one."""
    if not text.strip():
        return _empty_reason(tree, title)
    notice = _notice(tree, title, text)
    if notice or _is_marked(metadata):
        return notice
    long_notice = _long_notice(title, text)
    if long_notice:
        return long_notice
    return "an index page" if _is_index(tree, text, url) else ""


def _is_marked(metadata: PageMetadata) -> bool:
    """Whether the page says that it is an article, or when it was published."""
    if metadata.jsonld.is_article or metadata.og_type.endswith("article"):
        return True
    return any(date.confidence >= 0.75 for date in metadata.published)


def _empty_reason(tree: HtmlElement, title: str) -> str:
    return _notice(tree, title, visible_text(tree)[: SHORT - 1]) or NO_TEXT


def visible_text(tree: HtmlElement) -> str:
    hidden = ("script", "style", "noscript", "template")
    parts = (
        text
        for element in tree.iter()
        if isinstance(element.tag, str)
        for text in ((element.text if element.tag not in hidden else ""), element.tail)
    )
    return " ".join(" ".join(part for part in parts if part).split())


def _notice(tree: HtmlElement, title: str, text: str) -> str:
    if len(text) >= SHORT:
        return ""
    if _BOT_TITLE.search(title) or len(_BOT_TEXT.findall(text)) >= 2:
        return "a bot wall"
    if _BOT_TEXT.search(text) and len(text) < SHORT / 3:
        return "a bot wall"
    if _ERROR_TITLE.search(title):
        return "an error page"
    phrases = {match.group().lower() for match in _CONSENT_TEXT.finditer(text)}
    if len(phrases) >= 2 or (phrases and _CONSENT_TITLE.search(title)):
        return "a consent page"
    asks_password = any(
        (field.get("type") or "").lower() == "password" for field in tree.iter("input")
    )
    bare = len(text) < SHORT / 3 and len(title.split()) <= LOGIN_WORDS
    if _LOGIN_TITLE.search(title) and (asks_password or bare):
        return "a login page"
    return ""


def _long_notice(title: str, text: str) -> str:
    """Of a page without marks: a list of a hundred partners, an error above the day's news."""
    if _ERROR_TITLE.search(title):
        return "an error page"
    if _BOT_TITLE.search(title):
        return "a bot wall"
    phrases = {match.group().lower() for match in _CONSENT_TEXT.finditer(text)}
    return "a consent page" if len(phrases) >= 3 and _CONSENT_TITLE.search(title) else ""


def _is_index(tree: HtmlElement, text: str, url: str) -> bool:
    """Many headline-like links and no long paragraph; or teasers that make up the text."""
    path = urlsplit(url).path.strip("/")
    longest = max((len(line) for line in text.split("\n")), default=0)
    if longest < PROSE or not path:
        headlines = sum(1 for a in tree.iter("a") if len((a.text_content() or "").split()) >= 5)
        if headlines >= CROWDED:
            return True
    return _in_teasers(tree, text)


def _in_teasers(tree: HtmlElement, text: str) -> bool:
    """Whether most lines stand in a row of like blocks, each with a heading that is a link."""
    rows: dict[tuple[HtmlElement, str, str], set[HtmlElement]] = {}
    for heading in tree.iter("h2", "h3", "h4"):
        linked = heading.find(".//a") is not None or heading.getparent().tag == "a"
        if not linked or len(heading.text_content().split()) < TEASER_WORDS:
            continue
        for level, block in enumerate(heading.iterancestors()):
            above = block.getparent()
            if level >= 4 or above is None or block.tag in ("body", "main"):
                break
            rows.setdefault((above, block.tag, block.get("class") or ""), set()).add(block)
    blocks = max(rows.values(), key=len, default=set())
    if len(blocks) < TEASERS:
        return False
    inside = {
        " ".join(part.text_content().split())
        for one in blocks
        for part in one.iter()
        if isinstance(part.tag, str)
    }
    lines = text.split("\n")
    return sum(line in inside for line in lines) >= 0.6 * len(lines)
