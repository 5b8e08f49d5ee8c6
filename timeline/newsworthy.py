"""Whether a statement can be an event's only ground. Pure, and about form alone.

Coverage is full of sentences that name the topic and a verb of action and yet tell of nothing
that happened: questions, explainers, talk about the news, lists of names, contents of a
newsletter. They may support an event that others tell; alone they make none.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable

from db.model import Mention
from timeline.headlines import why_no_news
from timeline.talk import is_own_words, is_talk

_LEANS_ON_OTHERS = re.compile(
    r"(?:(?:it|this|that|they|these|those|he|she|we|i|you|its|their|his|her|our|my|such)\b"
    r"|(?:one|some|many|several|others?|another|most|few) (?:of|users?|people|members?|readers?)\b"
    r"|the (?:move|decision|deal|news|announcement|report|post|article|author|piece|thread|essay"
    r"|video|episode|image|story|paper|risk|backdrop|idea|goal|aim|point|question|result|launch"
    r"|release|acquisition|purchase|agreement|layoff|cut|ruling|vote|attack|feature|update|change"
    r"|event|incident|plan|project|product|tool|company|firm)s?\b"
    r"|here(?:['’]s| (?:is|are))\b|[(:;,.…])",
    re.I,
)
_DEFINES = re.compile(r"[\w’'&.-]+(?: [\w’'&.-]+){0,4} (?:is|are) (?:an?|one of) ")
_PICTURE = re.compile(
    r"\bthe (?:image|photo|chart|graph|screenshot|illustration|infographic)"
    r" (?:is|was|shows|showed|presents|depicts|captures|features)\b"
    r"|\(pictured\b|\((?:L|left|right|cent(?:er|re))\)"
    r"|\b(?:file|handout|undated|archive) (?:photo|picture|image)|\bvideo (?:grab|still)\b",
    re.I,
)
_HAS = re.compile(r"(?:It|They|The [a-z]+)\s(?:has|have)\b")  # been so since
_FRAGMENT = re.compile(r"[a-z]+[,)]?\s")  # the rest of a sentence, or a reader's comment
# `A nurse waits in Lund, April 8, 2026.`: prose has `on`, and seldom the year.
_CAPTION = re.compile(
    rf"[A-Z][\w.]+,? (?:{'|'.join(month_name[1:])}) \d{{1,2}}, \d{{4}}\.?$"
    r"|^\(?Photo:"
)
FINE = ("day", "week")
_NAME = r"[A-Z][\w.&’'-]*(?:\s[A-Z][\w.&’'-]*)*"
_MARGIN = re.compile(
    rf"\b(?:such as|like|including|akin to|similar to) {_NAME}(?:(?:,? (?:and|or) |, ){_NAME})*"
    rf"|\b(?:alternatives? to|to rival|rivals? of|rivalling|(?:to|can) take on|takes on"
    rf"|ready to (?:challenge|beat)|to compete with|competes with|unlike) {_NAME}"
    rf"|{_NAME} (?:alternatives?|killers?)\b"
    rf"|\b(?:former|ex)[ -]{_NAME} (?:researcher|engineer|executive|employee|staff|scientist|lead"
    r"|veteran|chief|worker|official|manager|alum)\w*"
)
_LIST = re.compile(
    rf"{_NAME}(?:, {_NAME})+,? (?:and|or|&|plus) (?:{_NAME}|(?:(?:many |several )?others?|more)\b)"
    rf"|{_NAME}(?:, {_NAME}){{3,}}"
    r"|(?:[^\W\d][\w .&·-]{0,20}、)+[^\W\d][\w .&·-]{0,20}?(?:和|及|与|以及|等|、)"
)
_NAMED = re.compile(rf"\s*{_NAME}")
_ITEM = re.compile(r",? (?:and|or|&|plus) |, |、|和|及|与|以及|等")
_OTHERS = 2  # named in one list with the topic: what is told is about all of them
_MARKET_NAMES = 5  # whose shares rose and fell that day: what one of them did is in passing
_MARKET_MOVES = 3


def can_stand_alone(mention: Mention) -> bool:
    """Whether an event may rest on this statement and nothing else."""
    return not why_not_alone(mention)


def why_not_alone(mention: Mention) -> str:
    """What keeps the statement from making an event, in words; "" when nothing does."""
    if mention.part == "title" and (why := why_no_news(mention.quote)):
        return why
    if mention.basis == "published":
        if _LEANS_ON_OTHERS.match(mention.quote):
            return "an undated sentence that leans on another"
        if mention.part != "title" and _DEFINES.match(mention.quote):
            return "what somebody or something is"
    elif mention.precision not in FINE and (why := _why_background(mention)):
        return why
    elif f"since {mention.timex}" in mention.clause and _HAS.match(mention.quote):
        return "how it has been since what another sentence tells"
    if mention.part != "title" and _FRAGMENT.match(mention.quote):
        return "a piece of a sentence"
    if _CAPTION.search(mention.quote) or _PICTURE.search(mention.clause):
        return "what a picture shows"
    if is_talk(mention.clause):
        return "talk about the news"
    if mention.part != "title" and is_own_words(mention.quote):
        return "a question, or somebody's own words"
    return "a round-up of the market" if _is_of_the_market(mention) else ""


def _is_of_the_market(mention: Mention) -> bool:
    if mention.actions[:1] != ("market",):
        return False
    moves = {figure.text for figure in mention.amounts if figure.kind == "share"}
    return len(mention.entities) >= _MARKET_NAMES or len(moves) >= _MARKET_MOVES


def _why_background(mention: Mention) -> str:
    if not mention.actions and mention.modality != "planned":
        return "a state of things"
    return "" if mention.clause == mention.quote else "a look back in passing"


def without_margins(text: str) -> str:
    """Without what is named for comparison only: `firms like Tern`, `former Tern engineers`."""
    return _MARGIN.sub("", text)


def without_lists(text: str, ours: Callable[[str], bool]) -> str:
    """Without the names in lists of which few are ours: `Gale, Tern, Birch and others`."""

    def without_names(found: re.Match[str]) -> str:
        items = [item for item in _ITEM.split(found.group()) if item.strip()]
        if sum(not ours(item) for item in items) < _OTHERS:
            return found.group()
        return " ".join(item for item in items if not _NAMED.match(item))

    return _LIST.sub(without_names, text)
