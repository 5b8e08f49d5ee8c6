"""Words that tell the parts of an English sentence from one another, and what they look like."""

from __future__ import annotations

import re
from calendar import day_name, month_name


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BE = _words("is are was were be been being get gets got isn't wasn't weren't aren't am")
HELPERS = BE | _words(
    "has have had having will would can could may might shall should must do does did not to also"
    " now then already just never still soon even hasn't haven't hadn't won't wouldn't couldn't"
    " didn't doesn't don't ready able about likely due back ever again today yesterday"
)
PREPOSITIONS = _words(
    "in on at by for from with to into onto over under after before during since until through"
    " against between among amid across via within without about around as than despite toward"
    " towards following including because near off out up down per upon behind like"
)
CLAUSE_WORDS = _words(
    "that which who whom whose when where while as if because although though but whether after"
    " before since until so than"
)
NO_NOUNS = PREPOSITIONS | HELPERS  # a phrase that is read backwards ends before them,
AFTER_PHRASES = NO_NOUNS | CLAUSE_WORDS  # and one that is read forwards
NUMBERS_FOLLOW = PREPOSITIONS | CLAUSE_WORDS | {"of"}
DETERMINERS = _words(
    "a an the its their his her our my this that these those some any no another each every more"
    " such"
)
PRONOUNS = _words("i he she it they we you who them him us me itself themselves himself")
SAYING = _words(
    "said says say saying told tells announced announces announcing reported reports reportedly"
    " confirmed confirms claims claimed revealed reveals added adds thought thinks believes"
    " believed shows showed found finds warned warns noted stated"
)
IRREGULAR_PARTICIPLES = _words(
    "bought sold held shot hit struck cut laid sworn fired taken made given won lost left put"
    " drawn driven frozen built sent begun met paid set shut seen known withdrawn sunk stolen"
    " found brought led fought shed broken"
)
# `plans to buy`, `in talks to buy`: what stands before them does it.
LEADING_VERB = re.compile(
    r"(?:plan|agree|expect|intend|schedul|start|begin|continu|threaten|aim|prepar|consider|decid"
    r"|seek|try|attempt|want|vow|promis|pledg|offer|fail|refus|need|hop|slat|mov|rush|work)"
    r"(?:e|es|s|ed|d|ing|ning|led)?|began|begun|set|sought|tried|tries|going|looking|known",
    re.I,
)
LEADING_NOUNS = _words(
    "talks discussions negotiations bid effort efforts plans push position decision move agreement"
    " refusal"
)
# `announced layoffs`: what stands before the verb does what the noun says.
LIGHT_VERB = re.compile(
    r"announc|plan|sign|ma[dk]|reach|str[iu]ck?k|complet|carr(?:y|ie)|h[eo]ld|conduct|order"
    r"|beg[aiu]n|start|stag|mount|impos|propos|consider|confirm|finali[sz]|seal|unveil|enter|secur"
)
# Words for an action that are nouns,
NOUN = re.compile(
    r".*(?:tion|sion|ment|nce|ship|sis|ity|cy|cies|ure|ion)s?|(?:lay|buy|spin|pay|sell|stand)offs?"
    r"|deals?|stakes?|contracts?|(?:law)?suits?|bonds?|loans?|forecasts?|talks|laws?|summit|treaty"
    r"|ceasefire|trial|dead|(?:air)?strikes?|gunfire|wildfires?|debt|ipo|rollouts?|memo|essay|data"
    r"|spills?|blaze|debut|flood(?:s|ing)|earthquakes?|storms?|outages?|takeovers?|mergers?|sale"
    r"|partnerships?|centers?|centres?|clashes|protests|benchmarks?",
    re.I,
)
# and such as are nouns or verbs.
NOUN_OR_VERB = re.compile(
    r"(?:launch|release|debut|rollout|order|purchase|buy|hire|exit|cut|split|test|attack|strike"
    r"|raid|ban|probe|fine|appeal|vote|limit|halt|pause|freeze|drop|stop|leak|hack|exploit|shot"
    r"|clash|protest|collapse|fight|fire|advance|retreat|spill|spread|rescue|crash|storm|flood"
    r"|plan|report|pledge|promise|claim|demand|address|visit|speech|delay|slip|surge|build|close"
    r"|end|open|form|add|lease|rent|partner|licen[cs]e|finance|settle|campaign|power|outbreak)"
    r"(?:e?s)?",
    re.I,
)
# `the advance of the army`: what follows does it alone.
DONE_ALONE = re.compile(
    r"(?:advance|outbreak|collapse|departure|resignation|exit|death|surge|spread|debut|retreat"
    r"|crash|retirement|return)s?"
)
# Adverbs, adjectives, people and things among the words for actions.
TELLS_NO_DEED = re.compile(
    r".*ly|(?!order|offer|takeover|merger|deal|approv|deni|withdraw|appeal|trial|remov|renew)"
    r"\w+(?:al|er|ers|ors|ives?)|available|opening|capex|capital expenditures?|(?:giga|mega)watts?"
    r"|polic(?:y|ies)|data cent\w*|revenues?|profits?|net income|earnings|results|guidance|outlook"
    r"|quarterly report|spending forecast|court|campus|shares|stocks?|market value|law|bill"
    r"|departments?|rumou?r\w*",
    re.I,
)
# What it is done to stands after these words, where no object does.
TO_WHAT = {
    **dict.fromkeys(("invest", "pause", "stake"), "in"),
    **dict.fromkeys(("attack", "strike", "raid", "ban", "tax", "limit", "sanction"), "on"),
    **dict.fromkeys(
        ("clash", "partner", "merg", "meet", "met", "deal", "contract", "agree", "talk"), "with"
    ),
    **dict.fromkeys(("investigat", "prob"), "into"),
    **{"call": "for", "appeal": "for", "lawsuit": "against", "shoot": "at"},
}
TIME = re.compile(
    rf"(?:{'|'.join((*day_name, *month_name[1:]))}|today|yesterday|tomorrow|tonight|last|next"
    r"|earlier|later|day|week|month|quarter|year|(?:19|20)\d\d|this|early|late|mid)(?:['’]s)?",
    re.I,
)
_NO_ADVERBS = _words("family supply ally assembly reply rally anomaly monopoly butterfly belly")
CURRENCIES = "$€£¥"
QUOTES = "\"“”'‘’"


def is_adverb(word: str) -> bool:
    return word.endswith("ly") and word.islower() and "-" not in word and word not in _NO_ADVERBS


def is_owner(word: str) -> bool:
    return word.endswith(("'s", "’s", "s'", "s’")) and not TIME.fullmatch(word)


def is_name(word: str) -> bool:
    """As far as a capital tells."""
    return word[:1].isupper()


def is_word(token: str) -> bool:
    """And no punctuation."""
    return token[:1].isalnum() or token[:1] in CURRENCIES
