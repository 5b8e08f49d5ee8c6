"""Whether a clause speaks of what was or of what will be.

A weekday, a month or a day of a month without a year means the last one in a sentence about
the past and the next one in a sentence about the future. The verb nearest before the words
decides (`said on Wednesday that it will ...` is past for Wednesday); where none stands before
them in the sentence, the first one after them does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from timeline.temporal import verbs

Direction = Literal["past", "future", ""]

_REACH = 220  # characters of a sentence worth reading on either side

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[.?!:;](?=\s)|\n|,")


def direction_of(folded: str, start: int, end: int) -> Direction:
    """What the sentence around `folded[start:end]` speaks of; "" when no verb tells."""
    before, after = _words_before(folded, start), _words_after(folded, end)
    while before and before[-1] in verbs.MODIFIERS:
        before.pop()
    lead = before[-1] if before else ""
    if lead == "on" and "according" in before[-6:] and before[-2] in verbs.WRITTEN:
        return "past"  # `according to a statement on Tuesday`
    if after and after[0] in verbs.WRITTEN:
        return "past"
    if lead in verbs.STARTING:
        return "future"
    if lead in ("to", "until") and verbs.MOVED.intersection(before[-3:]):
        return "future"
    if lead == "until":
        if after[:1] == ["to"] or _from_before(before[:-1]) != "past":
            return "future"  # `has until May to answer`, `runs until May`
        return "past"
    found = _from_before(before) or _first(
        _tense_after(after, index) for index in range(len(after))
    )
    if lead == "by" and (not found or "to" in before):
        return "future"  # a deadline
    return found


def _words_before(folded: str, start: int) -> list[str]:
    words: list[str] = []
    for match in _WORD.finditer(folded, max(0, start - _REACH), start):
        if _ends_sentence(folded, match):
            words.clear()
        else:
            words.append(match[0])
    return words


def _words_after(folded: str, end: int) -> list[str]:
    words: list[str] = []
    for match in _WORD.finditer(folded, end, end + _REACH):
        if _ends_sentence(folded, match):
            break
        words.append(match[0])
    return words


def _ends_sentence(folded: str, match: re.Match[str]) -> bool:
    if match[0] not in ".?!;\n":
        return False
    if match[0] != ".":
        return True
    at = match.start()
    word = re.search(r"[a-z.]*$", folded[max(0, at - 6) : at])
    letters = word[0] if word else ""
    # `Corp.`, `U.S.`, `Dec.` end no sentence.
    abbreviated = letters in verbs.ABBREVIATIONS or len(letters) == 1 or letters[-2:-1] == "."
    return not abbreviated


def _first(found: Iterable[Direction]) -> Direction:
    return next((direction for direction in found if direction), "")


def _from_before(words: list[str]) -> Direction:
    """The nearest verb's, going back. An infinitive gives way to a finite verb before it."""
    weak: Direction = ""
    for index in range(len(words) - 1, -1, -1):
        found = _tense(words, index)
        if found:
            return found
        if _is_headline_infinitive(words, index):
            weak = "future"
    return weak


def _is_headline_infinitive(words: list[str], index: int) -> bool:
    return (
        words[index] == "to"
        and words[index + 1 : index + 2] != []
        and words[index + 1] in verbs.INFINITIVES
        and (index == 0 or words[index - 1] not in verbs.DONE_TO)
    )


def _tense(words: list[str], index: int) -> Direction:
    """What the word at `index` says, if it is a verb that says anything."""
    word = words[index]
    previous = words[index - 1] if index else ""
    if word == "may" and previous in verbs.MONTH_BEFORE:
        return ""
    if word == "be" and previous == "to":
        governor = words[index - 2] if index > 1 else ""
        return "" if governor in verbs.DONE_TO or governor in verbs.FUTURE else "future"
    if word in verbs.FUTURE:
        return _announced(words, index)
    if word in verbs.TIMETABLED and previous.endswith("s") and previous not in verbs.DETERMINERS:
        return "future"
    if word in verbs.CONVENED and previous not in verbs.BEFORE_PLAIN:
        return "future"  # `the ministers meet on Monday`
    if word in verbs.PAST:
        return _past(word, previous)
    if word.endswith("ing") and previous in verbs.PRESENT_BE and word not in verbs.CARRIED_ON:
        return "future"  # `is launching in June`; of the past one says `has been`
    if word.endswith("ed") and len(word) > 4 and word not in verbs.NOT_PAST:
        return _participle(words, index)
    return ""


def _tense_after(words: list[str], index: int) -> Direction:
    """`On Sunday they agreed to buy`: the day before a promise is that of promising."""
    promised = words[index] in verbs.PROMISED and words[index + 1 : index + 2] == ["to"]
    unaided = index == 0 or words[index - 1] not in verbs.PRESENT_BE | verbs.DETERMINERS
    return "past" if promised and unaided else _tense(words, index)


def _announced(words: list[str], index: int) -> Direction:
    """`was expected on Friday` is still ahead; `had planned` and `could not have` are not."""
    word, nearby = words[index], words[max(0, index - 2) : index]
    previous = nearby[-1] if nearby else ""
    following = words[index + 1] if index + 1 < len(words) else ""
    if word in verbs.NOUNS_TOO and previous in verbs.DETERMINERS:
        return ""
    if word.endswith("ing") and previous not in verbs.PRESENT_BE:
        return ""  # `the planning agency`
    if word.endswith("ed") and following == "that" and previous not in verbs.PRESENT_BE:
        return "past"  # `people expected that`
    if word.endswith("s") and previous in ("", ","):
        return ""  # `On Monday, reports emerged`: a noun
    if word in verbs.MODALS and "have" in words[index + 1 : index + 4] and word != "will":
        return "past"
    if verbs.ONCE.intersection(nearby) and (word.endswith("ed") or word in verbs.COMMITTED):
        return "past"
    if word == "due" and following == "to":
        # `due to open` is ahead; `due to a loss` says nothing.
        return "future" if verbs.INFINITIVES.intersection(words[index + 2 : index + 3]) else ""
    if word == "set":
        return "future" if following in ("to", "for") else "past"
    if word in verbs.COMMITTED and following != "to" and word not in ("due", "forecast", "planned"):
        return "past"
    return "future"


def _past(word: str, previous: str) -> Direction:
    if previous in verbs.CARRIED_ON or previous in verbs.GETTING:
        return ""
    plain = previous in verbs.MODALS or previous in verbs.NEGATIONS or previous == "to"
    return "" if word in verbs.SAME_IN_PAST and plain else "past"


def _participle(words: list[str], index: int) -> Direction:
    previous = words[index - 1] if index else ""
    if previous == "being" and index > 1 and words[index - 2] in verbs.PRESENT_BE:
        return "future"  # `is being shut in June`
    if previous in verbs.CARRIED_ON | verbs.PRESENT_BE | verbs.ATTRIBUTIVE:
        return ""  # `must be filed`, `is released`, `a revised plan`: another word decides
    return "past"
