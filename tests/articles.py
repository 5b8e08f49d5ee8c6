"""Small made-up coverage for tests: a story of its own, no real names."""

from __future__ import annotations

from datetime import UTC, datetime

from db.model import Article, Outlet, Stamp, Topic

TOPIC = Topic(
    name="Orbit",
    slug="orbit",
    terms=("Orbit", "Tern Labs"),
    aliases={"Tern Labs": ("Tern",)},
    outlets=(
        Outlet(domain="tern.example", name="Tern Labs", tier="primary"),
        Outlet(domain="wire.example", name="The Wire", tier="wire"),
        Outlet(domain="blog.example", name="A Blog", tier="blog"),
    ),
)


def stamp(when: str) -> Stamp:
    """A day (`2026-04-08`) or an ISO time with its offset."""
    moment = datetime.fromisoformat(when)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    offset = moment.utcoffset()
    return Stamp(
        at=moment.astimezone(UTC),
        precision="day" if len(when) == 10 else "time",
        method="hint",
        confidence=1.0,
        evidence=when,
        offset_minutes=int(offset.total_seconds()) // 60 if offset else 0,
    )


def article(url: str, published: str, title: str, text: str = "", summary: str = "") -> Article:
    return Article(
        url=f"https://{url}",
        canonical_url=f"https://{url}",
        outlet=url.partition("/")[0],
        title=title,
        text=text,
        summary=summary,
        language="en",
        published=stamp(published) if published else None,
    )


LAUNCH = (
    article(
        "tern.example/orbit",
        "2026-04-08T09:00:00-07:00",
        "Introducing Orbit, our new weather model",
        "Today we are releasing Orbit, a proprietary weather model for everyone.\n"
        "It runs in our own app.",
    ),
    article(
        "wire.example/tern-orbit",
        "2026-04-08T17:00:00+00:00",
        "Tern Labs launches weather model Orbit",
        "Tern Labs launched its weather model Orbit on Wednesday, April 8, the company said.\n"
        "It had bought 49% of Gale Works for $14.3 billion in June 2025.\n"
        "Orbit will come to phones in the coming weeks.",
    ),
    article(
        "blog.example/orbit",
        "2026-04-10",
        "Thoughts on the Orbit weather model launch",
        "Tern Labs launched its weather model Orbit on April 9, 2026.\n"
        "Orbit was released as an open-source model, which surprised many.",
    ),
    article(
        "daily.example/deal",
        "2025-06-13T12:00:00+00:00",
        "Tern Labs buys 49% of Gale Works for $14.3 billion",
        "Tern Labs said on Thursday it bought 49% of Gale Works, paying $14.3 billion.\n"
        "Gale Works builds wind sensors.",
    ),
    article(
        "weekly.example/deal",
        "2025-06-15T12:00:00+00:00",
        "Gale Works sold: Tern Labs buys 49% stake",
        "Tern Labs bought a 49% stake in Gale Works on June 12, paying $14.8 billion.",
    ),
    article("sport.example/cup", "2026-04-08", "Cup final ends in a draw", "Nobody won on Sunday."),
)
