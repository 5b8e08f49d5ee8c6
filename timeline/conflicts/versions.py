"""Which version of a product it was. Two versions are two events, so that sources can only disagree
about one where a person judged them to tell of one happening."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from timeline.amounts import amounts
from timeline.conflicts.claims import Claim, claim
from timeline.conflicts.reading import Telling

_VERSION = "version:"
_NUMBER = re.compile(r"\d+(?:\.\d+)+")


def version_claims(tellings: Iterable[Telling]) -> list[Claim]:
    """Of each product that a publisher's mentions of the event give one version of."""
    found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for telling in tellings:
        if telling.bond == "mention":  # a sentence beside the news may tell of the next version
            for one in _claims(telling):
                found[one.voice, one.subject].append(one)
    return [one for same in found.values() if len({c.value for c in same}) == 1 for one in same]


def _claims(telling: Telling) -> Iterator[Claim]:
    for one in amounts(telling.clause):
        if not one.kind.startswith(_VERSION):
            continue
        start, product = telling.clause.index(one.text), one.kind.removeprefix(_VERSION)
        yield claim(
            telling,
            telling.clause,
            (start, start + len(one.text)),
            field="version",
            subject=product,
            value=f"{product} {_NUMBER.findall(one.text)[-1]}",
        )
