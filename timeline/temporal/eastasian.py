"""Dates in Chinese, Japanese and Korean, where no blanks part the words."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from db.model import Timex
from timeline.temporal import resolve, values
from timeline.temporal.direction import Direction
from timeline.temporal.eastasian_days import DAY, bare_day, read_bare_day, with_ends
from timeline.temporal.folding import lowered
from timeline.temporal.foreign import ForeignRule, Read, Scene, chosen
from timeline.temporal.locales import names_of

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_HAN_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_HAN_DIGITS |= {"九": 9, "十": 10, "半": 6}

_FUTURE = {
    "zh": "将|將|計劃|计划|预计|預計|拟|擬|有望|届时|屆時|会在|會在",
    "ja": "予定|見込み|見通し|する方針|へ。|計画",
    "ko": "예정|계획|전망|할 것|된다",
}
# Chinese puts what makes a weekday one to come beside it (`将于周三`, `周三将`); a word further
# off tells of something else (`周三下令暂停可能...的条款`). Japanese and Korean verbs stand last.
_BEFORE_WEEKDAY = re.compile(rf"(?:{_FUTURE['zh']})[^，。；,;\n]{{0,6}}$")
_AFTER_WEEKDAY = re.compile(rf"[^，。；,;\n]{{0,2}}(?:{_FUTURE['zh']})")
_LAST_WEEKDAY = {"zh": "上", "ja": "先週の", "ko": "지난주? ?"}
_NEXT_WEEKDAY = {"zh": "下", "ja": "来週の", "ko": "다음 ?주? ?"}
_UNITS = {
    "zh": {"天": "D", "日": "D", "周": "W", "星期": "W", "个月": "M", "個月": "M", "年": "Y"},
    "ja": {"日": "D", "週間": "W", "か月": "M", "カ月": "M", "ヶ月": "M", "ヵ月": "M", "年": "Y"},
    "ko": {"일": "D", "주": "W", "개월": "M", "달": "M", "년": "Y"},
}
_AGO = {"zh": "之?前", "ja": "前", "ko": " ?전"}
_HENCE = {"zh": "之?[后後]", "ja": "後", "ko": " ?[후뒤]"}
# Relative words that are also parts of others, or mean `at present`.
_UNSAFE = frozenset({"今", "現在", "现在", "明日香"})


def find_east_asian(text: str, dct: date, language: str) -> list[Timex]:
    """Dates of a text in Chinese, Japanese or Korean, in order."""
    folded = lowered(text).translate(_FULL_WIDTH)
    scene = Scene(dct, folded, re.compile(_FUTURE[language]))
    return with_ends(chosen(text, folded, scene, _grammar(language)), text, folded)


@lru_cache(maxsize=4)
def _grammar(language: str) -> tuple[ForeignRule, ...]:
    names = names_of(language)
    year, month, day = {"ko": ("년", "월", "일")}.get(language, ("年", "月", "[日号號]"))
    weekdays = {
        name: number
        for name, number in names.weekdays.items()
        if len(name) >= 2 and not name.isascii()
    }
    relative = {word: step for word, step in names.relative.items() if word not in _UNSAFE}
    relative |= _more_relative(language)

    def word(match: re.Match[str], scene: Scene) -> str:
        steps, unit = relative[match["word"]]
        return values.shifted(scene.base.isoformat(), steps, unit)

    y = rf"(?P<year>(?:1[5-9]|20)\d\d) ?{year}"
    m = rf" ?(?P<month>1[0-2]|0?[1-9]) ?{month}"
    d = rf" ?{DAY} ?{day}"
    words = "|".join(sorted(map(re.escape, relative), key=len, reverse=True))
    days = "|".join(sorted(map(re.escape, weekdays), key=len, reverse=True))
    return (
        _rule("cjk-day", f"{y}{m}{d}", _day),
        _rule("cjk-month", f"{y}{m}(?! ?[0-9])", _month),
        _rule("cjk-year", f"{y}(?:度)?(?!前|间|間|来|來)", lambda match, scene: match["year"]),
        _rule("cjk-day-of-year", rf"(?<![\d年년.]){m.removeprefix(' ?')}{d}", _day),
        _rule("cjk-bare-day", bare_day(language), read_bare_day),
        _rule(
            "cjk-relative-month-day",
            rf"(?P<word>{words}){m}(?:{d})?",
            _relative_year(relative),
        ),
        _rule("cjk-relative-day", rf"(?P<word>{words}){d}", _day_of_relative(relative)),
        _rule(
            "cjk-month-of-year",
            rf"(?<![\d年년.]){m.removeprefix(' ?')}(?! ?[0-9])(?!份?以)",
            _month,
        ),
        _rule(
            "cjk-weekday",
            f"(?:(?P<last>{_LAST_WEEKDAY[language]})|(?P<next>{_NEXT_WEEKDAY[language]})|本|这|今週の)?"
            f"(?P<weekday>{days})",
            _weekday(weekdays, language),
        ),
        _rule("cjk-quarter", _quarter_pattern(language), _quarter),
        _rule("cjk-relative", f"(?P<word>{words})", word),
        _rule("cjk-ago", _amount(language) + _AGO[language], _shift(language, -1)),
        _rule("cjk-hence", _amount(language) + _HENCE[language], _hence(language)),
        _rule(
            "cjk-numeric",
            r"(?<![\d.])(?P<year>20\d\d)(?P<s>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=s)"
            rf"{DAY}(?![\d.])",
            _day,
        ),
    )


def _rule(name: str, pattern: str, read: Read) -> ForeignRule:
    return ForeignRule(name, re.compile(f"(?P<x>{pattern})"), read, True)


def _more_relative(language: str) -> dict[str, tuple[int, str]]:
    return {
        "zh": {
            "今日": (0, "D"),
            "昨日": (-1, "D"),
            "明日": (1, "D"),
            "本月": (0, "M"),
            "上月": (-1, "M"),
            "下月": (1, "M"),
            "前年": (-2, "Y"),
            "今年": (0, "Y"),
            "后年": (2, "Y"),
            "上季度": (-1, "Q"),
            "本季度": (0, "Q"),
            "下季度": (1, "Q"),
        },
        "ja": {"前日": (-1, "D"), "一昨年": (-2, "Y"), "再来年": (2, "Y"), "本日": (0, "D")},
        "ko": {
            "올해": (0, "Y"),
            "지난해": (-1, "Y"),
            "이달": (0, "M"),
            "다음달": (1, "M"),
            "지난 달": (-1, "M"),
        },
    }[language]


def _quarter_pattern(language: str) -> str:
    year = r"(?:(?P<year>20\d\d) ?[年년]?(?:财年|度)?(?:的)?)? ?"
    if language == "ko":
        return year + r"(?P<q>[1-4]) ?분기"
    return year + r"第?(?P<q>[1-4一二三四]) ?(?:季度|季|四半期|财季|財季)"


def _amount(language: str) -> str:
    units = "|".join(sorted(_UNITS[language], key=len, reverse=True))
    return rf"(?<![\d.年月])(?P<n>\d{{1,3}}|[一二两三四五六七八九十]) ?(?P<unit>{units})"


def _shift(language: str, sign: int) -> Read:
    def read(match: re.Match[str], scene: Scene) -> str:
        count = int(match["n"]) if match["n"].isdigit() else _HAN_DIGITS[match["n"]]
        unit = _UNITS[language][match["unit"]]
        return values.shifted(scene.base.isoformat(), sign * count, unit)

    return read


def _hence(language: str) -> Read:
    """`18天后将关闭`. Chinese tells what came after something else in the same words
    (`仅18天后便关闭`): only a word for what is to come makes them count from today."""
    ahead = _shift(language, 1)

    def read(match: re.Match[str], scene: Scene) -> str:
        if language == "zh" and scene.direction(*match.span("x")) != "future":
            return ""
        return ahead(match, scene)

    return read


def _day(match: re.Match[str], scene: Scene) -> str:
    month, number = int(match["month"]), int(match["day"])
    if match.groupdict().get("year"):
        when = values.day(int(match["year"]), month, number)
        return when.isoformat() if when else ""
    nearest = resolve.day_near(scene.base, month, number, scene.direction(*match.span("x")))
    return nearest.isoformat() if nearest else ""


def _month(match: re.Match[str], scene: Scene) -> str:
    month = int(match["month"])
    if match.groupdict().get("year"):
        return values.month_value(int(match["year"]), month)
    base = scene.base
    if scene.direction(*match.span("x")) == "future":
        return values.month_value(base.year + (month < base.month), month)
    return values.month_value(base.year - (month > base.month), month)


def _relative_year(relative: dict[str, tuple[int, str]]) -> Read:
    """`去年12月`: a month of the year a relative word names."""

    def read(match: re.Match[str], scene: Scene) -> str:
        steps, unit = relative[match["word"]]
        if unit != "Y":
            return ""
        year, month = scene.base.year + steps, int(match["month"])
        if match["day"] is None:
            return values.month_value(year, month)
        when = values.day(year, month, int(match["day"]))
        return when.isoformat() if when else ""

    return read


def _day_of_relative(relative: dict[str, tuple[int, str]]) -> Read:
    """`上月28日`: a day of the month a relative word names."""

    def read(match: re.Match[str], scene: Scene) -> str:
        steps, unit = relative[match["word"]]
        if unit != "M":
            return ""
        year, _, month = values.shifted(scene.base.isoformat(), steps, unit).partition("-")
        when = values.day(int(year), int(month), int(match["day"])) if month else None
        return when.isoformat() if when else ""

    return read


def _weekday(weekdays: dict[str, int], language: str) -> Read:
    def read(match: re.Match[str], scene: Scene) -> str:
        number = weekdays[match["weekday"]]
        monday = scene.base - timedelta(days=scene.base.isoweekday() - 1)
        if match["last"] or match["next"]:
            weeks = 1 if match["next"] else -1
            return (monday + timedelta(days=7 * weeks + number - 1)).isoformat()
        span = match.span("x")
        direction = _beside(scene, *span) if language == "zh" else scene.direction(*span)
        return resolve.weekday_near(scene.base, number, direction).isoformat()

    return read


def _beside(scene: Scene, start: int, end: int) -> Direction:
    before, after = scene.lowered[max(0, start - 12) : start], scene.lowered[end : end + 8]
    ahead = _BEFORE_WEEKDAY.search(before) or _AFTER_WEEKDAY.match(after)
    return "future" if ahead else "past"


def _quarter(match: re.Match[str], scene: Scene) -> str:
    number = _HAN_DIGITS.get(match["q"]) or int(match["q"])
    if match["year"]:
        return f"{match['year']}-Q{number}"
    direction = scene.direction(*match.span("x"))
    return f"{resolve.quarter_meant(scene.base, number, direction)}-Q{number}"
