"""Whether a sentence talks about the news, or speaks, instead of telling any. Pure, and about form
alone."""

from __future__ import annotations

import re

from timeline.quotes import unquoted

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
    r"|it is (?:crucial|important|worth|vital) (?:to )?(?:remember|not)\w*|been instrumental in"
    r"|provid(?:es|ed) (?:an? )?(?:[\w-]+ )?(?:analysis|overview|perspective|breakdown)"
    r"|(?:is|are) (?:actively|aggressively|increasingly|steadily|constantly)"
    r"|(?:detailed|in-depth) (?:analysis|look))\b|正(?:积极|不断)",
    re.I,
)
# `Historical context: Tern's terms ...`, `Members shared ...`
_ABOUT_NEWS = re.compile(
    r"[^:.]{0,40}\b(?:[Cc]ontext|[Bb]ackground|[Rr]eactions?|[Tt]akeaways?|[Ii]mplications?"
    r"|[Ww]hy it matters|[Cc]ommentary|[Ss]entiment|[Oo]utlook):\s|(?:[^:]{0,80}: )?Members [a-z]"
)
# `Tern did not respond to a request`; not `Tern cut jobs and declined to comment`.
_NO_ANSWER = re.compile(
    r"(?:(?!\b(?:and|but)\b)[^,]){0,80}\b"
    r"(?:(?:did|has|have|was|were|could)(?: not|n['’]t)(?: be)?(?: immediately)?"
    r" (?:respond|responded|return|returned|reply|comment|commented|reached for|available for)"
    r"|declin(?:ed|es) to comment)\b"
)
# Such a piece is somebody's view; `in an essay, Tern announced` is not of it.
_PIECE = re.compile(
    r"(?:.*: )?(?:an?|the|this) (?:[\w-]+ ){0,2}(?:polemic|essay|op-ed|commentary|editorial"
    r"|opinion piece|column|blog post|thread|review|podcast) (?:\w+ly )?(?!(?:was|is)\b)[a-z]+s\b",
    re.I,
)
# `Sailors should learn to swim`: advice; `the court said they should` is news.
_ADVICE = re.compile(
    r"(?!.*\b(?:sa(?:id|ys)|told|warn(?:s|ed)|urge[sd]|ruled|recommend\w*)\b)"
    r"(?:[\w’'-]+ ){1,4}should (?!have\b|be able\b)"
)
# Somebody speaking on the air, or writing to the paper; what is quoted is left out before.
_SPEECH = re.compile(
    r"\|\sReply\b|^At \d\d?[:.]\d\d .{4,60}\bwrote:"
    r"|\d(?:st|nd|rd|th), \d{4} \d\d?:\d\d [ap]m\b|\b[Ll]et(?:['’]s| me| us)\b"
    r"|(?:^|[\s(])[Ii](?:['’](?:ve|m|d|ll))?\s[a-z]"
    r"|\b[Ww]e(?:['’](?:ve|re)| have| are)? (?:\w+ )?"
    r"(?:see|seen|seeing|saw|hear|heard|hearing|know)\b"
    r"|\b[Yy]ou(?:['’]ve| have)? (?:been|hear|heard|saw|see|spoke|want|should|need)\b"
)
_IS_TALK = (_TALK.search, _PIECE.match, _ABOUT_NEWS.match, _ADVICE.match, _NO_ANSWER.match)


def is_talk(clause: str) -> bool:
    """Views, reactions, advice, contents of a newsletter, calls that nobody answered."""
    return any(is_of(clause) for is_of in _IS_TALK)


def is_own_words(sentence: str) -> bool:
    """Whether somebody speaks or asks in it, outside of what is quoted."""
    own = unquoted(sentence)
    return own.rstrip(" )").endswith(("?", "？")) or bool(_SPEECH.search(own))
