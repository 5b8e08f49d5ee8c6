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
    "deal": "acquir* acquisition* buy buys buying bought purchas* invest invests invested"
    " investing investment* stake deal deals str(?:uck|ikes?)_an?_deal agreement* sign signs signed"
    " signing contract contracts partner* merger* merg* licens* takeover* commits committed sell"
    " sells sold sale order orders ordered secures secured lands landed inks inked taps tapping"
    " lease* rent* pay pays paid",
    "funding": "raises raised raising funding_round bond bonds loan loans finance finances"
    " financed financing borrow* valuation ipo seeks_funding debt",
    "hire": "hire hires hired hiring recruit* poach* joins joined joining appoint* named names"
    " promoted promot* lure* nab nabs nabbed snag* succeed* elect elects elected electing election"
    " elections re-elect* nominat* swore sworn swears",
    "departure": "leave leaves leaving left depart* resign* quit quits quitting step*_down"
    " stepping_down exit exits exited ousted oust fired retire* defect* walk*_out part_ways sack*"
    " flee* fled",
    "layoffs": "lay*_off laid_off laying_off layoff* job_cuts job_losses cut_jobs cuts_jobs"
    " cutting_jobs redundan* dismiss* downsiz* cut cuts cutting slash* axe axes axed axing shed"
    " sheds shedding trim trims trimmed eliminat* let_go reassign*",
    "reorganisation": "restructur* reorgani* reorg* split splits splitting spin_off form forms"
    " formed forming create creates created creating creation establish* consolidat* overhaul*"
    " set_up sets_up disband* dissolv* founded founding founds co-found* shake*_up shakeup",
    "results": "earnings results revenue revenues profit profits guidance quarterly_report"
    " net_income capex capital_expenditure* spending_forecast forecast* outlook",
    "market": "shares stock stocks market_value rallied tumbled plunged soared jumped slumped"
    " surge* sank sink sinks",
    "infrastructure": "data_cent* gigawatt* megawatt* campus build builds building construct*"
    " break_ground broke_ground power_plant",
    "legal": "sue sues sued suing lawsuit* court ruled ruling fine fined fines probe* investigat*"
    " charged charges indict* convict* sentenc* settle* arrest* ban bans banned banning approve*"
    " block blocks blocked blocking regulat* accus* allege alleges alleged allegation* antitrust"
    " appeal* trial",
    "policy": "policy policies law bill vote* voting passed legislation sanction* treaty ceasefire"
    " agree agrees agreed talks negotiat* summit restrict* limit limits limited",
    "delay": "delay* postpon* slip slips slipped pushed_back push*_back missed_deadline put_back",
    "cancellation": "cancel* scrap* abandon* halt* pause* freez* froze frozen suspend* shelv*"
    " unwind* drop drops dropped end ends ended ending stop stops stopped shut* clos* withdr*"
    " recall* revok* remov*",
    "security": "breach* hack hacks hacked hacker hackers hacking vulnerab* leak* exploit* outage*"
    " disrupt*",
    "violence": "kill* attack* bomb* explod* explosi* shot shoot* clash* strike strikes struck"
    " dead died dies wound* injur* captur* seiz* protest* collapse* fight* fought wildfire*"
    " gunfire fire fires blaze* raid* advance advances advancing advanced_(?:on|to|towards?|into)"
    " retreat* airstrike* shell* spill* leak* infect* outbreak* spread* evacuat* rescue* crash*"
    " storm* quake* flood*",
    "statement": "announc* confirm* reveal* report* warn* pledg* promis* plan plans planned"
    " planning expects expected memo essay predicts claims tells testif* admit admits admitted"
    " apologi* urge* call*_for declar* demand demands demanded denounc* condemn* meet meets met"
    " visit* address* speech",
    "test": "test tests testing tested benchmark* experiment* pilot*",
}

# Where these words tell of nothing done.
OTHERWISE = (
    "left_wing left_hand left_behind left_side left_over the_left far_left"
    " shares_(?:a|the|an|her|his|its|their|our|my|your|how|what|why|that|this|some|more)"
    " cut_(?:a|an|the|through|short|off) releas(?:ed|e|es)_from released_on_bail"
    " ordered_(?:to|the|its|his) in_order_to demand_for opening_(?:statement|remarks) the_end"
    " by_the_end end_of closed_(?:source|weights?|models?|doors)"
)

