"""Processes that do the work: limited in time and memory, ended with all of their children.

A crawl is a process because Scrapy's reactor cannot start twice in one, a build because only a
process can be ended in the middle; what either does to memory ends with it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from schedules.leash import OUT_OF_MEMORY
from schedules.service import Limits

GRACE_SECONDS = 4.0  # between being told to stop and being killed


class Stopped(BaseException):
    """The work was ended because the service was told to stop; it is to be given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a process ended: its exit code, what it printed, and in words what cut it short, ""
    when nothing did."""

    code: int
    output: str
    cut_short: str = ""


class Children:
    """The processes that one service, or one command, has started."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[str]] = set()
        self._stopping = threading.Event()

    def run(self, module: str, arguments: Sequence[str], limits: Limits) -> Ending:
        """Run a module of ours and wait for its end. Raises `Stopped`."""
        if self._stopping.is_set():
            raise Stopped
        reading, writing = os.pipe()
        leash = [sys.executable, "-m", "schedules.leash", str(reading), str(limits.megabytes)]
        try:
            process = subprocess.Popen(
                [*leash, module, *arguments],
                start_new_session=True,  # so that a kill reaches every child
                pass_fds=[reading],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                text=True,
            )
        finally:
            os.close(reading)
        with process:
            self._running.add(process)
            try:
                ending = _wait(process, limits)
            finally:
                _signal(process, signal.SIGKILL)
                self._running.discard(process)
                os.close(writing)
        if self._stopping.is_set():
            raise Stopped
        return ending

    def stop_all(self) -> None:
        """End every process, first by asking; what they saved is kept. None starts after this."""
        self._stopping.set()
        for process in tuple(self._running):
            _signal(process, signal.SIGTERM)
        until = time.monotonic() + GRACE_SECONDS
        while self._running and time.monotonic() < until:
            time.sleep(0.05)
        for process in tuple(self._running):
            _signal(process, signal.SIGKILL)


def _wait(process: subprocess.Popen[str], limits: Limits) -> Ending:
    cut_short = ""
    try:
        output, _ = process.communicate(timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        cut_short = f"it was killed after {limits.seconds} s"
        _signal(process, signal.SIGKILL)
        output, _ = process.communicate()
    code = process.returncode
    if code == OUT_OF_MEMORY:
        cut_short = f"it took more than {limits.megabytes} MB of memory"
    elif code < 0 and not cut_short:
        cut_short = f"it was ended by {signal.Signals(-code).name}"
    return Ending(code=code, output=output, cut_short=cut_short)


def _signal(process: subprocess.Popen[str], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
