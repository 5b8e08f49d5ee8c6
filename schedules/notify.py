"""What systemd is told of the service: sd_notify(3), a datagram to the socket that it names."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping


class Notifier:
    """Does nothing where no socket is named: outside of systemd."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address

    def send(self, *lines: str) -> None:
        """Such as `READY=1`, `WATCHDOG=1`, `STOPPING=1`, `STATUS=in words`."""
        if not self._address:
            return
        # Whoever does not listen does not learn of it; the service goes on.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.settimeout(1.0)
            to.sendto("\n".join(lines).encode(), self._address)