# The same for Chinese, Japanese and Korean, where words are found inside others.
KINDS_UNSPACED: dict[str, str] = {
    "launch": "发布 發布 推出 上线 上線 开源 開源 亮相 问世 升级 开售 上市 首发 启用 投用 通车"
    " 开幕 公開 リリース 提供開始 発売 導入 オープンソース化 출시 공개 선보 개막 新增 打造 开发出"
    " 交付",
    "deal": "收购 收購 投资 投資 协议 協議 交易 合作 签署 签订 入股 买下 并购 合并 购买 采购 出售"
    " 授权 订单 大单 斥资 洽购 追单 买家 租用 租赁 贱卖 卖身 買収 出資 提携 契約 合併 売却 購入"
    " 인수 투자 계약 합병 제휴 매각 投入 合同",
    "funding": "融资 融資 发债 发行 债券 貸款 贷款 募资 筹资 估值 調達 社債 上場 대출 유치 상장",
    "hire": "聘请 加盟 任命 挖角 挖走 挖人 挖来 加入 招聘 出任 就任 上任 当选 當選 招揽 招募 提名"
    " 晋升 执掌 採用 起用 移籍 迎え入れ 当選 임명 영입 취임 선출 당선",
    "departure": "离职 離職 离开 辞职 辭職 卸任 出走 离任 下台 被免职 跳槽 退休 流失 退任 退社"
    " 離脱 辞任 辞職 사임 퇴사 사퇴 떠나",
    "layoffs": "裁员 裁員 裁减 裁撤 裁掉 缩编 削減 解雇 レイオフ リストラ 人員整理 감원 해고"
    " 구조조정 削减岗位 削减职位",
    "reorganisation": "重组 重組 成立 拆分 组建 創立 创立 设立 并入 解散 再編 設立 統合 개편 설립"
    " 신설 분사 创建 組建",
    "results": "财报 財報 营收 營收 利润 净利 业绩 资本支出 资本开支 決算 業績 売上高 純利益 실적"
    " 매출 영업이익 指引 財測",
    "market": "股价 股價 市值 盘前 盘后 收涨 收跌 大跌 下跌 暴跌 重挫 大涨 上涨 涨超 跌超 跌近"
    " 涨近 株価 急落 急騰 주가 급등 급락",
    "infrastructure": "数据中心 數據中心 动工 开工 竣工 建成 兴建 修建 データセンター 着工 建設"
    " 데이터센터 착공 준공",
    "legal": "起诉 起訴 诉讼 訴訟 罚款 罰款 调查 調查 反垄断 审查 裁定 判决 判決 裁决 逮捕 拘捕"
    " 被捕 指控 被诉 被控 败诉 胜诉 受审 定罪 立案 侵权 提訴 捜査 罰金 기소 소송 체포 판결 조사"
    " 벌금",
    "policy": "禁止 限制 政策 法案 立法 投票 表决 通过 制裁 关税 停火 谈判 会谈 協定 公投 法規"
    " 規制 可決 停戦 交渉 条約 규제 법안 표결 제재 휴전 협상 회담",
    "delay": "推迟 推遲 延期 延后 延迟 推后 跳票 遅延 先送り 연기 지연",
    "cancellation": "取消 暂停 暫停 终止 終止 撤回 撤销 解约 停用 停止 叫停 关闭 關閉 放弃 弃用"
    " 中止 冻结 下架 下线 閉鎖 断念 破談 凍結 終了 취소 중단 철회 폐쇄 종료",
    "security": "泄露 洩露 漏洞 黑客 攻破 入侵 数据外泄 曝光 宕机 故障 盗取 漏えい 流出"
    " 不正アクセス 障害 해킹 유출 장애",
    "violence": "袭击 襲擊 爆炸 死亡 遇难 丧生 身亡 受伤 空袭 枪击 坠毁 坠机 地震 洪水 洪灾 台风"
    " 火灾 起火 抗议 示威 冲突 疫情 感染 确诊 疏散 撤离 救援 泄漏 倒塌 开火 交火 占领 攻占 攻撃"
    " 爆発 死者 負傷 銃撃 墜落 津波 抗議 デモ 衝突 避難 救助 사망 공격 폭발 부상 지진 총격 추락"
    " 시위 감염 대피",
    "statement": "宣布 宣佈 计划 計劃 表示 预计 透露 证实 回应 警告 承诺 呼吁 否认 披露 指出 考虑"
    " 发表 发文 声明 預計 計画 発表 表明 明らかに 方針 予定 발표 밝혔 계획 경고 확인",
    "test": "测试 測試 内测 公测 试点 试用 试验 实验 評測 テスト 試験 実験 ベンチマーク 시험"
    " 테스트 시범",
}


def _pattern(word: str) -> str:
    text = word.replace("_", r"[\s-]")
    return text.replace("*", r"\w*")


_ANY = re.compile(
    rf"\b(?:{'|'.join(_pattern(phrase) for phrase in OTHERWISE.split())}|"
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
    kinds = dict.fromkeys(m.lastgroup for m in pattern.finditer(sentence) if m.lastgroup)
    return tuple(sorted(kinds, key=lambda kind: kind in SPEAKING_OF_IT))
