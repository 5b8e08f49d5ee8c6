"""What identifies a page: its URL without what only says how a reader got there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from tldextract import TLDExtract
from w3lib.url import canonicalize_url

from db.model import Outlet

# The list of public suffixes that ships with the library: no download, the same everywhere.
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)

# Only names that never select content. A general list that also drops `cid`, `source` or
# `session` would make one article of two.
_TRACKING_NAME = re.compile(
    r"(?:utm|mtm|itm|pk|hsa|oly|vero|mc|ga)_\w+|(?:fb|g|dc|tw|y|ysc|msclk|ttc|li_fat_)clid|gclsrc"
    r"|gbraid|wbraid|msclkid|yclid|igshi?d?|_hsenc|_hsmi|mkt_tok|cmpi?d?|ncid|smid|sref|ref_src"
    r"|ref_url|feature_source|guccounter|guce_referrer(?:_sig)?|taid|s?campaign(?:_?id)?|amp",
    re.IGNORECASE,
)
_TRACKING_VALUE = re.compile(
    r"(?:rss|feed|atom|amp|newsletter|twitter|facebook|linkedin|email|share)(?:feed|reader)?",
    re.IGNORECASE,
)
SLUG_WORDS = 3  # of the last part of a path that names an article
_SIDE_DOOR = frozenset({"m", "mobile", "amp", "touch"})  # host labels of a second rendering
# Copies that a service keeps of AMP pages: the address of the page stands in the path.
_AMP_COPY = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[a-z]/|(?:www\.)?google\.[a-z.]+/amp/)(s/)?(?=[\w-]+\.)",
    re.IGNORECASE,
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_AMP_PATH = re.compile(r"(?:/amp/?|\.amp)(?=$)|\.amp(?=\.html?$)|(?<=/)amp/(?=\w+/\w)")


def host_of(url: str) -> str:
    """The host in lower case without port; "" when the URL has none or cannot be read."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def is_web_url(url: str) -> bool:
    """Whether a crawler may ask for it at all: http(s) with a host."""
    try:
        return urlsplit(url).scheme.lower() in ("http", "https") and bool(host_of(url))
    except ValueError:
        return False


def site_of(url_or_host: str) -> str:
    """The registrable domain (`news.paper.co.uk` -> `paper.co.uk`); an address stays itself."""
    host = host_of(url_or_host) if "//" in url_or_host else url_or_host.lower()
    try:
        return str(ip_address(host))
    except ValueError:
        parts = _suffixes(host)
    if parts.suffix:
        return parts.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])  # an unknown top level, such as .example or .lan


def outlet_of(url: str, outlets: Iterable[Outlet] = ()) -> str:
    """The publisher's domain: the declared outlet with the longest match, else the site's."""
    host = host_of(url)
    declared = [o.domain for o in outlets if host == o.domain or host.endswith("." + o.domain)]
    return max(declared, key=len) if declared else site_of(host)


def absolute_url(link: str, base_url: str = "") -> str:
    """A link of a feed or page made absolute, without fragment; "" when it is not for the web."""
    cleaned = "".join(link.split()) if "\n" in link or "\t" in link else link.strip()
    try:
        joined = urljoin(base_url, cleaned) if cleaned else ""
    except ValueError:
        return ""
    return joined.split("#", 1)[0] if is_web_url(joined) else ""


def clean_url(url: str) -> str:
    """The URL without fragment, tracking, session, default port, AMP or mobile variant."""
    url = _AMP_COPY.sub(lambda copy: "https://" if copy[1] else "http://", url.strip(), count=1)
    try:
        parts = urlsplit(_SESSION.sub("", url))
        port = parts.port
    except ValueError:
        return url
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _is_tracking(name, value)
    ]
    host = _front_door(host_of(url))
    if ":" in host:
        host = f"[{host}]"  # an IPv6 address
    if port and port != {"http": 80, "https": 443}.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    path = _AMP_PATH.sub("", parts.path) or "/"
    plain = urlunsplit((parts.scheme.lower(), host, path, urlencode(kept), ""))
    return str(canonicalize_url(plain))


def _is_tracking(name: str, value: str) -> bool:
    return bool(_TRACKING_NAME.fullmatch(name) or _TRACKING_VALUE.fullmatch(value))


def _front_door(host: str) -> str:
    labels = host.split(".")
    own = len(site_of(host).split("."))
    sub = [label for label in labels[:-own] if label not in _SIDE_DOOR]
    return ".".join([*sub, *labels[-own:]])


def canonical_url(url: str, declared: str = "") -> str:
    """What identifies the article at `url`; `declared` is its rel=canonical.

    The declaration is followed within the same site only, and not to the front page or the
    section: templates that point every article there, or at the original of a syndicated copy,
    are common.
    """
    own = clean_url(url)
    link = absolute_url(declared, own) if declared else ""
    if link and site_of(link) == site_of(own) and not _leads_up(urlsplit(link), urlsplit(own)):
        return clean_url(link)
    return own


def _leads_up(link: SplitResult, own: SplitResult) -> bool:
    """Whether a link goes to the front page or the section above, not to a page of its own as
    from `/gate-opens-early/2` to `/gate-opens-early`."""
    above, below = link.path.strip("/"), own.path.strip("/")
    if link.query or above == below:
        return False
    last = above.rsplit("/", 1)[-1]
    is_section = len(re.split(r"[-_]", last)) < SLUG_WORDS and not any(c.isdigit() for c in last)
    return not above or (below.startswith(above + "/") and is_section)


_DAY_IN_PATH = re.compile(
    r"(?<!\d)(?P<y>(?:19[89]|20[0-4])\d)(?:"
    # After slashes the day is a part of its own, or has its nought: `/2026/04/3-things` has none.
    r"(?P<sep>[/_.-])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>0?[1-9]|[12]\d|3[01])"
    r"(?:(?<!/\d)(?<!/[1-3]\d)|(?=/|\.[a-z]|\Z))"
    r"|(?P<mm>0[1-9]|1[0-2])(?P<dd>0[1-9]|[12]\d|3[01]))(?!\d)"
)

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMED_DAY_IN_PATH = re.compile(
    rf"/(?P<y>(?:19[89]|20[0-4])\d)/(?P<m>{'|'.join(_MONTHS)})[a-z]*/(?P<d>0?[1-9]|[12]\d|3[01])/",
    re.I,
)


def day_in_path(url: str) -> str:
    """The ISO day a path says, as in `/2026/04/08/`, `/2026/apr/08/` or `-20260408`; "" when there
    is none."""
    path = urlsplit(url).path
    if named := _NAMED_DAY_IN_PATH.search(path):
        return f"{named['y']}-{_MONTHS.index(named['m'].lower()) + 1:02}-{int(named['d']):02}"
    match = _DAY_IN_PATH.search(path)
    if match is None:
        return ""
    month, day = match["m"] or match["mm"], match["d"] or match["dd"]
    return f"{match['y']}-{int(month):02}-{int(day):02}"
