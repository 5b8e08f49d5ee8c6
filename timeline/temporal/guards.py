"""Words and numbers that look like dates and are something else.

A guard sees a match and refuses it: the modal may, the verb march, people called April, versions,
models, money, shares, scores. It reads only what stands right beside the match.
"""

from __future__ import annotations

import re

from timeline.temporal.grammar import Match


def any_of(words: str) -> str:
    """A pattern for one of the words; `_` in a word stands for a blank."""
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"


# Before a word these show that it is a date: surely, or well enough for a name that is rarely
# anything else.
_SURELY = any_of(
    """in by since until till through throughout during from of between before after early late mid
    last next this each every past around into and or to than for"""
)
_WELL = any_of(
    """in by since until till through throughout during from to of for and or between before after
    around about early late mid last next this each every past on is was its than the beginning
    ending ended end starting again as into versus vs\\.? rest"""
)
_SURE_BEFORE = re.compile(rf"\b(?:{_SURELY}|at least)[ -]+$")
_WELL_BEFORE = re.compile(rf"(?:\b{_WELL}[ -]+|[-,(/|] ?|^|\n[^\w\n]*)$")
_LINE_BEFORE = re.compile(r"(?:^|\n)[^\w\n]*$")
_NAME_AFTER = re.compile(r" [A-Z][a-z]")
_UNITS = any_of(
    """percent per_cent percentage points? million billion trillion mph km miles? dollars euros
    people employees degrees cents"""
)
_UNIT_AFTER = re.compile(rf"[ -]?(?:%|{_UNITS}\b)")
_TITLES = any_of("mr mrs ms dr sir lord lady president minister secretary")
_PERSON_BEFORE = re.compile(rf"(?:\b{_TITLES}\.? |[a-z]'s )$")

_MONTH_AFTER = re.compile(r" ?- ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")

# Names of months that are also words, or names of people.
_AMBIGUOUS = frozenset("may march mar april august june jan dec sep jun jul".split())


# ---------------------------------------------------------------- days of a month


def capital(match: Match) -> bool:
    """Month and weekday names are capitalised; `may`, `march` and `sun` are words."""
    part = "month" if match.has("month") else "weekday"
    return match.text[match.found.start(part)].isupper()


def capital_month(match: Match) -> bool:
    return capital(match) and not _UNIT_AFTER.match(match.after(14))


def month_with_day(match: Match) -> bool:
    stepped = match.found[0].startswith(("this", "next", "last"))
    if stepped and not (match.has("weekday") or match.has("year")):
        return False
    if not capital_month(match):
        return False
    return not re.match(r"-\d+ ?(?:%|percent|million|billion)", match.after(16))


def day_with_month(match: Match) -> bool:
    if not capital(match) or not free_number(match):
        return False
    if match.has("year") or match.has("shortyear") or match.has("dayth"):
        return True
    # `10 Mar 15 ...` is a row of numbers.
    return not re.match(r" \d{1,2}\b(?!:)", match.after(5))


def lone_day(match: Match) -> bool:
    """`the 8th` is a day after `on`, and at the end of what it belongs to."""
    if not re.search(rf"\b{_BEFORE_DAY} $", match.before(10)):
        return False
    return re.match(rf"[.,;:)\n]|$| {_AFTER_DAY}\b", match.after(12)) is not None


_BEFORE_DAY = any_of("on until till by to through since from before after")
_AFTER_DAY = any_of("and it he she they the at when but with of_this")


# ---------------------------------------------------------------- months


