"""Hosts that are known to serve https, from a data file."""

from __future__ import annotations

from functools import cache

from sitecheck.api import package_table

_LONGEST = 253
"""Characters that the name of a host may have (RFC 1035, 2.3.4)."""


@cache
def _hosts() -> dict[str, bool]:
    hosts: dict[str, bool] = package_table(__package__, "data/https_hosts.json")["hosts"]
    return hosts


def serves_https(host: str) -> bool:
    """Whether ``host`` is on the browsers' list of hosts that are reached over https only."""
    known, name = _hosts(), host.lower().rstrip(".")
    if len(name) > _LONGEST:
        return False
    if name in known:
        return True
    while "." in name:
        name = name.partition(".")[2]
        if known.get(name):
            return True
    return False
