"""The topic file: TOML in, a `Topic` out, every mistake named by file and key."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import available_timezones

import soupsieve
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from db import partial_dates
from db.errors import ConfigError
from db.model import (
    BACKFILL_KINDS,
    FILE_KINDS,
    SEARCH_KINDS,
    Outlet,
    Source,
    SourceKind,
    Tier,
    Topic,
)
from schedules.alert_config import AlertSettings
from schedules.delivery_config import DigestSettings, Mail, Webhook
from schedules.toml_lines import line_of
from schedules.toml_model import MINUTES, Interval, Text, minutes, one_line, parse, read_text

DEFAULT_TOPIC = "muse-spark.toml"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not an IANA time zone such as 'America/New_York'")
    return name


def _weekday(value: str) -> str:
    for name in WEEKDAYS:
        if value.lower() in (name, name[:3]):
            return name
    raise ValueError(f"{value!r} is not a weekday such as 'monday' or 'mon'")


def _partial_date(value: str) -> str:
    if value and partial_dates.period(value) is None:
        raise ValueError(f"{value!r} is not a date such as '2025-06-13', '2025-06' or '2025'")
    return value


def _term(value: str) -> str:
    if not all(part.strip() for part in value.split(" + ")):
        raise ValueError(f"{value!r} has an empty phrase")
    return value


def _selector(value: str) -> str:
    try:
        soupsieve.compile(value)
    except soupsieve.SelectorSyntaxError as error:
        raise ValueError(f"{value!r} is not a CSS selector") from error
    return value


Zone = Annotated[str, AfterValidator(_known_zone)]
Term = Annotated[str, AfterValidator(_term), AfterValidator(one_line)]
Url = Annotated[str, Field(pattern=r"^https?://[^/\s]+")]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Outlet(Table):
    domain: Text
    name: Text
    tier: Tier = "outlet"
    zone: Zone = "UTC"


class _Source(Table):
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    kind: SourceKind
    url: Url | None = None
    query: str = ""
    archive: Url | None = None
    path: str = ""
    hosts: list[Text] = []
    outlet: str = ""
    every: Interval = "1h"
    at_least_every: Interval | None = None
    max_items: Annotated[int, Field(gt=0)] = 200
    article_links: Annotated[str, AfterValidator(_selector)] = ""
    enabled: bool = True
    note: str = ""


class _Digest(Table):
    weekday: Annotated[str, AfterValidator(_weekday)] = "monday"
    hour: Annotated[int, Field(ge=0, le=23)] = 7
    zone: Zone = "UTC"
    template: str = ""
    mail: Mail | None = None
    webhook: Webhook | None = None


class _Retention(Table):
    pages: Annotated[str, Field(pattern=r"^[1-9]\d{0,4}d$")] | None = None


class _File(Table):
    name: Text
    terms: Annotated[list[Term], Field(min_length=1)]
    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]*$")] = ""
    exclude: list[Text] = []
    since: Annotated[str, AfterValidator(_partial_date)] = ""
    zone: Zone | None = None
    user_agent: Text | None = None
    database: str = ""
    proxy: Annotated[str, Field(pattern=r"^(https?://[^/\s]+)?$")] = ""
    private_hosts: list[Annotated[str, Field(pattern=r"^[^/\s:]+$")]] = []
    aliases: dict[str, list[Text]] = {}
    outlets: list[_Outlet] = []
    sources: list[_Source] = []
    digest: _Digest = _Digest()
    retention: _Retention = _Retention()
    alerts: AlertSettings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFile:
    """What a topic file says: the story, which database keeps it, if it names one, and how its
    digests are made and sent, and whom to alert."""

    topic: Topic
    database: Path | None
    letters: DigestSettings
    alerts: AlertSettings | None = None


def load_topic(path: Path) -> Topic:
    """Read a topic file. Raises `ConfigError` with the file and every wrong key."""
    return load_topic_file(path).topic


def load_topic_file(path: Path) -> TopicFile:
    """As `load_topic`; the database is relative to the file's folder."""
    parsed = _parse(read_text(path), str(path))
    database = path.parent / parsed.database if parsed.database else None
    told = parsed.digest
    letters = DigestSettings(
        template=path.parent / told.template if told.template else None,
        mail=told.mail,
        webhook=told.webhook,
    )
    return TopicFile(topic=_topic(parsed), database=database, letters=letters, alerts=parsed.alerts)


def parse_topic(text: str, where: str) -> Topic:
    """`where` names the text in errors."""
    return _topic(_parse(text, where))