def lone_month(match: Match) -> bool:
    """A month name without day or year."""
    if match.found[0].startswith("the month"):
        return True
    before, name = match.before(16), match.raw("month")
    if not capital_month(match) or _PERSON_BEFORE.search(before):
        return False
    if _MONTH_AFTER.match(match.after(6)):
        return True  # `Jan-Jun 2025`
    if re.match(r"-[a-z]", match.after(2)):
        return name not in _AMBIGUOUS
    sure = _SURE_BEFORE.search(before) is not None
    if name != "may" and (name.endswith(".") or len(name) == 3):
        # Abbreviations alone are more often names.
        return sure and not _NAME_AFTER.match(match.text, match.end)
    if name not in _AMBIGUOUS or sure:
        return True
    if _LINE_BEFORE.search(before) and re.match(r" ?(?::|\n|$)", match.after(3)):
        return True  # a heading, or an entry of a list
    if name in ("may", "march", "august") or _NAME_AFTER.match(match.text, match.end):
        return False
    return _WELL_BEFORE.search(before) is not None


# ---------------------------------------------------------------- years


def free_number(match: Match) -> bool:
    """A number of its own: no money, no part of a longer number, version or range of figures."""
    if not match.found[0][0].isdigit():
        return True
    return not re.search(r"[$€£¥#+=*^_]$|\d[.,:/]$|[a-z]-$", match.before(2))


_NUMBERED = any_of(
    """rfc iso ieee cve section article route room pages? no\\.? number flight model version v bus
    highway channel chapter line figure item id usb bug issue pr error code port suite unit block
    size level step task build patch release"""
)
_NUMBERED_BEFORE = re.compile(rf"\b{_NUMBERED}[ -]+$")
_ROUGHLY = any_of("about nearly some over only than least most exactly roughly approximately up_to")
_ROUGHLY_BEFORE = re.compile(rf"\b{_ROUGHLY} +$")
# ... and yet a year: `since about 2030`, `over 2019` of figures compared.
_YEAR_ALL_THE_SAME = re.compile(
    r"\b(?:in|by|since|until|from|to|of) \w+ $|\b(?:over|most|exactly|nearly) $"
)
_COUNTED = any_of(
    """people employees workers staff users times miles kilomet\\w+ met(?:er|re)s km feet foot
    dollars euros pounds points jobs shares units votes tons tonnes homes houses pages students
    troops soldiers words tokens chips watts megawatts gigawatts mw gw mb gb tb kb mhz ghz hz nits
    percent million billion trillion hours minutes seconds days weeks months years cars copies
    members customers stores acres participants responses questions rpm calories steps pixels
    deaths cases patients residents visitors delegates others more or_more men women children
    attendees companies firms lines files parameters stars dlrs lire yen francs pesos rupees"""
)
_COUNTED_AFTER = re.compile(rf"[ -]{_COUNTED}\b")
_PART_OF_CODE_AFTER = re.compile(r"[a-z]|-[a-z]{0,2}\d|[+*=_]|'\d")
# So far from now a number needs a word beside it that says year.
_YEAR_WORDS = any_of(
    """in of since by from until till around circa to and between before after early late mid year
    summer spring winter autumn fall the during through about on"""
)
_YEAR_BEFORE = re.compile(rf"(?:\b{_YEAR_WORDS}[ -]|\()$")
_HYPHENED_YEAR = re.compile(r"\b(?:mid|early|late|through|since|until|to|of)-$")


def lone_year(match: Match) -> bool:
    """A four-digit number that is a year and not a count, a price or part of a name."""
    if match.has("spokenyear"):
        return "year" in match.found[0] or not _COUNTED_AFTER.match(match.after(16))
    if match.found[0].startswith("the year"):
        return True
    before, after = match.before(16), match.after(18)
    if not 1900 <= match.number("year") < 2040 and not _YEAR_BEFORE.search(before):
        return False
    if re.search(r"\w: $", before) and after.startswith(")"):
        return False  # a count in brackets, `(votes: 1987)`
    if re.search(r"[-'.]$", before):
        return _HYPHENED_YEAR.search(before) is not None
    if not free_number(match) or _COUNTED_AFTER.match(after) or _NUMBERED_BEFORE.search(before):
        return False
    if _ROUGHLY_BEFORE.search(before):
        return _YEAR_ALL_THE_SAME.search(before) is not None
    return _PART_OF_CODE_AFTER.match(after) is None


