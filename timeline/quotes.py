"""What stands in a sentence outside of quotation marks. Pure."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?:^|\s)[‘'`]\s?.*?['’](?=[\s,.;:]|$)")
_END_OF_QUOTE = re.compile(r"^[^\"“”]*[,.?!](?:”|\"(?=\s|$))")


def unquoted(text: str) -> str:
    """Without what is quoted, whether it begins or ends in the sentence or outside."""
    return _QUOTED.sub(" ", _END_OF_QUOTE.sub("", text))
