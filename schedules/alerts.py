"""Alerts: what a hook is to be told now, and telling it.

Each hook has a ledger of its own (`alerts`): a webhook that is down for a day does not make a
command say everything twice. A hook that was killed between telling and writing down tells again.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import httpx
from sqlite_utils import Database

from db import alerts as known
from db import rows
from db.alerts import Alert
from db.errors import StorylineError
from db.model import Topic
from schedules.alert_config import AlertSettings
from schedules.channels import Letter, send_mail
from schedules.delivery_config import Mail
from schedules.toml_model import minutes
from timeline.publish import inert
from timeline.publish.as_html import to_html

SECONDS = 30.0  # that a hook may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a hook is told at one time."""

    topic: Topic
    opened: tuple[Alert, ...]
    over: tuple[Alert, ...]
    at: datetime

    def __bool__(self) -> bool:
        return bool(self.opened or self.over)

    @property
    def title(self) -> str:
        events = sum(alert.kind == "event" for alert in self.opened)
        parts = (
            (len(self.opened) - events, "in trouble"),
            (len(self.over), "well again"),
            (events, "important"),
        )
        said = ", ".join(f"{count} {what}" for count, what in parts if count)
        return f"{self.topic.name}: {said}"

    def as_text(self) -> str:
        lines = [f"{alert.kind} {alert.subject}: {alert.message}" for alert in self.opened]
        lines += [f"{alert.kind} {alert.subject}: well again" for alert in self.over]
        return "\n".join([self.title, "", *lines, ""])

    def as_json(self) -> bytes:
        """The same bytes for the same notice; `id` tells a notice that comes a second time."""
        told = {
            "type": "storyline.alert",
            "topic": {"slug": self.topic.slug, "name": self.topic.name},
            "title": self.title,
            "opened": [_plain(alert) for alert in self.opened],
            "over": [_plain(alert) for alert in self.over],
            "text": self.as_text(),
        }
        body = json.dumps(told, ensure_ascii=False)
        return json.dumps({"id": _digest(body), **told}, ensure_ascii=False).encode()


Hook = Callable[[Notice], str]  # says how it went; raises `StorylineError`


def hooks(settings: AlertSettings, environment: Mapping[str, str] = os.environ) -> dict[str, Hook]:
    found: dict[str, Hook] = {}
    if settings.command:
        found["command"] = lambda notice: _run(settings.command, notice)
    if settings.webhook or settings.webhook_env:
        url = settings.webhook or environment.get(settings.webhook_env, "")
        found["webhook"] = lambda notice: _post(url, settings.webhook_env, notice)
    if mail := settings.mail:
        found["mail"] = lambda notice: _send(mail, environment, notice)
    return found


def notice(db: Database, topic: Topic, settings: AlertSettings, hook: str, now: datetime) -> Notice:
    """What the hook does not know yet."""
    before = now - timedelta(minutes=minutes(settings.after))
    unwell = [
        *known.unwell_sources(db, topic.slug, before),
        *known.failing_jobs(db, topic.slug),
    ]
    still = {(alert.kind, alert.subject) for alert in unwell}
    told = known.told(db, topic.slug, hook)
    opened = [alert for alert in unwell if alert.ripe and (alert.kind, alert.subject) not in told]
    opened += known.important_news(db, topic.slug, hook, settings.importance, now)
    over = [alert for key, alert in told.items() if alert.kind != "event" and key not in still]
    return Notice(topic=topic, opened=tuple(opened), over=tuple(over), at=now)


def _send(mail: Mail, environment: Mapping[str, str], told: Notice) -> str:
    first, *rest = told.as_text().rstrip().split("\n")
    markdown = "\n".join(
        [f"# {inert.markdown(first)}", *(f"- {inert.markdown(x)}" for x in rest if x)]
    )
    letter = Letter(
        key=str(uuid.uuid5(uuid.NAMESPACE_URL, f"storyline:alert:{told.at}:{_digest(markdown)}")),
        slug=told.topic.slug,
        topic=told.topic.name,
        week="",
        title=inert.line(told.title),
        markdown=markdown,
        html=to_html(markdown, told.title),
    )
    return send_mail(letter, mail, environment, told.at, lambda: None)


def _run(command: tuple[str, ...], told: Notice) -> str:
    """JSON on its standard input, the title as its last argument."""
    try:
        done = subprocess.run(
            [*command, told.title],
            input=told.as_json(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StorylineError(f"the command did not run: {error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()[-300:]
        raise StorylineError(f"the command ended with exit code {done.returncode}: {said}")
    return "the command was told"


def _post(url: str, variable: str, told: Notice) -> str:
    """The address may be a secret, and is in no message."""
    if not url:
        raise StorylineError(f"the environment has no {variable}")
    body = told.as_json()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "storyline",
        "Idempotency-Key": json.loads(body)["id"],
    }
    try:
        with httpx.stream("POST", url, content=body, headers=headers, timeout=SECONDS) as answer:
            code = answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise StorylineError(f"no answer of the webhook: {type(error).__name__}") from error
    if not 200 <= code < 300:
        raise StorylineError(f"the webhook answered {code}")
    return f"the webhook answered {code}"


def _plain(alert: Alert) -> rows.Row:
    fields = asdict(alert)
    return {name: fields[name] for name in ("kind", "subject", "message")}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
