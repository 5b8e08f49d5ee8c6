"""Digests sent: a real SMTP server and a real HTTP server on loopback, and what a crash leaves."""

from __future__ import annotations

import base64
import email
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from db.alerts import Alert
from db.deliveries import Delivery, DeliveryKey, delivery
from db.errors import StorylineError
from db.store import Store
from schedules.alert_config import AlertSettings
from schedules.alerts import Notice, hooks
from schedules.cli import main
from schedules.config import load_topic_file
from schedules.delivery import LEASE, Delivered, deliver, deliver_waiting, standing
from schedules.delivery_config import DigestSettings, Mail
from tests.articles import TOPIC
from tests.test_digest import BEFORE, LAUNCH, OLD, W15, WITHIN, build

NOW = datetime(2026, 4, 13, 7, tzinfo=UTC)
ENVIRONMENT = {"MAIL_PASSWORD": "sesame", "HOOK_SECRET": "rosebud"}


class Mailbox:
    """Keeps what comes in; answers with what it is told to."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answers: list[str] = []

    async def handle_RCPT(self, *given: Any) -> str:
        _, _, envelope, address, _ = given
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, *given: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        letter = email.message_from_bytes(given[-1].content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


def _knows(*given: Any) -> AuthResult:
    (secret,) = (one for one in given if isinstance(one, LoginPassword))
    right = (secret.login, secret.password) == (b"desk", b"sesame")
    return AuthResult(success=right, handled=right)


@pytest.fixture(scope="module")
def smtp() -> Iterator[tuple[Controller, Mailbox]]:
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        (_, port) = probe.getsockname()
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        authenticator=_knows,
        auth_require_tls=False,
    )
    controller.start()
    yield controller, mailbox
    controller.stop()


class Hook(BaseHTTPRequestHandler):
    requests: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    answers: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Hook.requests.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(Hook.answers.pop(0) if Hook.answers else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def hook() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/digests"
        server.shutdown()


@pytest.fixture
def mailbox(smtp: tuple[Controller, Mailbox]) -> Mailbox:
    smtp[1].letters.clear()
    smtp[1].answers.clear()
    Hook.requests.clear()
    Hook.answers.clear()
    return smtp[1]


@pytest.fixture
def config(smtp: tuple[Controller, Mailbox], hook: str, mailbox: Mailbox, tmp_path: Path) -> Path:
    path = tmp_path / "storyline.toml"
    path.write_text(
        f"""name = "Orbit"
