"""Rules: words that say when without naming a day. They are typed and never given one."""

from __future__ import annotations

import re

from timeline.temporal.grammar import Match, Reading, Rule
from timeline.temporal.situation import Situation


def present(match: Match, at: Situation) -> Reading:
    return Reading("DATE", "PRESENT_REF", anchor="dct")


def past(match: Match, at: Situation) -> Reading:
    return Reading("DATE", "PAST_REF", anchor="dct")


def future(match: Match, at: Situation) -> Reading:
    return Reading("DATE", "FUTURE_REF", anchor="dct")


def few_ahead_or_behind(match: Match, at: Situation) -> Reading:
    return Reading(
        "DURATION",
        f"P{'T' if match.word('anyunits')[0] == 'T' else ''}X"
        f"{match.word('anyunits').lstrip('T').lstrip('10')}",
        anchor="dct",
    )


_BEFORE_A_DATE = re.compile(
    r" (?:this|in|on|that|mon|tue|wed|thu|fri|sat|sun|yesterday|today|last)"
)

RULES: tuple[Rule, ...] = (
    Rule(
        "now",
        "(now|right now|currently|nowadays|these days|at present|at the moment|at this time"
        "|at this point|this time|the present|presently|to date)",
        present,
        (
            ("It currently employs 900 people.", "currently", "PRESENT_REF"),
            ("The site is now open.", "now", "PRESENT_REF"),
        ),
        lambda match: not (match.found[0] == "this time" and not match.before(4).endswith("at ")),
    ),
    Rule(
        "current",
        "current",
        present,
        (("The current chief left.", "current", "PRESENT_REF"),),
        lambda match: not re.match(r" (?:affairs|account)|ly", match.after(9)),
    ),
    Rule(
        "then-current",
        "then~current",
        past,
        (("It was sold at the then-current price.", "then-current", "PAST_REF"),),
    ),
    Rule(
        "recently",
        "[(more|most|only|until)] (recently|lately|of late|long ago|years past)",
        past,
        (("The firm recently moved to Austin.", "recently", "PAST_REF"),),
    ),
    # In mid-sentence these order two things and say nothing of when.
    Rule(
        "previously",
        "(previously|earlier|formerly)",
        past,
        (("It grew. Previously, it had lost money.", "Previously", "PAST_REF"),),
        lambda match: (
            match.text[match.start].isupper() and not _BEFORE_A_DATE.match(match.after(12))
        ),
    ),
    Rule(
        "the-past",
        "the [(recent|distant|near)] past",
        past,
        (("It was so in the past.", "the past", "PAST_REF"),),
        lambda match: (
            not re.match(r" \w", match.after(2))
            or re.match(r" (?:and|it|he|she|they|have|has|by|when|but|to|was)\b", match.after(6))
            is not None
        ),
    ),
    Rule(
        "recent",
        "[(more|most)] recent",
        past,
        (("A recent survey says so.", "recent", "PAST_REF"),),
    ),
    Rule(
        "recent-units",
        "[the] recent {anyunits} [and {more:anyunits}]",
        past,
        (("Prices have soared in recent months.", "recent months", "PAST_REF"),),
    ),
    Rule(
        "former-units",
        "(previous|past|earlier|prior) {units}",
        past,
        (("In previous years it was warmer.", "previous years", "PAST_REF"),),
    ),
    Rule(
        "coming-units",
        "[the] (coming|upcoming|next) {anyunits}",
        future,
        (("More will follow in the coming weeks.", "the coming weeks", "FUTURE_REF"),),
    ),
    Rule(
        "units-ahead",
        "[the] {anyunits} (ahead|to come)",
        few_ahead_or_behind,
        (("It worries about the weeks ahead.", "the weeks ahead", "PXW"),),
    ),
    Rule(
        "soon",
        "(soon|shortly|before long|in the near term|the near term|the short term|the long term"
        "|the longer term|someday|some day|sometime soon|a later date|imminently)",
        future,
        (("The feature may return soon.", "soon", "FUTURE_REF"),),
        lambda match: (
            not re.match(r" (?:after|before|afterwards?|thereafter)\b", match.after(12))
            and not re.search(r"\b(?:as|too) $", match.before(4))
        ),
    ),
    Rule(
        "one-day",
        "(will|would|could|may|might|can|to) <one day>",
        future,
        (("It will one day be gone.", "one day", "FUTURE_REF"),),
    ),
    Rule(
        "the-future",
        "(in|into|for) <[the] [(near|foreseeable|distant|not-too-distant|immediate)] future>",
        future,
        (
            (
                "No change is planned for the foreseeable future.",
                "the foreseeable future",
                "FUTURE_REF",
            ),
        ),
        lambda match: not re.match(r" (?:of|\w+s)\b", match.after(14)),
    ),
)
