"""Attributes that have two contrary values, such as a licence: open or closed.

They belong to exactly one thing: "Orbit 1.1 is open" says nothing of Orbit 1.2, nor of Orbit.
So a claim needs the name of an object of the event as its subject: right before the words
("Orbit, a closed model"), right after them ("the closed model Orbit"), or, where they speak of
"it" or "the model", as the last object named before. What is planned, hoped, compared with or
said of others is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from timeline import entities
from timeline.conflicts.claims import Claim, claim
from timeline.conflicts.frame import Frame
from timeline.conflicts.reading import Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrary:
    """A field, its two values with the words for each, and the kinds of event it belongs to.

    A `lasting` attribute is one of a thing, and counts wherever an article of the event speaks
    of it; another one is what happened, and counts in sentences bound to the event. Without a
    subject it is the event's own.
    """

    field: str
    values: tuple[tuple[str, str], tuple[str, str]]
    kinds: frozenset[str]
    lasting: bool = False
    has_subject: bool = True

    def value(self, match: re.Match[str]) -> str:
        return self.values[0 if match.lastgroup == "one" else 1][0]


CONTRARIES = (
    Contrary(
        field="licence",
        values=(
            (
                "closed",
                r"closed(?:[- ](?:source|weights?|model|system))|closed,? proprietary"
                r"|proprietary|not (?:an? )?open[- ](?:source|weights?)|闭源|封闭",
            ),
            (
                "open",
                r"open[- ](?:source[sd]?|sourcing|weights?|licen[cs]ed?)|open model"
                r"|开源|オープンソース",
            ),
        ),
        kinds=frozenset({"launch"}),
        lasting=True,
    ),
    Contrary(
        field="access",
        values=(
            (
                "by invitation",
                r"private (?:preview|beta)|invit(?:e|ation)[- ]only|early[- ]access|closed beta"
                r"|gated|select(?:ed)? (?:partners|customers|users)|wait(?:ing )?list",
            ),
            (
                "open to all",
                r"publicly available|generally available|general availability"
                r"|available to (?:everyone|all|anyone)|public (?:preview|beta)|open beta",
            ),
        ),
        kinds=frozenset({"launch"}),
        lasting=True,
    ),
    Contrary(
        field="where it runs",
        values=(
            ("in the cloud", r"in the cloud|cloud[- ](?:hosted|based)"),
            ("on the device", r"on[- ]device|runs? locally|edge[- ]native"),
        ),
        kinds=frozenset({"launch"}),
        lasting=True,
    ),
    Contrary(
        field="decision",
        values=(
            ("rejected", r"reject(?:s|ed)|refuse[sd]|turn(?:s|ed) down|declined to approve"),
            ("approved", r"approve[sd]|cleare?[sd]?|authori[sz]e[sd]|green[- ]?lit"),
        ),
        kinds=frozenset({"legal", "policy", "launch", "deal"}),
    ),
    Contrary(
        field="verdict",
        values=(
            ("not guilty", r"not guilty|acquit(?:s|ted)|cleared of"),
            ("guilty", r"guilty|convict(?:s|ed)"),
        ),
        kinds=frozenset({"legal"}),
    ),
    Contrary(
        field="job cuts",
        values=(
            (
                "none",
                r"no (?:layoffs|job cuts|job losses|redundancies)"
                r"|without (?:layoffs|job cuts|redundancies)",
            ),
            (
                "expected",
                r"(?:layoffs|job cuts|job losses|redundancies) (?:are |were )?"
                r"(?:expected|likely|planned|to follow)"
                r"|(?:expects?|plans?|planning) (?:layoffs|job cuts)",
            ),
        ),
        kinds=frozenset({"layoffs", "reorganisation", "deal"}),
        has_subject=False,
    ),
)
_OPEN_QUESTION = re.compile(
    r"\b(?:will|would|could|may|might|plans?|hop(?:es?|ing)|aims?|intends?|future|later|eventually"
    r"|soon|promis\w+|pledg\w+|consider\w*|if|whether|rumou?r\w*|expected|rather than|instead of"
    r"|unlike|versus|vs|compared|than|community|rivals?|competitors?|others?|possib\w+|once|former"
    r"|previous|not given up|should|wants?|ask(?:s|ed)?|calls? for|variants?|no longer"
    r"|alternatives?|commitments?|strategy|movement|debate|ecosystem|opposite|except)\b|\?|将|计划",
    re.I,
)
_IS = (
    r"(?:(?:is|was|are|were|be|been|being|has|had|remains?|stays?|comes?|came|ships?|shipped"
    r"|launched|released|arrives?|arrived) )*"
)
_FEW = r"(?:(?!not\b|never\b|nor\b)[a-z-]+ ){0,4}"
_AFTER_NAME = re.compile(rf"(?:,| \(| [—–-]|:|,? which)? (?:however, )?{_IS}{_FEW}\W?")
_STANDS_FOR = re.compile(
    r"(?:^|[,;:—–] |\b(?:and|that|said|says) )(?:it|this|(?:the|this) (?:new )?[a-z]+) "
    rf"{_IS}{_FEW}$",
    re.I,
)
_PRENOMINAL = re.compile(
    r"(?:[\s-](?!(?:that|which|who|from|for|by|of|in|to|on|with|and|as|than|but|is|was)\b)[a-z]+)"
    r"{0,4}[\s:]\W?|[^\x00-\x7f]{0,8}\s?"
)
_PATTERNS = {
    one.field: re.compile(
        rf"(?<!\w)(?:(?P<one>{one.values[0][1]})|(?P<other>{one.values[1][1]}))(?![a-z])", re.I
    )
    for one in CONTRARIES
}


_ANY = re.compile(
    rf"(?<!\w)(?:{'|'.join(words for one in CONTRARIES for _, words in one.values)})", re.I
)
_STOP = re.compile(r"[,;:.]\s|\s[—–]\s")


def contrary_claims(telling: Telling, frame: Frame) -> Iterator[Claim]:
    """The claims of one sentence of the event's articles."""
    text = telling.statement.quote
    for contrary in CONTRARIES:
        if not (contrary.kinds & frame.kinds and (contrary.lasting or telling.bond != "loose")):
            continue
        for match in _PATTERNS[contrary.field].finditer(text):
            subject = ""
            if contrary.has_subject:
                subject = _subject(telling, frame, match)
                if not (subject and _is_asserted(text, match.start(), match.end())):
                    continue
            yield claim(
                telling,
                text,
                match.span(),
                field=contrary.field,
                subject=subject,
                value=contrary.value(match),
            )


