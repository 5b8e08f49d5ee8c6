"""`python -m schedules.leash FD MEGABYTES MODULE ARGUMENT…`: run a module as a process that ends
with the one that started it, and that does not take more memory than it may.

`FD` is the end to read of a pipe. Its other end is open in the parent alone, so that it closes
when the parent is gone, however it went.
"""

from __future__ import annotations

import os
import resource
import runpy
import select
import signal
import sys
import threading
from pathlib import Path

LOOK_SECONDS = 0.25
OUT_OF_MEMORY = 77  # exit code


def main() -> None:
    descriptor, megabytes, module = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    watch = threading.Thread(target=_watch, args=(descriptor, megabytes * 2**20), daemon=True)
    watch.start()
    sys.argv = [module, *sys.argv[4:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _watch(descriptor: int, most: int) -> None:
    while True:
        gone, _, _ = select.select([descriptor], [], [], LOOK_SECONDS)
        if gone:
            os.killpg(0, signal.SIGKILL)  # it was started as the leader of a group of its own
        if _resident_bytes() > most:
            os._exit(OUT_OF_MEMORY)


def _resident_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:  # not Linux: the peak, in bytes on macOS
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
