"""Which files Jekyll looks at (``Jekyll::EntryFilter`` 4.3.4), with the reason for each it does not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from sitecheck.jekyll.unpublished import WhyNot
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.wildcards import fnmatch, has_wildcard

SPECIAL = (".", "_", "#", "~")
"""How the names begin of files that Jekyll does not look at (``EntryFilter#special?``)."""


class Refusal(NamedTuple):
    """Why a file is left out; ``name`` is the pattern that says so, or what its name begins with."""

    why_not: WhyNot
    name: str = ""


class EntryFilter:
    """The filter of a site. ``is_folder`` answers for paths relative to the source."""

    def __init__(
        self, include: Sequence[str], exclude: Sequence[str], is_folder: Callable[[str], bool]
    ) -> None:
        self.include = tuple(include)
        self.exclude = tuple(pattern for pattern in exclude if pattern not in self.include)
        self._is_folder = is_folder

    def refuse(self, entry: str, base: str = "") -> Refusal | None:
        """Why ``entry`` (relative to the folder ``base``) is left out; ``None`` when Jekyll looks at it."""
        if entry.endswith("."):
            return Refusal(WhyNot.PERIOD)
        included = self.includes(entry)
        rule = None if included else self.match(self.exclude, f"{base}/{entry}" if base else entry)
        if rule is not None:
            return Refusal(WhyNot.EXCLUDED, rule)
        if included:
            return None
        name = entry.rpartition("/")[2]
        for candidate in (entry, name):
            if candidate.startswith(SPECIAL):
                return Refusal(WhyNot.HIDDEN_NAME, candidate[0])
        return Refusal(WhyNot.BACKUP) if entry.endswith("~") else None

    def includes(self, entry: str) -> bool:
        """Whether the configuration's ``include`` names the entry."""
        if not self.include:
            return False
        if self.match(self.include, entry) is not None:
            return True
        name = entry.rpartition("/")[2]
        return name != entry and self.match(self.include, name) is not None

    def match(self, patterns: tuple[str, ...], entry: str) -> str | None:
        """The first of ``patterns`` that names the entry (``glob_include?``)."""
        path = "/" + entry.lstrip("/")
        if not _together(patterns).may_name(path):
            return None
        for pattern in patterns:
            full = "/" + pattern.lstrip("/")
            if path.startswith(full) or fnmatch(full, path):
                return pattern
            if full == path + "/" and self._is_folder(entry):
                return pattern
        return None


class _Together(NamedTuple):
    """Many patterns, asked at once: hardly any file is named by one of them."""

    beginnings: tuple[str, ...]
    wild: tuple[str, ...]

    def may_name(self, path: str) -> bool:
        """Whether one of them may name ``path``; false only where none does."""
        if path.startswith(self.beginnings) or path + "/" in self.beginnings:
            return True
        return any(fnmatch(full, path) for full in self.wild)


@lru_cache(maxsize=64)
def _together(patterns: tuple[str, ...]) -> _Together:
    full = tuple("/" + pattern.lstrip("/") for pattern in patterns)
    return _Together(full, tuple(filter(has_wildcard, full)))
