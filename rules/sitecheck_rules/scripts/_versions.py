"""Version numbers as they stand in addresses, and ranges of them."""

from __future__ import annotations

import re
from functools import lru_cache

from sitecheck.api import NamedTuple, lazy_pattern

_VERSION = lazy_pattern(
    r"[v^~]?(\d{1,6})(?:\.(\d{1,6}|x))?(?:\.(\d{1,6}|x))?(?:\.\d+)*([-+]?[a-z][\w.+-]*)?", re.IGNORECASE
)
_BOUND = lazy_pattern(r"(<=|>=|<|>)(\S+)")

NEWEST = 1_000_000
"""Stands for the parts that an address leaves open: networks answer with the newest release of that line."""


class Version(NamedTuple):
    """A version number; ``release`` is 0 for a test build, 1 for a release."""

    major: int
    minor: int
    patch: int
    release: int

    @property
    def exact(self) -> bool:
        """Whether the address names one release, not a line of them."""
        return NEWEST not in self


def parse_version(text: str) -> Version | None:
    """The version that ``text`` names: "3.4.1", "v3", "2.x", "4.0.0-beta.3"; ``None`` for anything else."""
    match = _VERSION.fullmatch(text)
    if match is None:
        return None
    major, minor, patch, suffix = match.groups()
    is_open = text[0] in "^~"
    return Version(
        int(major),
        _part(minor) if text[0] != "^" else NEWEST,
        _part(patch) if not is_open else NEWEST,
        int(not suffix),
    )


def _part(text: str | None) -> int:
    return int(text) if text is not None and text.isdigit() else NEWEST


@lru_cache(maxsize=512)
def _bounds(affected: str) -> tuple[tuple[str, Version], ...]:
    bounds = []
    for word in affected.split():
        match = _BOUND.fullmatch(word)
        version = parse_version(match[2]) if match else None
        if match is None or version is None:
            raise ValueError(f"not a version range: {affected!r}")
        bounds.append((match[1], version))
    return tuple(bounds)


def in_range(version: Version, affected: str) -> bool:
    """Whether ``version`` meets every bound of ``affected``, as in ">=3.0.0 <3.5.0".

    Raises ``ValueError`` for a range that cannot be read.
    """
    bounds = _bounds(affected)
    is_within = all(_compare(version, operator, bound) for operator, bound in bounds)
    return is_within and not _is_of_next(version, bounds)


def _is_of_next(version: Version, bounds: tuple[tuple[str, Version], ...]) -> bool:
    """Whether a test build is one of the major release before which a line ends: 4.0.0-beta is no version 3,
    though less than 4. A range that begins with test builds of that release means them."""
    if version.release:
        return False
    near = [(operator, bound) for operator, bound in bounds if bound[:3] == version[:3]]
    ends = any(operator == "<" and bound.release and bound[1:3] == (0, 0) for operator, bound in near)
    return ends and not any(operator == ">=" and not bound.release for operator, bound in near)


def _compare(version: Version, operator: str, bound: Version) -> bool:
    if operator == "<":
        return version < bound
    if operator == "<=":
        return version <= bound
    if operator == ">":
        return version > bound
    return version >= bound
