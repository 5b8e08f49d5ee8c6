"""Digests sent, each once per week and channel: the service and `storyline digest --deliver`.

What a crash left is told from the ledger (`db.deliveries`): an attempt that had not handed the
digest over is made again. One that died while it did is made again on a webhook, whose other side
can tell by the key that it has it; mail is not, since nobody could take back a second one: it stays
unsure until a person says `--again`.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from db import rows
from db.deliveries import (
    LEASE,
    UNDER_WAY,
    Channel,
    Delivery,
    DeliveryKey,
    DeliveryState,
    delivery,
    unfinished,
)
from db.errors import StorylineError
from db.model import Topic
from db.store import Store
from schedules.channels import (
    DeliveryError,
    Handing,
    Letter,
    UnsureError,
    send_mail,
    send_webhook,
)
from schedules.delivery_config import DigestSettings
from timeline.publish.as_html import to_html
from timeline.publish.digest import Week, digest_of, week

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=12)
MOST_ATTEMPTS = 10  # a day and a half

Sender = Callable[[Letter, Handing], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """How a delivery stands; `next_at` is when what waits should be tried again."""

    channel: Channel
    state: DeliveryState
    reason: str
    next_at: datetime | None = None


def deliver(
    store: Store,
    topic: Topic,
    of: Week,
    settings: DigestSettings,
    now: datetime,
    *,
    by_hand: bool = False,
    again: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> list[Delivered]:
    """Send a week's digest through every channel that has not had it, and say how each stands.

    `by_hand` does not wait for the time of the next attempt; `again` tries also what was given up
    or may have been sent. Raises `StorylineError` for a week that is not over.
    """
    if now <= of.bounds(topic.digest_zone)[1].moment:
        raise StorylineError("the week is not over: its digest is not sent yet", week=of.name)
    senders = _senders(settings, environment, now)
    if not senders:
        return []
    markdown = digest_of(store.db, topic, of, template=settings.template)
    return [
        _once(
            store,
            DeliveryKey(topic=topic.slug, week=of.name, channel=channel),
            partial(send, _letter(topic, of, markdown, channel)),
            now,
            hurry="again" if again else "by hand" if by_hand else "",
        )
        for channel, send in senders.items()
    ]


def deliver_waiting(
    store: Store,
    topic: Topic,
    settings: DigestSettings,
    now: datetime,
    environment: Mapping[str, str] = os.environ,
) -> list[Delivered]:
    """Try again what was not sent and may be by now; for a service to call every few minutes."""
    weeks = {
        one.key.week
        for one in unfinished(store.db, topic.slug)
        if standing(one, now) is None or one.state == "handing"
    }
    return [
        done
        for name in sorted(weeks)
        for done in deliver(store, topic, week(name), settings, now, environment=environment)
    ]


def _senders(
    settings: DigestSettings, environment: Mapping[str, str], now: datetime
) -> dict[Channel, Sender]:
    senders: dict[Channel, Sender] = {}
    if mail := settings.mail:
        senders["mail"] = lambda letter, handing: send_mail(letter, mail, environment, now, handing)
    if hook := settings.webhook:
        senders["webhook"] = lambda letter, handing: send_webhook(
            letter, hook, environment, now, handing
        )
    return senders


def _letter(topic: Topic, of: Week, markdown: str, channel: Channel) -> Letter:
    title = f"{topic.name}: {of.monday} to {of.sunday}"
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"storyline:{topic.slug}:{of.name}:{channel}")
    return Letter(
        key=str(key),
        slug=topic.slug,
        topic=topic.name,
        week=of.name,
        title=title,
        markdown=markdown,
        html=to_html(markdown, title),
    )


def _once(
    store: Store, key: DeliveryKey, send: Callable[[Handing], str], now: datetime, hurry: str
) -> Delivered:
    was = delivery(store.db, key)
    if was is not None and (stays := standing(was, now, hurry)):
        if stays.state != was.state:  # what a crash left unsure
            store.end_delivery(key, stays.state, stays.reason, at=now)
        return stays
    if not store.claim_delivery(was, key, now):
        return Delivered(channel=key.channel, state="sending", reason="another process sends it")
    attempts = was.attempts + 1 if was else 1
    try:
        done = Delivered(
            channel=key.channel, state="sent", reason=send(partial(store.hand_over, key))
        )
    except DeliveryError as error:
        done = _failed(key.channel, error, attempts, now)
    except UnsureError as error:
        done = Delivered(channel=key.channel, state="unsure", reason=str(error))
    store.end_delivery(key, done.state, done.reason, at=now, next_at=done.next_at)
    return done


def standing(was: Delivery, now: datetime, hurry: str = "") -> Delivered | None:
    """How a delivery stands when there is nothing to do for it now; None when it is to be tried.
    Pure. `hurry` is `by hand`, `again` or empty."""
    told = Delivered(
        channel=was.key.channel, state=was.state, reason=was.reason, next_at=was.next_at
    )
    if was.state == "sent":
        return told
    if was.state in UNDER_WAY and now - was.began_at < LEASE:
        return Delivered(
            channel=was.key.channel,
            state=was.state,
            reason=f"being sent since {rows.iso(was.began_at)}",
            next_at=was.began_at + LEASE,
        )
    if hurry == "again":
        return None
    if was.state == "handing" and was.key.channel == "mail":
        return Delivered(channel="mail", state="unsure", reason="broken off while it was sent")
    if was.state in ("failed", "unsure"):
        return told
    waits = was.next_at is not None and now < was.next_at
    return told if waits and not hurry else None


def _failed(channel: Channel, error: DeliveryError, attempts: int, now: datetime) -> Delivered:
    if not error.heals:
        return Delivered(channel=channel, state="failed", reason=str(error))
    if attempts >= MOST_ATTEMPTS:
        reason = f"given up after {attempts} attempts: {error}"
        return Delivered(channel=channel, state="failed", reason=reason)
    pause = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return Delivered(channel=channel, state="waiting", reason=str(error), next_at=now + pause)
