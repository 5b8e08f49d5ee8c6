"""schedules -> {crawler, timeline} -> db: an import never goes back."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "db": {"db"},
    "crawler": {"crawler", "db"},
    "timeline": {"timeline", "db"},
    "schedules": {"schedules", "crawler", "timeline", "db"},
}


def imported_layers(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found & MAY_IMPORT.keys()


@pytest.mark.parametrize("layer", MAY_IMPORT)
def test_imports_never_go_back(layer: str) -> None:
    files = sorted((ROOT / layer).rglob("*.py"))
    assert files
    backward = {
        str(path.relative_to(ROOT)): imported_layers(path.read_text(encoding="utf-8"))
        - MAY_IMPORT[layer]
        for path in files
    }
    assert {path: layers for path, layers in backward.items() if layers} == {}


def test_a_backward_import_would_be_seen() -> None:
    assert imported_layers("def f():\n    from timeline import builder\n") == {"timeline"}


def test_what_is_installed_has_every_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    there = {
        ".".join(found.parent.relative_to(ROOT).parts)
        for layer in MAY_IMPORT
        for found in (ROOT / layer).rglob("__init__.py")
    }
    assert sorted(settings["tool"]["setuptools"]["packages"]) == sorted(there)
