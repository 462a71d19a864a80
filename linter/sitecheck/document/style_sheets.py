"""What stops the build in a page of Sass and in all that it imports.

The page is read as Liquid leaves it, and each file that it loads once. Where a file may be brought by what is
not here, nothing is said of it, and a name that nothing seems to define may be defined in it.
"""

from __future__ import annotations

import errno
import os
import posixpath
from collections import deque
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

from sitecheck.files import lies_in
from sitecheck.jekyll.generators.submodules import submodule_paths
from sitecheck.jekyll.sass_paths import converts_otherwise, possible_files, sass_paths
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Place, Span
from sitecheck.sass import Load, Sheet, read_indented, read_scss
from sitecheck.text.source import Source
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.document.rendered import RenderedFile

_ENDINGS = (".scss", ".sass")
_MOST_FILES = 1_000
_MOST_TEXT = 4_000_000
"""So many files and characters of what a page loads are read …"""
_MOST_NAMES = 20_000
"""… and so many names are looked for."""
_MOST_UNDEFINED = 20
_PACKAGES = lazy_pattern(r"(?:^|/)(?:node_modules|bower_components)/")
"""Folders that a package manager fills."""
_ABSENT = (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG)
_WORDS = {"$": "variable ", "@": "mixin ", "%": "placeholder "}


class StyleProblem(NamedTuple):
    """Why the converter refuses a style sheet."""

    kind: Literal["missing", "refused"]
    message: str
    place: Place
    only_new: bool = False
    """Whether only Dart Sass refuses it, as only that loads what ``@use`` names: jekyll-sass-converter 3."""


class _Read(NamedTuple):
    """A file that is there; its sheet is ``None`` where nobody here can read it."""

    length: int = 0
    sheet: Sheet | None = None


class _Reach(IntEnum):
    """Which compilers are sure to come to a sheet."""

    NONE = 0
    NEW = 1
    ALL = 2


class _Waiting(NamedTuple):
    """A sheet that is to be looked at."""

    path: str
    sheet: Sheet
    reach: _Reach


def style_problems(page: RenderedFile) -> Iterator[StyleProblem]:
    """Why the build stops at a page of Sass; nothing for any other file."""
    is_converted = page.kind in ("page", "document") and page.path.lower().endswith(_ENDINGS)
    if is_converted and not converts_otherwise(page.context.site):
        yield from _Sheets(page).problems()


