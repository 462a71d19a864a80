"""What the HTML standard has retired, from a data file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sitecheck.api import NamedTuple, package_table


class Obsolete(NamedTuple):
    """What to use instead of elements, and of attributes by name and element (``*`` for all elements)."""

    elements: Mapping[str, str]
    attributes: Mapping[tuple[str, str], str]


@cache
def obsolete() -> Obsolete:
    """The lists of section 16.2 of the HTML standard."""
    data = package_table(__package__, "data/obsolete.json")
    attributes = {
        (name, element): group["advice"]
        for group in data["attributes"]
        for name, elements in group["on"].items()
        for element in elements
    }
    return Obsolete(data["elements"], attributes)
