"""A claim: one value that one sentence gives to one attribute of an event."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from db.conflicts import Statement
from db.model import Amount
from timeline.conflicts.reading import Telling

WORDS_AROUND = 6
WORDS_BESIDE = 14
_CONFIRMS = re.compile(
    r"\b(?:correct(?:ed|ion)|confirm(?:s|ed)|clarif\w+|filing|official(?:ly)?|final (?:count|toll"
    r"|tally|figure|result)s?|an earlier version)\b|更正|证实|證實|确认|確認|澄清|公告|訂正",
    re.I,
)
_FORECAST = re.compile(
    r"\b(?:will|would|could|may|might|to be|plans?|planned|planning|expects?|expected|set to"
    r"|in talks|talks|eyes|eyeing|seeks?|seeking|weigh(?:s|ing)|consider(?:s|ing)|about to"
    r"|targets?|aims?|mulls?|nears?|close to|proposed|forecasts?|projected|readies|hopes?)\b"
    r"|将|將|拟|计划|計画|预计|预期|有望|可能|考虑|洽谈|予定|見通し|検討|見込み",
    re.I,
)
_WHO = (
    r"[A-Z][\w&.'’-]*(?: (?:of |for )?[A-Z][\w&.'’-]*)*"
    r"|police|officials|organi[sz]ers|authorities|rescuers|witnesses|campaigners|analysts"
    r"|prosecutors|unions?|ministry|government|company|army|military|opposition|agency|hospital"
    r"|court|bank|regulator|governor|mayor"
)
_ATTRIBUTED = re.compile(
    rf"(?:[Aa]ccording to|estimated by|counted by) (?:the )?(?P<after>{_WHO})"
    rf"|\b(?P<before>{_WHO}) (?:says?|said|puts?|estimates?|estimated|counted|counts|reported"
    r"|gave)\b"
)
_NOBODY = frozenset("He She It They We That This The".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """`value` is the text of the value, `measure` its bounds when it is a figure.

    `words` are shown, `beside` tell of what the value is.
    """

    field: str
    subject: str
    value: str
    words: str
    beside: str
    telling: Telling
    measure: Amount | None = None
    by: str = ""
    forecast: bool = False

    @property
    def voice(self) -> str:
        """Who answers for it: whom the article quotes, else who stands for the article."""
        return self.by or self.telling.voice

    @property
    def said(self) -> str:
        return self.telling.statement.said

    @property
    def confirms(self) -> bool:
        return _CONFIRMS.search(self.telling.clause) is not None

    @property
    def statement(self) -> Statement:
        return replace(self.telling.statement, attributed=self.by)


def claim(
    telling: Telling,
    clause: str,
    span: tuple[int, int],
    *,
    field: str,
    subject: str,
    value: str,
    measure: Amount | None = None,
    by: str = "",
) -> Claim:
    """The claim that the words at `span` of `clause` make."""
    return Claim(
        field=field,
        subject=subject,
        value=value,
        words=around(clause, span),
        beside=around(clause, span, WORDS_BESIDE),
        telling=telling,
        measure=measure,
        by=by,
        forecast=telling.modality == "planned" or _FORECAST.search(clause) is not None,
    )


def around(text: str, span: tuple[int, int], reach: int = WORDS_AROUND) -> str:
    """The words at the span with a few on either side, on one line."""
    before, after = text[: span[0]].split(" "), text[span[1] :].split(" ")
    head = " ".join(before[-reach - 1 :])
    tail = " ".join(after[: reach + 1])
    start = "…" if len(before) > reach + 1 else ""
    end = "…" if len(after) > reach + 1 else ""
    return " ".join(f"{start}{head}{text[span[0] : span[1]]}{tail}{end}".split())


def attributed(clause: str) -> str:
    """Whom a clause quotes, "" when nobody."""
    match = _ATTRIBUTED.search(clause)
    if match is None:
        return ""
    who = match["after"] or match["before"]
    return "" if who in _NOBODY else who
