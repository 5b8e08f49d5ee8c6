"""Where the sources of one event disagree: every value kept, with who says it.

Only what can be told apart from a mere rounding counts: figures whose ranges do not meet, and
days that differ although both are written in the texts. A sentence with several figures of a
kind speaks of several things and takes no side. Figures more than twice apart are about
different things.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from db.model import TIERS, Amount, Conflict, ConflictValue
from timeline.amounts import compatible
from timeline.choose import ChosenDate
from timeline.said import Said

MOST_APART = 2.0
FIELDS = {"money": "amount", "share": "share", "count": "count"}
_OPEN = re.compile(r"\bopen(?:ly)?[\s-](?:source[ds]?|sourcing|weights?|licen[cs]e)\b", re.I)
_CLOSED = re.compile(
    r"\b(?:proprietary|closed[\s-](?:source|weights?|model)|closed model"
    r"|not (?:an? )?open[\s-](?:source|weights?))\b",
    re.I,
)


def conflicts(
    said: Sequence[Said], date: ChosenDate, urls: Mapping[str, str]
) -> tuple[Conflict, ...]:
    """`urls` maps article ids to addresses. Fields in alphabetical order."""
    found = [*_amounts(said, urls), *_licence(said, urls), *_dates(said, date, urls)]
    return tuple(sorted(found, key=lambda conflict: conflict.field))


def _dates(said: Sequence[Said], date: ChosenDate, urls: Mapping[str, str]) -> list[Conflict]:
    written: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        if one.mention.basis != "published" and one.mention.precision == "day":
            written[one.mention.date].append(one)
    if len(written) < 2 or date.value not in written:
        return []
    return [_conflict("date", written, date.value, date.rule, urls)]


def _amounts(said: Sequence[Said], urls: Mapping[str, str]) -> list[Conflict]:
    by_kind: dict[str, list[tuple[Amount, Said]]] = defaultdict(list)
    for one in said:
        for kind in sorted({amount.kind for amount in one.mention.amounts}):
            figures = [amount for amount in one.mention.amounts if amount.kind == kind]
            if len(figures) == 1 and kind.split(":")[0] in FIELDS:
                by_kind[kind].append((figures[0], one))
    return [
        conflict
        for kind, figures in sorted(by_kind.items())
        for conflict in _rivals(FIELDS[kind.split(":")[0]], figures, urls)
    ]


def _rivals(
    field: str, figures: Sequence[tuple[Amount, Said]], urls: Mapping[str, str]
) -> list[Conflict]:
    groups: list[list[tuple[Amount, Said]]] = []
    for amount, one in sorted(figures, key=lambda f: (f[0].high - f[0].low, f[0].low, f[0].text)):
        home = next((g for g in groups if compatible(g[0][0], amount)), None)
        if home is None:
            groups.append([(amount, one)])
        else:
            home.append((amount, one))
    by_value = {group[0][0].text: [one for _, one in group] for group in groups}
    main = max(groups, key=lambda g: (_weight(one for _, one in g), g[0][0].text))[0][0]
    near = {
        group[0][0].text: by_value[group[0][0].text]
        for group in groups
        if max(group[0][0].high, main.high) <= MOST_APART * max(min(group[0][0].low, main.low), 0)
    }
    if main.text not in near or len(near) < 2:
        return []
    return [_conflict(field, near, main.text, "said by most independent publishers", urls)]


def _licence(said: Sequence[Said], urls: Mapping[str, str]) -> list[Conflict]:
    sides: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        closed, opened = _CLOSED.search(one.mention.quote), _OPEN.search(one.mention.quote)
        if closed and not (opened and opened.start() < closed.start()):
            sides["closed"].append(one)
        elif opened and not closed and one.mention.modality != "planned":
            sides["open"].append(one)
    if len(sides) < 2:
        return []
    chosen = max(sorted(sides), key=lambda side: _weight(sides[side]))
    return [_conflict("licence", sides, chosen, "said by most independent publishers", urls)]


def _weight(said: Iterable[Said]) -> tuple[int, int]:
    group = list(said)
    nearest = min(TIERS.index(one.tier) for one in group)
    return (len({one.publisher for one in group}), -nearest)


def _conflict(
    field: str,
    values: Mapping[str, Sequence[Said]],
    chosen: str,
    reason: str,
    urls: Mapping[str, str],
) -> Conflict:
    ranked = sorted(values, key=lambda v: (v != chosen, [-n for n in _weight(values[v])], v))
    return Conflict(
        field=field,
        values=tuple(
            ConflictValue(
                value=value,
                urls=tuple(sorted({urls[s.mention.article_id] for s in values[value]})),
                chosen=value == chosen,
            )
            for value in ranked
        ),
        reason=reason,
    )
