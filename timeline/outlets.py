"""Whose article it is: the declared outlet of a domain or name."""

from __future__ import annotations

from collections.abc import Sequence

from db.model import Outlet


def outlet_of(outlets: Sequence[Outlet], written: str) -> Outlet:
    """The outlet whose domain `written` is or lies under, or whose name it is; else one made of
    it, of tier `outlet`."""
    by_domain = {outlet.domain: outlet for outlet in outlets}
    domain = written.lower()
    while domain:
        if domain in by_domain:
            return by_domain[domain]
        domain = domain.partition(".")[2]
    by_name = (outlet for outlet in outlets if outlet.name.lower() == written.lower())
    return next(by_name, Outlet(domain=written.lower(), name=written or "unknown"))
