"""Processes are kept to their limits, and end with the one that started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from schedules.children import Children, Stopped
from schedules.service import Limits
from tests.running import eventually

ROOMY = Limits(seconds=60, megabytes=1000)
# `timeit` is a module that runs what it is given.
ONCE = ("-n1", "-r1")


def code(text: str) -> tuple[str, ...]:
    return (*ONCE, f"import os, sys, time, subprocess; {text}")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text(encoding="ascii").split()[2] != "Z"


def test_what_it_printed_and_its_exit_code_come_back() -> None:
    ending = Children().run("timeit", code("print('done'); sys.stdout.flush(); os._exit(5)"), ROOMY)
    assert (ending.code, ending.output, ending.cut_short) == (5, "done\n", "")


def test_one_that_takes_too_long_is_killed_with_its_children(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    work = f"p = subprocess.Popen(['sleep', '60']); open({str(note)!r}, 'w').write(str(p.pid))"
    ending = Children().run(
        "timeit", code(f"{work}; time.sleep(60)"), Limits(seconds=2, megabytes=1000)
    )
    assert ending.cut_short == "it was killed after 2 s"
    eventually(lambda: not alive(int(note.read_text())))


def test_one_that_takes_too_much_memory_is_ended() -> None:
    greedy = code("x = bytearray(os.urandom(2**20) * 200); time.sleep(60)")
    ending = Children().run("timeit", greedy, Limits(seconds=60, megabytes=150))
    assert ending.cut_short == "it took more than 150 MB of memory"


def test_one_that_crashes_says_how() -> None:
    ending = Children().run("timeit", code("os.kill(os.getpid(), 11)"), ROOMY)
    assert ending.cut_short == "it was ended by SIGSEGV"


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    inner = code(f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    program = (
        "from schedules.children import Children\nfrom schedules.service import Limits\n"
        f"Children().run('timeit', {inner!r}, Limits(seconds=60, megabytes=1000))"
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    eventually(lambda: note.exists() and note.read_text())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    eventually(lambda: not alive(int(note.read_text())), seconds=3)


def test_one_that_does_not_want_to_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("schedules.children.GRACE_SECONDS", 0.5)
    children, ended = Children(), []
    stubborn = code("import signal; signal.signal(15, signal.SIG_IGN); time.sleep(60)")

    def work() -> None:
        try:
            children.run("timeit", stubborn, ROOMY)
        except Stopped:
            ended.append(time.monotonic())

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(1)
    children.stop_all()
    thread.join(5)
    assert len(ended) == 1
    with pytest.raises(Stopped):
        children.run("timeit", code("pass"), ROOMY)
