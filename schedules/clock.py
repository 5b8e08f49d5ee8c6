"""What time it is, as something that can be handed over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """An aware moment."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)
