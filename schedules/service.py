"""What `storyline run` serves: topic files given one by one, or by a service file, and limits."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field

from db.errors import ConfigError
from db.model import Topic
from schedules.alert_config import AlertSettings
from schedules.config import Table, load_topic_file
from schedules.delivery_config import DigestSettings
from schedules.toml_model import Interval, Text, minutes, parse, read_text

MOST_CRAWLS_AT_ONCE = 64
DEFAULT_DIGESTS = Path("digests")


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A topic that is served: the database that keeps it and the folder of its digests."""

    topic: Topic
    database: Path
    digests: Path
    letters: DigestSettings = field(default_factory=DigestSettings)
    alerts: AlertSettings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a process is killed for taking more of."""

    seconds: int
    megabytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    followed: tuple[Followed, ...]
    crawls_at_once: int = 2
    crawl: Limits = Limits(seconds=30 * 60, megabytes=1024)
    build: Limits = Limits(seconds=2 * 60 * 60, megabytes=4096)
    metrics: str = ""  # the loopback address that answers for monitoring
    backups: Path | None = None  # a folder; else one beside each database
    backups_kept: int = 3  # of each database

    @property
    def databases(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys(one.database for one in self.followed))

    def of(self, database: Path) -> tuple[Followed, ...]:
        return tuple(one for one in self.followed if one.database == database)


def host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host, int(port)


def loopback(address: str) -> str:
    """Raises `ValueError` for what is no port of a loopback address: anybody could ask it."""
    try:
        host, port = host_and_port(address)
        fine = ip_address(host).is_loopback and ip_address(host).version == 4 and port < 65536
    except ValueError:
        fine = False
    if not fine:
        raise ValueError(f"{address!r} is not a loopback address such as '127.0.0.1:9464'")
    return address


class _ServiceFile(Table):
    topics: Annotated[list[Text], Field(min_length=1)]
    database: str = ""
    digests: str = ""
    crawls_at_once: Annotated[int, Field(ge=1, le=MOST_CRAWLS_AT_ONCE)] = 2
    crawl_within: Interval = "30m"
    crawl_memory_mb: Annotated[int, Field(ge=128)] = 1024
    build_within: Interval = "2h"
    build_memory_mb: Annotated[int, Field(ge=128)] = 4096
    backups: str = ""
    metrics: Annotated[str, AfterValidator(loopback)] | None = None
    backups_kept: Annotated[int, Field(ge=0)] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Where the service is declared. `files` are topic files, or one service file (it has the key
    `topics`); a database or folder given here outranks what the files say."""

    files: tuple[Path, ...]
    database: Path | None = None
    digests: Path | None = None
    default_database: Path = Path("timeline.db")

    def read(self) -> Service:
        """Raises `ConfigError` for the first file that is wrong."""
        if not _is_service_file(self.files):
            return Service(followed=self._followed(self.files, self.default_database, None))
        [path] = self.files
        declared = parse(_ServiceFile, read_text(path), str(path))
        default = path.parent / declared.database if declared.database else self.default_database
        digests = path.parent / declared.digests if declared.digests else None
        followed = self._followed(_topic_files(path, declared.topics), default, digests)
        if declared.backups:
            _refuse_namesakes(followed, path)
        return Service(
            followed=followed,
            crawls_at_once=declared.crawls_at_once,
            crawl=Limits(
                seconds=60 * minutes(declared.crawl_within), megabytes=declared.crawl_memory_mb
            ),
            build=Limits(
                seconds=60 * minutes(declared.build_within), megabytes=declared.build_memory_mb
            ),
            metrics=declared.metrics or "",
            backups=path.parent / declared.backups if declared.backups else None,
            backups_kept=declared.backups_kept,
        )

    def fingerprint(self) -> str:
        """Another one whenever what the files say may have changed."""
        files: Iterable[Path] = self.files
        try:
            if _is_service_file(self.files):
                declared = parse(_ServiceFile, read_text(self.files[0]), str(self.files[0]))
                files = (*self.files, *_topic_files(self.files[0], declared.topics))
        except ConfigError:
            pass  # whoever reads the service hears of it
        digest = hashlib.sha256()
        for path in files:
            digest.update(str(path).encode())
            try:
                digest.update(path.read_bytes())
            except OSError as error:
                digest.update(str(error.errno).encode())
        return digest.hexdigest()

    def _followed(
        self, files: Sequence[Path], default: Path, digests: Path | None
    ) -> tuple[Followed, ...]:
        folder = self.digests or digests or DEFAULT_DIGESTS
        found: list[Followed] = []
        for path in files:
            file = load_topic_file(path)
            database = (self.database or file.database or default).resolve()
            for other in found:
                if (other.database, other.topic.slug) == (database, file.topic.slug):
                    raise ConfigError(
                        f"another topic of this database has the slug '{file.topic.slug}'",
                        file=path,
                    )
            own = folder / file.topic.slug if len(files) > 1 else folder
            found.append(
                Followed(
                    topic=file.topic,
                    database=database,
                    digests=own,
                    letters=file.letters,
                    alerts=file.alerts,
                )
            )
        return tuple(found)


def _refuse_namesakes(followed: Iterable[Followed], service_file: Path) -> None:
    """Their copies could not be told apart in one folder."""
    databases = {one.database for one in followed}
    if len({database.stem for database in databases}) < len(databases):
        raise ConfigError(
            "databases of one name cannot have their backups in one folder", file=service_file
        )


def _is_service_file(files: Sequence[Path]) -> bool:
    if len(files) != 1:
        return False
    try:
        return "topics" in tomllib.loads(read_text(files[0]))
    except tomllib.TOMLDecodeError:
        return False  # reading it as a topic file names the line


def _topic_files(service_file: Path, patterns: Iterable[str]) -> tuple[Path, ...]:
    """In the order of the patterns and of their names. Raises `ConfigError` when there is none."""
    found: list[Path] = []
    for pattern in patterns:
        matching = sorted(service_file.parent.glob(pattern))
        if not matching:
            raise ConfigError(f"no file matches '{pattern}'", file=service_file)
        found += [path for path in matching if path not in found]
    return tuple(found)
