"""Raw dates of feeds, markup and headers made into `Stamp`s: pure, no clock.

The offset the source wrote is kept. Where it wrote UTC or nothing and the outlet's zone is
known, the outlet's zone decides the day. A bare day never gets a clock time, and exactly
midnight UTC is what publishing systems make of a bare day, so it stays one.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from functools import lru_cache
from zoneinfo import ZoneInfo

import dateparser

from db.model import Stamp, StampPrecision

_ISO = re.compile(
    r"\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,:]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
    r"\s*\Z",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?\Z")
_EPOCH = re.compile(r"(1\d{9})(\d{3})?(?:\.\d+)?\Z")
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20[0-4])\d(?!\d)")
LONGEST_DATE = 80  # characters; a longer value is a sentence, not a date
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before it a date is a default or a mistake


def read_stamp(
    raw: object, *, method: str, confidence: float, zone: str = "", day_first: bool = True
) -> Stamp | None:
    """A stamp from a date as written; None when it is no date or an implausible one.

    `zone` is the outlet's IANA name. `day_first` reads 08/04/2026 as 8 April.
    """
    text = " ".join(str(raw or "").split())
    if not text or len(text) > LONGEST_DATE:
        return None
    try:
        found = _iso(text) or _rfc822(text) or _epoch(text) or _written(text, day_first)
        if found is None:
            return None
        moment, precision, offset = _placed(*found, zone)
    except (ValueError, OverflowError):
        return None  # 31 February, an offset of 99 hours
    if moment < EARLIEST:
        return None
    return Stamp(
        at=moment,
        precision=precision,
        method=method,
        confidence=confidence,
        evidence=text,
        offset_minutes=offset,
    )


_Found = tuple[datetime, StampPrecision, int | None]  # naive, how exact, offset as written


def _placed(
    naive: datetime, precision: StampPrecision, offset: int | None, zone: str
) -> tuple[datetime, StampPrecision, int]:
    if precision == "time" and not offset:
        if offset == 0 and naive.time() == datetime.min.time():
            precision = "day"
        elif offset == 0 and zone:
            there = naive.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
            return there.astimezone(UTC), precision, _minutes(there)
    if offset is None or precision != "time":
        local = naive.replace(tzinfo=ZoneInfo(zone)) if zone else naive.replace(tzinfo=UTC)
        offset = offset or _minutes(local)
    at = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    return at.astimezone(UTC), precision, offset


def _minutes(moment: datetime) -> int:
    away = moment.utcoffset() or timedelta()
    return int(away.total_seconds() // 60)


def _iso(text: str) -> _Found | None:
    match = _ISO.match(text) or _COMPACT.match(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    if day is None:
        return datetime(int(year), int(month), 1), "month", None  # noqa: DTZ001 (placed later)
    naive = datetime(  # noqa: DTZ001
        int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0)
    )
    if hour is None:
        return naive, "day", None
    return naive, "time", _offset(offset)


def _offset(written: str | None) -> int | None:
    if not written:
        return None
    if written[0] not in "+-":
        return 0
    digits = written[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return -minutes if written[0] == "-" else minutes


def _rfc822(text: str) -> _Found | None:
    if not re.match(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3}", text):
        return None
    parts = parsedate_tz(text)
    if parts is None:
        return None
    naive = datetime(*parts[:6])  # noqa: DTZ001
    if ":" not in text:
        return naive, "day", None
    return naive, "time", _rfc822_offset(text, parts[9])


def _rfc822_offset(text: str, offset: int | None) -> int | None:
    # The library gives 0 for a zone that is missing, unknown or "-0000" (RFC 5322: not said).
    if offset:
        return offset // 60
    if re.search(r"(?:\bUTC|\bUT|\bGMT|\bZ|\+0000)\Z", text, re.IGNORECASE):
        return 0
    aware = _dateparser(text, True) if re.search(r"\b[A-Z]{3,5}\Z", text) else None
    return _minutes(aware) if aware is not None and aware.tzinfo else None


def _epoch(text: str) -> _Found | None:
    match = _EPOCH.match(text)
    if match is None:
        return None
    moment = datetime.fromtimestamp(int(match[1]), UTC)
    return moment.replace(tzinfo=None), "time", 0


def _written(text: str, day_first: bool) -> _Found | None:
    if not _YEAR.search(text):
        return None
    aware = _dateparser(text, day_first)
    if aware is None:
        return None
    if not re.search(r"\d\s*[:.h]\s*\d{2}\b|\d\s*[ap]\.?m\b", text, re.IGNORECASE):
        return aware.replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0), "day", None
    offset = _minutes(aware) if aware.tzinfo else None
    return aware.replace(tzinfo=None, microsecond=0), "time", offset


@lru_cache(maxsize=1024)
def _dateparser(text: str, day_first: bool) -> datetime | None:
    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "DATE_ORDER": "DMY" if day_first else "MDY",
        "PREFER_LOCALE_DATE_ORDER": False,
    }
    found: datetime | None = dateparser.parse(text, settings=settings)
    return found
