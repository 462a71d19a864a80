"""Source lines with the marked text underlined, for the text report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.report.cells import Row, cells
from sitecheck.report.places import SourceFile

MAX_LINES = 4
"""A longer span shows its first lines and its last one."""

_MIN_WIDTH = 20
_BLANKS = lazy_pattern("[ \t]*")


class ExcerptLine(NamedTuple):
    """One line of an excerpt: the text before, in and after the mark, and where the underline goes.

    ``number`` is ``None`` for the row that stands for lines left out.
    """

    number: int | None
    before: str = ""
    marked: str = ""
    after: str = ""
    indent: int = 0
    underline: int = 0


def excerpt(file: SourceFile, span: Span, width: int) -> list[ExcerptLine]:
    """The lines of ``file`` that ``span`` touches, each at most ``width`` columns wide."""
    trimmed = file.trimmed(span)
    first, last = file.lines.line(trimmed.start), file.lines.line(trimmed.end)
    numbers: list[int | None] = [*range(first, last + 1)]
    if len(numbers) > MAX_LINES:
        numbers = [first, first + 1, None, last]
    return [
        ExcerptLine(None) if number is None else _line(file, number, trimmed, max(width, _MIN_WIDTH))
        for number in numbers
    ]


def _line(file: SourceFile, number: int, span: Span, width: int) -> ExcerptLine:
    """Line ``number`` with the part of ``span`` that lies in it; only a stretch around it is looked at."""
    line = file.lines.line_span(number)
    start = max(line.start, min(span.start, line.end))
    end = max(start, min(span.end, line.end))
    if span.start < line.start:
        start += _indentation(file.text, start, end)
    left = max(line.start, start - width)
    right = min(line.end, start + width)
    row = cells(file.text[left:right])
    mark = Span(start - left, min(end - left, right - left))
    cut = (left > line.start, right < line.end)
    at_least = span.start >= line.start
    return _window(row, mark, width, cut, at_least)._replace(number=number)


def _indentation(text: str, start: int, end: int) -> int:
    """How many blanks ``text[start:end]`` begins with."""
    match = _BLANKS.match(text, start, end)
    return match.end() - start if match else 0


def _window(row: Row, mark: Span, width: int, cut: tuple[bool, bool], at_least: int) -> ExcerptLine:
    """The part of ``row`` to show around ``mark``; ``cut``: whether the line goes on left and right."""
    end = len(row.shown)
    whole = not any(cut) and row.width(0, end) <= width
    left, right = Span(0, end) if whole else _visible_part(row, mark, width - 2)
    marked = Span(mark.start, min(mark.end, right))
    before = ("…" if left or cut[0] else "") + row.text(left, mark.start)
    after = row.text(mark.end, right) + ("…" if right < end or cut[1] else "")
    indent = row.width(left, mark.start) + bool(left or cut[0])
    underline = max(at_least, row.width(*marked))
    return ExcerptLine(
        number=None,
        before=before,
        marked=row.text(*marked),
        after=after.rstrip(),
        indent=indent,
        underline=underline,
    )


def _visible_part(row: Row, mark: Span, room: int) -> Span:
    """What fits in ``room`` columns: the mark with some of the line before and after it."""
    columns = row.columns
    left = _reach_left(row, mark.start, min(row.width(*mark), room), room)
    right = bisect_right(columns, columns[left] + room, left) - 1
    left = bisect_left(columns, columns[right] - room, 0, left)
    while 0 < left < mark.start and row.width(left, left + 1) == 0:
        left += 1
    return Span(left, max(right, mark.start))


def _reach_left(row: Row, start: int, marked: int, room: int) -> int:
    """Where to begin so that a quarter of the room, or what the mark leaves, shows what stands before it."""
    context = min(room // 4, room - marked) if marked < room else room // 8
    return bisect_left(row.columns, row.columns[start] - context, 0, start)
