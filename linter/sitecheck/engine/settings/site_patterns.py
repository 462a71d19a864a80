"""Patterns of files as a person writes them: from the site, or as a report has printed the path."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from sitecheck.engine.folders.find_site import upward
from sitecheck.errors import ConfigError, UsageError
from sitecheck.files import relative_path
from sitecheck.text.globs import matches

MOST_PATTERNS: Final = 1_000
"""Each file of a site is held against all patterns of a setting: so many at most …"""
_MOST_CHARACTERS: Final = 50_000
"""… and so long all together."""


def check_count(entries: Sequence[object], where: str) -> None:
    """Raises :class:`ConfigError`, naming ``where``, when there are too many entries, or too many patterns in
    the lists ``files`` of all together, or too long ones: an alias repeats a list at no cost."""
    lists = [each.get("files") for each in entries if isinstance(each, dict)]
    patterns = [pattern for files in lists for pattern in (files if isinstance(files, list) else [files])]
    for count, what in ((len(entries), "entries"), (len(patterns), "patterns")):
        if count > MOST_PATTERNS:
            raise ConfigError(where, f"has {count:,} {what}; {MOST_PATTERNS:,} are the most")
    check_length([pattern for pattern in patterns if isinstance(pattern, str)], where)


def check_length(patterns: Iterable[str], where: str) -> None:
    """Raises :class:`ConfigError`, naming ``where``, for patterns that are too long, all together."""
    length = sum(map(len, patterns))
    if length > _MOST_CHARACTERS:
        raise ConfigError(where, f"has patterns of {length:,} characters; {_MOST_CHARACTERS:,} are the most")


def from_site(pattern: str, site: str) -> str:
    """``pattern`` as it counts from the folder ``site``.

    Reports print paths from the working directory, for machines from the repository's root: a pattern that
    begins with the way to the site from there, or is a whole path, loses that. What exists in the site under
    the name that the pattern begins with is meant as it stands.
    """
    mark = "!" if pattern.startswith("!") else ""
    plain = with_slashes(pattern.removeprefix(mark)).removeprefix("./")
    first = plain.partition("/")[0]
    if first not in ("", "..") and os.path.lexists(os.path.join(site, first)):
        return mark + plain
    for way in _ways(site):
        if plain.rstrip("/") == way:
            return f"{mark}**"
        if plain.startswith(f"{way}/"):
            return f"{mark}/{plain.removeprefix(way).lstrip('/')}"
    return mark + plain


def with_slashes(pattern: str, sep: str = os.sep) -> str:
    """``pattern`` with "/" for the separator of this system.

    One that makes a sign of patterns plain stays, if names may hold the sign where "\\" separates them.
    """
    return pattern if sep == "/" else re.sub(r"\\(?![\[\]!#\\])", "/", pattern)


def _ways(site: str) -> Iterator[str]:
    """How paths of the site begin, as the tool or a shell prints them."""
    real = os.path.realpath(site)
    for way in (site, relative_path(site), os.path.abspath(site), real):
        yield way.replace(os.sep, "/").removeprefix("./").rstrip("/")
    for folder in upward(site):
        yield relative_path(real, folder)


def check_patterns(patterns: Iterable[str], paths: Iterable[str], site: str) -> None:
    """Raises :class:`UsageError` for the first pattern that no file of the site matches, with the nearest."""
    known = sorted(paths)
    for pattern in patterns:
        plain = pattern.lstrip("/")
        if pattern.startswith("!") or os.path.lexists(os.path.join(site, plain)):
            continue
        if not any(matches(path, (pattern,)) for path in known):
            names = known if "/" in plain else [*known, *map(os.path.basename, known)]
            near = get_close_matches(plain, names)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            raise UsageError(f"--only {plain}: no file of the site matches{meant}")
