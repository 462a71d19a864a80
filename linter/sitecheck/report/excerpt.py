"""Source lines with the marked text underlined, for the text report."""

from __future__ import annotations

from typing import NamedTuple

from sitecheck.model.span import Span
from sitecheck.report.cells import Cell, cells, shown, total
from sitecheck.report.places import SourceFile

MAX_LINES = 4
"""A longer span shows its first lines and its last one."""

_ELLIPSIS = Cell("…", 1)
_MIN_WIDTH = 20


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
    first = file.lines.point(trimmed.start).line
    last = file.lines.point(trimmed.end).line
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
    right = min(line.end, start + 2 * width)
    row = cells(file.text[left:right])
    mark = Span(start - left, min(end - left, len(row)))
    cut = (left > line.start, right < line.end)
    at_least = int(span.start >= line.start)
    return _window(row, mark, width, cut, at_least)._replace(number=number)


def _indentation(text: str, start: int, end: int) -> int:
    """How many blanks ``text[start:end]`` begins with."""
    return end - start - len(text[start:end].lstrip(" \t"))


def _window(row: list[Cell], mark: Span, width: int, cut: tuple[bool, bool], at_least: int) -> ExcerptLine:
    """The part of ``row`` to show around ``mark``; ``cut``: whether the line goes on left and right."""
    whole = not any(cut) and total(row) <= width
    left, right = Span(0, len(row)) if whole else _visible_part(row, mark, width - 2 * _ELLIPSIS.width)
    before = row[left : mark.start]
    if left or cut[0]:
        before.insert(0, _ELLIPSIS)
    marked = row[mark.start : min(mark.end, right)]
    after = row[mark.end : right]
    if right < len(row) or cut[1]:
        after.append(_ELLIPSIS)
    underline = max(at_least, total(marked))
    return ExcerptLine(None, shown(before), shown(marked), shown(after).rstrip(), total(before), underline)


def _visible_part(row: list[Cell], mark: Span, room: int) -> Span:
    """Which cells fit in ``room`` columns: the mark with some of the line before and after it."""
    left = _reach_left(row, mark.start, min(total(row[mark.start : mark.end]), room), room)
    right = left
    used = 0
    while right < len(row) and used + row[right].width <= room:
        used += row[right].width
        right += 1
    while left > 0 and used + row[left - 1].width <= room:
        left -= 1
        used += row[left].width
    while 0 < left < mark.start and row[left].width == 0:
        left += 1
    return Span(left, max(right, mark.start))


def _reach_left(row: list[Cell], start: int, marked: int, room: int) -> int:
    """Where to begin so that a quarter of the room, or what the mark leaves, shows what stands before it."""
    context = min(room // 4, room - marked) if marked < room else room // 8
    left = start
    used = 0
    while left > 0 and used + row[left - 1].width <= context:
        left -= 1
        used += row[left].width
    return left