def old_decade(match: Match) -> bool:
    """`the 70s` may be temperatures and `in his 30s` an age."""
    if match.has("decade"):
        return True
    if not match.found[0].startswith("the") and not match.raw("shortdecade").startswith("'"):
        return False
    return not re.search(r"\b(?:his|her|their|my|our) (?:early|late|mid)?[ -]?$", match.before())


def no_title(match: Match) -> bool:
    """A capital `Today` behind a name, in running text, is a paper's or a programme's."""
    if not match.text[match.start].isupper():
        return True
    before = match.text[max(0, match.start - 20) : match.start]
    if re.search(r"[a-zA-Z]['’]s $", before):
        return False
    if re.search(r"\b[A-Z]{2,} $", before) and not re.search(r"\b[A-Z]{2,} [A-Z]{2,} $", before):
        return False
    in_name = re.search(r"\b[A-Z][a-z]+ $", before) is not None
    return not in_name or re.match(r"'s [a-z]| [a-z]", match.text[match.end :][:4]) is None


def no_attribute(match: Match) -> bool:
    """`an overnight ferry`, `during overnight works`: what kind, not when."""
    if match.found[0] != "overnight" or not re.match(r" [a-z]", match.after(2)):
        return True
    return not re.search(r"\b(?:an?|during|by|for|his|her|its|their) $", match.before(8))


def no_programme(match: Match) -> bool:
    """`"This Week" said so` names a programme; `the last week of May` is a part of May."""
    if match.before(4) == "the " and re.match(r" of [a-z]", match.after(5)):
        return False
    if not re.match(r"[A-Z]\w+ [A-Z]", match.text[match.start :][:12]):
        return True
    return match.before(1) not in ('"', "'")


def stands_alone(match: Match) -> bool:
    """`next` without its noun: nothing follows that it could belong to."""
    return (
        re.match(r" (?!and |but |as |to |by |in |for |after |because )[\w]", match.after(9)) is None
    )


# ---------------------------------------------------------------- weekdays and seasons

_BEFORE_WEEKDAY = any_of(
    """on last next this late early of by until since from to through before after for and or each
    every said earlier again but"""
)
_WEEKDAY_BEFORE = re.compile(rf"(?:\b{_BEFORE_WEEKDAY}[ -]+|[-,(|] ?|^|\n[^\w\n]*)$")


def lone_weekday(match: Match) -> bool:
    """`Wed` and `Sun` are names and words unless something beside them says day."""
    if not capital(match):
        return False
    name = match.raw("weekday")
    if name.endswith("day"):
        # Songs, massacres and sports have weekdays in their names.
        return not re.search(r"\b(?:ruby|bloody|super|ash|palm) $", match.before(8))
    if name in ("sun", "sat") or _NAME_AFTER.match(match.text, match.end):
        return False
    return _WEEKDAY_BEFORE.search(match.before(10)) is not None


_BEFORE_SEASON = any_of("in by since until early late mid through during")
_BEFORE_THE_SEASON = any_of(
    "in by since until during through for over of into early late before after than"
)
_FALL_OF = any_of("of in to from by behind under into below short back apart on for at")
_NO_SEASON_AFTER = any_of("of boot board training break line semester guy out framework")


def season(match: Match) -> bool:
    """Seasons are common words: a bare one needs a preposition, and `fall` more than that."""
    name, words = match.raw("season"), match.found[0]
    if (
        match.has("year")
        or match.has("yyyy")
        or match.has("relyear")
        or words.startswith(("this", "last", "next"))
    ):
        return True
    if re.match(rf" {_NO_SEASON_AFTER}\b|-[a-z]", match.after(12)):
        return False
    if words.startswith("the"):
        if name == "fall" and re.match(rf" {_FALL_OF}\b", match.after(8)):
            return False
        return re.search(rf"\b{_BEFORE_THE_SEASON}[ -]$", match.before(9)) is not None
    if name == "fall" or match.text[match.found.start("season")].isupper():
        return False
    return re.search(rf"\b{_BEFORE_SEASON}[ -]$", match.before(8)) is not None
