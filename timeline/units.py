"""What stands around a number: currencies, units, and words that widen it. Tables only."""

from __future__ import annotations

# Currency -> what stands before the number | what stands after it, apart by blanks.
CURRENCIES = {
    "USD": "US$ USD $ | dollars? US_dollars? USD bucks 美元 美金 米ドル ドル 달러",
    "EUR": "€ EUR | euros? EUR € 欧元 歐元 ユーロ 유로",
    "GBP": "£ GBP | pounds? pounds?_sterling GBP 英镑 英鎊 ポンド 파운드",
    "JPY": "JP¥ JPY | yen JPY 日元 日圆 日圓 円 엔",
    "CNY": "RMB CNY CN¥ | yuan renminbi RMB CNY 元 元人民币 人民币 元人民幣 人民幣 人民元 위안",
    "KRW": "₩ KRW | won KRW 韩元 韓元 ウォン 원",
    "INR": "₹ Rs Rs. INR | rupees? INR 卢比 印度卢比 ルピー 루피",
    "HKD": "HK$ HKD | Hong_Kong_dollars? HKD 港元 港币 港幣 香港ドル",
    "TWD": "NT$ TWD | Taiwan_dollars? TWD 新台币 新台幣 台币 台幣 台湾ドル",
    "AUD": "A$ AU$ AUD | Australian_dollars? AUD 澳元 豪ドル",
    "CAD": "C$ CA$ CAD | Canadian_dollars? CAD 加元 カナダドル",
    "SGD": "S$ SGD | Singapore_dollars? SGD 新加坡元 シンガポールドル",
    "BRL": "R$ BRL | reais BRL 雷亚尔",
    "CHF": "CHF SFr | francs? Swiss_francs? CHF 瑞士法郎 スイスフラン",
    "RUB": "₽ RUB | roubles? rubles? RUB 卢布 ルーブル",
}
YEN_OR_YUAN = "¥￥"  # yuan in a text that is Chinese, else yen

# Kind -> its units; "=" gives how many of the kind's own unit one is.
UNITS = {
    "share": "% ％ percent per_cent pct 퍼센트 成=10 割=10",
    "count:people": "people persons employees staff staffers jobs workers roles positions job_cuts"
    " headcount layoffs redundancies 人 名 位 岗位 职位 名员工 員 员工 명",
    "count:dead": "dead deaths killed fatalities people_killed people_dead people_died"
    " people_were_killed people_have_died people_are_dead 人死亡 人丧生 人遇难 人が死亡 명_사망",
    "count:injured": "injured wounded injuries people_injured people_wounded people_were_injured"
    " people_were_wounded 人受伤 人負傷 人がけが",
    "count:missing": "missing people_missing people_were_missing people_are_missing 人失踪 人失联"
    " 人行方不明",
    "count:researchers": "researchers scientists 名研究人员 名研究员 位研究员 名研究者",
    "count:engineers": "engineers 名工程师 位工程师 名エンジニア",
    "count:users": "users 用户 名用户 ユーザー 人のユーザー",
    "count:customers": "customers subscribers 名客户 订户",
    "count:parameters": "parameters params 参数 パラメータ",
    "count:copies": "copies units",
    "count:votes": "votes 票",
    "count:seats": "seats 席",
    "count:protesters": "protesters demonstrators 名抗议者",
    "count:cases": "cases 例",
    "count:barrels": "barrels 桶",
    "count:homes": "homes houses households buildings",
    "count:soldiers": "soldiers troops 名士兵",
    "count:chips": "GPUs? chips 枚GPU 块GPU 块芯片 颗芯片",
    "count:megawatts": "megawatts? MW 兆瓦 メガワット gigawatts?=1000 GW=1000 吉瓦=1000"
    " ギガワット=1000 万千瓦=10",
}

# How far below and above the number the words before it reach, as factors.
HEDGES = {
    (
        0.9,
        1.1,
    ): "about around roughly some approximately estimated circa ~ ≈ 约 大约 大約 约为 近约 약",
    (0.9, 1.0): "nearly almost close_to just_under 近 将近 接近 ほぼ",
    (0.5, 1.0): "up_to as_much_as as_many_as at_most less_than fewer_than under below no_more_than"
    " 高达 最多 至多 最高 不超过 不到 最大",
    (1.0, 1.25): "more_than over above upwards_of north_of in_excess_of 超 超过 超過 逾 过",
    (1.0, 1.5): "at_least no_fewer_than no_less_than 至少 不少于 不低于 最低 少なくとも",
}

# What is said as a part of the whole, in per cent.
FRACTIONS = {
    "two[ -]thirds": 200 / 3,
    "three[ -]quarters": 75.0,
    "(?:a|one)[ -]third": 100 / 3,
    "(?:a|one)[ -]quarter": 25.0,
    "(?:a|one)[ -]fifth": 20.0,
    "(?:a|one)[ -]tenth": 10.0,
    "half": 50.0,
    "三分之一": 100 / 3,
    "三分之二": 200 / 3,
    "四分之一": 25.0,
    "四分之三": 75.0,
    "一半": 50.0,
    "半数": 50.0,
}
