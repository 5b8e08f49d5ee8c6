"""How a run of one source went, judged from what it counted. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

SHOWN_KINDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The state of a run and the reason in words."""

    state: Literal["ok", "partial", "failed", "waits"]
    reason: str


def judge(
    counters: Mapping[str, int],
    *,
    source_failure: str,
    finish_reason: str,
    first_run: bool,
    left_for_later: str = "",
    may_be_empty: bool = False,
) -> Verdict:
    """`counters` are named `area/field/outcome`; `source_failure` is "" when the source itself
    was read; `first_run` is true until a run has succeeded; `left_for_later` says why articles
    were not asked for now."""
    errors = counters.get("bug/callback/raised", 0) + counters.get("bug/save/raised", 0)
    if source_failure and counters.get("source/fetch/waits") and not _refused(counters):
        return Verdict(state="waits", reason=source_failure)
    if source_failure:
        return Verdict(state="failed", reason=f"the source could not be read: {source_failure}")
    listed = counters.get("source/entry/listed", 0)
    unchanged = counters.get("source/fetch/not_modified", 0)
    if not listed and not unchanged:
        if errors or finish_reason != "finished":  # then that nothing is listed says nothing
            reason = "; ".join(_troubles(counters, errors, finish_reason))
            return Verdict(state="failed", reason=reason)
        if counters.get("source/child/failed", 0):
            return Verdict(state="failed", reason="none of its sitemaps could be read")
        if may_be_empty:
            return Verdict(state="ok", reason="nothing was found")
        again = "" if first_run else " any more"
        return Verdict(state="failed", reason=f"the source was read but lists nothing{again}")
    troubles = _troubles(counters, errors, finish_reason)
    later = sum(n for name, n in counters.items() if name.startswith("article/later/"))
    if later:
        troubles.append(f"{later} articles left for a later run: {left_for_later}")
    done = _done(counters, unchanged)
    if troubles:
        return Verdict(state="partial", reason=f"{'; '.join(troubles)} ({done})")
    return Verdict(state="ok", reason=done)


def judge_backfill(counters: Mapping[str, int], *, finish_reason: str) -> Verdict:
    """As `judge`, of a run that asked for what was published before."""
    asked, left = counters.get("window/asked/sent", 0), counters.get("window/left/open", 0)
    done = counters.get("window/done/closed", 0) + counters.get("window/split/closed", 0)
    limited = counters.get("window/limited/told", 0)
    failed = asked - done - limited
    errors = counters.get("bug/callback/raised", 0) + counters.get("bug/save/raised", 0)
    troubles = ["told to slow down"] * bool(limited)
    troubles += [f"{failed} of {asked} requests failed"] * bool(failed > 0)
    cut_off = counters.get("window/cut_off/full", 0)
    troubles += [f"{cut_off} answers were cut off at the shortest time"] * bool(cut_off)
    troubles += _troubles(counters, errors, finish_reason)
    later = counters.get("article/fetch/left_for_later", 0)
    rest = f"{left} requests and {later} articles are left for the next run"
    parts = [f"{done} answers, {counters.get('source/entry/listed', 0)} entries"]
    parts += [_done(counters, 0)] + [rest] * bool(left or later)
    summary = ", ".join(parts)
    if limited and not done and not failed and not _refused(counters):
        return Verdict(state="waits", reason=f"its host asked for patience ({summary})")
    if asked and not done:
        reason = "; ".join(troubles) or "nothing could be read"
        return Verdict(state="failed", reason=f"{reason} ({summary})")
    if troubles:
        return Verdict(state="partial", reason=f"{'; '.join(troubles)} ({summary})")
    return Verdict(state="ok", reason=summary)


def _refused(counters: Mapping[str, int]) -> bool:
    """Whether a host asked for patience in this run: what waits for an earlier one has asked
    nothing."""
    return any(name.startswith("host/refused/") for name in counters)


def _troubles(counters: Mapping[str, int], errors: int, finish_reason: str) -> list[str]:
    troubles = []
    failed = {
        name.removeprefix("article/failed/"): count
        for name, count in counters.items()
        if name.startswith("article/failed/")
    }
    if failed:
        tried = sum(failed.values()) + counters.get("article/read/ok", 0)
        kinds = sorted(failed.items(), key=lambda kind: (-kind[1], kind[0]))[:SHOWN_KINDS]
        shown = ", ".join(f"{count} × {_plain(kind)}" for kind, count in kinds)
        troubles.append(f"{sum(failed.values())} of {tried} articles failed: {shown}")
    if counters.get("source/parse/malformed", 0):
        listed = counters.get("source/entry/listed", 0)
        troubles.append(f"the source is malformed, {listed} entries could be read")
    children = counters.get("source/child/failed", 0)
    if children:
        troubles.append(f"{children} child sitemaps could not be read")
    if errors:
        count = "an unexpected error" if errors == 1 else f"{errors} unexpected errors"
        troubles.append(f"{count}, see the log")
    if finish_reason == "closespider_timeout":
        troubles.append("stopped when its time was up, the rest is left for the next run")
    elif finish_reason != "finished":
        troubles.append(f"stopped early: {finish_reason}")
    return troubles


def _plain(kind: str) -> str:
    return kind.replace("http_", "HTTP ").replace("_", " ")


def _done(counters: Mapping[str, int], unchanged: int) -> str:
    new = counters.get("article/saved/new", 0)
    changed = counters.get("article/saved/changed", 0)
    bare = counters.get("article/saved/without_body", 0)
    parts = [f"{new} new"] + [f"{changed} changed"] * bool(changed)
    parts += [f"{bare} without body"] * bool(bare)
    parts += ["source not modified"] * bool(unchanged)
    return ", ".join(parts)
