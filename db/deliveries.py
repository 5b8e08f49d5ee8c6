"""The ledger of deliveries: what became of each week's digest in each channel.

A row is there before an attempt begins, and says `handing` from right before the digest leaves our
hands until the answer is written down. A process that dies earlier has sent nothing; one that dies
in `handing` has perhaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlite_utils import Database

from db import rows
from db.connection import Connection

Channel = Literal["mail", "webhook"]
DeliveryState = Literal["sending", "handing", "waiting", "sent", "failed", "unsure"]
UNDER_WAY: tuple[DeliveryState, ...] = ("sending", "handing")

# An attempt ends long before by its time-outs: one that has not is of a process that is gone.
LEASE = timedelta(minutes=15)
_KEY = "topic = :topic and week = :week and channel = :channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryKey:
    topic: str
    week: str
    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row: `next_at` is when what waits may be tried again."""

    key: DeliveryKey
    state: DeliveryState
    attempts: int
    reason: str
    began_at: datetime
    ended_at: datetime | None = None
    next_at: datetime | None = None

    @property
    def retry_at(self) -> datetime:
        """When it may be tried again, if it is neither sent nor given up."""
        return self.next_at or self.began_at + LEASE


class DeliveryWrites(Connection):
    def claim_delivery(self, was: Delivery | None, key: DeliveryKey, at: datetime) -> bool:
        """Begin an attempt; False when another process did, since the row was read as `was`."""
        with self._transaction() as db:
            if delivery(db, key) != was:
                return False
            db.execute(
                "insert into deliveries (topic, week, channel, state, attempts, reason, began_at)"
                " values (:topic, :week, :channel, 'sending', 1, '', :at)"
                " on conflict (topic, week, channel) do update set state = 'sending',"
                " attempts = attempts + 1, reason = '', began_at = :at, ended_at = null,"
                " next_at = null",
                {**_key(key), "at": rows.iso(at)},
            )
        return True

    def hand_over(self, key: DeliveryKey) -> None:
        """Write down that the digest is about to leave our hands."""
        with self._transaction() as db:
            db.execute(f"update deliveries set state = 'handing' where {_KEY}", _key(key))

    def end_delivery(
        self,
        key: DeliveryKey,
        state: DeliveryState,
        reason: str,
        *,
        at: datetime,
        next_at: datetime | None = None,
    ) -> None:
        """How the attempt ended."""
        with self._transaction() as db:
            db.execute(
                "update deliveries set state = :state, reason = :reason, ended_at = :at,"
                f" next_at = :next where {_KEY}",
                {
                    **_key(key),
                    "state": state,
                    "reason": reason,
                    "at": rows.iso(at),
                    "next": rows.iso(next_at) if next_at else None,
                },
            )


def delivery(db: Database, key: DeliveryKey) -> Delivery | None:
    found = db.query(f"select * from deliveries where {_KEY}", _key(key))
    return next((_delivery(row) for row in found), None)


def unfinished(db: Database, topic: str) -> list[Delivery]:
    """What is neither sent nor given up, by week."""
    found = db.query(
        "select * from deliveries where topic = ? and state in ('sending', 'handing', 'waiting')"
        " order by week, channel",
        [topic],
    )
    return [_delivery(row) for row in found]


def _key(key: DeliveryKey) -> dict[str, str]:
    return {"topic": key.topic, "week": key.week, "channel": key.channel}


def _delivery(row: rows.Row) -> Delivery:
    ended, following = row["ended_at"], row["next_at"]
    return Delivery(
        key=DeliveryKey(topic=row["topic"], week=row["week"], channel=row["channel"]),
        state=row["state"],
        attempts=row["attempts"],
        reason=row["reason"],
        began_at=rows.moment(row["began_at"]),
        ended_at=rows.moment(ended) if ended else None,
        next_at=rows.moment(following) if following else None,
    )
