"""Dates in other languages: what is written out in full, and simple relative words.

The names come from dateparser's locales, the little they lack from `supplements`. Guards and
arithmetic are those of English; what the tables don't show to be a date is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from db.model import Timex, TimexType
from db.partial_dates import precision_of
from timeline.temporal import resolve, values
from timeline.temporal.direction import Direction
from timeline.temporal.folding import lowered
from timeline.temporal.locales import Names, names_of
from timeline.temporal.supplements import AGO, MONTH_FORMS, SUPPLEMENTS, UNIT_FORMS, Supplement

_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d|[.,]\d|%)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_WORD_START, _WORD_END = r"(?<!\w)", r"(?!\w)"
_SENTENCE = re.compile(r"[.!?](?=\s+\S)|[。！？\n]")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule may look at: the day, and the sentence the match stands in."""

    base: date
    lowered: str
    future: re.Pattern[str]

    def direction(self, start: int, end: int) -> Direction:
        left = max(0, start - 160)
        window = self.lowered[left : end + 160]
        here = start - left
        begin = max((m.end() for m in _SENTENCE.finditer(window, 0, here)), default=0)
        stop = _SENTENCE.search(window, here)
        sentence = window[begin : stop.start() if stop else len(window)]
        return "future" if self.future.search(sentence) else "past"


Read = Callable[[re.Match[str], Scene], str]


@dataclass(frozen=True, slots=True)
class ForeignRule:
    """`read` gives a TIMEX3 value, or "" when the words are none after all."""

    name: str
    pattern: re.Pattern[str]
    read: Read
    anchored: bool  # whether it counts from the document's day


def find_foreign(text: str, dct: date, language: str) -> list[Timex]:
    """Dates of a text in one of the languages of `supplements`, in order."""
    folded = lowered(text)
    rules, future = _grammar(language)
    scene = Scene(dct, folded, future)
    return chosen(text, folded, scene, rules)


def chosen(text: str, folded: str, scene: Scene, rules: Iterable[ForeignRule]) -> list[Timex]:
    """The matches of all rules: from the left, the longest where they overlap."""
    matches = [(m, rule) for rule in rules for m in rule.pattern.finditer(folded)]
    matches.sort(key=lambda pair: (pair[0].start("x"), -pair[0].end("x")))
    found: list[Timex] = []
    position = 0
    for match, rule in matches:
        start, end = match.span("x")
        if start < position:
            continue
        value = rule.read(match, scene)
        if not value:
            continue
        position = end
        kind: TimexType = "DATE"
        found.append(
            Timex(
                text=text[start:end],
                start=start,
                end=end,
                type=kind,
                value=value,
                precision=precision_of(value) or "vague",
                anchor="dct" if rule.anchored and not match.groupdict().get("year") else "",
                rule=rule.name,
            )
        )
    return found


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _rule(
    name: str, pattern: str, read: Read, *, before: str = "", anchored: bool = True
) -> ForeignRule:
    compiled = re.compile(f"{before}{_WORD_START}(?P<x>{pattern}){_WORD_END}")
    return ForeignRule(name, compiled, read, anchored)


@lru_cache(maxsize=16)
def _grammar(language: str) -> tuple[tuple[ForeignRule, ...], re.Pattern[str]]:
    names, more = names_of(language), SUPPLEMENTS[language]
    forms = MONTH_FORMS.get(language)
    if forms:
        every_form = "|".join(f"(?P<m{number}>{form})" for number, form in forms.items())
        month = f"(?:{every_form})"
        month_number: MonthNumber = _numbered
    else:
        every = names.months | names.short_months
        month = f"(?P<month>{_alternatives(every)})\\.?"
        month_number = _looked_up(every)
    rules = (
        *_absolute(month, month_number, names, more, forms is not None),
        *_relative_words(language, names, more),
    )
    return rules, re.compile(f"(?<!\\w)(?:{more.future})(?!\\w)")


MonthNumber = Callable[[re.Match[str]], int]


def _numbered(match: re.Match[str]) -> int:
    return next(n for n in range(1, 13) if match.groupdict().get(f"m{n}") is not None)


def _looked_up(months: dict[str, int]) -> MonthNumber:
    return lambda match: months[match["month"]]


