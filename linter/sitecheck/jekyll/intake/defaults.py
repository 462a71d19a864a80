"""Front matter defaults by scope (``Jekyll::FrontmatterDefaults`` 4.3.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.deep_merge import deep_merge
from sitecheck.jekyll.files.file_tree import MAX_DEPTH, FileTree
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.wildcards import FolderPatterns, joined

_TYPES = {"page": "pages", "post": "posts", "draft": "drafts"}
_SANITIZE = lazy_pattern(r"\A/|(?<=[^/])\Z")
_BRACES = lazy_pattern(r"\{([^{}]*)\}")
_MAX_GLOBS = 100
_MOST_NAMES = 2 * MAX_DEPTH + 3
"""A pattern with more of them, of which every other may be ``**``, matches nothing in the tree."""
_MOST_TOGETHER = 10_000
_Glob = tuple[int, tuple[str, ...]]
"""The bit of a set, and the names of a pattern."""


class _Set(NamedTuple):
    number: int
    """Its place in the list."""
    has_scope: bool
    path: str | None
    """The scope's path with one leading slash removed; ``None`` for a set without a scope."""
    prefixes: frozenset[str]
    """What the path of a file may begin with, as it is written."""
    globs: tuple[tuple[str, ...], ...]
    """Patterns of that."""
    type: str | None
    has_type: bool
    values: Mapping[str, Any]


