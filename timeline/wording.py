"""Which of the words said about an event become its headline and summary. Pure.

Chosen from the coverage, cleaned, never invented: a whole sentence or headline in the topic's own
script that begins with what was done, shares most with all the others, and comes from the source
nearest to the event. Where the reader could not read the summary, `timeline.gloss` says what it is
about.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from db.model import TIERS, Mention
from timeline.actions import actions
from timeline.choose import choose_type
from timeline.newsworthy import can_stand_alone
from timeline.said import Said
from timeline.stamps import STAMP
from timeline.words import content_words

HEADLINE_LENGTH = (30, 150)
SUMMARY_LENGTH = (40, 420)
FOREIGN = -3.0  # the reader may not read it
ASIDE = -1.5  # names nothing of the topic: it stands beside what does
FRAGMENT = -1.5  # `Gale launch thread:`
TITLE = 1.0  # a headline is written to be one
NEWS = 1.0  # tells what happened, and is no question, list or talk
DONE = 1.0  # begins with what was done
AT_ONCE_WORDS = 8
LEANS = -0.5  # `The cuts ...`: which ones, another sentence says
FIGURE = 0.7  # a summary gives the sum, the share or the number
WHOLE = 0.8
FITS = 0.5
NEAR = 0.4
CENTRAL = 3.0  # weight of the mean share of a headline's words in all that was said
TELLING = 1.0  # of a summary, that it says much of what was said
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKUP = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|^#+\s*")
_SITE_SUFFIX = re.compile(r"\s+[|–—]\s+[^|–—]{2,40}$|\s+-\s+[A-Z][^-]{1,30}$")
_CUT_OFF_BRACKET = re.compile(r"\s*[(\[（][^)\]）]*$")
_LEANS = re.compile(r"(?:The|This|That|These|Those|It|Its|They) [a-z]")
_FRAGMENT = re.compile(r"(?::|\.\.\.|…)$|(?:\.\.\.|…):")


def clean(text: str) -> str:
    """The words without markup, links, site names and double blanks."""
    plain = _MARKUP.sub("", _LINK.sub(r"\1", text))
    return " ".join(plain.split())


def choose_headline(said: Sequence[Said]) -> str:
    """The sentence or headline that says at once what happened."""
    return _best(said, said, HEADLINE_LENGTH, headline=True)


def choose_summary(said: Sequence[Said], headline: str) -> str:
    """A sentence that says it in full; "" when there is none besides the headline."""
    others = [s for s in said if _display(s.mention) != headline]
    return _best(others, said, SUMMARY_LENGTH, headline=False) if others else ""


def _best(
    candidates: Sequence[Said], said: Sequence[Said], length: tuple[int, int], *, headline: bool
) -> str:
    share, kind = _share_of_words(said), choose_type(said)

    def rank(one: Said) -> tuple[float, int, str]:
        text, mention = _display(one.mention), one.mention
        words = content_words(text)
        common = sum(share[w] for w in sorted(words))
        points = CENTRAL * common / (len(words) or 1) if headline else TELLING * math.sqrt(common)
        points += FITS * (length[0] <= len(text) <= length[1])
        points += WHOLE * (mention.clause == mention.quote)
        points += NEWS * can_stand_alone(mention) + DONE * _says_at_once(text, kind)
        points += NEAR * (1 - TIERS.index(one.tier) / len(TIERS))
        points += 0.2 * (mention.modality == "happened")
        points += (0.1 if headline else 0.4) * (mention.basis != "published")
        points += FIGURE * (not headline and bool(mention.amounts))
        points += LEANS * bool(_LEANS.match(text))
        points += TITLE * (headline and mention.part == "title")
        points += FOREIGN * one.foreign + FRAGMENT * bool(_FRAGMENT.search(text))
        points += ASIDE * (headline and mention.topical != "sentence")
        return (-round(points, 6), len(text), mention.mention_id)

    return _display(min(candidates, key=rank).mention)


def _says_at_once(text: str, kind: str) -> bool:
    """Whether the first words hold the event's kind of action: `Tern buys Gale for ...`."""
    return kind in _actions_at_once(" ".join(text.split()[:AT_ONCE_WORDS]))


_actions_at_once = lru_cache(maxsize=10_000)(actions)  # asked for the headline and the summary


def _display(mention: Mention) -> str:
    text = STAMP.sub("", clean(mention.quote))
    text = _CUT_OFF_BRACKET.sub("", text) or text
    return _SITE_SUFFIX.sub("", text) if mention.part == "title" else text


def _share_of_words(said: Sequence[Said]) -> Mapping[str, float]:
    counts: Counter[str] = Counter()
    for one in said:
        counts.update(content_words(one.mention.quote))
    return defaultdict(float, {word: n / len(said) for word, n in counts.items()})