terms = ["Orbit"]
[digest.mail]
host = "127.0.0.1"
port = {smtp[0].port}
security = "none"
user = "desk"
password_env = "MAIL_PASSWORD"
from = "The desk <desk@desk.example>"
to = ["Ada <ada@readers.example>", "nobody@readers.example"]
[digest.webhook]
url = "{hook}"
secret_env = "HOOK_SECRET"
"""
    )
    return path


@pytest.fixture
def settings(config: Path) -> DigestSettings:
    return load_topic_file(config).letters


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "timeline.db") as made:
        made.save_topic(TOPIC)
        build(made, BEFORE, OLD)
        build(made, WITHIN, OLD, LAUNCH)
        yield made


def sent(
    store: Store, settings: DigestSettings, now: datetime = NOW, **more: Any
) -> list[Delivered]:
    return deliver(store, TOPIC, W15, settings, now, environment=ENVIRONMENT, **more)


def test_a_digest_is_sent_once_through_each_channel(
    store: Store, settings: DigestSettings, mailbox: Mailbox
) -> None:
    first = sent(store, settings)
    assert [(one.channel, one.state) for one in first] == [("mail", "sent"), ("webhook", "sent")]
    assert "for 1 of 2; nobody@readers.example was refused: 550" in first[0].reason
    assert [one.state for one in sent(store, settings, again=True)] == ["sent", "sent"]
    (letter,), ((headers, body),) = mailbox.letters, Hook.requests
    assert letter["subject"] == "Orbit: 2026-04-06 to 2026-04-12"
    assert letter["message-id"].endswith("@desk.example>")
    plain, rich = letter.iter_parts()
    assert plain.get_content().startswith("# Orbit: 2026-04-06")
    assert "<strong>8 Apr 2026</strong> Tern launches Orbit" in rich.get_content()
    told = json.loads(body)
    assert told["id"] == headers["idempotency-key"] == headers["webhook-id"]
    assert told["markdown"].strip() == plain.get_content().replace("\r\n", "\n").strip()
    signed = f"{told['id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(b"rosebud", signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


def test_what_can_heal_is_tried_again_later_with_the_same_ids(
    store: Store, settings: DigestSettings, mailbox: Mailbox
) -> None:
    mailbox.answers[:] = ["451 try later", "451 try later"]
    Hook.answers[:] = [503]
    first = sent(store, settings)
    assert [one.state for one in first] == ["waiting", "waiting"]
    assert first[0].next_at == NOW + timedelta(minutes=5)
    assert sent(store, settings, NOW + timedelta(minutes=4)) == first
    mail, hook = deliver_waiting(
        store, TOPIC, settings, NOW + timedelta(minutes=5), environment=ENVIRONMENT
    )
    assert (mail.state, hook.state) == ("waiting", "sent")
    assert mail.next_at == NOW + timedelta(minutes=15)
    assert [one.state for one in sent(store, settings, by_hand=True)] == ["sent", "sent"]
    assert len(mailbox.letters) == 1
    assert len({(h["idempotency-key"], body) for h, body in Hook.requests}) == 1
    assert deliver_waiting(store, TOPIC, settings, NOW + timedelta(days=1)) == []


def test_what_is_refused_is_given_up_until_a_person_says_again(
    store: Store, settings: DigestSettings, mailbox: Mailbox
) -> None:
    mailbox.answers[:] = ["554 no digests here"]
    Hook.answers[:] = [410]
    first = sent(store, settings)
    assert [one.state for one in first] == ["failed", "failed"]
    assert [one.reason for one in sent(store, settings, by_hand=True)] == [
        "the message was refused: 554 no digests here",
        "it answered 410",
    ]
    assert [one.state for one in sent(store, settings, again=True)] == ["sent", "sent"]


def test_a_wrong_or_missing_password_is_told_and_never_shown(
    store: Store, settings: DigestSettings, mailbox: Mailbox
) -> None:
    mail, hook = deliver(store, TOPIC, W15, settings, NOW, environment={"MAIL_PASSWORD": "wr0ng"})
    assert mail.state == "waiting"
    assert "535" in mail.reason
    assert "wr0ng" not in mail.reason
    assert hook.reason == "the environment has no HOOK_SECRET"
    assert (mailbox.letters, Hook.requests) == ([], [])


@pytest.mark.parametrize(("died_in", "mail"), [("sending", "sent"), ("handing", "unsure")])
def test_a_crash_never_sends_twice_knowingly(
    store: Store, settings: DigestSettings, mailbox: Mailbox, died_in: str, mail: str
) -> None:
    for channel in ("mail", "webhook"):
        key = DeliveryKey(topic=TOPIC.slug, week=W15.name, channel=channel)
        assert store.claim_delivery(None, key, NOW)
        if died_in == "handing":
            store.hand_over(key)
    assert {one.state for one in sent(store, settings, again=True)} == {died_in}  # it may live
    assert not (mailbox.letters or Hook.requests)
    after = NOW + LEASE
    assert [one.state for one in sent(store, settings, after)] == [mail, "sent"]
    assert [one.state for one in sent(store, settings, after, by_hand=True)] == [mail, "sent"]
    assert [one.state for one in sent(store, settings, after, again=True)] == ["sent", "sent"]
    assert len(mailbox.letters) == len(Hook.requests) == 1


def test_of_two_processes_one_sends(store: Store) -> None:
    key = DeliveryKey(topic=TOPIC.slug, week=W15.name, channel="mail")
    with Store(store.path) as other:
        assert other.claim_delivery(None, key, NOW)
    assert not store.claim_delivery(None, key, NOW)
    known = delivery(store.db, key)
    assert store.claim_delivery(known, key, NOW + LEASE)
    assert not store.claim_delivery(known, key, NOW + LEASE)


@given(
    st.sampled_from(["sending", "handing", "waiting", "sent", "failed", "unsure"]),
    st.sampled_from(["mail", "webhook"]),
    st.sampled_from(["", "by hand", "again"]),
    st.integers(0, 40),
)
def test_what_is_sent_or_may_be_is_left_alone(
    state: Any, channel: Any, hurry: str, minutes: int
) -> None:
    key = DeliveryKey(topic="t", week="2026-W15", channel=channel)
    was = Delivery(key=key, state=state, attempts=1, reason="", began_at=NOW)
    tried = standing(was, NOW + timedelta(minutes=minutes), hurry) is None
    if state == "sent" or (state in ("sending", "handing") and minutes < 15):
        assert not tried
    if (state, channel) in (("handing", "mail"), ("unsure", channel)) and hurry != "again":
        assert not tried


def test_a_week_that_is_not_over_is_not_sent(store: Store, settings: DigestSettings) -> None:
    with pytest.raises(StorylineError, match="not over"):
        sent(store, settings, datetime(2026, 4, 12, 23, 59, 59, tzinfo=UTC))


def test_the_command_sends_and_says_what_is_not_sent(
    store: Store, config: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    Hook.answers[:] = [500]
    command = ["--config", str(config), "--db", str(store.path)]
    command += ["digest", "--week", "2026-W15", "--deliver"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 3, done.output
    assert "2026-W15 mail: sent" in done.stdout
    assert "2026-W15 webhook: waiting: it answered 500; the next attempt from" in done.stderr
    assert CliRunner().invoke(main, command).exit_code == 0
    assert len(mailbox.letters) == 1
    config.write_text('name = "Orbit"\nterms = ["Orbit"]\n')
    assert "[digest.mail]" in CliRunner().invoke(main, command).stderr


def test_an_alert_goes_by_mail_too(smtp: tuple[Controller, Mailbox], mailbox: Mailbox) -> None:
    table = {"host": "127.0.0.1", "port": smtp[0].port, "security": "none"}
    mail = Mail.model_validate({**table, "from": "desk@example.org", "to": ["ada@example.org"]})
    (tell,) = hooks(AlertSettings(mail=mail), {}).values()
    trouble = Alert(kind="source", subject="wire", message="gone <since> Monday")
    tell(Notice(topic=TOPIC, opened=(trouble,), over=(), at=NOW))
    (letter,) = mailbox.letters
    assert letter["Subject"] == f"{TOPIC.name}: 1 in trouble"
    page = letter.get_body(("html",))
    assert page is not None and "gone &lt;since&gt; Monday" in page.get_content()
