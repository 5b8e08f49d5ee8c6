"""The part a figure plays, by the words that stand beside it: data for `figures`."""

from __future__ import annotations

import re

REACH = 60  # characters between a figure and the word that says its part

# kind of figure -> part -> words for it. Of two parts the word that stands nearer decides.
PARTS: dict[str, dict[str, str]] = {
    "money": {
        "valuation": r"valuation|valu(?:ed|es|ing) (?:[\w’'-]+ ){0,6}at",
        "price": r"(?:deal|acquisition|transaction|takeover) (?:\w+ )?valu(?:ed|es|ing)"
        r"|acqui\w+|buy(?:s|ing)?|bought|purchas\w+|takeover|pa(?:y|ys|id|ying)|price"
        r"|deal|worth|stake|sells?|sold|sale|invest(?:s|ed|ing|ment)?|contract|agreement"
        r"|commit(?:s|ted)?|merger",
        "spending": r"spend(?:s|ing)?|spent|capex|capital expenditures?|budget|costs?",
        "sum raised": r"rais(?:es|ed|ing)|funding|bonds?|loans?|borrow\w*|financing|debt",
        "revenue": r"revenues?|run[- ]rate|turnover|sales|ARR",
        "profit": r"profits?|net income|net loss",
        "penalty": r"fine[ds]?|penalt\w+|settle\w*|damages|compensation",
        "pay": r"salar\w+|bonus\w*|pay packages?|wages?",
        "damage": r"losses|destroyed|insured",
        "market value": r"market (?:value|cap\w*)|shares|stock",
    },
    "share": {
        "stake": r"stake|acqui\w+|bought|buys?|own(?:s|ed|ership)?|holding|interest in",
        "staff": r"workforce|staff|employees|jobs|layoffs?|lay(?:ing)? off|headcount",
        "growth": r"growth|grew|grow(?:s|ing)?|year[- ]over[- ]year|increase[sd]?",
        "turnout": r"turnout",
        "efficacy": r"effective|efficacy",
        "market": r"shares|stock|index|fell|rose|jump\w*|drop\w*",
    },
    "count": {
        "jobs cut": r"layoffs?|la(?:y|id|ying|ys) off|job cuts?|jobs|redundan\w+|cut(?:s|ting)?"
        r"|dismiss\w*|slash\w*|axe[sd]?|shed(?:s|ding)?|eliminat\w+",
        "deaths": r"kill(?:s|ed|ing)|dea(?:d|ths?)|died|dies|fatalit\w+|lives",
        "injured": r"injur\w+|wound\w+|hurt",
        "missing": r"missing|unaccounted",
        "displaced": r"displac\w+|evacuat\w+|homeless",
        "arrests": r"arrest\w*|detain\w*",
        "infections": r"infect\w+|cases",
        "hires": r"hir(?:e|es|ed|ing)|recruit\w*",
        "reassigned": r"reassign\w*|redeploy\w*|transferred",
        "crowd": r"march\w*|protest\w*|demonstrat\w*|crowd|attend\w*|rall(?:y|ied)",
        "downloads": r"downloads?|installs?",
        "users": r"users|customers|subscribers",
        "branches": r"branches|stores|shops|factories",
    },
}
# Parts that only grow while reports come in: a later, greater figure overtakes the former.
GROWING = frozenset(
    {
        *("deaths", "injured", "missing", "displaced", "arrests", "infections", "downloads"),
        *("damage", "spending"),
    }
)
# Parts that change from hour to hour: two figures are two moments, not two opinions.
MOVING = frozenset({"market", "market value"})


def _nearest_part(kind: str) -> re.Pattern[str]:
    words = "|".join(f"(?P<p{i}>{words})" for i, words in enumerate(PARTS[kind].values()))
    return re.compile(rf"\b(?:{words})\b", re.I)


_WORDS = {kind: _nearest_part(kind) for kind in PARTS}


_BORDER = re.compile(r"[,;] | (?:as|while|when|after|before|which|who|because|although) ")


def part_of(kind: str, clause: str, start: int, end: int) -> str:
    """The part that the figure at `start`..`end` of the clause plays, "" when no word says."""
    kind = kind.split(":")[0]
    if kind not in PARTS:
        return ""
    best, part = REACH + 1, ""
    border = _BORDER.search(clause, end)
    for match in _WORDS[kind].finditer(clause, 0, border.start() if border else len(clause)):
        # A word after the figure says its part ("8,000 jobs") more surely than one before.
        away = match.start() - end if match.start() >= end else 2 + start - match.end()
        if 0 <= away < best:
            best, part = away, list(PARTS[kind])[int(str(match.lastgroup)[1:])]
    return part
