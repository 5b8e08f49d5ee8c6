"""What dateparser's locales leave out of a language: last and next, quarters, the future.

Each entry is a regular expression over lower-case text; a language is added by adding a row.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Supplement:
    """Words of one language. `numbers` are one to twelve; `ordinals` first to fourth."""

    numbers: str
    last: str
    next: str
    quarter: str
    ordinals: tuple[str, str, str, str]
    of: str  # what may stand between day, month and year
    before_month: str  # what shows that a bare word is a month
    before_year: str
    future: str  # verbs that make a bare date one to come
    ago: tuple[str, ...] = ()  # with {n} and {unit}, where the locale has only figures
    not_weekdays: frozenset[str] = frozenset()


SUPPLEMENTS: dict[str, Supplement] = {
    "de": Supplement(
        numbers="einem|einer zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        last="vergangene[nmrs]?|letzte[nmrs]?|vorige[nmrs]?",
        next="kommende[nmrs]?|nächste[nmrs]?",
        quarter="quartal[s]?",
        ordinals=(
            "erste[nmrs]?|1\\.",
            "zweite[nmrs]?|2\\.",
            "dritte[nmrs]?|3\\.",
            "vierte[nmrs]?|4\\.",
        ),
        of="des jahres |",
        before_month="im|seit|ab|bis|anfang|mitte|ende|von|zum|und|zwischen|ins",
        before_year="im jahre?|jahr|in|seit|bis|von|ab|anfang|ende|mitte|für|und|sommer|herbst",
        future="wird|werden|soll|sollen|will|wollen|plant|planen|muss|müssen",
    ),
    "fr": Supplement(
        numbers="un|une deux trois quatre cinq six sept huit neuf dix onze douze",
        last="derniers?|dernières?|passée?",
        next="prochaine?|à venir",
        quarter="trimestre",
        ordinals=("premier|1er", "deuxième|second|2e", "troisième|3e", "quatrième|4e"),
        of="de |d'|du |",
        before_month="en|de|depuis|dès|mi|fin|début|au mois de|jusqu'en|et|à|courant|avant",
        before_year="en|depuis|de|dès|fin|début|jusqu'en|d'ici|pour|et|à|été|avant|courant",
        future="sera|seront|va|vont|devra|devrait|prévoit|aura|doit|doivent",
    ),
    "es": Supplement(
        numbers="un|una dos tres cuatro cinco seis siete ocho nueve diez once doce",
        last="pasad[oa]s?|últim[oa]",
        next="próxim[oa]s?|que viene",
        quarter="trimestre",
        ordinals=("primer", "segundo", "tercer", "cuarto"),
        of="de |del |",
        before_month="en|de|desde|hasta|a|para|entre|y|mediados de|finales de|principios de",
        before_year="en|desde|hasta|de|del|para|y|a|año|finales de|principios de",
        future="será|serán|va a|van a|deberá|prevé|tendrá|podrá",
    ),
    "pt": Supplement(
        numbers="um|uma dois|duas três quatro cinco seis sete oito nove dez onze doze",
        last="passad[oa]s?|últim[oa]",
        next="próxim[oa]s?|que vem",
        quarter="trimestre",
        ordinals=("primeiro|1º", "segundo|2º", "terceiro|3º", "quarto|4º"),
        of="de |do |",
        before_month="em|de|desde|até|a|para|entre|e|meados de|final de|início de",
        before_year="em|desde|até|de|para|e|a|ano|final de|início de",
        future="será|serão|vai|vão|deverá|deve|prevê|terá",
        ago=("há {n} {unit}", "{n} {unit} atrás"),
        not_weekdays=frozenset({"segunda", "terça", "quarta", "quinta", "sexta"}),
    ),
    "it": Supplement(
        numbers="un|uno|una due tre quattro cinque sei sette otto nove dieci undici dodici",
        last="scors[oaie]|passat[oaie]",
        next="prossim[oaie]",
        quarter="trimestre",
        ordinals=("primo", "secondo", "terzo", "quarto"),
        of="di |del |dell'|",
        before_month="a|in|da|dal|di|fino a|entro|tra|e|metà|fine|inizio|nel|lo scorso",
        before_year="nel|dal|del|fino al|entro il|il|e|al|anno|fine|inizio|estate",
        future="sarà|saranno|dovrà|dovrebbe|prevede|avrà|potrà",
    ),
    "nl": Supplement(
        numbers="een|één twee drie vier vijf zes zeven acht negen tien elf twaalf",
        last="afgelopen|vorige?",
        next="komende?|volgende?|aanstaande",
        quarter="kwartaal",
        ordinals=("eerste|1e", "tweede|2e", "derde|3e", "vierde|4e"),
        of="van |",
        before_month="in|sinds|tot|vanaf|begin|eind|medio|van|en|tussen|half",
        before_year="in|sinds|tot|vanaf|begin|eind|van|en|voor|medio|jaar",
        future="zal|zullen|gaat|gaan|moet|moeten|wil|wordt",
    ),
    "ru": Supplement(
        numbers="один|одну два|две три четыре пять шесть семь восемь девять десять одиннадцать"
        " двенадцать",
        last="прошл(?:ый|ого|ом|ую|ой)",
        next="следующ(?:ий|его|ем|ую|ей)|будущ(?:ий|его|ем)",
        quarter="квартал[аеу]?",
        ordinals=(
            "перв(?:ый|ого|ом)|1-?м?",
            "втор(?:ой|ого|ом)|2-?м?",
            "трет(?:ий|ьего|ьем)|3-?м?",
            "четв[её]рт(?:ый|ого|ом)|4-?м?",
        ),
        of="",
        before_month="в|с|до|к|по|на|начале|конце|середине|и",
        before_year="в|с|до|к|по|на|начале|конце|и",
        future="будет|будут|планирует|намерен|должен|должна|должны",
    ),
}

# Forms of words that inflect, where the locale has only some of them.
MONTH_FORMS: dict[str, dict[int, str]] = {
    "ru": {
        number: f"{stem}(?:{ends})"
        for number, (stem, ends) in enumerate(
            (
                ("январ", "ь|я|е|ю"),
                ("феврал", "ь|я|е|ю"),
                ("март", "|а|е|у"),
                ("апрел", "ь|я|е|ю"),
                ("ма", "й|я|е|ю"),
                ("июн", "ь|я|е|ю"),
                ("июл", "ь|я|е|ю"),
                ("август", "|а|е|у"),
                ("сентябр", "ь|я|е|ю"),
                ("октябр", "ь|я|е|ю"),
                ("ноябр", "ь|я|е|ю"),
                ("декабр", "ь|я|е|ю"),
            ),
            start=1,
        )
    },
}
UNIT_FORMS: dict[str, dict[str, str]] = {
    "de": {"D": "tage?n?", "W": "wochen?", "M": "monate?n?", "Y": "jahre?n?"},
    "fr": {"D": "jours?", "W": "semaines?", "M": "mois", "Y": "ans?|années?"},
    "es": {"D": "días?", "W": "semanas?", "M": "mes(?:es)?", "Y": "años?"},
    "pt": {"D": "dias?", "W": "semanas?", "M": "m[êe]s(?:es)?", "Y": "anos?"},
    "it": {"D": "giorn[oi]", "W": "settiman[ae]", "M": "mes[ei]", "Y": "ann[oi]"},
    "nl": {"D": "dag(?:en)?", "W": "we(?:ek|ken)", "M": "maand(?:en)?", "Y": "jaar|jaren"},
    "ru": {"D": "день|дня|дней", "W": "недел[юиья]", "M": "месяц(?:а|ев)?", "Y": "год(?:а)?|лет"},
}
AGO: dict[str, tuple[str, str]] = {
    "de": ("vor {n} {unit}", "in {n} {unit}"),
    "fr": ("il y a {n} {unit}", "dans {n} {unit}"),
    "es": ("hace {n} {unit}", "dentro de {n} {unit}"),
    "pt": ("há {n} {unit}", "em {n} {unit}"),
    "it": ("{n} {unit} fa", "(?:tra|fra) {n} {unit}"),
    "nl": ("{n} {unit} geleden", "over {n} {unit}"),
    "ru": ("{n} {unit} назад", "через {n} {unit}"),
}
