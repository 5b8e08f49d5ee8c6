"""Agents and patients in Chinese, Japanese and Korean clauses.

Japanese and Korean mark them by particles. In Chinese the agent is what the part of the clause
before the predicate begins with, up to a word that opens its other parts; the patient what follows
the predicate, or `被`.
"""

from __future__ import annotations

import re

from timeline.actions import predicate
from timeline.roles.phrases import Phrases

MOST_SIGNS = 24  # of a phrase
# Things among the words for actions.
_TELLS_NO_DEED = frozenset(
    "股价 股價 盘前 盘后 株価 주가 市值 财报 財報 业绩 決算 業績 실적 营收 營收 売上高 매출 利润"
    " 净利 純利益 영업이익 资本支出 资本开支 指引 財測 数据中心 數據中心 データセンター 데이터센터"
    " 政策 法規 反垄断 漏洞 估值 债券 贷款 貸款".split()
)
_MARKED = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7af]")  # Japanese or Korean
_SUBJECT = re.compile(r"([^、。\s]{1,24}?)(?:は|が)|(\S{1,24}?)[은는이가]\s")
_OBJECT = re.compile(
    r"(?:([^、。はがをにで\s][^、。はがをにで]{0,23})(?:を|への)|(\S{1,24}?)[을를])\s?$"
)
_MARKED_TIME = re.compile(r"[\d\s年月日今昨来先前後中にで]+")
_SIDES = re.compile(r"[，。；：、！？,;:!?《》]")
_TOGETHER = re.compile(r"(\S[^与和及]*?)\s?[与和及]\s?([^与和及]+?)(?:达成|签署|签订|敲定|联合|$)")
_PASSIVE = re.compile(r"被|遭")
_TOWARDS = re.compile(r"对(.+)$")
_BECAUSE = ("因", "遭", "据", "随着", "由于")
_OPENS_OTHER_PART = re.compile(
    r"正在|继续|已|将|拟|计划|宣布|启动|考虑|准备|开始|决定|再|又|也|曾|近日|今日|昨日|全面|正式"
    r"|讨论|设法|敲定|达成|完成|在|与|和|因|从|于|为|向|对|以|把|\d+\s?[年月日]"
)
_TIME = re.compile(
    r"^[\d\s年月日上下午晚早周一二三四五六日今昨去前当天]*(?:(?:消息|报道|知情人士)?称)?"
)
_PATIENT_ENDS = re.compile(r"[后後时時]|[以并和与正被].*")
_NO_PART = re.compile(r"^(?:了|约|逾|超过?|其)")


def roles_around(clause: str, span: tuple[int, int]) -> tuple[Phrases, Phrases]:
    """Agents and patients of the predicate at `span`."""
    if clause[slice(*span)] in _TELLS_NO_DEED:
        return (), ()
    return _by_particles(clause, span[0]) if _MARKED.search(clause) else _by_order(clause, span)


def _by_particles(clause: str, start: int) -> tuple[Phrases, Phrases]:
    agent, patient = _SUBJECT.match(clause), _OBJECT.search(clause, 0, start)
    by = (agent[1] or agent[2]) if agent else ""
    return (
        _told("" if _MARKED_TIME.fullmatch(by) else by),
        _told((patient[1] or patient[2]) if patient else ""),
    )


def _by_order(clause: str, span: tuple[int, int]) -> tuple[Phrases, Phrases]:
    left = _SIDES.split(clause[: span[0]])[-1].strip()
    if clause.startswith("被", span[0]):
        return (), _told(left)
    if passive := _PASSIVE.search(left):
        return _told(left[passive.end() :]), _told(left[: passive.start()])
    left, right = _without_circumstances(left), _patient(clause[span[1] :])
    if not right and (towards := _TOWARDS.search(left)):
        left, right = left[: towards.start()], towards[1]
    if together := _TOGETHER.match(left):
        return _told(together[1]) + _told(together[2]), _told(right)
    return _told(_OPENS_OTHER_PART.split(left)[0]), _told(right)


def _without_circumstances(left: str) -> str:
    """Without when and why, and without who says so."""
    bare = _TIME.sub("", left)
    return bare[bare.rfind(" ") + 1 :] if bare.startswith(_BECAUSE) else bare


def _patient(after: str) -> str:
    right = _PATIENT_ENDS.sub("", _SIDES.split(after)[0].strip())
    further = predicate(right)
    return right[further[1] :] if further and not further[0] else right


def _told(phrase: str) -> Phrases:
    """A phrase, unless it is none or too long for one."""
    bare = _NO_PART.sub("", phrase.strip()).strip()
    return (bare,) if not bare.startswith("的") and 1 < len(bare) <= MOST_SIGNS else ()
