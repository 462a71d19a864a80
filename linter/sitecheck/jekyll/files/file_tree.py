"""The files below a site's source, read folder by folder with ``os.scandir`` and never out of the site."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from posixpath import dirname
from typing import Literal

from sitecheck.files import (
    file_size,
    is_below,
    is_kept_by_git,
    is_only_moved_to,
    is_spelt,
    is_temporary,
    raise_if_exhausted,
    read_file,
    relative_path,
    with_folders,
    with_moves,
)
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.wildcards import FolderPatterns

FileKind = Literal["file", "folder"]
TreeProblemKind = Literal[
    "unreadable", "not-a-file", "link-out-of-site", "link-loop", "broken-link", "too-deep", "too-many-files"
]

MAX_DEPTH = 100
"""Folders nested more deeply are not read."""
MAX_ENTRIES = 100_000
"""Files and folders beyond so many are not read."""
MAX_LINKED = 10_000_000
"""Bytes of texts that links lead to: more are not read. A link repeats a folder of any size at no cost."""
LEAST_LINKED = 1_000
"""A text counts as so many bytes at least: that is what a page costs of which nothing else does."""
_TEXTS = (".csv", ".htm", ".html", ".json", ".tsv", ".yaml", ".yml")
"""How the names end of files that are read whatever they begin with …"""
_FENCE = b"---"
"""… and how pages begin."""


class TreeProblem(NamedTuple):
    """Something in the tree that is not read; ``path`` is relative to the source."""

    path: str
    kind: TreeProblemKind
    message: str


def counts(path: str, known: frozenset[str] | None, real: Callable[[str], str]) -> bool:
    """Whether a file or link is one of those that are ``known``, ``None`` for all; what lies behind a link
    has another name. ``real`` tells where a folder, and the root as "", really is."""
    if known is None or path in known:
        return True
    folder, _, name = path.rpartition("/")
    way = relative_path(real(folder), real(""))
    return way != (folder or ".") and f"{way}/{name}".removeprefix("./") in known


class FileTree:
    """A lazily read folder tree. Paths are relative to its root, ``/``-separated, ``""`` for the root."""

    def __init__(self, root: Path, known: frozenset[str] | None = None) -> None:
        """``known`` names the files and links that count, ``None`` for all."""
        self.root = root
        self._known = known
        self.problems: list[TreeProblem] = []
        self.outside: list[tuple[str, FileKind]] = []
        """Links that lead out of the site: Jekyll follows them, we do not."""
        self.leftovers: list[str] = []
        """Temporary files that a killed 'sitecheck fix' left; paths on disk."""
        self._real_root = os.path.realpath(root)
        self._folders: dict[str, dict[str, FileKind]] = {}
        self._real_folders: dict[str, str] = {}
        self._links: set[str] = set()
        self._room = MAX_ENTRIES
        self._linked_room = MAX_LINKED

    def list(self, folder: str) -> dict[str, FileKind]:
        """The entries of a folder by name, sorted; empty for what is no readable folder."""
        found = self._folders.get(folder)
        if found is None:
            full = self.root / folder
            scanned = {} if is_only_moved_to(full) else self._scan(folder)
            found = self._folders[folder] = with_moves(full, scanned)
        return found

    @property
    def listed(self) -> Iterable[str]:
        """The folders whose entries have been asked for."""
        return self._folders

    def kind(self, path: str) -> FileKind | None:
        """What stands at a path, if anything."""
        kind: FileKind | None = "folder"
        folder = ""
        for name in path.split("/") if path else ():
            kind = self.list(folder).get(name) if kind == "folder" else None
            folder = f"{folder}/{name}" if folder else name
        return kind

    def walk(self, folder: str, dotted: bool = False) -> Iterator[str]:
        """The files below a folder as Ruby's ``Dir["**/*"]`` gives them: links to folders are not entered."""
        stack = [folder]
        while stack:
            current = stack.pop()
            for name, kind in self.list(current).items():
                if name.startswith(".") and not dotted:
                    continue
                path = f"{current}/{name}" if current else name
                if kind == "file":
                    yield path
                elif path not in self._links:
                    stack.append(path)

    def glob(self, patterns: FolderPatterns) -> Iterator[tuple[str, int]]:
        """The files and folders that match as for Ruby's ``Dir.glob`` (``**`` enters no links), and the ends
        of the patterns that each of them matches."""
        stack = [("", patterns.start)]
        while stack:
            folder, before = stack.pop()
            there = self.list(folder)
            for name in patterns.possible(before, there):
                path, kind = f"{folder}/{name}" if folder else name, there[name]
                at = patterns.step(before, name, dotted=False)
                ends = at & patterns.all_ends
                if ends:
                    yield path, ends
                if path in self._links:
                    at = patterns.of_known_depth(at)
                if at & ~ends and kind == "folder":
                    stack.append((path, at))

    def full(self, path: str) -> Path:
        """The path on disk."""
        return self.root / path

    def _scan(self, folder: str) -> dict[str, FileKind]:
        if folder.count("/") >= MAX_DEPTH:
            message = f"folders are nested more than {MAX_DEPTH} deep; what is below is not read"
            self._problem(folder, "too-deep", message)
            return {}
        if is_kept_by_git(f"{folder}/") or not self._is_spelt(folder):
            return {}
        found: dict[str, FileKind] = {}
        prefix = f"{folder}/" if folder else ""
        try:
            with os.scandir(self.root / folder) as entries:
                for entry in self._counted(folder, entries):
                    if is_temporary(entry.name):
                        self.leftovers.append(entry.path)
                        continue
                    kind = self._kind(entry, prefix + entry.name)
                    if kind is not None:
                        found[entry.name] = kind
        except OSError as error:
            raise_if_exhausted(error)
            self._problem(folder, "unreadable", f"the folder cannot be read: {error.strerror}")
        is_repeated = not self._links.isdisjoint(with_folders(folder))
        return {
            name: kind
            for name, kind in sorted(found.items())
            if kind == "folder"
            or not (is_repeated or prefix + name in self._links)
            or self._has_room(prefix + name)
        }

    def _is_spelt(self, folder: str) -> bool:
        """Whether a folder is called so: most are, as they were found in another."""
        above, _, name = folder.rpartition("/")
        return (
            not folder
            or name in self._folders.get(above, ())
            or is_spelt(str(self.root / folder), str(self.root))
        )

    def _counted(self, folder: str, entries: Iterator[os.DirEntry[str]]) -> Sequence[os.DirEntry[str]]:
        """As many of a folder's entries as the limit for the whole tree leaves room for."""
        if self._room < 0:
            return ()
        read = (*islice(entries, self._room + 1),)
        self._room -= len(read)
        if self._room < 0:
            message = f"the site has more than {MAX_ENTRIES:,} files and folders; the rest is not read"
            self._problem(folder, "too-many-files", message)
            return read[:-1]
        return read

    def _has_room(self, path: str) -> bool:
        """Whether there is room for a file that a link leads to."""
        try:
            if path.endswith(_TEXTS) or read_file(self.root / path, len(_FENCE)) == _FENCE:
                size = max(file_size(self.root / path), LEAST_LINKED)
                had, self._linked_room = self._linked_room, self._linked_room - size
                if had >= 0 > self._linked_room:
                    texts, size = MAX_LINKED // LEAST_LINKED, MAX_LINKED // 1_000_000
                    message = (
                        f"links lead to more than {size} MB or {texts:,} files of text; the rest is not read"
                    )
                    self._problem(path, "too-many-files", message)
                return self._linked_room >= 0
        except OSError:
            pass  # whoever reads it tells
        return True

    def _kind(self, entry: os.DirEntry[str], path: str) -> FileKind | None:
        try:
            path.encode("utf-8")
        except UnicodeEncodeError:
            self._problem(
                path.encode("utf-8", "backslashreplace").decode(), "unreadable", "the name is not UTF-8"
            )
            return None
        if entry.is_symlink():
            return self._link(entry, path) if counts(path, self._known, self._real) else None
        if entry.is_file(follow_symlinks=False) and not counts(path, self._known, self._real):
            return None
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        if entry.is_file(follow_symlinks=False):
            return "file"
        self._problem(path, "not-a-file", "neither a file nor a folder (a pipe, socket or device); not read")
        return None

    def _link(self, entry: os.DirEntry[str], path: str) -> FileKind | None:
        real = self._real_place(path)
        try:
            mode = os.stat(real).st_mode
        except OSError:
            mode = 0
        if not mode or not self._is_known(real):
            self._problem(path, "broken-link", "a symbolic link to nothing")
            return None
        kind: FileKind | None = "folder" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else None
        if kind is None:
            self._problem(path, "not-a-file", "a link to a pipe, socket or device; not read")
            return None
        if not is_below(real, self._real_root) or is_kept_by_git(f"{real[len(self._real_root) :]}/"):
            self._problem(
                path, "link-out-of-site", "a symbolic link that leads out of the site; not followed"
            )
            self.outside.append((path, kind))
            return None
        if kind == "folder" and self._leads_back(path, real):
            self._problem(path, "link-loop", "a symbolic link to a folder that it stands in; not followed")
            return None
        self._links.add(path)
        return kind

    def _is_known(self, real: str) -> bool:
        """Whether what a link leads to within the site is one of the files that count, or a folder of some:
        what git leaves out is here, and nowhere else."""
        if self._known is None or not is_below(real, self._real_root) or real == self._real_root:
            return True
        path = relative_path(real, self._real_root)
        return path in self._known or path in self._known_folders

    @cached_property
    def _known_folders(self) -> frozenset[str]:
        return frozenset(folder for path in self._known or () for folder in with_folders(dirname(path)))

    def _leads_back(self, path: str, real: str) -> bool:
        """Whether a link goes to a folder that the way to it has been through."""
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            above = self._real(folder)
            if is_below(above, real):
                return True
        return False

    def _real(self, folder: str) -> str:
        if not folder:
            return self._real_root
        if folder not in self._real_folders:
            self._real_folders[folder] = self._real_place(folder)
        return self._real_folders[folder]

    def _real_place(self, path: str) -> str:
        """Where a path below the root really is, looked up from where its folder is: links that lead to
        folders with links make long ways of little, and each name on the way would be looked at again."""
        folder, _, name = path.rpartition("/")
        return os.path.realpath(os.path.join(self._real(folder), name))

    def _problem(self, path: str, kind: TreeProblemKind, message: str) -> None:
        self.problems.append(TreeProblem(path, kind, message))
