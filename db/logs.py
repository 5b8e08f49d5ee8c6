"""How a line of the log looks, in every process: text on a terminal, elsewhere JSON, one object a
line. Every line says what it is about, as far as that is known where it is written."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from pythonjsonlogger.json import JsonFormatter

LogFormat = Literal["auto", "text", "json"]
FORMATS: tuple[LogFormat, ...] = get_args(LogFormat)
VARIABLE = "STORYLINE_LOG_FORMAT"  # through which it reaches the processes of a service
KNOWN = ("topic", "job", "source", "run")  # what a line can be about, in the order of text

_about: ContextVar[dict[str, str]] = ContextVar("about")


@contextmanager
def about(**names: str) -> Iterator[None]:
    """What is logged in here, and in the tasks begun in here, is about these; see `KNOWN`."""
    token = _about.set({**_about.get({}), **names})
    try:
        yield
    finally:
        _about.reset(token)


def also_about(**names: str) -> None:
    """As `about`, up to the end of the surrounding one, for all that was begun in it."""
    _about.get({}).update(names)


def log_to_stderr(level: int) -> logging.Handler:
    """Write the log of this process to standard error, in the format of the environment."""
    form = os.environ.get(VARIABLE, "auto")
    as_text = sys.stderr.isatty() if form not in ("text", "json") else form == "text"
    handler = logging.StreamHandler()
    handler.setFormatter(_Text() if as_text else _Json())
    handler.addFilter(_add_about)
    logging.basicConfig(level=level, handlers=[handler])
    return handler


def _add_about(record: logging.LogRecord) -> bool:
    record.about = {name: text for name, text in _about.get({}).items() if text}
    return True


def _about_of(record: logging.LogRecord) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(record, "about", {})
    return found


class _Text(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        found = _about_of(record)
        words = " ".join(f"{name}={found[name]}" for name in KNOWN if name in found)
        return f"{line} [{words}]" if words else line


class _Json(JsonFormatter):
    def __init__(self) -> None:
        super().__init__("%(message)s", json_ensure_ascii=False)

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        at = datetime.fromtimestamp(record.created, UTC)
        log_data["at"] = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        log_data |= {"level": record.levelname, "logger": record.name, "pid": record.process}
        log_data |= _about_of(record)
        log_data["message"] = record.getMessage()
        if message_dict.get("exc_info"):
            log_data["exception"] = message_dict["exc_info"]