class Defaults:
    """The ``defaults`` of a configuration. ``tree`` is what globs are matched in."""

    def __init__(self, config: Config, tree: FileTree) -> None:
        self._sets = [
            self._read(number, item, config)
            for number, item in enumerate(config["defaults"])
            if isinstance(item, dict) and isinstance(item.get("values"), dict)
        ]
        self._at: defaultdict[str, int] = defaultdict(int)
        """The sets, each a bit, by what paths begin with: a path asks once for each length of that."""
        for index, each in enumerate(self._sets):
            for prefix in each.prefixes:
                self._at[prefix] |= 1 << index
        for path, matching in _found_by_globs(self._sets, tree):
            self._at[_strip_collections_dir(path, config["collections_dir"])] |= matching
        self._has_unscoped = not all(each.has_scope for each in self._sets)
        self._lengths = sorted({len(prefix) for prefix in self._at})
        # Jekyll 3.9.5 goes up from the file (Pathname#ascend), which meets docs, but never docs/;
        # to Jekyll 4 docs.md, too, begins with docs
        self._are_names = config.before_jekyll_4
        self.refused: dict[int, bool] = {}
        """The sets without a scope that were met at a file beside one above with a scope, with which Jekyll
        compares it (``has_precedence?``), and whether that stops the build: at a document it does not, but
        that is lost (``Document#handle_read_error``)."""
        self._numbers: dict[tuple[int, str | None], tuple[int, ...]] = {}
        self._cache: dict[tuple[int, ...], dict[str, Any]] = {}
        self._otherwise: dict[tuple[int, ...], dict[str, Any]] = {}

    @staticmethod
    def _read(number: int, item: dict[str, Any], config: Config) -> _Set:
        scope = item.get("scope")
        if not isinstance(scope, dict):
            return _Set(
                number=number,
                has_scope=scope is not None,
                path=None,
                prefixes=frozenset({""}),
                globs=(),
                type=None,
                has_type=False,
                values=item["values"],
            )
        path = scope.get("path")
        text = path if isinstance(path, str) else ""
        # Jekyll: a path is a pattern only when it has a star; without one even brackets stand for themselves.
        is_glob = "*" in text
        kind = str(scope.get("type", ""))
        return _Set(
            number=number,
            has_scope=True,
            path=_sanitize(text),
            prefixes=frozenset(() if is_glob else (_strip_collections_dir(text, config["collections_dir"]),)),
            globs=_globs(text) if is_glob else (),
            type=_TYPES.get(kind, kind),
            has_type="type" in scope,
            values=item["values"],
        )

    def all(self, path: str, kind: str | None) -> dict[str, Any]:
        """All default values for a path (relative to the source) and type; ``None`` is a static file's."""
        return dict(self._all(self._matching(path, kind), kind))

    def find(self, path: str, kind: str | None, key: str) -> Any:
        """The default of one key, ``None`` when there is none."""
        return self._find(self._matching(path, kind), key)

    def both(self, path: str, kind: str | None) -> tuple[dict[str, Any], Mapping[str, Any]]:
        """All default values, and those in which :meth:`find` differs from them: of two sets for one path,
        with a set for a longer one between them, the later is found, but the earlier is among all; and only
        the latter merges mappings."""
        matching = self._matching(path, kind)
        every, otherwise = self._all(matching, kind), self._otherwise.get(matching)
        if otherwise is None:
            asked = {key: self._find(matching, key) for key in every} if len(matching) > 1 else every
            otherwise = {key: value for key, value in asked.items() if value != every[key]}
            self._otherwise[matching] = otherwise
        return dict(every), otherwise

    def _matching(self, path: str, kind: str | None) -> tuple[int, ...]:
        path = _sanitize(path)
        prefixes = (path[:length] for length in self._lengths if length <= len(path))
        found = 0
        for prefix in prefixes:
            if prefix in self._at and self._begins(path, prefix):
                found |= self._at[prefix]
        if (found, kind) not in self._numbers:
            self._numbers[found, kind] = tuple(self._of_kind(found, kind))
        return self._numbers[found, kind]

    def _of_kind(self, matching: int, kind: str | None) -> Iterator[int]:
        for at, each in enumerate(self._sets):
            if matching >> at & 1 and (not each.has_type or each.type == kind):
                yield at

    def _begins(self, path: str, prefix: str) -> bool:
        """Whether a path counts as beginning with ``prefix``, which it does."""
        return not (self._are_names and prefix) or path[len(prefix) :][:1] in ("", "/")

    def _all(self, matching: tuple[int, ...], kind: str | None) -> dict[str, Any]:
        if len(matching) > 1 and self._has_unscoped:
            self._compare(matching, stops=kind in ("pages", None))
        found = self._cache.get(matching)
        if found is None:
            found = self._cache[matching] = self._merge(matching)
        return found

    def _compare(self, matching: tuple[int, ...], *, stops: bool) -> None:
        above = False
        for each in (self._sets[index] for index in matching):
            if above and not each.has_scope:
                self.refused[each.number] = stops or self.refused.get(each.number, False)
                return
            above = each.has_scope

    def _merge(self, matching: tuple[int, ...]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        old: _Set | None = None
        for index in matching:
            each = self._sets[index]
            if old is None or _has_precedence(old, each):
                values = deep_merge(values, each.values)
                old = each
            else:
                values = deep_merge(each.values, values)
        return values

    def _find(self, matching: tuple[int, ...], key: str) -> Any:
        value: Any = None
        old: _Set | None = None
        for index in matching:
            each = self._sets[index]
            if key in each.values and (old is None or _has_precedence(old, each)):
                value, old = each.values[key], each
        return value


def _has_precedence(old: _Set, new: _Set) -> bool:
    # Jekyll: the path with more letters wins; of equals the later set, unless only the earlier names a type.
    return (len(new.path or ""), new.has_type) >= (len(old.path or ""), old.has_type)


def _sanitize(path: str) -> str:
    return _SANITIZE.sub("", path) if path.startswith("/") else path


def _globs(path: str) -> tuple[tuple[str, ...], ...]:
    if path.startswith("/"):  # Ruby's Pathname#join takes it for a path of the machine: no file of the site
        return ()
    return tuple(map(_glob, _expand_braces(path.strip("/"))))


def _glob(path: str) -> tuple[str, ...]:
    """Ruby's ``**`` goes down only before a slash; at the end it is a ``*``."""
    *above, last = path.split("/")
    return joined((*above, "*" if last == "**" else last))


def _found_by_globs(sets: Sequence[_Set], tree: FileTree) -> Iterator[tuple[str, int]]:
    """The files and folders that scopes with patterns find, each with the sets, as bits."""
    globs = [(1 << index, names) for index, each in enumerate(sets) for names in each.globs]
    for group in _groups([each for each in globs if len(each[1]) <= _MOST_NAMES]):
        patterns = FolderPatterns(names for _, names in group)
        known: dict[int, int] = {}
        for path, ends in tree.glob(patterns):
            if ends not in known:  # as for most other files
                both = zip(group, patterns.ends, strict=True)
                known[ends] = reduce(or_, (bit for (bit, _), end in both if ends & end))
            yield path, known[ends]


def _groups(globs: Sequence[_Glob]) -> Iterator[list[_Glob]]:
    """Patterns that are followed together: more of them would be too large a number."""
    group: list[_Glob] = []
    size = 0
    for each in globs:
        if size + len(each[1]) > _MOST_TOGETHER:
            yield group
            group, size = [], 0
        group.append(each)
        size += len(each[1])
    yield group


def _expand_braces(pattern: str) -> list[str]:
    patterns = [pattern]
    for _ in range(8):
        expanded: list[str] = []
        for each in patterns:
            match = _BRACES.search(each)
            choices = match[1].split(",") if match else []
            expanded.extend(
                each[: match.start()] + choice + each[match.end() :] for choice in choices if match
            )
            if match is None:
                expanded.append(each)
        patterns = expanded[:_MAX_GLOBS]
    return patterns


def _strip_collections_dir(path: str, collections_dir: str) -> str:
    prefix = f"{collections_dir}/"
    if not collections_dir or not path.startswith(prefix):
        return path
    return path.replace(prefix, "", 1)
