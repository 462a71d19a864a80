"""Tables: any line with a bar can begin one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.kramdown import grammar
from sitecheck.kramdown.block.table_lines import crosses_lines
from sitecheck.kramdown.block_tree import Block, State
from sitecheck.kramdown.source import Builder, Source
from sitecheck.lazy_pattern import lazy_pattern

_BAR = r"(?:\||[^\n]*?[^\\\n]\|)"
_LINE = lazy_pattern(_BAR)
_START = lazy_pattern(rf" {{0,3}}(?=[^{grammar.SPACE}]){_BAR}")
_LEADING = lazy_pattern(rf"{grammar.S}*\|")
_SEPARATOR = lazy_pattern(r"[+|: \t]*-[+|: \t-]*\n")
_MOST_CELLS = 200_000
"""What looks like a table of more is taken for text: a megabyte of bars would cost seconds."""
_FOOTER = lazy_pattern(r"[+|: \t]*=[+|: \t=]*\n")


def table(state: State) -> bool:
    """A block of lines with bars."""
    text, pos = state.text, state.pos
    line_end = text.find("\n", pos)
    if text.find("|", pos, line_end) < 0 or not state.after_boundary() or not _START.match(text, pos):
        return False
    block = state.block("table", pos, pos)
    rows, has_body = _rows(state, block)
    if rows is None:
        state.problem("too-many-marks", pos, pos + 1)
    if not state.before_boundary() or not has_body or crosses_lines(text, pos, state.pos - 1):
        state.pos = pos  # the attribute list that waited is lost with the table
        return False
    block.end = state.pos
    for number, row in enumerate(rows or ()):
        for column, (source, start, end) in enumerate(row):
            cell = Block("td", source, start, end)
            cell.parts, cell.level = [(start, end)], number
            cell.value = str(column)
            block.children.append(cell)
    state.tree.children.append(block)
    return True


Cells = list[tuple[Source, int, int]]


def _rows(state: State, block: Block) -> tuple[list[Cells] | None, bool]:
    """The rows at the state's position and whether one of them belongs to a body; none of too many."""
    text = state.text
    # kramdown: a bar at the start of the table's first line is the border in all its rows.
    leading = _LEADING.match(text, state.pos) is not None
    first = _SEPARATOR.match(text, state.pos)
    pos = state.pos if first is None else first.end()
    rows: list[Cells] = []
    waiting = cells = 0
    aligned = has_footer = has_body = False
    while pos < state.end and _LINE.match(text, pos):
        end = text.find("\n", pos) + 1
        if _SEPARATOR.match(text, pos):
            # kramdown: the first separator after a row ends the head, those after it bodies.
            if waiting and not aligned and not has_footer:
                aligned, waiting = True, 0
            elif waiting:
                has_body, waiting = has_body or not has_footer, 0 if not has_footer else waiting
        elif _FOOTER.match(text, pos):
            has_body = has_body or waiting > 0
            waiting, has_footer = 0, True
        else:
            cells += text.count("|", pos, end)
            rows.append(_cells(state, pos, end, leading) if cells <= _MOST_CELLS else [])
            waiting += 1
        pos = end
    state.pos = pos
    if cells > _MOST_CELLS:
        return None, False
    return rows, has_body or (waiting > 0 and not has_footer)


_SPLIT = lazy_pattern(r"(?<!\\)\||\\\||`+")


def _cells(state: State, start: int, end: int, leading: bool) -> Cells:
    text = state.text
    end -= 1
    while end > start and text[end - 1] in " \t":
        end -= 1
    row = _Row(state.source)
    pos = start
    # kramdown keeps bars in <code>…</code> of one line out of the split.
    for first, last in _code_elements(text, start, end):
        row.split(text, pos, first)
        row.keep(first, last)
        pos = last
    row.split(text, pos, end)
    return row.cells(leading)


def _code_elements(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of each ``<code>`` element of a line."""
    while (first := text.find("<code", start, end)) >= 0:
        tag = text.find(">", first, end)
        last = text.find("</code>", tag, end) if tag >= 0 else -1
        if last < 0:
            return
        start = last + len("</code>")
        yield first, start


class _Row:
    """Puts the cells of a row together."""

    __slots__ = ("builder", "done", "source")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.builder = Builder()
        self.done: Cells = []

    def keep(self, start: int, end: int) -> None:
        self.builder.add(self.source, start, end)

    def split(self, text: str, start: int, end: int) -> None:
        """Splits at bars outside of code spans; ``\\|`` is a bar in the cell."""
        pos = run = start
        while (match := _SPLIT.search(text, pos, end)) is not None:
            mark, at = match[0], match.start()
            pos = match.end()
            if mark == "|":
                self.keep(run, at)
                self._finish()
                run = pos
            elif mark == "\\|":
                self.keep(run, at)
                run = at + 1
            else:
                code = _code_span_end(text, start, at, pos, end)
                if code:
                    self.keep(run, at)
                    self._code(text, at, pos, code)
                    run = pos = code
        self.keep(run, end)

    def _code(self, text: str, start: int, content: int, end: int) -> None:
        mark = text[start:content]
        stop = end - len(mark)
        if len(mark) > 1:
            content += text[content] == " "
            stop -= stop > content and text[stop - 1] == " "
        # kramdown writes the span again, with one backtick more than the longest run in it.
        runs = re.findall("`+", text[content:stop])
        needed = (max(runs) if runs else "") + "`"
        if needed == mark:
            self.keep(start, end)
            return
        blank = " " if len(needed) > 1 else ""
        origin = self.source.origin(start)
        self.builder.made(needed + blank, origin)
        self.builder.add(self.source, content, stop)
        self.builder.made(blank + needed, self.source.origin(end - 1))

    def _finish(self) -> None:
        source = self.builder.source()
        start, end = 0, len(source.text)
        while start < end and source.text[start] in grammar.STRIP:
            start += 1
        while end > start and source.text[end - 1] in grammar.STRIP:
            end -= 1
        self.done.append((source, start, end))
        self.builder = Builder()

    def cells(self, leading: bool) -> Cells:
        """The cells without the empty ones that bars at the row's ends make, and without outer blanks."""
        self._finish()
        cells = self.done
        # kramdown drops an empty first cell only where the table has a left border, an empty last one always.
        if leading and cells and cells[0][1] == cells[0][2]:
            del cells[0]
        if cells and cells[-1][1] == cells[-1][2]:
            del cells[-1]
        return cells


def _code_span_end(text: str, line: int, start: int, content: int, end: int) -> int:
    """Where the code span that begins at ``start`` ends; 0 when there is none."""
    mark = text[start:content]
    if len(mark) == 1:
        before = start == line or text[start - 1] in grammar.SPACE
        if before and text[content : content + 1] in tuple(grammar.SPACE):
            return 0
    close = text.find(mark, content, end)
    return 0 if close < 0 else close + len(mark)
