"""What a topic file says of alerts."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schedules.delivery_config import Mail
from schedules.toml_model import Interval, Text


class AlertSettings(BaseModel):
    """`[alerts]` of a topic file. `webhook_env` names the variable that has the address, where
    that is a secret."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    command: tuple[Text, ...] = ()
    webhook: Annotated[str, Field(pattern=r"^(https?://[^/\s]+\S*)?$")] = ""
    webhook_env: Annotated[str, Field(pattern=r"^([A-Za-z_][A-Za-z0-9_]*)?$")] = ""
    mail: Mail | None = None
    importance: Annotated[float, Field(ge=0, le=1)] = 0.8
    after: Interval = "2h"

    @model_validator(mode="after")
    def _somebody_is_told(self) -> AlertSettings:
        if self.webhook and self.webhook_env:
            raise ValueError("give it either a 'webhook' or a 'webhook_env'")
        if not (self.command or self.webhook or self.webhook_env or self.mail):
            raise ValueError("nobody is told: it needs a 'command', a 'webhook' or 'mail'")
        return self
