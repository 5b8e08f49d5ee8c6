"""How a source is, judged from its past. Pure: the moment is given.

The last run says whether the source can be read at all, and if not, why. A source that can be
read may still be dead: what answers 200 with the same old entries is frozen, what is silent for
longer than it usually is raises an alarm, and so does one whose entries come while their bodies
or dates no longer do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median

from crawler.intervals import LEAST_GAPS, interval, next_attempt
from db.silence import silent_from, usual_gap
from db.source_history import History, PastRun, SourceState

FROZEN_FACTOR = 10
LEAST_FROZEN = timedelta(days=30)
RECENT, BASELINE = 10, 20  # articles, lately and before, of which a yield is told
GOOD_SHARE, FALLEN = 0.5, 0.5  # a share that was good, and is half of it now
LEAST_LISTED, SHRUNK = 8, 0.25  # entries a run listed usually; the part of it that is too few

_BLOCKING = frozenset({"http_401", "http_403", "http_429", "http_451", "bot_wall"})
_GONE = frozenset({"http_404", "http_410"})
_UNREACHABLE = frozenset(
    "refused refused_address network truncated redirects too_large ignored".split()
)
_FINE = frozenset({"ok", "not_modified"})


def judge_source(past: History, now: datetime) -> SourceState:
    """The state of a source and the alarms it raises."""
    newest = past.published[0] if past.published else None
    gap = usual_gap(past.published)
    quiet_from = silent_from(past.last_new_at, gap)
    if past.waits_until and past.waits_until > now:
        state, reason = "waiting", past.waits_why
    elif not past.runs:
        state, reason = "never run", ""
    else:
        state, reason = _state(past, gap, now)
    alarms = []
    if quiet_from and quiet_from < now and past.last_new_at:
        alarms.append(f"nothing new for {_words(now - past.last_new_at)}, usually {_words(gap)}")
    if past.runs and past.runs[0].counters.get("robots/unreachable/overruled"):
        alarms.append("its robots.txt could not be had for 30 days: read by the last one known")
    fallen = _fallen_yield(past.runs)
    if fallen and state == "ok":
        state, reason = "yield fell", fallen[0]
    return SourceState(
        state=state,
        reason=reason,
        alarms=(*alarms, *fallen),
        newest_at=newest,
        usual_gap=gap,
        silent_from=quiet_from,
        interval=interval(past, now),
        next_attempt_at=next_attempt(past, now),
    )


# ---------------------------------------------------------------- state


def _state(past: History, gap: timedelta | None, now: datetime) -> tuple[str, str]:
    last = past.runs[0]
    if last.state == "failed":
        return _failure(last)
    blocked, tried = _blocked_articles(last.counters)
    if tried >= LEAST_GAPS and blocked == tried:
        return "blocked", f"all {tried} articles that were asked for were refused"
    if "lists nothing" in last.reason:
        return "empty", last.reason
    newest = past.published[0] if past.published else None
    if newest and now - newest > max(LEAST_FROZEN, FROZEN_FACTOR * (gap or timedelta())):
        return "frozen", f"it answers, but its newest entry is of {newest:%Y-%m-%d}"
    return "ok", ""


def _failure(run: PastRun) -> tuple[str, str]:
    kinds = {
        name.removeprefix("source/fetch/")
        for name, count in run.counters.items()
        if name.startswith("source/fetch/") and count
    } - _FINE
    for kind in ("dns", "tls", "timeout"):
        if kind in kinds:
            return kind, run.reason
    for state, of in (("blocked", _BLOCKING), ("gone", _GONE), ("unreachable", _UNREACHABLE)):
        if kinds & of:
            return state, run.reason
    if "waits" in kinds:  # the host asked for patience, and is not asked before
        return "waiting", run.reason
    if "robots" in kinds:
        return "forbidden", run.reason
    if any(kind.startswith("http_") for kind in kinds):
        return "server error", run.reason
    if run.counters.get("source/parse/failed"):
        return "parse", run.reason
    if "lists nothing" in run.reason:
        return "empty", run.reason
    return "failed", run.reason


def _blocked_articles(counters: Mapping[str, int]) -> tuple[int, int]:
    """(articles refused, articles asked for)"""
    failed = _by_kind(counters)
    blocked = sum(count for kind, count in failed.items() if kind in _BLOCKING)
    return blocked, sum(failed.values()) + counters.get("article/read/ok", 0)


def _by_kind(counters: Mapping[str, int]) -> dict[str, int]:
    prefix = "article/failed/"
    return {
        name.removeprefix(prefix): count
        for name, count in counters.items()
        if name.startswith(prefix)
    }


# ---------------------------------------------------------------- yield


Tally = Callable[[Mapping[str, int]], tuple[int, int]]  # counters -> (good ones, all)


def _fallen_yield(runs: Sequence[PastRun]) -> tuple[str, ...]:
    found = []
    for what, tally in (("a body", _bodies), ("a date", _dates)):
        (recent, of), (before, of_before) = _lately_and_before(runs, tally)
        if of < RECENT:
            continue
        share = recent / of
        baseline = before / of_before if of_before >= BASELINE else None
        if recent == 0 and baseline is None:
            found.append(f"none of the last {of} articles has {what}")
        elif baseline is not None and baseline >= GOOD_SHARE and share <= FALLEN * baseline:
            found.append(f"{recent} of the last {of} articles have {what}, {baseline:.0%} before")
    return (*found, *_fewer_listed(runs))


def _lately_and_before(
    runs: Sequence[PastRun], tally: Tally
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The tally of the latest runs that together have enough articles, and of those before."""
    recent, before = (0, 0), (0, 0)
    for run in runs:
        good, of = tally(run.counters)
        if recent[1] < RECENT:
            recent = (recent[0] + good, recent[1] + of)
        else:
            before = (before[0] + good, before[1] + of)
    return recent, before


def _bodies(counters: Mapping[str, int]) -> tuple[int, int]:
    read = counters.get("article/read/ok", 0)
    return read, read + sum(_by_kind(counters).values())


def _dates(counters: Mapping[str, int]) -> tuple[int, int]:
    saved = sum(counters.get(f"article/saved/{how}", 0) for how in ("new", "changed", "same"))
    return saved - min(saved, counters.get("article/published/undated", 0)), saved


def _fewer_listed(runs: Sequence[PastRun]) -> tuple[str, ...]:
    listed = [run.counters.get("source/entry/listed", 0) for run in runs if run.state != "failed"]
    listed = [count for count in listed if count]  # not modified
    if len(listed) <= LEAST_GAPS:
        return ()
    usual = median(listed[1:])
    if usual >= LEAST_LISTED and listed[0] <= SHRUNK * usual:
        return (f"it lists {listed[0]} entries where it used to list {usual:.0f}",)
    return ()


def _words(span: timedelta | None) -> str:
    hours = (span or timedelta()).total_seconds() / 3600
    if hours < 1:
        return f"{hours * 60:.0f} minutes"
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
