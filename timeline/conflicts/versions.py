"""Which version of a product it was. Two versions are two events, so that sources can only disagree
about one where a person judged them to tell of one happening."""

from __future__ import annotations

import re
from collections.abc import Iterator

from timeline.amounts import amounts
from timeline.conflicts.claims import Claim, claim
from timeline.conflicts.reading import Telling

_VERSION = "version:"
_NUMBER = re.compile(r"\d+(?:\.\d+)+")


def version_claims(telling: Telling) -> Iterator[Claim]:
    """Of each product that a mention gives one version of."""
    if telling.bond != "mention":
        return  # a sentence beside the news may tell of the next version
    found = [one for one in amounts(telling.clause) if one.kind.startswith(_VERSION)]
    for one in found:
        if sum(other.kind == one.kind for other in found) > 1:
            continue
        start, product = telling.clause.index(one.text), one.kind.removeprefix(_VERSION)
        number = _NUMBER.findall(one.text)[-1]
        yield claim(
            telling,
            telling.clause,
            (start, start + len(one.text)),
            field="version",
            subject=product,
            value=f"{product} {number}",
        )
