"""Other languages: dates written out, simple relative ones, and no false alarms."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.temporal import find_timexes
from timeline.temporal.detection import language_of

DAY = date(2026, 4, 9)  # a Thursday

CASES = [
    ("de", "Das Unternehmen teilte am Mittwoch den Verkauf mit.", "Mittwoch", "2026-04-08"),
    ("de", "Der Vertrag wird am Freitag unterschrieben.", "Freitag", "2026-04-10"),
    ("de", "Der Vertrag gilt ab dem 16. Dezember 2025.", "16. Dezember 2025", "2025-12-16"),
    ("de", "Die Firma wurde vor neun Monaten verkauft.", "vor neun Monaten", "2025-07"),
    ("de", "Im Juni 2025 stieg sie ein, im März fiel der Kurs.", "März", "2026-03"),
    ("de", "Im vierten Quartal 2025 sank der Umsatz.", "vierten Quartal 2025", "2025-Q4"),
    ("de", "Das Werk soll nächstes Jahr öffnen.", "nächstes Jahr", "2027"),
    ("de", "Die Frist vom 31.03.2026 ist vorbei.", "31.03.2026", "2026-03-31"),
    ("fr", "L'entreprise a annoncé mardi un accord.", "mardi", "2026-04-07"),
    ("fr", "La loi s'applique depuis le 1er janvier 2026.", "1er janvier 2026", "2026-01-01"),
    ("fr", "La société a été vendue il y a deux ans.", "il y a deux ans", "2024"),
    ("fr", "Les ventes ont baissé en juin dernier.", "juin dernier", "2025-06"),
    ("fr", "La version a été publiée hier à Paris.", "hier", "2026-04-08"),
    ("es", "La empresa anunció el miércoles un acuerdo.", "miércoles", "2026-04-08"),
    (
        "es",
        "La norma rige desde el 16 de diciembre de 2025.",
        "16 de diciembre de 2025",
        "2025-12-16",
    ),
    ("es", "La firma se vendió hace nueve meses.", "hace nueve meses", "2025-07"),
    ("es", "El año pasado perdió dos millones.", "año pasado", "2025"),
    ("pt", "A empresa anunciou na quarta-feira um acordo.", "quarta-feira", "2026-04-08"),
    ("pt", "A regra vale desde 16 de dezembro de 2025.", "16 de dezembro de 2025", "2025-12-16"),
    ("pt", "A fábrica fechou há dois meses, segundo a empresa.", "há dois meses", "2026-02"),
    ("it", "La società ha annunciato mercoledì un accordo.", "mercoledì", "2026-04-08"),
    ("it", "La norma vale dal 16 dicembre 2025.", "16 dicembre 2025", "2025-12-16"),
    ("it", "La società è stata venduta nove mesi fa.", "nove mesi fa", "2025-07"),
    ("nl", "Het bedrijf meldde woensdag een akkoord.", "woensdag", "2026-04-08"),
    ("ru", "Закон действует с 16 декабря 2025 года.", "16 декабря 2025 года", "2025-12-16"),
    ("ru", "Компания сообщила в среду о сделке.", "среду", "2026-04-08"),
    ("zh", "该公司上周五发布新模型。", "上周五", "2026-04-03"),
    ("zh", "该法自2025年12月16日起施行。", "2025年12月16日", "2025-12-16"),
    ("zh", "监管机构周三下令暂停可能排除对手的条款。", "周三", "2026-04-08"),
    ("zh", "公司将于周三发布新模型。", "周三", "2026-04-15"),
    ("zh", "去年6月,双方达成协议。", "去年6月", "2025-06"),
    ("zh", "公司三个月前成立。", "三个月前", "2026-01"),
    ("zh", "该服务将在18天后关闭。", "18天后", "2026-04-27"),
    ("zh", "2026年第二季度营收增长。", "2026年第二季度", "2026-Q2"),
    ("zh", "通讯社8日报道，该公司已停产。", "8日", "2026-04-08"),
    ("zh", "该展会将于15日举行。", "15日", "2026-04-15"),
    ("zh", "公司上月28日发布新模型。", "上月28日", "2026-03-28"),
    ("ja", "同社は8日、合意を発表した。", "8日", "2026-04-08"),
    ("ko", "회사는 8일 밝혔다.", "8일", "2026-04-08"),
    ("ja", "同社は水曜日に合意を発表した。", "水曜日", "2026-04-08"),
    ("ja", "規則は2025年12月16日に発効した。", "2025年12月16日", "2025-12-16"),
    ("ja", "来月、新しい工場が開く。", "来月", "2026-05"),
    ("ja", "新モデルは9月に公開する予定だ。", "9月", "2026-09"),
    ("ko", "회사는 수요일 합의를 발표했다.", "수요일", "2026-04-08"),
    ("ko", "법은 2025년 12월 16일 시행됐다.", "2025년 12월 16일", "2025-12-16"),
]

DECOYS = [
    ("de", "Die Version 5.4 kostet 2026 Euro und schlägt die 4.6 um 49 Prozent."),
    ("de", "Er mag den Mai nicht, und die Sonne scheint."),
    ("fr", "Le modèle 5.4 coûte 1 999 euros, soit 49 % de plus."),
    ("es", "El modelo 5.4 cuesta 1.999 euros, un 49 % más."),
    ("pt", "O segundo modelo foi o quarto mais vendido."),
    ("it", "Il modello 5.4 costa 1.999 euro, il 49% in più."),
    ("zh", "该模型有2026个参数,得分52分,价格14.3亿美元。"),
    ("zh", "项目历时9个月,投资10亿。"),
    ("zh", "仅18天后,公司便宣布关闭该服务。"),  # after what was told before
    ("ja", "モデルは5.4億円で、49%の株式を持つ。"),
    ("ko", "모델 5.4는 49% 지분을 가진다."),
]


@pytest.mark.parametrize(("language", "sentence", "words", "value"), CASES)
def test_reads_dates_of_other_languages(
    language: str, sentence: str, words: str, value: str
) -> None:
    for given in (language, ""):
        read = {(t.value, words in t.text) for t in find_timexes(sentence, DAY, language=given)}
        assert (value, True) in read


@pytest.mark.parametrize(("language", "sentence"), DECOYS)
def test_sees_no_dates_where_none_are(language: str, sentence: str) -> None:
    assert not find_timexes(sentence, DAY, language=language)


@pytest.mark.parametrize(
    "sentence",
    [
        "The company will release the model in May, a person familiar with the plan said.",
        "Die Hard is back: the die is cast for a new studio.",
        "Le Monde and El País have signed on.",
        "Shares up 4%.",
        "",
    ],
)
def test_takes_nothing_but_clear_evidence_for_another_language(sentence: str) -> None:
    assert language_of(sentence) == "en"


def test_an_unknown_language_is_told_from_the_text() -> None:
    (timex,) = find_timexes("Le Conseil a voté mardi.", DAY, language="xx")
    assert timex.value == "2026-04-07"


@pytest.mark.parametrize(
    ("language", "text", "begin", "end"),
    [
        ("zh", "大会将于4月18日至19日举行。", "2026-04-18", "2026-04-19"),
        ("zh", "展会于4月3日-4月6日举行。", "2026-04-03", "2026-04-06"),
        ("ja", "4月3日から6日まで開かれた。", "2026-04-03", "2026-04-06"),
        ("ko", "4월 18일부터 20일까지 열린다.", "2026-04-18", "2026-04-20"),
    ],
)
def test_a_range_has_two_ends(language: str, text: str, begin: str, end: str) -> None:
    found = [(t.value, t.role) for t in find_timexes(text, DAY, language=language)]
    assert found == [(begin, "begin"), (end, "end")]


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "公司在30日内完成，连续3日在街头。"), ("ja", "1日に約300件、3日間続いた。")],
)
def test_a_number_of_days_is_no_day(language: str, text: str) -> None:
    assert not [t for t in find_timexes(text, DAY, language=language) if t.precision == "day"]