def _absolute(
    month: str, number_of: MonthNumber, names: Names, more: Supplement, inflected: bool
) -> list[ForeignRule]:
    weekday = _alternatives(names.weekdays)
    whole = month if inflected else f"(?P<month>{_alternatives(names.months)})"
    year = rf"(?:,? (?:{more.of})?{_YEAR}(?: года| г\.)?)"

    def day(match: re.Match[str], scene: Scene) -> str:
        return _day_value(match, scene, number_of(match))

    def whole_month(match: re.Match[str], scene: Scene) -> str:
        return _month_value(match, scene, number_of(match))

    def stepped(match: re.Match[str], scene: Scene) -> str:
        month_here, base = number_of(match), scene.base
        if match.groupdict().get("last"):
            return values.month_value(base.year - (month_here >= base.month), month_here)
        return values.month_value(base.year + (month_here <= base.month), month_here)

    step = f"(?:(?P<last>{more.last})|(?P<next>{more.next}))"
    return [
        _rule(
            "foreign-day",
            rf"(?:(?:{weekday}),? (?:den |dem |le |el |o |il |de )?)?{_DAY}(?:\.|º|er|°)? ?"
            rf"(?:{more.of}){month}{year}?",
            day,
        ),
        _rule("foreign-month-year", f"{month}{year}", whole_month, anchored=False),
        _rule("foreign-stepped-month", f"{step} {whole}", stepped),
        _rule("foreign-month-stepped", f"{whole} {step}", stepped),
        _rule("foreign-month", whole, whole_month, before=rf"(?<!\w)(?:{more.before_month})[ -]"),
        _rule(
            "foreign-year",
            _YEAR,
            lambda match, scene: match["year"],
            before=rf"(?<!\w)(?:{more.before_year}) ",
            anchored=False,
        ),
        *_quarters(more),
        _rule(
            "foreign-numeric", rf"{_DAY}(?P<s>[./-])(?P<mm>0?[1-9]|1[0-2])(?P=s){_YEAR}", _numeric
        ),
        _rule(
            "foreign-iso",
            r"(?P<year>(?:1[5-9]|20)\d\d)-(?P<mm>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])",
            _numeric,
        ),
        _rule(
            "foreign-weekday",
            f"(?:(?:(?P<last>{more.last})|(?P<next>{more.next})) )?(?P<weekday>{weekday})"
            f"(?: (?:(?P<past>{more.last})|(?P<coming>{more.next})))?",
            _weekday_reader(names, more),
        ),
    ]


def _quarters(more: Supplement) -> list[ForeignRule]:
    ordinals = "|".join(f"(?P<q{n}>{word})" for n, word in enumerate(more.ordinals, start=1))

    def quarter(match: re.Match[str], scene: Scene) -> str:
        number = next((n for n in range(1, 5) if match.groupdict().get(f"q{n}")), 0)
        number = number or int(match["q"])
        if match["year"]:
            return f"{match['year']}-Q{number}"
        direction = scene.direction(*match.span("x"))
        return f"{resolve.quarter_meant(scene.base, number, direction)}-Q{number}"

    year = rf"(?:,? (?:{more.of})?{_YEAR})"
    return [
        _rule("foreign-quarter", f"(?:{ordinals}) {more.quarter}{year}?", quarter),
        _rule("foreign-q-quarter", rf"[qtк](?P<q>[1-4]){year}", quarter, anchored=False),
    ]


def _relative_words(language: str, names: Names, more: Supplement) -> list[ForeignRule]:
    numbers = {
        word: number
        for number, words in enumerate(more.numbers.split(), start=1)
        for word in words.split("|")
    }
    count = rf"(?P<n>\d{{1,3}}|{_alternatives(numbers)})"
    units = UNIT_FORMS[language]
    unit = "|".join(f"(?P<{code}>{form})" for code, form in units.items())
    plain = {
        word.removeprefix("l'").removeprefix("le ").removeprefix("la "): step
        for word, step in names.relative.items()
    }

    def ago(sign: int) -> Read:
        def read(match: re.Match[str], scene: Scene) -> str:
            amount = int(match["n"]) if match["n"].isdigit() else numbers[match["n"]]
            code = next(code for code in units if match.groupdict().get(code))
            return values.shifted(scene.base.isoformat(), sign * amount, code)

        return read

    def word(match: re.Match[str], scene: Scene) -> str:
        steps, code = plain[match["word"]]
        return values.shifted(scene.base.isoformat(), steps, code)

    past, future = AGO[language]
    return [
        _rule("foreign-ago", past.format(n=count, unit=f"(?:{unit})"), ago(-1)),
        _rule("foreign-in", future.format(n=count, unit=f"(?:{unit})"), ago(1)),
        _rule("foreign-relative", f"(?P<word>{_alternatives(plain)})", word),
    ]


def _weekday_reader(names: Names, more: Supplement) -> Read:
    def read(match: re.Match[str], scene: Scene) -> str:
        if match["weekday"] in more.not_weekdays:
            return ""
        number = names.weekdays[match["weekday"]]
        if match["last"] or match["past"]:
            return resolve.weekday_last(scene.base, number).isoformat()
        if match["next"] or match["coming"]:
            return resolve.weekday_near(
                scene.base + timedelta(days=1), number, "future"
            ).isoformat()
        direction = scene.direction(*match.span("x"))
        return resolve.weekday_near(scene.base, number, direction).isoformat()

    return read


def _day_value(match: re.Match[str], scene: Scene, month: int) -> str:
    number = int(match["day"])
    year = match["year"]
    if year:
        when = values.day(int(year), month, number)
        return when.isoformat() if when else ""
    when = resolve.day_near(scene.base, month, number, scene.direction(*match.span("x")))
    return when.isoformat() if when else ""


def _month_value(match: re.Match[str], scene: Scene, month: int) -> str:
    year = match.groupdict().get("year")
    if year:
        return values.month_value(int(year), month)
    base = scene.base
    if scene.direction(*match.span("x")) == "future":
        return values.month_value(base.year + (month < base.month), month)
    return values.month_value(base.year - (month > base.month), month)


def _numeric(match: re.Match[str], scene: Scene) -> str:
    when = values.day(int(match["year"]), int(match["mm"]), int(match["day"]))
    return when.isoformat() if when else ""
