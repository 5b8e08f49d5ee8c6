"""The part a figure plays, by the words that stand beside it: data for `figures`."""

from __future__ import annotations

import re

REACH = 60  # characters between a figure and the word that says its part

# kind of figure -> part -> words for it. Of two parts the word that stands nearer decides.
PARTS: dict[str, dict[str, str]] = {
    "money": {
        "valuation": r"valuation|valu(?:ed|es|ing) (?:[\w’'-]+ ){0,6}at",
        "price": r"(?:deal|acquisition|transaction|takeover) (?:\w+ )?valued"
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
# The same in Chinese and Japanese, where words are found inside others.
PARTS_UNSPACED: dict[str, dict[str, str]] = {
    "money": {
        "valuation": "估值|評価額|で評価",
        "price": "收购|收購|买下|并购|購入|买入|買収|交易|价值|作价|出售|入股|投资|投資|斥资|合同"
        "|契約|协议|合约|売却",
        "spending": "支出|开支|开销|预算|予算|花费|成本",
        "sum raised": "融资|募资|筹资|发债|债券|债务|债務|貸款|贷款|借款|調達|社債",
        "revenue": "营收|營收|收入|销售额|売上|営業収益",
        "profit": "利润|净利|盈利|利益",
        "penalty": "罚款|罰金|赔偿|賠償|索赔|和解",
        "pay": "薪酬|薪资|年薪|工资|奖金|報酬|年収",
        "damage": "损失|損失",
        "market value": "市值|股价|時価総額|株価",
    },
    "share": {
        "stake": "股份|股权|持股|入股|收购|株式|出資",
        "staff": "员工|裁员|裁减|岗位|従業員|人員",
        "growth": "增长|同比|增幅|成長|前年比",
        "turnout": "投票率",
        "efficacy": "有效率|有效性|有効率",
        "market": "股价|指数|涨|跌|株価|下落|上昇",
    },
    "count": {
        "jobs cut": "裁员|裁員|裁减|裁撤|裁掉|削减|解雇|削減|レイオフ|リストラ",
        "deaths": "死亡|丧生|遇难|身亡|遇害|死者|死去",
        "injured": "受伤|伤者|負傷|けが",
        "missing": "失踪|失联|行方不明",
        "displaced": "疏散|撤离|流离失所|避難",
        "arrests": "被捕|逮捕|拘留|拘捕",
        "infections": "感染|确诊|病例",
        "hires": "招聘|聘用|挖角|挖走|雇用|採用",
        "reassigned": "重新分配|转岗|配置転換",
        "crowd": "抗议|游行|示威|集会|デモ",
        "downloads": "下载|ダウンロード",
        "users": "用户|ユーザー",
        "branches": "门店|分店|店舗",
    },
}
# Units that say the part themselves; what people do, the words beside them.
UNIT_PARTS = {
    "dead": "deaths",
    "injured": "injured",
    "missing": "missing",
    "cases": "infections",
    "protesters": "crowd",
    "users": "users",
    "customers": "users",
}
_OF_PEOPLE = frozenset({"", "people", "researchers", "engineers", "soldiers"})
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
    unspaced = PARTS_UNSPACED[kind]
    words = (
        rf"(?P<p{i}>\b(?:{words})\b|{unspaced[part]})"
        for i, (part, words) in enumerate(PARTS[kind].items())
    )
    return re.compile("|".join(words), re.I)


_WORDS = {kind: _nearest_part(kind) for kind in PARTS}
_BORDER = re.compile(r"[,;] |[，；、]| (?:as|while|when|after|before|which|who|because|although) ")


def part_of(kind: str, clause: str, start: int, end: int) -> str:
    """The part that the figure at `start`..`end` of the clause plays, "" when no word says."""
    kind, _, unit = kind.partition(":")
    if kind == "count" and unit not in _OF_PEOPLE:
        return UNIT_PARTS.get(unit, "")
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
