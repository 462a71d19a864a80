"""The rows of a table, in the groups and with the alignment that its separator lines give."""

from __future__ import annotations

from sitecheck.kramdown.block_tree import Block
from sitecheck.lazy_pattern import lazy_pattern

Row = list[Block | None]
"""A row's cells; ``None`` for those that its line does not have."""

_SEPARATOR = lazy_pattern(r"([+|: \t]*-(?:[ \t]*[+|:-])*)[ \t]*\Z")
_FOOTER = lazy_pattern(r"[+|: \t]*=[+|: \t=]*\Z")
_COLUMN = lazy_pattern(r"[ \t]?(:?)-+(:?)[ \t]?")


def table_rows(block: Block) -> tuple[list[tuple[str, list[Row]]], list[str]]:
    """The groups (``thead``, ``tbody``, ``tfoot``) with their rows, and each column's alignment or ``""``."""
    cells: dict[int, list[Block]] = {}
    for cell in block.children:
        cells.setdefault(cell.level, []).append(cell)
    columns = max(map(len, cells.values()), default=0)
    groups, alignment = _Groups(cells, columns).read(block.source.text[block.start : block.end])
    aligned = alignment[:columns] + [""] * (columns - len(alignment))
    return groups, aligned


class _Groups:
    def __init__(self, cells: dict[int, list[Block]], columns: int) -> None:
        self.cells = cells
        self.columns = columns
        self.groups: list[tuple[str, list[Row]]] = []
        self.waiting: list[Row] = []
        self.alignment: list[str] = []
        self.has_footer = False

    def read(self, text: str) -> tuple[list[tuple[str, list[Row]]], list[str]]:
        number = 0
        for at, line in enumerate(text.removesuffix("\n").split("\n")):
            separator = _SEPARATOR.match(line)
            if separator is not None:
                if at and self.waiting:
                    self._separate(separator[1])
            elif _FOOTER.match(line):
                if self.waiting:
                    self._group("tbody")
                self.has_footer = True
            else:
                row: Row = list(self.cells.get(number, ()))
                self.waiting.append(row + [None] * (self.columns - len(row)))
                number += 1
        if self.waiting:
            self._group("tfoot" if self.has_footer else "tbody")
        return self.groups, self.alignment

    def _separate(self, line: str) -> None:
        # kramdown takes the alignment from the first separator that follows a row.
        if not self.alignment and not self.has_footer:
            self._group("thead")
            self.alignment = [_side(left, right) for left, right in _COLUMN.findall(line)]
        elif not self.has_footer:
            self._group("tbody")

    def _group(self, name: str) -> None:
        self.groups.append((name, self.waiting))
        self.waiting = []


def _side(left: str, right: str) -> str:
    if left and right:
        return "center"
    return "left" if left else "right" if right else ""