def speaks(text: str) -> bool:
    """Whether words of any contrary stand in a text, before anything else is asked of it."""
    return _ANY.search(text) is not None


def _is_asserted(text: str, start: int, end: int) -> bool:
    """Whether the words around state it: no plan, no comparison, no question."""
    first = max(text.rfind(mark, 0, start) for mark in (". ", "; ", ": ", " — ", " – ")) + 1
    after = _STOP.search(text, end)
    return _OPEN_QUESTION.search(text, first, after.start() if after else len(text)) is None


def _subject(telling: Telling, frame: Frame, match: re.Match[str]) -> str:
    """The object of the event that the words are said of, "" when it is none or unclear."""
    text = telling.statement.quote
    before, after = text[: match.start()], text[match.end() :]
    names_after = entities.names(after, frame.known)
    if names_after and _PRENOMINAL.fullmatch(after[: after.find(names_after[0])]):
        return frame.object_named(names_after[0])
    names_before = entities.names(before, frame.known)
    if names_before:
        nearest = names_before[-1]
        between = before[before.rfind(nearest) + len(nearest) :]
        if _AFTER_NAME.fullmatch(between):
            return frame.object_named(nearest)
    return _antecedent(telling, frame) if _STANDS_FOR.search(before) else ""


def _antecedent(telling: Telling, frame: Frame) -> str:
    """The object named last before the sentence, if it is the only one named there."""
    for sentence in telling.before:
        here = {name for name in frame.objects if _says(name, sentence)}
        here -= {name for name in here if any(name != o and name in o for o in here)}
        if here:
            return here.pop() if len(here) == 1 else ""
    return ""


def _says(name: str, sentence: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?![\w.]*\d|\w)", sentence) is not None
