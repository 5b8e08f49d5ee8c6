"""`storyline run` as a process: the service with its signals, its word to systemd and its
endpoint for health and metrics."""

from __future__ import annotations

import contextlib
import logging
import signal

from db import standing
from schedules.checks import LEAST_FREE_BYTES
from schedules.metrics import endpoint
from schedules.notify import Notifier
from schedules.scheduler import Runner
from schedules.service import Declaration

LONGEST_LOOK = 180.0  # seconds; many databases that are all locked make one long

log = logging.getLogger(__name__)


def run(declaration: Declaration, *, metrics: str = "") -> None:
    """Run in the foreground until SIGTERM or SIGINT; SIGHUP reads the files again. `metrics` is
    the address of the endpoint, else the service file's; without either there is none."""
    runner, notifier = Runner(declaration), Notifier()
    runner.beat = Watch(runner, notifier).beat

    def stop(*_: object) -> None:
        notifier.send("STOPPING=1")
        runner.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    signal.signal(signal.SIGHUP, lambda *_: runner.reload())
    address = metrics or runner.service.metrics
    with contextlib.ExitStack() as stack:
        if address:
            stack.enter_context(endpoint(address, runner, lambda: troubles(runner)))
        log.info("running %d topics", len(runner.service.followed))
        runner.run()


class Watch:
    """Tells systemd at each beat that the service lives, as long as it looks what is due."""

    def __init__(self, runner: Runner, notifier: Notifier) -> None:
        self._runner, self._notifier = runner, notifier
        self._ready = False
        self._told: list[str] | None = None

    def beat(self) -> None:
        if self._runner.seconds_since_look > LONGEST_LOOK:
            return  # systemd ends a service that is silent, and starts it again
        lines = ["WATCHDOG=1"]
        if not self._ready:
            self._ready = True
            lines.append("READY=1")
        wrong = troubles(self._runner)
        if wrong != self._told:
            self._told = wrong
            lines.append(f"STATUS={'; '.join(wrong) or 'all is well'}")
        self._notifier.send(*lines)


def troubles(runner: Runner) -> list[str]:
    """What keeps the service from its work now, in words; nothing when all is well."""
    found = [f"{path}: {trouble}" for path, trouble in sorted(runner.troubles.items())]
    if runner.seconds_since_look > LONGEST_LOOK:
        found.append(f"nothing was looked at for {runner.seconds_since_look:.0f} s")
    for database in runner.service.databases:
        with contextlib.suppress(OSError):
            free = standing.room(database).free
            if free < LEAST_FREE_BYTES:
                found.append(f"{database}: only {free // 2**20} MiB of disk are free")
    return found
