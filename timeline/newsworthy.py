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
    r"|intense (?:criticism|debate)|dr(?:ew|aws?|awing) (?:attention|reactions?)"
    r"|thinks|talks about|reflects on|weighs in|discusses(?!.* with)|is (?:framed|portrayed) as"
    r"|sees [^.;:]{2,80} as|could be (?:the|an?) (?:next|new|first|biggest)|valuation (?:after|gap)"
    r"|seen (?:bolster|boost|help|hurt|weigh|support|driv|benefit|dimm)\w*ing"
    r"|(?:collection|list|round-?up) of [\w ]{0,30}(?:updates|news|stories|headlines)"
    r"|it is (?:crucial|important|worth|vital) (?:to )?(?:remember|not)\w*|been instrumental in)\b",
    re.I,
)
# `Historical context: Tern's terms ...`, `Members shared ...`
_ABOUT_NEWS = re.compile(
    r"[^:.]{0,40}\b(?:[Cc]ontext|[Bb]ackground|[Rr]eactions?|[Tt]akeaways?|[Ii]mplications?"
    r"|[Ww]hy it matters|[Cc]ommentary|[Ss]entiment|[Oo]utlook):\s|(?:[^:]{0,80}: )?Members [a-z]"
)
# Such a piece is somebody's view; `in an essay, Tern announced` is not of it.
_PIECE = re.compile(
    r"(?:.*: )?(?:an?|the|this) (?:[\w-]+ ){0,2}(?:polemic|essay|op-ed|commentary|editorial"
    r"|opinion piece|column|blog post|thread|review|podcast) (?:\w+ly )?(?!(?:was|is)\b)[a-z]+s\b",
    re.I,
)
# `Sailors should learn to swim`: advice; `the court said they should` is news.
_ADVICE = re.compile(
    r"(?:[\w’'-]+ ){1,4}should (?!have\b|be able\b)(?!.*\b(?:sa(?:id|ys)|told|warn(?:s|ed)"
    r"|urge[sd]|ruled|recommend\w*)\b)"
)
# Somebody speaking on the air, or writing to the paper; what is quoted is left out before.
_SPEECH = re.compile(
    r"\|\sReply\b|(?:^|[\s(])I(?:['’](?:ve|m|d|ll))?\s[a-z]|\b[Ll]et['’]s\b"
    r"|\b[Ww]e(?:['’](?:ve|re)| have| are)? (?:\w+ )?"
    r"(?:see|seen|seeing|saw|hear|heard|hearing|know)\b"
    r"|\b[Yy]ou(?:['’]ve| have)? (?:been|hear|heard|saw|see|spoke|want|should|need)\b"
)
_QUOTED = re.compile(r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?:^|\s)[‘'`]\s?.*?['’](?=[\s,.;:]|$)")
_END_OF_QUOTE = re.compile(r"^[^\"“”]*[,.?!](?:”|\"(?=\s|$))")
_PICTURE = re.compile(
    r"\bthe (?:image|photo|chart|graph|screenshot|illustration|infographic)"
    r" (?:is|was|shows|showed|presents|depicts|captures|features)\b"
    r"|\b(?:file|handout|undated|archive) (?:photo|picture|image)|\bvideo (?:grab|still)\b",
    re.I,
)
_IS_TALK = (_TALK.search, _PIECE.match, _ABOUT_NEWS.match, _ADVICE.match)
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
    elif mention.precision not in FINE and (why := _why_background(mention)):
        return why
    elif f"since {mention.timex}" in mention.clause and _HAS.match(mention.quote):
        return "how it has been since what another sentence tells"
    if mention.part != "title" and _FRAGMENT.match(mention.quote):
        return "a piece of a sentence"
    if _CAPTION.search(mention.quote) or _PICTURE.search(mention.clause):
        return "what a picture shows"
    if any(is_of(mention.clause) for is_of in _IS_TALK):
        return "talk about the news"
    if mention.part != "title" and _SPEECH.search(_unquoted(mention.quote)):
        return "somebody's own words"
    return "a round-up of the market" if _is_of_the_market(mention) else ""


def _unquoted(text: str) -> str:
    """Without what is quoted, whether it begins or ends in the sentence or outside."""
    return _QUOTED.sub(" ", _END_OF_QUOTE.sub("", text))


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
