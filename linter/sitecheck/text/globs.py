"""File patterns of the settings, in the manner of ``.gitignore`` (``gitignore(5)``)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.wildcards import FolderPattern, marks

_LAST_BRACKET = lazy_pattern(r"((?:[^\\]|\\.)*)\[", re.DOTALL)
"""All up to the last bracket that no backslash makes a character."""


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether ``path`` (relative to the site, "/"-separated) falls under ``patterns``.

    ``*`` and ``?`` stay inside one folder, ``**`` crosses folders. A pattern without a slash (but for one
    at its end) matches a name at any depth, and a pattern that matches a folder matches all below it. The
    last pattern that matches decides; one that begins with ``!`` takes its files out again.
    """
    return _matches(path, tuple(patterns))


@lru_cache(maxsize=65_536)
def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    names = tuple(path.strip("/").split("/"))
    found = False
    for pattern in map(_read, patterns):
        if pattern is not None and pattern.negated is found and _covers(pattern, names):
            found = not pattern.negated
    return found


class PatternLists:
    """Lists of patterns, only few of which are about one path: those that name a file or folder are looked up
    by that."""

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        self._lists = [tuple(patterns) for patterns in lists]
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        for at, patterns in enumerate(self._lists):
            for mark in {each.names.mark for each in map(_read, patterns) if each and not each.negated}:
                self._at[mark].append(at)

    def matching(self, path: str) -> list[int]:
        """The places of the lists that ``path`` falls under, in their order."""
        found = {at for mark in marks(path.strip("/")) for at in self._at.get(mark, ())}
        return [at for at in sorted(found) if matches(path, self._lists[at])]


class _Pattern(NamedTuple):
    names: FolderPattern
    negated: bool
    folder: bool
    """Only a folder matches, with all below it."""


@lru_cache(maxsize=8192)
def _read(text: str) -> _Pattern | None:
    """The pattern of one line; ``None`` for a comment and for nothing at all."""
    text = text if text.endswith("\\ ") else text.rstrip()
    if text.startswith("#"):
        return None
    negated = text.startswith("!")
    text = text[1:] if negated else text
    names = text.strip("/").split("/")
    if names == [""]:
        return None
    if "/" not in text.rstrip("/"):
        names.insert(0, "**")
    if names[-1] == "**":  # everything inside
        names[-1] = "*"
    names = [name if name == "**" else _closed(name) for name in names]
    return _Pattern(FolderPattern(tuple(names)), negated, text.endswith("/"))


def _closed(name: str) -> str:
    """A bracket that nothing closes is a character like others."""
    found = _LAST_BRACKET.match(name)
    return name if found is None or "]" in name[found.end() :] else f"{found[1]}\\[{name[found.end() :]}"


def _covers(pattern: _Pattern, names: tuple[str, ...]) -> bool:
    """Whether the pattern matches the path, or a folder above it."""
    at = pattern.names.start
    for name in names[:-1] if pattern.folder else names:
        at = pattern.names.step(at, name)
        if pattern.names.matches(at):
            return True
    return False
