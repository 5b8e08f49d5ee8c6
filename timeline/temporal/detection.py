"""The language of a text, told from its script and its commonest words.

Cheap on purpose, and timid: anything but clear evidence means English.
"""

from __future__ import annotations

import re

SUPPORTED = frozenset("en de fr es pt it nl ru zh ja ko".split())

_SAMPLE = 2000  # characters; a lead paragraph or two
_WORD = re.compile(r"[^\W\d_]+(?:-feira)?", re.UNICODE)
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_HAN = re.compile("[\u4e00-\u9fff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SCRIPT_SHARE = 0.2  # of the letters, the rest being foreign names
_KANA_SHARE = 0.05  # a headline may be nearly all Chinese characters and still be Japanese

# Words that are frequent in one language and rare in English; shared ones count for each.
_COMMON = {
    "de": """der das und ist im den dem des von zu mit auf für nicht ein eine einen sich wird wurde
        hat haben auch aus bei nach über vor am es sei soll werden wurden jahr jahres monat
        unter seit montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar
        märz mai juni juli oktober dezember""",
    "fr": """un le les des du et est dans une que qui pour sur pas au aux avec sont ce cette ses ont
        été la il elle se plus par depuis lundi mardi mercredi jeudi vendredi samedi dimanche
        janvier février mars avril juin juillet août décembre""",
    "es": """un el los las del y en que una por con para su se es fue ha lo como más al este está
        desde hace la lunes martes miércoles jueves viernes sábado domingo enero febrero marzo
        abril mayo junio julio agosto septiembre octubre noviembre diciembre""",
    "pt": """os da dos das e em que um uma por para sua se é foi não ao na nos nas mais há meses
        segundo pela pelo desde segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
        janeiro fevereiro março maio junho julho setembro outubro novembro dezembro""",
    "it": """un il gli della delle del dei che è di e per una con non sono nel nella alla ha dal
        dalla si più anche la stata stato mesi lunedì martedì mercoledì giovedì venerdì sabato
        domenica gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre
        dicembre""",
    "nl": """het een van en de dat niet zijn voor met op aan bij naar ook wordt werd heeft uit door
        sinds maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart
        augustus december mei""",
    "en": """the of and to in is that for it on with as was are be by at this from has have he said
        its an will not or which were their after more than but they his her who""",
}
# Letters that hint at a language, where hardly a word of it is in sight.
_LETTERS = (
    (frozenset("äöüß"), "de"),
    (frozenset("çêœ"), "fr"),
    (frozenset("ñ¿¡"), "es"),
    (frozenset("ãõáâ"), "pt"),
    (frozenset("ìòù"), "it"),
)
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)


def language_of(text: str) -> str:
    """ISO 639 code of one of `SUPPORTED`; "en" unless the text clearly is another."""
    sample = text[:_SAMPLE]
    if not sample.isascii() and (language := _by_script(sample)):
        return language
    words = _WORD.findall(sample.lower())
    votes = dict.fromkeys(_COMMON, 0)
    for word in words:
        for language in _LANGUAGES_OF.get(word, ()):
            votes[language] += 1
    if not sample.isascii():
        for letters, language in _LETTERS:
            votes[language] += not letters.isdisjoint(sample)
    best = max(votes, key=votes.__getitem__)
    if votes[best] < max(2, len(words) // 8) or votes[best] < 2 * votes["en"]:
        return "en"
    return best


def _by_script(sample: str) -> str:
    letters = sum(map(str.isalpha, sample)) or 1
    kana, hangul, han, cyrillic = (
        len(script.findall(sample)) / letters for script in (_KANA, _HANGUL, _HAN, _CYRILLIC)
    )
    if kana + han + hangul >= _SCRIPT_SHARE:
        if hangul > han:
            return "ko"
        return "ja" if kana >= _KANA_SHARE else "zh"
    return "ru" if cyrillic >= _SCRIPT_SHARE else ""
