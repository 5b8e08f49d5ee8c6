"""What class names and tags of a page say about the dates in them."""

from __future__ import annotations

import re

MODIFIED_HINT = re.compile(r"updat|modif|edit(?:ed)?|aktualis|actualiz|mis-?a-?jour", re.IGNORECASE)
PUBLISHED_HINT = re.compile(
    r"publi|posted|pubdate|entry-date|dateline|byline|article-?date|timestamp", re.IGNORECASE
)
ASIDE_TAGS = frozenset({"aside", "footer", "nav", "figure", "figcaption", "form"})
ASIDE_CLASS = re.compile(
    r"related|sidebar|recommend|comment|most-?(?:read|popular)|teaser|trending|latest|footer"
    r"|promo|more-",
    re.IGNORECASE,
)
# In visible text rather than in a class name.
SAYS_MODIFIED = re.compile(
    r"updat|modifi|edited|aktualisi|geändert|mis à jour|bearbeitet|last change|actualiz",
    re.IGNORECASE,
)
