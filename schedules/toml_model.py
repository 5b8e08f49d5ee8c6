"""What every TOML file of the user goes through: a model of its keys, and mistakes that name the
key and its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ValidationError

from db.errors import ConfigError
from schedules.toml_lines import line_of

MINUTES = {"m": 1, "h": 60, "d": 24 * 60}


Model = TypeVar("Model", bound=BaseModel)


def _interval(value: str) -> str:
    if not re.fullmatch(r"[1-9]\d*[mhd]", value):
        raise ValueError(f"{value!r} is not an interval such as '30m', '6h' or '1d'")
    return value


def one_line(value: str) -> str:
    if not value.strip() or any(ord(character) < 32 for character in value):
        raise ValueError(f"{value!r} is not one line of text")
    return value.strip()


Interval = Annotated[str, AfterValidator(_interval)]
Text = Annotated[str, AfterValidator(one_line)]


def minutes(interval: str) -> int:
    return int(interval[:-1]) * MINUTES[interval[-1]]


def read_text(path: Path) -> str:
    """Raises `ConfigError`."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read the topic file: {error}", file=path) from error


def parse(model: type[Model], text: str, where: str) -> Model:
    """Raises `ConfigError` with every wrong key; `where` names the text in it."""
    try:
        return model.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"not valid TOML: {error}", file=where) from error
    except ValidationError as error:
        raise _explained(error, text, where) from error


def _explained(error: ValidationError, text: str, where: str) -> ConfigError:
    lines, first = [], 0
    for problem in error.errors():
        key = ".".join(str(part) for part in problem["loc"])
        line = line_of(text, problem["loc"])
        first = first or line
        if problem["type"] == "extra_forbidden":
            said = f"unknown key '{key}'"
        else:
            said = f"key '{key}': {problem['msg'].removeprefix('Value error, ')}"
        lines.append(said if line == first or not line else f"{said} (line {line})")
    return ConfigError("; ".join(dict.fromkeys(lines)), file=where, line=first or "")
