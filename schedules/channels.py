"""The channels of a digest: mail through SMTP, a webhook. Each tries once and says how it went.

Before anything that may count as sent leaves our hands, `handing` is called. What fails before
has sent nothing.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr

import httpx

from db.errors import StorylineError
from schedules.delivery_config import Mail, Webhook

SECONDS = 30  # for each step of a conversation
_HEALING = frozenset({408, 425, 429})  # of the answers that refuse a request


class DeliveryError(StorylineError):
    """An attempt that sent nothing; `heals` when a later one may succeed."""

    def __init__(self, message: str, *, heals: bool) -> None:
        super().__init__(message)
        self.heals = heals


class UnsureError(StorylineError):
    """The conversation broke off after the digest had left our hands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A digest as it is sent. `key` is the same for every attempt, and of no other digest."""

    key: str
    slug: str
    topic: str
    week: str
    title: str
    markdown: str
    html: str


Handing = Callable[[], None]

# ---------------------------------------------------------------- mail


def send_mail(
    letter: Letter, mail: Mail, environment: Mapping[str, str], at: datetime, handing: Handing
) -> str:
    """One message to all; returns how it went in words. Raises `DeliveryError`, `UnsureError`."""
    password = _from_environment(mail.password_env, environment)
    message = mail_message(letter, mail, at).as_bytes(policy=SMTP_POLICY)
    try:
        smtp = _connected(mail, password)
    except (OSError, smtplib.SMTPException) as error:
        raise _mail_error(error, mail) from error
    try:
        return _converse(smtp, mail, message, handing)
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.putcmd("quit")  # whose answer changes nothing
        smtp.close()


def mail_message(letter: Letter, mail: Mail, at: datetime) -> EmailMessage:
    """Text and HTML of the same words; its id is the same for every attempt."""
    domain = parseaddr(mail.sender)[1].rpartition("@")[2]
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = mail.sender
    message["To"] = ", ".join(mail.to)
    message["Subject"] = letter.title
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{letter.key}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.markdown, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


def _connected(mail: Mail, password: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    smtp: smtplib.SMTP
    if mail.security == "tls":
        smtp = smtplib.SMTP_SSL(mail.host, mail.at_port, timeout=SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(mail.host, mail.at_port, timeout=SECONDS)
    try:
        if mail.security == "starttls":
            smtp.starttls(context=context)
        if mail.user:
            smtp.login(mail.user, password)
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _converse(smtp: smtplib.SMTP, mail: Mail, message: bytes, handing: Handing) -> str:
    try:
        _accepted(*smtp.mail(parseaddr(mail.sender)[1]), "the sender")
        refused = _refused_recipients(smtp, mail.to)
    except (OSError, smtplib.SMTPException) as error:
        raise _mail_error(error, mail) from error
    handing()
    try:
        answer = smtp.data(message)
    except smtplib.SMTPDataError as error:
        raise _mail_error(error, mail) from error  # it did not want to hear it
    except (OSError, smtplib.SMTPException) as error:
        raise UnsureError(f"{mail.host} broke off before it said that it has it") from error
    _accepted(*answer, "the message")
    taken = f"taken by {mail.host} for {len(mail.to) - len(refused)} of {len(mail.to)}"
    return "; ".join((taken, *refused))


def _refused_recipients(smtp: smtplib.SMTP, to: Sequence[str]) -> list[str]:
    """Raises `DeliveryError` when all are refused."""
    refused, codes = [], []
    for mailbox in to:
        code, said = smtp.rcpt(parseaddr(mailbox)[1])
        if code not in (250, 251):
            codes.append(code)
            refused.append(f"{mailbox} was refused: {_words(code, said)}")
    if len(refused) == len(to):
        raise DeliveryError("; ".join(refused), heals=any(code < 500 for code in codes))
    return refused


def _accepted(code: int, said: bytes, what: str) -> None:
    if code != 250:
        raise DeliveryError(f"{what} was refused: {_words(code, said)}", heals=code < 500)


def _mail_error(error: Exception, mail: Mail) -> DeliveryError:
    if isinstance(error, smtplib.SMTPResponseException):
        # A password can be mended, what the server has against the message cannot.
        heals = error.smtp_code < 500 or isinstance(error, smtplib.SMTPAuthenticationError)
        said = error.smtp_error
        code = _words(error.smtp_code, said if isinstance(said, bytes) else said.encode())
        return DeliveryError(f"{mail.host} said {code}", heals=heals)
    heals = not isinstance(error, smtplib.SMTPNotSupportedError)
    return DeliveryError(
        f"{mail.host}:{mail.at_port}: {error or type(error).__name__}", heals=heals
    )


def _words(code: int, said: bytes) -> str:
    return f"{code} {' '.join(said.decode('utf-8', 'replace').split())[:200]}"


# ---------------------------------------------------------------- webhook


def send_webhook(
    letter: Letter, hook: Webhook, environment: Mapping[str, str], at: datetime, handing: Handing
) -> str:
    """POST it as JSON; returns how it went in words. Raises `DeliveryError`.

    Whether an answer that never came meant yes cannot be known; the next attempt has the same
    key, by which the other side can tell that it has it.
    """
    url = hook.url or _from_environment(hook.url_env, environment)
    body = webhook_body(letter)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "storyline",
        "Idempotency-Key": letter.key,
        "webhook-id": letter.key,
        "webhook-timestamp": str(int(at.timestamp())),
    }
    if hook.secret_env:
        secret = _from_environment(hook.secret_env, environment)
        headers["webhook-signature"] = signature(letter.key, at, body, secret)
    handing()
    try:
        # Of the answer only its head is read.
        with httpx.stream("POST", url, content=body, headers=headers, timeout=SECONDS) as answer:
            code = answer.status_code
    except httpx.InvalidURL as error:
        raise DeliveryError(f"the address is none: {error}", heals=False) from error
    except httpx.HTTPError as error:
        raise DeliveryError(f"no answer: {type(error).__name__}", heals=True) from error
    if not 200 <= code < 300:
        heals = code >= 500 or code in _HEALING
        raise DeliveryError(f"it answered {code}", heals=heals)
    return f"it answered {code}"


def webhook_body(letter: Letter) -> bytes:
    """The same bytes for every attempt."""
    told = {
        "id": letter.key,
        "type": "storyline.digest",
        "topic": {"slug": letter.slug, "name": letter.topic},
        "week": letter.week,
        "title": letter.title,
        "markdown": letter.markdown,
        "html": letter.html,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def signature(key: str, at: datetime, body: bytes, secret: str) -> str:
    """As the Standard Webhooks specification has it: `v1,` and HMAC-SHA256 in base64 of id,
    timestamp and body. A secret that begins with `whsec_` is base64."""
    raw = secret.encode()
    if secret.startswith("whsec_"):
        try:
            raw = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except ValueError as error:
            raise DeliveryError("the secret is not base64 after whsec_", heals=True) from error
    signed = b".".join((key.encode(), str(int(at.timestamp())).encode(), body))
    return f"v1,{base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()}"


def _from_environment(name: str, environment: Mapping[str, str]) -> str:
    if name and not environment.get(name):
        raise DeliveryError(f"the environment has no {name}", heals=True)
    return environment[name] if name else ""