def _parse(text: str, where: str) -> _File:
    parsed = parse(_File, text, where)
    _check_references(parsed, text, where)
    return parsed


def chosen_path(given: Path | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """`--config`, else `STORYLINE_CONFIG`, else `./storyline.toml`; None when there is neither."""
    if given is not None:
        return given
    if environment.get("STORYLINE_CONFIG"):
        return Path(environment["STORYLINE_CONFIG"])
    here = Path("storyline.toml")
    return here if here.exists() else None


def topic_path(given: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The chosen topic file, else the packaged one."""
    packaged = Path(str(resources.files("schedules.topics") / DEFAULT_TOPIC))
    return chosen_path(given, environment) or packaged


def _check_references(parsed: _File, text: str, where: str) -> None:
    """Raise `ConfigError` for what only the tables together show to be wrong."""
    for (table, index, key), said in _mistakes(parsed):
        line = line_of(text, (table, index, key))
        raise ConfigError(f"key '{table}.{index}.{key}': {said}", file=where, line=line)


_Mistake = tuple[tuple[str, int, str], str]


def _mistakes(parsed: _File) -> Iterator[_Mistake]:
    declared: set[str] = set()
    for index, outlet in enumerate(parsed.outlets):
        if outlet.domain in declared:
            yield ("outlets", index, "domain"), f"'{outlet.domain}' is there twice"
        declared.add(outlet.domain)
    seen: set[str] = set()
    for index, source in enumerate(parsed.sources):
        if source.name in seen:
            yield ("sources", index, "name"), f"'{source.name}' is there twice"
        seen.add(source.name)
        if source.outlet and source.outlet not in declared:
            said = f"no [[outlets]] has the domain '{source.outlet}'"
            yield ("sources", index, "outlet"), said
        for key, said in _lacking(source):
            yield ("sources", index, key), said


def _lacking(source: _Source) -> Iterator[tuple[str, str]]:
    """What a source of its kind needs and has not."""
    if source.kind in SEARCH_KINDS:
        what = "the beginning of the addresses" if source.kind == "wayback" else "what to look for"
        if not source.query.strip():
            yield "query", f"a source of kind {source.kind} needs {what}"
        if source.archive:
            yield "archive", "a search is its own archive"
    elif source.kind in FILE_KINDS:
        if not source.path.strip():
            yield "path", f"a source of kind {source.kind} needs a file or folder"
    elif source.kind in BACKFILL_KINDS:
        if not source.hosts:
            yield "hosts", f"a source of kind {source.kind} needs the hosts whose pages count"
    elif source.url is None:
        yield "url", f"a source of kind {source.kind} needs an address"
    if source.at_least_every and minutes(source.at_least_every) < minutes(source.every):
        yield "at_least_every", f"shorter than every = '{source.every}'"
    if source.kind == "listing" and not source.article_links:
        yield "article_links", "a listing needs the CSS selector of its links"


def _topic(parsed: _File) -> Topic:
    return Topic(
        name=parsed.name,
        slug=parsed.slug or slugify(parsed.name),
        terms=tuple(parsed.terms),
        exclude=tuple(parsed.exclude),
        since=parsed.since,
        zone=parsed.zone or "",
        user_agent=parsed.user_agent or "",
        proxy=parsed.proxy,
        private_hosts=tuple(parsed.private_hosts),
        aliases={name: tuple(others) for name, others in parsed.aliases.items()},
        outlets=tuple(Outlet(**outlet.model_dump()) for outlet in parsed.outlets),
        sources=tuple(_source(source) for source in parsed.sources),
        digest_zone=parsed.digest.zone,
        digest_weekday=parsed.digest.weekday,
        digest_hour=parsed.digest.hour,
        keep_pages_days=minutes(parsed.retention.pages or "0d") // MINUTES["d"],
    )


def _source(declared: _Source) -> Source:
    fields: dict[str, Any] = declared.model_dump(exclude={"name", "every", "at_least_every"})
    fields |= {key: fields[key] or "" for key in ("url", "archive")}
    fields["hosts"] = tuple(declared.hosts)
    fields["every_minutes"] = minutes(declared.every)
    if declared.at_least_every:
        fields["longest_minutes"] = minutes(declared.at_least_every)
    return Source(source_id=declared.name, **fields)


def slugify(name: str) -> str:
    """`Harbour & Bridge` -> `harbour-bridge`; never empty."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "topic"
