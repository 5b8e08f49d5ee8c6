"""What kind of thing a sentence says was done, by the words for it.

A table of kinds, each with the stems and phrases that name it in any news story. The kind that
stands first in the sentence comes first in the result.
"""

from __future__ import annotations

import re

# Phrases are matched on whole words; a trailing * takes any ending.
KINDS: dict[str, str] = {
    "launch": "launch* releas* unveil* introduc* debut* ships shipped shipping roll*_out"
    " rolling_out rollout rolls available opens opened opening public_preview went_live goes_live",
    "deal": "acquir* acquisition buy buys buying bought purchas* invest invests invested investing"
    " investment stake deal agreement sign signs signed contract partner* merger merg* licens*",
    "funding": "raises raised raising funding_round bond* loan financ* borrow* valuation ipo",
    "hire": "hire hires hired hiring recruit* poach* joins joined joining appoint* named"
    " names promoted tapped",
    "departure": "leave leaves leaving left depart* resign* quit quits quitting step*_down"
    " stepping_down exit exits exited ousted fired retire*",
    "layoffs": "lay*_off laid_off laying_off layoff* job_cuts cut_jobs cuts_jobs cutting_jobs"
    " redundan* dismiss* downsiz* cut* slash*",
    "reorganisation": "restructur* reorgani* split splits spin_off form forms formed creat*"
    " establish* merges consolidat* overhaul* set_up sets_up",
    "results": "earnings results revenue profit guidance quarterly_report net_income capex"
    " capital_expenditure*",
    "market": "shares stock stocks market_value rallied tumbled plunged soared jumped slumped",
    "infrastructure": "data_cent* gigawatt* megawatt* campus build builds building construct*"
    " break_ground broke_ground power_plant",
    "legal": "sue sues sued suing lawsuit* court ruled ruling fine fined fines probe* investigat*"
    " charged indict* convict* sentenc* settle* arrested ban bans banned approve* block* regulat*",
    "policy": "policy law bill rule rules vote* passed legislation sanction* treaty ceasefire",
    "delay": "delay* postpon* slip slips slipped pushed_back push*_back missed_deadline",
    "cancellation": "cancel* scrap* abandon* halt* pause* freez* froze suspend* shelv* unwind*",
    "security": "breach* hack* vulnerab* leak* exploit* outage*",
    "violence": "kill* attack* bomb* explo* shot shoot* clash* strike* struck dead died dies wound*"
    " injur* captur* seiz* protest* collapse*",
    "statement": "announc* confirm* reveal* report* warn* pledg* promis* plan plans planned"
    " expects expected memo essay predicts claims tells testif* admit* apologi*",
    "test": "test tests testing tested benchmark* experiment* trial* pilot*",
}


def _pattern(word: str) -> str:
    text = word.replace("_", r"[\s-]")
    return text.replace("*", r"\w*")


_ANY = re.compile(
    r"\b(?:"
    + "|".join(
        f"(?P<{kind}>{'|'.join(_pattern(word) for word in words.split())})"
        for kind, words in KINDS.items()
    )
    + r")\b",
    re.I,
)
_SPEAKING_OF_IT = frozenset({"statement", "test", "results", "market", "infrastructure"})


def actions(sentence: str) -> tuple[str, ...]:
    """Kinds of action in order; those that only speak of another one come last."""
    kinds = dict.fromkeys(str(match.lastgroup) for match in _ANY.finditer(sentence))
    return tuple(sorted(kinds, key=lambda kind: kind in _SPEAKING_OF_IT))
