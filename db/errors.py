"""The one root of every error this project raises on purpose.

An expected error becomes the result of the thing it happened to (a source, a file, a key);
whatever is not a `StorylineError` is a bug and stops the run.
"""

from __future__ import annotations


class StorylineError(Exception):
    """A message for a person, with the ids that say where: a file, a key, a URL, a line."""

    def __init__(self, message: str, **where: object) -> None:
        self.message = message
        self.where = {key: str(value) for key, value in where.items() if value not in (None, "")}
        super().__init__(str(self))

    def __str__(self) -> str:
        places = ", ".join(f"{key} {value}" for key, value in self.where.items())
        return f"{self.message} ({places})" if places else self.message


class ConfigError(StorylineError):
    """A topic file that cannot be used: it names the file and the key."""


def sqlite_code(error: object) -> int:
    """SQLite's primary result code of an exception, such as `sqlite3.SQLITE_FULL`; 0 for any that
    has none."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF  # the rest of it is the extended one's


class FeedError(StorylineError):
    """Bytes that are not a feed, a sitemap or another listing they were declared to be."""


class PageError(StorylineError):
    """A page from which no article can be had, with the reason."""


class ImportFileError(StorylineError):
    """A file given to the import that cannot be read: it names the file and the line."""


class StoreError(StorylineError):
    """The database is missing, locked, not ours, or of another schema."""


class NotFoundError(StorylineError):
    """An id or name that is not in the database."""
