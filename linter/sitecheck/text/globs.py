"""File patterns of the settings, in the manner of ``.gitignore`` (``gitignore(5)``)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.wildcards import FolderPatterns

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
    return bool(pattern_lists((patterns,)).matching(path))


class PatternLists:
    """Lists of patterns that are held against a path together."""

    def __init__(self, lists: Iterable[Iterable[str]]) -> None:
        read = [[each for each in map(_read, patterns) if each is not None] for patterns in lists]
        every = [each for patterns in read for each in patterns]
        self._names = FolderPatterns(each.names for each in every)
        self._of_files = _all(
            end for each, end in zip(every, self._names.ends, strict=True) if not each.folder
        )
        ends = iter(self._names.ends)
        self._lists = [[(each.negated, next(ends)) for each in patterns] for patterns in read]
        self._in_list = [_all(end for _, end in each) for each in self._lists]

    def matching(self, path: str) -> list[int]:
        """The places of the lists that ``path`` falls under, in their order."""
        covering = self._covering(path)
        if not covering:
            return []
        return [
            at
            for at, ends in enumerate(self._in_list)
            if covering & ends and _decided(self._lists[at], covering)
        ]

    def _covering(self, path: str) -> int:
        """The patterns that match the path, or a folder above it."""
        *folders, name = path.strip("/").split("/")
        at, found = self._names.start, 0
        for folder in folders:
            at = self._names.step(at, folder)
            found |= at & self._names.all_ends
        return found | self._names.step(at, name) & self._of_files


def _decided(patterns: Iterable[tuple[bool, int]], covering: int) -> bool:
    """What the last of the patterns decides that are among those ``covering`` a path."""
    found = False
    for negated, end in patterns:
        if negated is found and covering & end:
            found = not negated
    return found


def _all(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


@lru_cache(maxsize=16)
def pattern_lists(lists: tuple[tuple[str, ...], ...]) -> PatternLists:
    """The lists made ready once, for many paths."""
    return PatternLists(lists)


class _Pattern(NamedTuple):
    names: tuple[str, ...]
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
    return _Pattern(tuple(names), negated, text.endswith("/"))


def _closed(name: str) -> str:
    """A bracket that nothing closes is a character like others."""
    found = _LAST_BRACKET.match(name)
    return name if found is None or "]" in name[found.end() :] else f"{found[1]}\\[{name[found.end() :]}"
