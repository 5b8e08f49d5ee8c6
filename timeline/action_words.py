"""The words for what is done, in any news story. Tables only.

A table of kinds, each with the stems and phrases that name it.
"""

from __future__ import annotations

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
    "departure": "leave leaves leaving left depart departs departed departing departure* resign*"
    " quit quits quitting step*_down stepping_down exit exits exited ousted oust fired retire*"
    " defect* walk*_out part_ways sack* flee* fled",
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

# The same for Chinese, Japanese and Korean, where words are found inside others: for each kind what
# was done, in a word of English, and how the three write it.
KINDS_UNSPACED: dict[str, dict[str, str]] = {
    "launch": {
        "launch": "发布 發布 推出 上线 上線 亮相 问世 面世 开售 首发 启用 投用 リリース 提供開始"
        " 発売 導入 출시 선보",
        "open source": "开源 開源 オープンソース化",
        "opening": "开放 公開 通车 开幕 공개 개막",
        "upgrade": "升级",
        "addition": "新增",
        "development": "打造 开发 研发",
        "delivery": "交付",
        "listing": "上市",
    },
    "deal": {
        "acquisition": "收购 收購 买下 并购 洽购 買収 인수",
        "investment": "投资 投資 斥资 投入 투자",
        "stake": "入股 出資",
        "agreement": "协议 協議 签署 签订 제휴",
        "contract": "合同 契約 계약",
        "partnership": "合作 提携",
        "merger": "合并 合併 합병",
        "purchase": "购买 采购 购入 购得 买家 購入",
        "sale": "出售 贱卖 卖身 売却 매각",
        "licence": "授权",
        "order": "订单 大单 追单",
        "lease": "租用 租赁",
        "transaction": "交易",
    },
    "funding": {
        "financing": "融资 融資 募资 筹资 調達 유치",
        "bonds": "发债 债券 社債",
        "issue": "发行",
        "loan": "貸款 贷款 대출",
        "valuation": "估值",
        "listing": "上場 상장",
    },
    "hire": {
        "hire": "聘请 招聘 招揽 招募 採用 起用 영입",
        "poaching": "挖角 挖走 挖人 挖来",
        "joining": "加盟 加入 移籍 迎え入れ",
        "appointment": "任命 出任 就任 上任 执掌 임명 취임",
        "promotion": "晋升",
        "nomination": "提名",
        "election": "当选 當選 当選 선출 당선",
    },
    "departure": {
        "departure": "离职 離職 离开 出走 离任 跳槽 流失 退社 離脱 퇴사 떠나",
        "resignation": "辞职 辭職 卸任 下台 退任 辞任 辞職 사임 사퇴",
        "dismissal": "被免职",
        "retirement": "退休",
    },
    "layoffs": {
        "layoffs": "裁员 裁員 裁减 裁撤 裁掉 缩编 解雇 レイオフ リストラ 人員整理 감원 해고",
        "cuts": "削減 削减岗位 削减职位",
        "restructuring": "구조조정",
    },
    "reorganisation": {
        "reorganisation": "重组 重組 再編 개편",
        "founding": "成立 组建 創立 创立 设立 設立 创建 組建 설립 신설",
        "split": "拆分 分拆 剥离 分割 분사",
        "independence": "独立",
        "merging": "并入 統合",
        "dissolution": "解散",
    },
    "results": {
        "results": "财报 財報 业绩 決算 業績 실적",
        "revenue": "营收 營收 売上高 매출",
        "profit": "利润 净利 純利益 영업이익",
        "capital spending": "资本支出 资本开支",
        "guidance": "指引 財測",
    },
    "market": {
        "shares": "股价 股價 盘前 盘后 株価 주가",
        "market value": "市值",
        "fall of shares": "收跌 大跌 下跌 暴跌 重挫 跌超 跌近 急落 급락",
        "rise of shares": "收涨 大涨 上涨 涨超 涨近 急騰 급등",
    },
    "infrastructure": {
        "data centre": "数据中心 數據中心 データセンター 데이터센터",
        "construction": "动工 开工 竣工 建成 兴建 修建 着工 建設 착공 준공",
    },
    "legal": {
        "lawsuit": "起诉 起訴 诉讼 訴訟 被诉 败诉 胜诉 提訴 기소 소송",
        "fine": "罚款 罰款 罰金 벌금",
        "investigation": "调查 調查 审查 立案 捜査 조사",
        "antitrust": "反垄断",
        "ruling": "裁定 判决 判決 裁决 판결",
        "arrest": "逮捕 拘捕 被捕 체포",
        "accusation": "指控 被控",
        "trial": "受审 定罪",
        "infringement": "侵权",
    },
    "policy": {
        "ban": "禁止",
        "limits": "限制 規制 규제",
        "policy": "政策 法規",
        "bill": "法案 立法 법안",
        "vote": "投票 表决 公投 표결",
        "passage": "获通过 表决通过 审议通过 可決",
        "sanctions": "制裁 제재",
        "tariffs": "关税",
        "ceasefire": "停火 停戦 휴전",
        "talks": "谈判 会谈 交渉 협상 회담",
        "treaty": "協定 条約",
    },
    "delay": {
        "delay": "推迟 推遲 延期 延后 延迟 推后 跳票 遅延 先送り 연기 지연",
    },
    "cancellation": {
        "cancellation": "取消 撤销 解约 中止 破談 취소",
        "pause": "暂停 暫停 冻结 凍結 중단",
        "end": "终止 終止 停用 停止 叫停 終了 종료",
        "withdrawal": "撤回 下架 下线 철회",
        "closure": "关闭 關閉 閉鎖 폐쇄",
        "abandonment": "放弃 弃用 断念",
    },
    "security": {
        "leak": "泄露 洩露 数据外泄 曝光 漏えい 流出 유출",
        "vulnerability": "漏洞",
        "hack": "黑客 攻破 入侵 盗取 不正アクセス 해킹",
        "outage": "宕机 故障 障害 장애",
    },
    "violence": {
        "attack": "袭击 襲擊 空袭 攻撃 공격",
        "explosion": "爆炸 爆発 폭발",
        "deaths": "死亡 遇难 丧生 身亡 死者 사망",
        "injuries": "受伤 負傷 부상",
        "shooting": "枪击 銃撃 총격",
        "crash": "坠毁 坠机 墜落 추락",
        "earthquake": "地震 지진",
        "flood": "洪水 洪灾 津波",
        "storm": "台风",
        "fire": "火灾 起火",
        "protest": "抗议 示威 抗議 デモ 시위",
        "clashes": "冲突 开火 交火 衝突",
        "infections": "疫情 感染 确诊 감염",
        "evacuation": "疏散 撤离 避難 대피",
        "rescue": "救援 救助",
        "spill": "泄漏",
        "collapse": "倒塌",
        "capture": "占领 攻占",
    },
    "statement": {
        "announcement": "宣布 宣佈 发表 发文 発表 발표",
        "plan": "计划 計劃 考虑 計画 方針 予定 계획",
        "statement": "表示 回应 指出 声明 表明 明らかに 밝혔",
        "expectation": "预计 預計",
        "disclosure": "透露 披露",
        "confirmation": "证实 확인",
        "warning": "警告 경고",
        "promise": "承诺",
        "appeal": "呼吁",
        "denial": "否认",
    },
    "test": {
        "test": "测试 測試 内测 公测 试验 评测 評測 テスト 試験 시험 테스트",
        "trial": "试点 试用 시범",
        "experiment": "实验 実験",
        "benchmark": "ベンチマーク",
    },
}
