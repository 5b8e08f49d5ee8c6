"""Whether a page shows only the beginning of its article and asks to pay for the rest. Pure.

Two things have to come together: words that ask for a subscription, and a body that is short.
Where the markup says that the article is not free, the words may stand anywhere on the page; else
they have to stand in the body, as a site's header asks readers to subscribe above every article.
"""

from __future__ import annotations

import re

BEGINNING = 1800  # characters: a longer body is the article, whatever stands beside it
ONLY_BEGINNING = "behind a paywall: only the beginning can be read"

_ASKS = re.compile(
    r"subscri(?:be|ption) (?:now )?to (?:continue|read|keep|unlock|access|see)"
    r"|(?:to|and) (?:continue|keep|finish) reading"
    r"|to read (?:the (?:full|rest)|this (?:full )?(?:article|story))"
    r"|already (?:a|an) (?:\w+ )?(?:subscriber|member)\b"
    r"|(?:subscriber|member)s?[- ](?:only|exclusive)"
    r"|(?:only|exclusive(?:ly)?|reserved|available) (?:for|to) (?:paying )?(?:subscribers|members)"
    r"|unlock (?:this|the full) (?:article|story)"
    r"|you(?:'ve| have) (?:read|reached) (?:all )?your (?:free|monthly)"
    r"|(?:jetzt|um) weiter ?(?:zu)?lesen|bereits abonnent|nur für abonnent\w*"
    r"|mit .{0,20}abo (?:weiter)?lesen"
    r"|réservée? aux abonnés|(?:déjà|vous êtes) abonnée?|pour lire la suite"
    r"|(?:exclusivo|solo|reservado) para (?:suscriptores|abonados)"
    r"|riservato a(?:gli)? abbonati"
    r"|订阅后|會員專享|会员专享|付费阅读|有料会員|会員限定|구독자 전용",
    re.IGNORECASE,
)


def why_cut(text: str, visible: str, *, is_free: bool) -> str:
    """Why the body is not all of the article; "" when it seems to be. `visible` is the page's
    whole text, `is_free` false when the markup says that the article is for subscribers."""
    if not text or len(text) >= BEGINNING:
        return ""
    asked = _ASKS.search(text) or (not is_free and _ASKS.search(visible))
    return ONLY_BEGINNING if asked else ""


def without_asking(text: str) -> str:
    """The lines that are the article's: what asks for a subscription and all below it go."""
    kept: list[str] = []
    for line in text.split("\n"):
        if _ASKS.search(line):
            break
        kept.append(line)
    return "\n".join(kept)
