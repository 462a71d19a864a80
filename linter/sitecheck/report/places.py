"""Where findings are, in the units and the form that each format wants."""

from __future__ import annotations

import os
import posixpath
from bisect import bisect_left
from itertools import accumulate
from types import ModuleType

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.report import RunReport
from sitecheck.model.span import LineIndex, Place, Point, Span
from sitecheck.named_tuple import NamedTuple

_ASTRAL = lazy_pattern("[\U00010000-\U0010ffff]")
_DRIVE = lazy_pattern(r"[A-Za-z]:")


_BLOCK = 4096
"""Characters whose bytes are counted together, as a line may have millions."""


class Region(NamedTuple):
    """A stretch of a file for people: the first character and the position one past the last one."""

    start: Point
    end: Point


class SourceFile:
    """One file's text with its line index and what the columns of UTF-16 units need."""

    __slots__ = ("_astral", "_bytes", "lines", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = LineIndex(text)
        self._astral: list[int] | None = None
        self._bytes: list[int] | None = None

    def trimmed(self, span: Span) -> Span:
        """``span`` inside the text, and without a line end that it ends in."""
        start = max(0, min(span.start, len(self.text)))
        end = max(start, min(span.end, len(self.text)))
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def region(self, span: Span, *, utf16: bool = False, exact: bool = False) -> Region:
        """``span`` as lines and columns, in code points or in UTF-16 units.

        ``exact`` keeps a line end at the span's end, as edits need it.
        """
        start, end = span if exact else self.trimmed(span)
        return Region(self._point(start, utf16), self._point(end, utf16))

    def bytes_between(self, start: int, end: int) -> int:
        """How many bytes of UTF-8 the characters from ``start`` to ``end`` take."""
        return self._bytes_before(end) - self._bytes_before(start)

    def _bytes_before(self, offset: int) -> int:
        if self._bytes is None:
            sizes = (_size(self.text[at : at + _BLOCK]) for at in range(0, len(self.text), _BLOCK))
            self._bytes = [0, *accumulate(sizes)]
        block = offset // _BLOCK
        return self._bytes[block] + _size(self.text[block * _BLOCK : offset])

    def _point(self, offset: int, utf16: bool) -> Point:
        line, column = self.lines.point(offset)
        if utf16:
            column += self._astral_between(offset - column + 1, offset)
        return Point(line, column)

    def _astral_between(self, start: int, end: int) -> int:
        if self._astral is None:
            self._astral = [match.start() for match in _ASTRAL.finditer(self.text)]
        return bisect_left(self._astral, end) - bisect_left(self._astral, start)


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


class Locator:
    """Finds the places of one report; reads and indexes each file once."""

    __slots__ = ("_files", "_marks", "_sources")

    def __init__(self, report: RunReport) -> None:
        self._sources = report.sources
        self._marks = report.marks
        self._files: dict[str, SourceFile | None] = {}

    def file(self, path: str) -> SourceFile | None:
        """The file at ``path``, ``None`` when its text is not to be had."""
        if path not in self._files:
            text = self._sources.text(path)
            self._files[path] = None if text is None else SourceFile(text)
        return self._files[path]

    def region(self, place: Place, *, utf16: bool = False, exact: bool = False) -> Region:
        """``place`` as lines and columns; the start of the file when its text is not to be had."""
        file = self.file(place.path)
        if file is None:
            return Region(Point(1, 1), Point(1, 1))
        return file.region(place.span, utf16=utf16, exact=exact)

    def start(self, place: Place) -> Point:
        """Where ``place`` begins, as :meth:`region` has it."""
        if known := self._marks.get(place):
            return known.start
        file = self.file(place.path)
        return file.lines.point(place.span.start) if file else Point(1, 1)


def shown_path(report: RunReport, path: str) -> str:
    """``path`` of the site as a person finds it from where the report counts."""
    root = report.root.rstrip("/") if report.root != "/" else ""
    whole = path if root in ("", ".") and report.root != "/" else f"{root}/{path}"
    return posixpath.normpath(whole) if path.startswith("../") else whole


def repository_path(report: RunReport, path: str, prefix: str | None) -> str:
    """``path`` of the site relative to the repository's root.

    A root that lies outside, so an absolute one or one with "..", cannot be told; the path then counts from
    the site.
    """
    root = report.root if prefix is None else prefix
    parts = [part for part in root.split("/") if part not in ("", ".")]
    outside = root.startswith("/") or ".." in parts or _DRIVE.match(root)
    if outside:
        return path.removeprefix("../")
    return (
        posixpath.normpath("/".join((*parts, path))) if path.startswith("../") else "/".join((*parts, path))
    )


def absolute_uri(folder: str, path: str, *, paths: ModuleType = os.path) -> str:
    """The ``file:`` address of ``path``, which counts from the whole path ``folder`` (RFC 8089).

    ``paths`` is the system's module: on Windows a drive begins it, or the name of another machine.
    """
    whole = paths.join(folder, path).replace(paths.sep, "/")
    if whole.startswith("//"):
        return f"file://{file_uri(whole)}"
    drive = whole[:2] if _DRIVE.match(whole) else ""
    return f"file:///{drive}{'/' if drive else ''}{file_uri(whole[len(drive) :])}"


def file_uri(path: str) -> str:
    """A relative path as an RFC 3986 relative reference; bytes of undecodable names are kept."""
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "replace")
    from urllib.parse import quote  # which a warm run that writes text would load in vain

    return quote(raw, safe="/").lstrip("/")
