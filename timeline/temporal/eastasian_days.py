"""Days of a month in Chinese, Japanese and Korean that lean on what stands beside them: the bare
day of newswires (`大学2日说`), and the other end of a range (`9月18日至19日`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from db.model import Timex
from timeline.temporal import values
from timeline.temporal.foreign import Scene

RECENT = 15  # days that a bare day lies back at most; one to come lies in the next month at most
DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
# What stands before shows that a number of days is meant, or that the day ends a range.
_BEFORE = {
    "zh": r"(?<![\d.年月日号號至到\-—–~～〜、第约近超每续隔满达需用时逾足过])",
    "ja": r"(?<![\d.年月日〜～、第約\-])",
    "ko": r"(?<![\d.년월일~\-])(?<![년월일] )",
}
_FOLLOWED = {
    "zh": r"[日号號](?=凌晨|清晨|早|上午|中午|下午|傍晚|晚|深夜|当天|讯|电|消息|说|称|表示|宣布"
    r"|报道|发布|公布|披露|透露|发表|通过|召开|举行|开始|启动|在|对|向|与)",
    "ja": r"日(?=、|に(?!わた|約|平均|最大|\d)|付|夜|朝|午前|午後|未明|までに)",
    "ko": r"일(?= ?(?:\(현지|오전|오후|새벽|밤|밝혔|발표|보도|공개|출시|전했)|에 )",
}
_TO = re.compile(r"\s?(?:至|到|-|—|–|~|～|〜|から|부터)\s?")
_TO_DAY = re.compile(rf"{_TO.pattern}(?P<x>{DAY} ?[日号號일])")


def bare_day(language: str) -> str:
    """The pattern of a day without its month, where the words around it show that it is one."""
    return rf"{_BEFORE[language]}{DAY} ?{_FOLLOWED[language]}"


def read_bare_day(match: re.Match[str], scene: Scene) -> str:
    """The last such day up to the day of writing, or the next one in a sentence about plans."""
    ahead = scene.direction(*match.span("x")) == "future"
    steps = range(31) if ahead else range(0, -RECENT, -1)
    days = (scene.base + timedelta(days=step) for step in steps)
    return next((day.isoformat() for day in days if day.day == int(match["day"])), "")


def with_ends(found: Iterable[Timex], text: str, folded: str) -> list[Timex]:
    """The same with the ends of ranges: a day and what it reaches to are `begin` and `end`."""
    result: list[Timex] = []
    for timex in found:
        before = result[-1] if result else None
        if before and timex.start < before.end:
            continue
        if (
            before
            and before.precision == timex.precision == "day"
            and not before.role
            and before.value < timex.value
            and _TO.fullmatch(folded, before.end, timex.start)
        ):
            result[-1] = replace(before, role="begin")
            timex = replace(timex, role="end")
        result.append(timex)
        end = _end_after(timex, text, folded)
        if end is not None:
            result[-1:] = [replace(timex, role="begin"), end]
    return result


def _end_after(timex: Timex, text: str, folded: str) -> Timex | None:
    match = _TO_DAY.match(folded, timex.end)
    if match is None or timex.precision != "day" or timex.role:
        return None
    begin = date.fromisoformat(timex.value)
    last = values.day(begin.year, begin.month, int(match["day"]))
    if last is None or last <= begin:
        return None
    start, stop = match.span("x")
    return replace(
        timex, text=text[start:stop], start=start, end=stop, value=last.isoformat(), role="end"
    )
