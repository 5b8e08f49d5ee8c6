"""Which language a text is in: what the page says, unless its script says otherwise. Pure."""

from __future__ import annotations

import re

import py3langid

_TAG = re.compile(r"([a-zA-Z]{2,3})(?:[-_].*)?\Z")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_CJK_LANGUAGES = frozenset({"zh", "ja", "ko", "yue"})
ENOUGH = 40  # characters below which a guess is none
SAMPLE = 3000


def language_of(text: str, *declared: str) -> str:
    """Primary subtag in lower case (`en`, `zh`); "" when nobody says and too little is there."""
    sample = text[:SAMPLE]
    cjk = len(_CJK.findall(sample)) > 0.3 * max(len(sample), 1)
    for tag in declared:
        match = _TAG.match(tag.strip())
        if match is None:
            continue
        language = match[1].lower()
        # A template often says English whatever the language of the article in it.
        if len(sample) < ENOUGH or cjk == (language in _CJK_LANGUAGES):
            return language
    if len(sample) < ENOUGH:
        return ""
    return str(py3langid.classify(sample)[0])
