"""Somebody who looks at a database all the while that a service works on it: `storyline serve`,
asked twice a second for the timeline, a table and a query.

It is started as soon as the database is there. What was asked is in FOLDER/asked.jsonl, what
Datasette said in FOLDER/serve.log.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from statistics import median
from types import TracebackType

EVERY_SECONDS = 0.5
PATIENCE = 30.0  # seconds, for an answer, and for Datasette to come up
HOME = "/-/timeline/"
FORBIDDEN = re.compile(r"\b(?:database|table)\b.*\blocked\b", re.I)  # in either log


class Onlooker:
    """Looks from `with` to its end; goes on with what an earlier one found in the folder."""

    def __init__(self, folder: Path, database: Path) -> None:
        self._folder, self._database = folder, database
        self._asked = folder / "asked.jsonl"
        name = database.stem
        self._paths = (HOME, f"/{name}/articles", f"/{name}/told_most.json?_shape=array")
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Onlooker:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, what: object, where: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def report(self) -> Iterator[tuple[str, object, bool]]:
        """What was looked at, what it was, and whether it is as it should be."""
        asked = self._asked.read_text() if self._asked.exists() else ""
        found = [json.loads(line) for line in asked.splitlines()]
        seconds = [one["seconds"] for one in found if not one["error"]]
        errors = [one["error"] for one in found if one["error"]]
        yield "answers of `storyline serve`", len(seconds), bool(seconds)
        if seconds:
            slowness = f"{median(seconds):.3f}, {max(seconds):.3f}"
            yield "seconds for one: median, longest", slowness, True
        yield "errors of `storyline serve`", (len(errors), sorted(set(errors))[:3]), not errors
        for log in ("serve.log", "service.log"):
            path = self._folder / log
            lines = path.read_text(errors="replace").splitlines() if path.exists() else []
            said = [line for line in lines if FORBIDDEN.search(line)]
            yield f"lines of {log}, of them with a lock", (len(lines), len(said)), not said

    def _look(self) -> None:
        while not (self._database.exists() and self._database.stat().st_size):
            if self._end.wait(EVERY_SECONDS):
                return
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "schedules", "--db", str(self._database), "serve"]
        with (self._folder / "serve.log").open("ab") as log, self._asked.open("a") as asked:
            serve = subprocess.Popen([*command, "--port", str(port)], stdout=log, stderr=log)
            try:
                self._wait_for_a_story(port)
                number = 0
                while not self._end.wait(EVERY_SECONDS):
                    path = self._paths[number % len(self._paths)]
                    began = time.monotonic()
                    error = ask(port, path)
                    seconds = round(time.monotonic() - began, 3)
                    line = {"at": time.time(), "path": path, "error": error, "seconds": seconds}
                    asked.write(json.dumps(line) + "\n")
                    asked.flush()
                    number += 1
            finally:
                serve.terminate()
                serve.wait()

    def _wait_for_a_story(self, port: int) -> None:
        """Until Datasette is up and the service has written down what the database is about."""
        until = time.monotonic() + PATIENCE
        while ask(port, HOME) and time.monotonic() < until and not self._end.is_set():
            time.sleep(EVERY_SECONDS)


def ask(port: int, path: str) -> str:
    """What was wrong with the answer, "" when nothing was."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        return f"{path}: {error.code}: {error.read()[:200].decode(errors='replace')}"
    except (OSError, HTTPException) as error:
        return f"{path}: {error}"
    return ""
