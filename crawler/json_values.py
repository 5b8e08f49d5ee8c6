"""JSON that strangers wrote -> values whose every string can be stored. Pure."""

from __future__ import annotations

import json
import re

from crawler.charsets import without_lone_surrogates

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str) -> object:
    """The value, with lone surrogates (`"\\ud800"` is valid JSON) replaced in keys and strings.

    Raises `ValueError` when it is no JSON or nested too deeply to be read.
    """
    try:
        value: object = json.loads(text, strict=False)
        return _mended(value) if _SURROGATE.search(text) else value
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _mended(value: object) -> object:
    if isinstance(value, str):
        return without_lone_surrogates(value)
    if isinstance(value, list):
        return [_mended(part) for part in value]
    if isinstance(value, dict):
        return {without_lone_surrogates(key): _mended(part) for key, part in value.items()}
    return value
