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

_ASKS_OR_EXPLAINS = re.compile(
    r"(?:why|how|what|when|where|who|which|whose|should|could|can|is|are|was|were|does|do|did"
    r"|will|would|has|have|inside|decoding|understanding|explained|explainer|opinion|analysis"
    r"|review|watch|listen|podcast|interview|fact[ -]check|editorial|column|q&a|quiz|live updates?"
    r"|everything|meet|here(?:['’]s| (?:is|are))|these|there(?:['’]s| (?:is|are))|learn|read"
    r"|\d+ (?:things|ways|reasons|questions|takeaways|charts|lessons))\b",
    re.I,
)
_LEANS_ON_OTHERS = re.compile(
    r"(?:(?:it|this|that|they|these|those|he|she|we|i|you|its|their|his|her|our|my|such)\b"
    r"|(?:one|some|many|several|others?|another|most|few) (?:of|users?|people|members?|readers?)\b"
    r"|the (?:move|decision|deal|news|announcement|report|post|article|author|piece|thread|essay"
    r"|video|episode|image|story|paper|risk|backdrop|idea|goal|aim|point|question|result|launch"
    r"|release|acquisition|purchase|agreement|layoff|cut|ruling|vote|attack|feature|update|change"
    r"|event|incident|plan|project|product|tool|company|firm)s?\b"
    r"|[(:;,.…])",
    re.I,
)
_TALK = re.compile(
    r"\b(?:comment(?:er|ator)s?|community (?:sentiment|reactions?|members?)|redditors?"
    r"|(?:a|one|some|many|several|other) (?:user|member|reader|poster|practitioner)s?"
    r"|(?:this|the) (?:post|article|thread|episode|essay|newsletter|blog|discussion) \w+"
    r"|(?:today|this week)['’]s (?:edition|issue)|(?:daily|weekday|weekly) newsletter"
    r"|(?:news|newsletter|edition|issue|round-?up|digest|recap) (?:for|of|from) [^.;]{1,40} covers"
    r"|we (?:dive|dig|unpack|discuss|explore|break down|talk about|take a look)"
    r"|(?:in )?this episode|reactions? (?:to|split|mock|range)|sentiment|sparking (?:a )?"
    r"(?:debate|speculation|excitement|conversation)|debated? (?:over|about|whether)|speculat\w+"
    r"|(?:discussion|debate)s? (?:sparked|around|about|over)|raising questions|poll shows"
    r"|comment(?:s|ed) that|\d{4},? [\w. ]{2,30} wrote(?=:)|argu(?:es|ed|ing)|jok(?:es|ed)"
    r"|analysts? (?:says?|said|sees?|expects?|predicts?|warns?|believes?)|believes"
    r"|quip(?:s|ped)|mus(?:es|ed)|opin(?:es|ed)|remark(?:s|ed)|(?:hot|major|main|trending) topic"
    r"|intense (?:criticism|debate)|dr(?:ew|aws?|awing) (?:attention|reactions?))\b",
    re.I,
)
# Such a piece is somebody's view; `in an essay, Tern announced` is not of it.
_PIECE = re.compile(
    r"(?:.*: )?(?:an?|the|this) (?:[\w-]+ ){0,2}(?:polemic|essay|op-ed|commentary|editorial"
    r"|opinion piece|column|blog post|thread|review|podcast) (?:\w+ly )?(?!(?:was|is)\b)[a-z]+s\b",
    re.I,
)
_PICTURE = re.compile(
    r"\bthe (?:image|photo|chart|graph|screenshot|illustration|infographic)"
    r" (?:is|was|shows|showed|presents|depicts|captures|features)\b"
    r"|\b(?:file|handout|undated|archive) (?:photo|picture|image)|\bvideo (?:grab|still)\b",
    re.I,
)
# Not `World War I ends`.
_FIRST_PERSON = re.compile(r"(?:^|(?<=\s)[a-z][\w’'-]*\s)I(?:['’](?:ve|m|d|ll))?\s[a-z]")
_QUOTED = re.compile(r"[‘'\"“][^‘'\"“”]*['’\"”](?!\w)")
_HAS = re.compile(r"(?:It|They|The [a-z]+)\s(?:has|have)\b")  # been so since
_FRAGMENT = re.compile(r"[a-z]+[,)]?\s")  # the rest of a sentence, or a reader's comment
# `A nurse waits in Lund, April 8, 2026.`: prose has `on`, and seldom the year.
_CAPTION = re.compile(rf"[A-Z][\w.]+,? (?:{'|'.join(month_name[1:])}) \d{{1,2}}, \d{{4}}\.?$")
FINE = ("day", "week")
_NAME = r"[A-Z][\w.&’'-]*(?:\s[A-Z][\w.&’'-]*)*"
_MARGIN = re.compile(
    rf"\b(?:such as|like|including|akin to|similar to) {_NAME}(?:(?:,? (?:and|or) |, ){_NAME})*"
    rf"|\b(?:alternatives? to|to rival|rivals? of|rivalling|to take on|takes on|to compete with"
    rf"|competes with|unlike) {_NAME}"
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
_PART = re.compile(r"\s*(?:,|;|\||·)\s*(?:and |plus )?")
_LABEL = re.compile(
    r"[^:]{0,40}\b(?:today|this week|daily|weekly|brief(?:ing)?|news|round-?up|digest|headlines)\b"
    r"[^:]{0,20}:\s",
    re.I,
)
_CONTENTS_PARTS = 3  # so many parts with a subject and a verb each are a table of contents
_PART_WORDS = 3
_OTHERS = 2  # named in one list with the topic: what is told is about all of them
_MARKET_NAMES = 5  # whose shares rose and fell that day: what one of them did is in passing
_MARKET_MOVES = 3


def can_stand_alone(mention: Mention) -> bool:
    """Whether an event may rest on this statement and nothing else."""
    return not why_not_alone(mention)


def why_not_alone(mention: Mention) -> str:
    """What keeps the statement from making an event, in words; "" when nothing does."""
    if mention.part == "title" and (why := _why_no_headline(mention.quote)):
        return why
    if mention.basis == "published":
        if _LEANS_ON_OTHERS.match(mention.quote):
            return "an undated sentence that leans on another"
    elif mention.precision not in FINE and (why := _why_background(mention)):
        return why
    elif f"since {mention.timex}" in mention.clause and _HAS.match(mention.quote):
        return "how it has been since what another sentence tells"
    if mention.part != "title" and _FRAGMENT.match(mention.quote):
        return "a piece of a sentence"
    if _CAPTION.search(mention.quote) or _PICTURE.search(mention.clause):
        return "what a picture shows"
    if _TALK.search(mention.clause) or _PIECE.match(mention.clause):
        return "talk about the news"
    return "a round-up of the market" if _is_of_the_market(mention) else ""


def _is_of_the_market(mention: Mention) -> bool:
    if mention.actions[:1] != ("market",):
        return False
    moves = {figure.text for figure in mention.amounts if figure.kind == "share"}
    return len(mention.entities) >= _MARKET_NAMES or len(moves) >= _MARKET_MOVES


def _why_no_headline(text: str) -> str:
    if _FIRST_PERSON.search(_QUOTED.sub("", text)):
        return "a headline in the first person"
    if text.rstrip("\"'”’ ").endswith(("?", "？")) or _ASKS_OR_EXPLAINS.match(text):
        return "a headline that asks or explains"
    if text.rstrip().endswith((":", "：")):
        return "a heading"
    return "a headline of several stories" if is_table_of_contents(text) else ""


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


def is_table_of_contents(headline: str) -> bool:
    """`Tern Buys Gale, Court Hears Appeal, Rain Floods the North`: several stories in one line; two
    where a label says so: `Tech stocks today: `."""
    label = _LABEL.match(headline)
    parts = [part.split() for part in _PART.split(headline[label.end() :] if label else headline)]
    told = [p for p in parts if len(p) >= _PART_WORDS and p[0][:1].isupper()]
    return len(told) >= _CONTENTS_PARTS - bool(label)
