"""What kind of thing a sentence says was done, by the words for it.

A table of kinds, each with the stems and phrases that name it in any news story. The kind that
stands first in the sentence comes first in the result.
"""

from __future__ import annotations

import re

# Phrases are matched on whole words; a trailing * takes any ending.
KINDS: dict[str, str] = {
    "launch": "launch* releas* unveil* introduc* introducing debut* ships shipped shipping"
    " roll*_out rolling_out rollout rollouts rolls available opens opened opening public_preview"
    " went_live goes_live go_live starts_selling add adds added brings brought_to expand*"
    " open_sourc* publish* deploy* replac* powers activat* inaugurat* premier*",
    "deal": "acquir* acquisition* buy buys buying bought purchas* invest invests invested investing"
    " investment* stake deal deals agreement* sign signs signed signing contract contracts partner*"
    " merger* merg* licens* takeover* commits committed sell sells sold sale order orders ordered"
    " secures secured lands landed inks inked taps tapping lease* rent* pay pays paid",
    "funding": "raises raised raising funding_round bond bonds loan loans financ* borrow* valuation"
    " ipo seeks_funding debt",
    "hire": "hire hires hired hiring recruit* poach* joins joined joining appoint* named"
    " names promoted promot* lure* nab nabs nabbed snag* succeed* elect* nominat* swor* swears",
    "departure": "leave leaves leaving left depart* resign* quit quits quitting step*_down"
    " stepping_down exit exits exited ousted oust fired retire* defect* walk*_out part_ways"
    " sack* flee* fled",
    "layoffs": "lay*_off laid_off laying_off layoff* job_cuts job_losses cut_jobs cuts_jobs"
    " cutting_jobs redundan* dismiss* downsiz* cut cuts cutting slash* axe axes axed axing shed"
    " sheds shedding trim trims trimmed eliminat* let_go reassign*",
    "reorganisation": "restructur* reorgani* reorg* split splits splitting spin_off form forms"
    " formed forming creat* establish* consolidat* overhaul* set_up sets_up disband* dissolv*"
    " found founded founding shake*_up shakeup",
    "results": "earnings results revenue revenues profit profits guidance quarterly_report"
    " net_income capex capital_expenditure* spending_forecast forecast* outlook",
    "market": "shares stock stocks market_value rallied tumbled plunged soared jumped slumped"
    " surge* sank sink sinks",
    "infrastructure": "data_cent* gigawatt* megawatt* campus build builds building construct*"
    " break_ground broke_ground power_plant",
    "legal": "sue sues sued suing lawsuit* court ruled ruling fine fined fines probe* investigat*"
    " charged charges indict* convict* sentenc* settle* arrest* ban bans banned banning approve*"
    " block blocks blocked blocking regulat* accus* alleg* antitrust appeal* trial",
    "policy": "policy policies law bill vote* voting passed legislation sanction* treaty ceasefire"
    " agree agrees agreed talks negotiat* summit restrict* limit limits limited",
    "delay": "delay* postpon* slip slips slipped pushed_back push*_back missed_deadline put_back",
    "cancellation": "cancel* scrap* abandon* halt* pause* freez* froze frozen suspend* shelv*"
    " unwind* drop drops dropped end ends ended ending stop stops stopped shut* clos* withdr*"
    " recall* revok* remov*",
    "security": "breach* hack* vulnerab* leak* exploit* outage* disrupt*",
    "violence": "kill* attack* bomb* explo* shot shoot* clash* strike strikes struck dead died dies"
    " wound* injur* captur* seiz* protest* collapse* fight* fought fire fires gunfire raid*"
    " advance* retreat* airstrike* shell* spill* leak* infect* outbreak* spread* evacuat* rescue*"
    " crash* storm* quake* flood*",
    "statement": "announc* confirm* reveal* report* warn* pledg* promis* plan plans planned"
    " planning expects expected memo essay predicts claims tells testif* admit* apologi* urge*"
    " call*_for declar* demand* denounc* condemn* meet meets met visit* address* speech",
    "test": "test tests testing tested benchmark* experiment* pilot*",
}

# The same for languages written without spaces: Chinese and Japanese.
KINDS_UNSPACED: dict[str, str] = {
    "launch": "发布 推出 上线 开源 亮相 公開 発表 リリース 提供開始",
    "deal": "收购 投资 协议 交易 合作 签署 入股 买下 买収 買収 出資 提携 契約",
    "funding": "融资 发债 债券 贷款 調達",
    "hire": "聘请 加盟 任命 挖角 加入 招聘 採用 就任",
    "departure": "离职 离开 辞职 卸任 退任 退社 離脱",
    "layoffs": "裁员 裁减 削減 解雇",
    "reorganisation": "重组 成立 拆分 组建 再編 設立",
    "results": "财报 营收 利润 決算",
    "market": "股价 市值 株価",
    "infrastructure": "数据中心 データセンター",
    "legal": "起诉 诉讼 罚款 调查 反垄断 提訴 訴訟",
    "policy": "禁止 限制 政策 法案 規制",
    "delay": "推迟 延期",
    "cancellation": "取消 暂停 终止 撤回 解约 中止",
    "statement": "宣布 计划 表示 预计 計画",
    "test": "测试 内测 テスト",
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
_ANY_UNSPACED = re.compile(
    "|".join(f"(?P<{kind}>{'|'.join(words.split())})" for kind, words in KINDS_UNSPACED.items())
)
SPEAKING_OF_IT = frozenset({"statement", "test", "results", "market", "infrastructure"})


def actions(sentence: str) -> tuple[str, ...]:
    """Kinds of action in order; those that only speak of another one come last."""
    pattern = _ANY if sentence.isascii() or not _ANY_UNSPACED.search(sentence) else _ANY_UNSPACED
    kinds = dict.fromkeys(str(match.lastgroup) for match in pattern.finditer(sentence))
    return tuple(sorted(kinds, key=lambda kind: kind in SPEAKING_OF_IT))
