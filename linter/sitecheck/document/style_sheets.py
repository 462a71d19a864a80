"""What stops the build in a page of Sass and in all that it imports.

The page is read as Liquid leaves it, and each file that it loads once. Where a file may be brought by what is
not here, nothing is said of it, and a name that nothing seems to define may be defined in it.
"""

from __future__ import annotations

from bisect import bisect
from collections import deque
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import TYPE_CHECKING, Literal

from sitecheck.document.style_imports import (
    MOST_NAMES,
    MOST_TEXT,
    Found,
    StyleFile,
    loaded_by_file,
    loaded_by_page,
    style_file,
)
from sitecheck.jekyll.sass_paths import SASS_ENDINGS, converts_otherwise
from sitecheck.jekyll.site import FEW_SASS_PAGES
from sitecheck.model.span import Place, Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.sass import Load, Sheet, read_indented, read_scss
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.document.rendered import RenderedFile

_MOST_FILES = 1_000
"""So many files of what a page loads are read …"""
_MOST_HELD = 100_000
"""… and so many names held together, of those that are defined and needed."""
_MOST_UNDEFINED = 20
_WORDS = {"$": "the variable ", "@": "the mixin ", "%": "the placeholder ", ".": "what is extended here: "}


class StyleProblem(NamedTuple):
    """Why the converter refuses a style sheet."""

    kind: Literal["missing", "refused"]
    message: str
    place: Place
    only_old: bool = False
    """Whether Dart Sass takes it, which jekyll-sass-converter has from version 3 on."""
    only_new: bool = False
    """Whether only Dart Sass refuses it, as only that loads what ``@use`` names: jekyll-sass-converter 3."""


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
    is_converted = page.kind in ("page", "document") and page.path.lower().endswith(SASS_ENDINGS)
    if is_converted and not converts_otherwise(page.context.site):
        yield from _Sheets(page).problems()


class _Stems:
    """Of names those that begin with no other of them, to ask whether one begins a name."""

    def __init__(self, names: Iterable[str]) -> None:
        self._kept: list[str] = []
        for name in sorted(names):
            if not self._kept or not name.startswith(self._kept[-1]):
                self._kept.append(name)

    def begin(self, name: str) -> bool:
        """Whether a name begins with one of them."""
        at = bisect(self._kept, name)
        return at > 0 and name.startswith(self._kept[at - 1])


class _Sheets:
    """A page and what it loads."""

    def __init__(self, page: RenderedFile) -> None:
        self._page = page
        self._context = page.context
        self._is_open = page.is_partly_known
        """Whether something is loaded, or stands in the page, that nobody here can read."""
        self._read: dict[str, _Waiting] = {}
        """By path, "" for the page."""
        self._waiting: deque[_Waiting] = deque()
        self._room = MOST_TEXT
        pages = self._context.site.sass_pages
        self._names = MOST_NAMES * FEW_SASS_PAGES // pages
        self._held = _MOST_HELD * FEW_SASS_PAGES // pages

    def problems(self) -> Iterator[StyleProblem]:
        """All that is known of the page and what it loads."""
        self._wait("", self._own(), _Reach.ALL)
        is_refused = False
        while self._waiting:
            now = self._waiting.popleft()
            for problem in self._of(now):
                is_refused |= not problem.only_old
                yield problem
        if not is_refused and not self._is_open:
            yield from self._undefined()

    def _of(self, now: _Waiting) -> Iterator[StyleProblem]:
        """What is wrong with a sheet by itself; what it loads waits from now on."""
        self._is_open |= not now.sheet.whole
        fault, is_new = now.sheet.fault, now.reach is _Reach.NEW
        if fault is not None and now.reach:
            place = self._place(now.path, fault.span)
            yield StyleProblem("refused", fault.message, place, only_new=is_new)
        elif now.sheet.old_fault is not None and now.reach is _Reach.ALL:
            message, span = now.sheet.old_fault
            yield StyleProblem("refused", message, self._place(now.path, span), only_old=True)
        for load, path in self._loads(now):
            reach = _Reach.ALL if load.rule == "import" else _Reach.NEW
            reach = _Reach.NONE if load.maybe else min(now.reach, reach)
            self._is_open |= not path
            if path is None:
                if reach:
                    place = self._place(now.path, load.span)
                    yield StyleProblem("missing", load.name, place, only_new=reach is _Reach.NEW)
            elif path not in ("", self._page.path) and not self._load(path, reach) and reach:
                message, place = f"{path} is no UTF-8 text", self._place(now.path, load.span)
                yield StyleProblem("refused", message, place, only_new=reach is _Reach.NEW)

    def _loads(self, now: _Waiting) -> Iterator[tuple[Load, str | None]]:
        """What a sheet loads and where that is, as long as the page may look for more."""
        if self._names < 0:
            self._is_open = True
            return iter(())
        found = self._look_up(now)
        self._names -= found.names
        return zip(now.sheet.loads, found.paths, strict=True)

    def _look_up(self, now: _Waiting) -> Found:
        if now.path:
            return loaded_by_file(self._context, now.path, now.sheet)
        return loaded_by_page(self._context, self._page.path, now.sheet)

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

    def _load(self, path: str, reach: _Reach) -> bool:
        """Have a file looked at; false where that is found out now which no compiler takes for text."""
        known = self._read.get(path)
        if known is not None:
            if reach > known.reach:
                self._wait(path, known.sheet, reach)
            return True
        read = style_file(self._context, path) or StyleFile()
        if read.refused:
            self._wait(path, Sheet(whole=False), reach)
            return False
        self._room -= read.length
        if read.sheet is None or self._room < 0 or len(self._read) > _MOST_FILES:
            self._is_open = True
        else:
            self._wait(path, read.sheet, reach)
        return True

    def _wait(self, path: str, sheet: Sheet, reach: _Reach) -> None:
        self._read[path] = _Waiting(path, sheet, reach)
        self._waiting.append(self._read[path])

    def _undefined(self) -> Iterator[StyleProblem]:
        """Names that are needed and nowhere defined, and calls that no function of the site answers."""
        sheets = [each.sheet for each in self._read.values()]
        if sum(len(each.defines) + len(each.uses) + len(each.calls) for each in sheets) > self._held:
            return
        defined = frozenset[str]().union(*(each.defines for each in sheets))
        yield from self._unnamed(defined)
        yield from self._unanswered(defined)

    def _unnamed(self, defined: frozenset[str]) -> Iterator[StyleProblem]:
        stems = _Stems(name for name in defined if name.startswith(("%", ".")))
        told: set[str] = set()
        for path, sheet, reach in self._read.values():
            for name, span in sheet.uses if reach else ():
                is_defined = name in defined or stems.begin(name)
                if not is_defined and name not in told and len(told) < _MOST_UNDEFINED:
                    told.add(name)
                    shown = name if name[0] != "@" else name[1:]
                    message = f"nothing defines {_WORDS[name[0]]}{shown}"
                    place = self._place(path, span)
                    yield StyleProblem("refused", message, place, only_new=reach is _Reach.NEW)

    def _unanswered(self, defined: frozenset[str]) -> Iterator[StyleProblem]:
        """Calls that Sass' own functions refuse, one of each function."""
        told: set[str] = set()
        for path, sheet, reach in self._read.values():
            for name, message, span in sheet.calls if reach else ():
                if name not in defined and name not in told:
                    told.add(name)
                    place = self._place(path, span)
                    yield StyleProblem("refused", message, place, only_new=reach is _Reach.NEW)
