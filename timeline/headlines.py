"""Whether a headline tells news, by its form alone. Pure."""

from __future__ import annotations

import re
from calendar import day_name, month_name

from timeline.quotes import unquoted

_ASKS_OR_EXPLAINS = re.compile(
    r"(?:why|how|what|when|where|who|which|whose|should|could|can|is|are|was|were|does|do|did"
    r"|will|would|has|have|inside|decoding|understanding|explained|explainer|opinion|analysis"
    r"|review|watch|listen|podcast|interview|fact[ -]check|editorial|column|q&a|quiz|live updates?"
    r"|everything|meet|here(?:['’]s| (?:is|are))|these|there(?:['’]s| (?:is|are))|learn|read"
    r"|\d+ (?:things|ways|reasons|questions|takeaways|charts|lessons))\b",
    re.I,
)
# Not `World War I ends`.
_FIRST_PERSON = re.compile(
    r"(?:^|(?<=\s)[a-z][\w’'-]*\s)I(?:['’](?:ve|m|d|ll|re))?\s[a-z]"
    r"|\b(?:[Ww]e|[Oo]ur|[Mm]y)(?:['’](?:ve|re|d|ll))?\s"
)
# `Tern delivers news to this cloud company`: which one, the headline keeps to itself.
_TEASER = re.compile(
    r"\bthese \w|\bthis (?!week|month|year|quarter|season|summer|spring|autumn|fall|winter|morning"
    r"|afternoon|evening|time|day|decade|past|coming|fiscal|school|holiday|christmas"
    rf"|{'|'.join((*month_name[1:], *day_name))})\w",
    re.I,
)
_EVIDENCE = re.compile(
    r"\b(?:stud(?:y|ies)|reports?|documents?|memos?|data|filings?|surveys?|polls?|leaks?|videos?"
    r"|analys[ei]s|research|emails?|records?|letters?|tests?|figures|papers?|footage|images?"
    r"|photos?|logs?|evidence|results?|numbers|files?|investigation|probe|review)\b",
    re.I,
)
_LESSON = re.compile(r"\bshow(?:s|ed)? (?:how (?!to\b)|why\b|that\b|there\b)\b", re.I)
_PART = re.compile(r"\s*(?:,|;|\||·)\s*(?:and |plus )?")
_LABEL = re.compile(
    r"[^:]{0,40}\b(?:today|this week|daily|weekly|brief(?:ing)?|news|round-?up|digest|headlines)\b"
    r"[^:]{0,20}:\s",
    re.I,
)
_DIGEST = re.compile(
    r"[^：:]{0,12}(?:早报|早報|晚报|晚報|日报|日報|周报|週報|早知道|まとめ|브리핑)[：:]"
)
_CONTENTS_PARTS = 3  # so many parts with a subject and a verb each are a table of contents
_PART_WORDS = 3


def why_no_news(text: str) -> str:
    """What keeps a headline from telling any; "" when nothing does."""
    own = unquoted(text)
    if _FIRST_PERSON.search(own):
        return "a headline in the first person"
    if text.rstrip("\"'”’ ").endswith(("?", "？")) or _ASKS_OR_EXPLAINS.match(text):
        return "a headline that asks or explains"
    if text.rstrip().endswith((":", "：")):
        return "a heading"
    if _TEASER.search(own):
        return "a headline that keeps back whom it is about"
    if (lesson := _LESSON.search(text)) and not _EVIDENCE.search(text, 0, lesson.start()):
        return "what somebody learns from the news"
    several = _DIGEST.match(text) or is_table_of_contents(text)
    return "a headline of several stories" if several else ""


def is_table_of_contents(headline: str) -> bool:
    """`Tern Buys Gale, Court Hears Appeal, Rain Floods the North`: several stories in one line; two
    where a label says so: `Tech stocks today: `."""
    label = _LABEL.match(headline)
    parts = [part.split() for part in _PART.split(headline[label.end() :] if label else headline)]
    told = [p for p in parts if len(p) >= _PART_WORDS and p[0][:1].isupper()]
    return len(told) >= _CONTENTS_PARTS - bool(label)
