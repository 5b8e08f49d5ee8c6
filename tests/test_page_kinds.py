"""Pages as sites serve them instead of an article, or with only its beginning."""

from __future__ import annotations

import pytest

from crawler.extract import extract_article
from crawler.paywalls import ONLY_BEGINNING
from db.errors import PageError
from tests.test_extract import BODY, URL, page

TEASER = (
    "The harbour office has told the council that the repairs of the fourth gate will take longer "
    "than planned, and that the fifth one will have to wait until the money has been found."
)
PARTNERS = [
    "We and our partners store and/or access information on a device, such as cookies.",
    "You can accept all, reject all or manage your options at any time in the cookie settings.",
    *(
        f"Partner {n} uses your data for personalised advertising and measures what you read on "
        "this and on other sites; it keeps what it learns for up to thirteen months."
        for n in range(12)
    ),
]


def index(card: str, cards: int) -> str:
    return "".join(
        card.format(n=n, teaser=TEASER.replace("fourth", f"{n}th")) for n in range(cards)
    )


HEADLINE = "Repairs of gate {n} take longer"
CARD = f'<div class="card"><h3><a href="/">{HEADLINE}</a></h3><p>{{teaser}}</p></div>'
LINKED = f'<li class="item"><a href="/"><h2>{HEADLINE}</h2></a><p>{{teaser}}</p></li>'


@pytest.mark.parametrize(
    ("reason", "html"),
    [
        ("a consent page", page(PARTNERS, title="Your privacy choices")),
        ("an error page", page([TEASER] * 12, title="404 - Page not found")),
        ("an error page", page([TEASER] * 12, title="Seite nicht gefunden")),
        ("a bot wall", page([TEASER] * 12, title="Just a moment...")),
        ("an index page", page([], title="Harbour", around=index(CARD, 12))),
        ("an index page", page([], title="Harbour", around=index(LINKED, 8))),
        (
            "a login page",
            page(["Forgotten your password?"], title="Sign in", around="<input type=password>"),
        ),
    ],
)
def test_long_pages_that_are_no_article(reason: str, html: bytes) -> None:
    with pytest.raises(PageError) as caught:
        extract_article(html, URL)
    assert caught.value.message == reason


MARKED = '<meta property="og:type" content="article">'


@pytest.mark.parametrize(
    "html",
    [
        page(BODY * 2, around=f"<aside>{index(CARD, 12)}</aside>"),
        page(BODY * 2, around=index(CARD, 4)),
        page([TEASER] * 12, title="Your privacy choices at the harbour", head=MARKED),
        page(BODY * 3, title="Consent of the council is missing"),
    ],
)
def test_an_article_among_such_signs_stays_one(html: bytes) -> None:
    assert extract_article(html, URL).body_missing == ""


NODE = '{"@type": "NewsArticle", "isAccessibleForFree": false}'
NOT_FREE = f'<script type="application/ld+json">{NODE}</script>'


@pytest.mark.parametrize(
    "html",
    [
        page([*BODY[:2], "Subscribe to continue reading.", "From 1 a week. Cancel when you like."]),
        page([*BODY[:2], "This story is available exclusively to subscribers. Log in."]),
        page([*BODY[:2], "Jetzt weiterlesen mit dem Probeabo"], lang="de"),
        page(BODY[:2], head=NOT_FREE, around="<div>Already a subscriber? <b>Log in</b></div>"),
    ],
)
def test_a_paywalled_page_says_so_and_keeps_the_beginning(html: bytes) -> None:
    article = extract_article(html, URL, summary="What the feed says.")
    assert article.body_missing == ONLY_BEGINNING
    assert article.text.split("\n") == BODY[:2]
    assert article.summary == "What the feed says."


@pytest.mark.parametrize(
    "html",
    [
        page(BODY, head=NOT_FREE),  # all of it is there
        page(BODY, around="<header>Already a subscriber? Log in</header>"),
        page([*BODY * 8, "Subscribe to continue reading our newsletter."], head=NOT_FREE),
    ],
)
def test_what_can_be_read_in_full_is_not_called_paywalled(html: bytes) -> None:
    assert extract_article(html, URL).body_missing == ""
