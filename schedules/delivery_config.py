"""The tables `[digest.mail]` and `[digest.webhook]` of a topic file.

A password, a secret or an address that is one stands in an environment variable, of which the file
has the name.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Security = Literal["starttls", "tls", "none"]
_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def _mailbox(value: str) -> str:
    _, address = parseaddr(value)
    name, at, domain = address.rpartition("@")
    if not (name and at and domain) or not address.isascii() or any(c.isspace() for c in address):
        raise ValueError(f"{value!r} is not a mail address such as 'Desk <desk@example.org>'")
    if any(ord(character) < 32 for character in value):
        raise ValueError(f"{value!r} is not one line of text")
    return value


Mailbox = Annotated[str, AfterValidator(_mailbox)]
Variable = Annotated[str, Field(pattern=r"^([A-Za-z_][A-Za-z0-9_]*)?$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Mail(_Table):
    """`password_env` names the variable that has the password of `user`."""

    host: Annotated[str, Field(pattern=r"^\S+$")]
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    security: Security = "starttls"
    user: str = ""
    password_env: Variable = ""
    sender: Annotated[Mailbox, Field(alias="from")]
    to: Annotated[list[Mailbox], Field(min_length=1)]

    @model_validator(mode="after")
    def _secret(self) -> Mail:
        if bool(self.user) != bool(self.password_env):
            raise ValueError("'user' and 'password_env' belong together")
        if self.user and self.security == "none" and self.host not in _LOOPBACK:
            raise ValueError("a password is sent to another machine only with 'starttls' or 'tls'")
        return self

    @property
    def at_port(self) -> int:
        return self.port or _PORTS[self.security]


class Webhook(_Table):
    """`url_env` names the variable that has the address, where that is a secret itself."""

    url: Annotated[str, Field(pattern=r"^(https?://[^/\s]+\S*)?$")] = ""
    url_env: Variable = ""
    secret_env: Variable = ""

    @model_validator(mode="after")
    def _address(self) -> Webhook:
        if bool(self.url) == bool(self.url_env):
            raise ValueError("give it either a 'url' or a 'url_env'")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """What a topic file says of digests; the template is beside the file."""

    template: Path | None = None
    mail: Mail | None = None
    webhook: Webhook | None = None
