"""Where the files are that style sheets load, and what is in them: each is read and looked for once."""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sitecheck.files import is_spelt, lies_in, read_file, with_folders
from sitecheck.jekyll.generators.submodules import submodule_paths
from sitecheck.jekyll.sass_paths import SassPaths, possible_files, sass_paths
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.sass import Load, Sheet, read_indented, read_scss
from sitecheck.text.source import Source

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext

MOST_TEXT = 4_000_000
"""So many characters are read of a file, and of all that a page loads …"""
MOST_NAMES = 20_000
"""… and so many names are looked for."""
_PACKAGES = lazy_pattern(r"(?:^|/)(?:node_modules|bower_components)/")
"""Folders that a package manager fills."""
_CHARSET = b"@charset"
_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG)


class StyleFile(NamedTuple):
    """A file that is there; its sheet is ``None`` where nobody here can read it."""

    length: int = 0
    sheet: Sheet | None = None
    refused: bool = False
    """Whether no compiler takes its bytes for text."""


class Found(NamedTuple):
    """Where the files are that a sheet loads, in its order; "" where that is not known, ``None`` for one that
    is nowhere."""

    paths: tuple[str | None, ...]
    names: int
    """How many were looked for."""


def loaded_by_page(context: SiteContext, page: str, sheet: Sheet) -> Found:
    """Where that is which a page loads."""
    return _Lookup(context, (posixpath.dirname(page), ""), page).found(sheet)


def loaded_by_file(context: SiteContext, path: str, sheet: Sheet) -> Found:
    """Where that is which the file ``path`` loads, the same for all pages."""
    lookup = _Lookup(context, (posixpath.dirname(path),))
    return context.once(("sass loads", path), lambda: lookup.found(sheet))


class _Lookup:
    """Looks for the files that a sheet loads, first in its ``own`` folders; a ``page`` is none of them."""

    def __init__(self, context: SiteContext, own: tuple[str, ...], page: str = "") -> None:
        self._context = context
        self._own = own
        self._page = page
        self._paths: SassPaths = context.once(("sass paths",), lambda: sass_paths(context.site))
        self._names = MOST_NAMES

    def found(self, sheet: Sheet) -> Found:
        paths = tuple(map(self._file_of, sheet.loads))
        return Found(paths, MOST_NAMES - self._names)

    def _file_of(self, load: Load) -> str | None:
        name, folders = load.name, self._paths.folders
        if not name or name.startswith(("/", "~")) or self._names < 0:
            return ""
        path = self._look(self._own, name)
        if path is None or self._page:
            other = self._look(folders, name)
            # beside a page only some releases look, and before the load paths
            path = other if path is None else path if other in (None, path) else ""
        return "" if path is None and self._may_come(name, (*self._own, *folders)) else path

    def _look(self, folders: Sequence[str], name: str) -> str | None:
        """The first file of that name in the folders; "" where that is out of the site."""
        for folder in folders:
            for path in possible_files(folder, name):
                self._names -= 1
                if path.startswith(".."):
                    return ""
                if path != self._page and style_file(self._context, path) is not None:
                    return path
        return None

    def _may_come(self, name: str, folders: Sequence[str]) -> bool:
        """Whether a file that is not here may be there when the site is built."""
        site = self._context.site
        if self._paths.may_bring(name):
            return True
        submodules = self._context.once(("submodules",), lambda: _submodules(self._context))
        for folder in dict.fromkeys(folders):
            path = posixpath.normpath(posixpath.join(folder, f"{name}.scss"))
            below = posixpath.relpath(path, site.source or ".")
            is_below = not submodules.isdisjoint(with_folders(posixpath.dirname(path)))
            if is_below or _PACKAGES.search(path) or site.git_ignored.why_source(below):
                return True
        return False


def style_file(context: SiteContext, path: str) -> StyleFile | None:
    """A file of the site, read once; ``None`` where there is none."""
    return context.once(("sass", path), lambda: _read(context, path))


def _read(context: SiteContext, path: str) -> StyleFile | None:
    if "\0" in path:  # no file can have that name
        return None
    root, folder = context.site.root, posixpath.dirname(path)
    full = os.path.join(root, path)
    try:
        is_inside = context.once(("sass folder", folder), lambda: lies_in(os.path.join(root, folder), root))
        if not is_inside or (os.path.islink(full) and not lies_in(full, root)):
            return StyleFile()
        source = context.source(path)
        spelt = is_spelt(full, str(root))
        context.log.add("spelt", path, str(spelt))  # of which the text, the same in both, tells nothing
        if not spelt:
            return None
        if not isinstance(source, Source):
            return StyleFile(refused=source.kind == "undecodable" and not _names_charset(full))
    except OSError as error:
        return None if error.errno in _ABSENT else StyleFile()
    if len(source.text) > MOST_TEXT:
        return StyleFile()
    text = source.text
    if path.endswith(".css"):
        return StyleFile(len(text), Sheet(defines=frozenset(".")))
    return StyleFile(len(text), read_indented(text) if path.endswith(".sass") else read_scss(text))


def _names_charset(full: str) -> bool:
    """Whether a file begins with the name of its encoding, which Ruby Sass heeds."""
    return read_file(full, len(_CHARSET)) == _CHARSET


def _submodules(context: SiteContext) -> frozenset[str]:
    """The folders of the repository that are others."""
    try:
        source = context.source(".gitmodules")
    except OSError:
        return frozenset()
    return frozenset(submodule_paths(source.text)) if isinstance(source, Source) else frozenset()
