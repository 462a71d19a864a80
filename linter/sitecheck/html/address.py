"""Addresses as browsers take them from an attribute (url.spec.whatwg.org, basic URL parser)."""

from __future__ import annotations

from sitecheck.lazy_pattern import lazy_pattern

_IGNORED = lazy_pattern(r"[\t\r\n]")
_EDGES = "".join(map(chr, range(33)))
"""Control characters and the blank; other white space is part of an address."""


def as_taken(address: str) -> str:
    """The address without what browsers leave out: blanks around it, tabs and line breaks within."""
    return _IGNORED.sub("", address.strip(_EDGES))
