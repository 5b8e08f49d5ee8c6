"""What every command shares: where topic and database are, and the exit codes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db import reader
from db.errors import StorylineError
from db.model import Topic
from db.store import Store
from schedules.config import chosen_path, load_topic, load_topic_file, topic_path

FAILED, PARTLY = 1, 3


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the topic and the database are; both are opened when a command needs them."""

    config: Path | None
    given: Path | None  # the database of the command line or the environment
    fallback: Path = Path("timeline.db")

    @property
    def database(self) -> Path:
        """The given one, else the one that the chosen topic file names. Raises `ConfigError`."""
        if self.given is not None:
            return self.given
        chosen = chosen_path(self.config)
        named = load_topic_file(chosen).database if chosen else None
        return named or self.fallback

    def topic(self) -> Topic:
        """As the topic file declares it."""
        return load_topic(topic_path(self.config))

    def topic_of(self, store: Store) -> Topic:
        """The chosen topic file's; where none is chosen, the only one the database is about."""
        if chosen_path(self.config) is None and reader.topic_count(store.db) == 1:
            return reader.topic(store.db)
        return self.topic()

    def store(self) -> Store:
        """The database, made when it is not there."""
        return Store(self.database)

    def existing_store(self) -> Store:
        """The database, which must be there. Raises `StorylineError`."""
        if not self.database.exists():
            raise StorylineError(
                "no database yet: run `storyline crawl` or `storyline import` first",
                file=self.database,
            )
        return Store(self.database)
