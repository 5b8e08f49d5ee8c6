"""The templates of digests: ours, or a user's own. What is wrong in one is named with its line."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from jinja2 import BaseLoader, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from db.errors import ConfigError
from timeline.publish import inert
from timeline.publish.account import Account


def render(account: Account, template: Path | None = None) -> str:
    """Markdown that ends in one newline. Raises `ConfigError` for what is wrong in the template."""
    path = template or Path(str(resources.files("timeline.publish") / "digest.md.j2"))
    try:
        found = _environment(FileSystemLoader(path.parent)).get_template(path.name)
        text = found.render(
            topic=account.topic,
            week=account.week,
            numbers=account.numbers,
            notes=account.notes,
            quiet=account.is_quiet,
            parts=account.parts,
        )
    except TemplateSyntaxError as error:
        where = error.filename or path
        said = error.message or "not a template"
        raise ConfigError(
            f"the template of the digest: {said}", file=where, line=error.lineno
        ) from error
    except Exception as error:  # whatever a template does wrong, it is the template that is wrong
        said = str(error) if path.is_file() else "there is no such file"
        raise ConfigError(
            f"the template of the digest: {said}", file=path, line=_line(error, path)
        ) from error
    return f"{text.strip()}\n"


def _environment(loader: BaseLoader) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=loader,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        autoescape=False,  # markdown; what sources wrote is inert before it gets here
    )
    environment.filters["inert"] = inert.markdown
    return environment


def _line(error: BaseException, path: Path) -> int | str:
    """The line of the template that was rendered last; "" when it was not read."""
    line: int | str = ""
    step = error.__traceback__
    while step is not None:
        if Path(step.tb_frame.f_code.co_filename) == path:
            line = step.tb_lineno
        step = step.tb_next
    return line