class _Sheets:
    """A page and what it loads."""

    def __init__(self, page: RenderedFile) -> None:
        self._page = page
        self._context = page.context
        self._paths = page.context.once(("sass paths",), lambda: sass_paths(page.context.site))
        self._is_open = page.is_partly_known
        """Whether something is loaded, or stands in the page, that nobody here can read."""
        self._read: dict[str, _Waiting] = {}
        """By path, "" for the page."""
        self._waiting: deque[_Waiting] = deque()
        self._room = _MOST_TEXT
        self._names = _MOST_NAMES

    def problems(self) -> Iterator[StyleProblem]:
        """All that is known of the page and what it loads."""
        self._wait("", self._own(), _Reach.ALL)
        is_refused = False
        while self._waiting:
            now = self._waiting.popleft()
            for problem in self._of(now):
                is_refused = True
                yield problem
        if not is_refused and not self._is_open:
            yield from self._undefined()

    def _of(self, now: _Waiting) -> Iterator[StyleProblem]:
        """What is wrong with a sheet by itself; what it loads waits from now on."""
        self._is_open |= not now.sheet.whole
        fault, is_new = now.sheet.fault, now.reach is _Reach.NEW
        if fault is not None and now.reach:
            yield StyleProblem("refused", fault.message, self._place(now.path, fault.span), is_new)
        for load in now.sheet.loads:
            reach = _Reach.ALL if load.rule == "import" else _Reach.NEW
            reach = _Reach.NONE if load.maybe else min(now.reach, reach)
            path = self._file_of(load, now.path)
            if path is None:
                self._is_open = True
                if reach:
                    place = self._place(now.path, load.span)
                    yield StyleProblem("missing", load.name, place, reach is _Reach.NEW)
            elif path not in ("", self._page.path):
                self._load(path, reach)

    def _own(self) -> Sheet:
        """The sheet of the page itself."""
        text, is_whole = self._page.rendered.text, not self._page.is_partly_known
        if self._page.path.lower().endswith(".sass"):
            sheet = read_indented(text)
        else:
            sheet = read_scss(text if is_whole else text.replace(UNKNOWN, ";"), whole=is_whole)
        return sheet if is_whole else sheet._replace(loads=tuple(map(self._known, sheet.loads)))

    def _known(self, load: Load) -> Load:
        """A load of which Liquid may make something that is not known, or nothing."""
        pieces = self._page.rendered.between(*load.span)
        if any(piece.kind == "unknown" for piece in pieces):
            return load._replace(name="")
        return load._replace(maybe=load.maybe or any(piece.maybe for piece in pieces))

    def _place(self, path: str, span: Span) -> Place:
        return Place(path, span) if path else self._page.place(*span)

    def _load(self, path: str, reach: _Reach) -> None:
        known = self._read.get(path)
        if known is not None:
            if reach > known.reach:
                self._wait(path, known.sheet, reach)
            return
        read = _file(self._context, path) or _Read()
        self._room -= read.length
        if read.sheet is None or self._room < 0 or len(self._read) > _MOST_FILES:
            self._is_open = True
        else:
            self._wait(path, read.sheet, reach)

    def _wait(self, path: str, sheet: Sheet, reach: _Reach) -> None:
        self._read[path] = _Waiting(path, sheet, reach)
        self._waiting.append(self._read[path])

    def _file_of(self, load: Load, importer: str) -> str | None:
        """The file that is loaded; "" where that is not known, ``None`` where it is nowhere."""
        name = load.name
        if not name or name.startswith(("/", "~")) or self._names < 0:
            self._is_open = True
            return ""
        own = (posixpath.dirname(importer),) if importer else (posixpath.dirname(self._page.path), "")
        folders = self._paths.folders
        path = self._look(own, name)
        if path is None or not importer:
            other = self._look(folders, name)
            # beside a page only some releases look, and before the load paths
            path = other if path is None else path if other in (None, path) else ""
        if path == "" or (path is None and self._may_come(name, (*own, *folders))):
            self._is_open = True
            return ""
        return path

    def _look(self, folders: Sequence[str], name: str) -> str | None:
        """The first file of that name in the folders; "" where that is out of the site."""
        for folder in folders:
            for path in possible_files(folder, name):
                self._names -= 1
                if path.startswith(".."):
                    return ""
                if _file(self._context, path) is not None:
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
            is_below = any(path.startswith(f"{each}/") for each in submodules)
            if is_below or _PACKAGES.search(path) or site.git_ignored.why_source(below):
                return True
        return False

    def _undefined(self) -> Iterator[StyleProblem]:
        """Names that are needed and nowhere defined, each once."""
        defined = frozenset().union(*(each.sheet.defines for each in self._read.values()))
        stems = tuple(name for name in defined if name.startswith("%"))
        told: set[str] = set()
        for path, sheet, reach in self._read.values():
            for name, span in sheet.uses if reach else ():
                is_defined = name in defined or (name[0] == "%" and name.startswith(stems))
                if not is_defined and name not in told and len(told) < _MOST_UNDEFINED:
                    told.add(name)
                    shown = name if name[0] != "@" else name[1:]
                    message = f"nothing defines the {_WORDS[name[0]]}{shown}"
                    yield StyleProblem("refused", message, self._place(path, span), reach is _Reach.NEW)


def _file(context: SiteContext, path: str) -> _Read | None:
    """A file of the site, read once; ``None`` where there is none."""
    return context.once(("sass", path), lambda: _read(context, path))


def _read(context: SiteContext, path: str) -> _Read | None:
    root, folder = str(context.site.root), posixpath.dirname(path)
    full = os.path.join(root, path)
    is_inside = context.once(("sass folder", folder), lambda: lies_in(os.path.join(root, folder), root))
    if not is_inside or (os.path.islink(full) and not lies_in(full, root)):
        return _Read()
    try:
        source = context.source(path)
    except ValueError:  # a name with a NUL in it
        return None
    except OSError as error:
        return None if error.errno in _ABSENT else _Read()
    if not isinstance(source, Source) or len(source.text) > _MOST_TEXT:
        return _Read()
    text = source.text
    if path.endswith(".css"):
        return _Read(len(text), Sheet())
    return _Read(len(text), read_indented(text) if path.endswith(".sass") else read_scss(text))


def _submodules(context: SiteContext) -> tuple[str, ...]:
    """The folders of the repository that are others."""
    try:
        source = context.source(".gitmodules")
    except OSError:
        return ()
    text = source.text if isinstance(source, Source) else ""
    return tuple(submodule_paths(text))
