"""What a crawl remembers of hosts: how long to leave them alone, and their robots.txt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from db import rows
from db.connection import Connection

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # `fetched_at` of a robots.txt that was never had


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPause:
    """A host that refused: how often in a row, and until when it is left alone."""

    refusals: int
    not_before: datetime
    reason: str

    def words(self, host: str) -> str:
        """What a person should know of it."""
        until = f"{self.not_before:%Y-%m-%d %H:%M:%S} UTC"
        return f"{self.reason}; {host} is not asked again before {until}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """A robots.txt as last had; an empty body where there is none."""

    body: str
    etag: str
    last_modified: str
    fetched_at: datetime
    unreachable_since: datetime | None = None


class HostWrites(Connection):
    def host_pause(self, host: str) -> HostPause | None:
        """What a host's last refusal was; None when its last answer was no refusal."""
        for row in self.db.query("select * from hosts where host = ?", [host]):
            return HostPause(
                refusals=row["refusals"],
                not_before=rows.moment(row["not_before"]),
                reason=row["reason"],
            )
        return None

    def pause_host(self, host: str, pause: HostPause) -> None:
        record = {
            "host": host,
            "refusals": pause.refusals,
            "not_before": rows.iso(pause.not_before),
            "reason": pause.reason,
        }
        with self._transaction():
            self._upsert("hosts", [record], "host")

    def resume_host(self, host: str) -> None:
        """Forget the refusals of a host that answers again."""
        with self._transaction() as db:
            db.execute("delete from hosts where host = ?", [host])

    def take_turn(self, host: str, delay: timedelta, now: datetime) -> timedelta:
        """Ask a host now, unless the last one who did was less than `delay` ago: how long to wait
        then, and nothing when the turn is taken."""
        with self._transaction() as db:
            for row in db.query("select next_at from host_turns where host = ?", [host]):
                # Never longer than the delay: the clock may have been set back since.
                left = min(datetime.fromisoformat(row["next_at"]) - now, delay)
                if left > timedelta():
                    return left
            next_at = (now + delay).isoformat(timespec="milliseconds")
            self._upsert("host_turns", [{"host": host, "next_at": next_at}], "host")
        return timedelta()

    def robots_file(self, origin: str) -> RobotsFile | None:
        for row in self.db.query("select * from robots where origin = ?", [origin]):
            return RobotsFile(
                body=row["body"],
                etag=row["etag"],
                last_modified=row["last_modified"],
                fetched_at=rows.moment(row["fetched_at"]),
                unreachable_since=rows.moment(since)
                if (since := row["unreachable_since"])
                else None,
            )
        return None

    def save_robots_file(self, origin: str, robots: RobotsFile) -> None:
        record = {
            "origin": origin,
            "body": robots.body,
            "etag": robots.etag,
            "last_modified": robots.last_modified,
            "fetched_at": rows.iso(robots.fetched_at),
            "unreachable_since": None,
        }
        with self._transaction():
            self._upsert("robots", [record], "origin")

    def robots_unreachable(self, origin: str, now: datetime) -> datetime:
        """Remember that a robots.txt cannot be had, and since when; what it last said is kept."""
        with self._transaction() as db:
            db.execute(
                "insert into robots (origin, body, etag, last_modified, fetched_at,"
                " unreachable_since) values (?, '', '', '', ?, ?) on conflict (origin) do update"
                " set unreachable_since = coalesce(unreachable_since, excluded.unreachable_since)",
                [origin, rows.iso(NEVER), rows.iso(now)],
            )
        robots = self.robots_file(origin)
        assert robots is not None
        assert robots.unreachable_since is not None
        return robots.unreachable_since
