"""Terminal cells: how wide text is shown, and a harmless form of every character of a source line.

Widths follow Unicode's East Asian Width (UAX #11), with the usual rules of terminals for what joins the
character before it: combining marks, variation selectors, zero-width joiners, emoji modifiers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, east_asian_width

from sitecheck.report.safe import REPLACEMENT, opens_log_command, visible

TAB_WIDTH = 4

_JOINER = "\u200d"
_EMOJI_SELECTOR = "\ufe0f"
_EMOJI_MODIFIERS = range(0x1F3FB, 0x1F400)
_JOINING_HANGUL = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))
_KEYCAPS = frozenset("#*0123456789")


class Cell(NamedTuple):
    """One code point as it is shown, and how many columns that takes."""

    shown: str
    width: int


@lru_cache(maxsize=4096)
def char_width(char: str) -> int:
    """Columns of one printable character by itself: 0, 1 or 2."""
    code = ord(char)
    if code < 0x300:
        return 1
    if category(char) in ("Mn", "Me", "Cf") or any(code in block for block in _JOINING_HANGUL):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def cells(text: str) -> list[Cell]:
    """One cell per code point of ``text``, a line or a part of one; tabs stop every four columns."""
    row: list[Cell] = []
    column = 0
    for offset, char in enumerate(text):
        cell = _cell(text, offset, char, row, column)
        row.append(cell)
        column += cell.width
    return row


def _cell(text: str, offset: int, char: str, row: Sequence[Cell], column: int) -> Cell:
    if char == "\t":
        width = TAB_WIDTH - column % TAB_WIDTH
        return Cell(" " * width, width)
    shown = visible(char)
    if shown != char:
        return Cell(shown, 1)
    if opens_log_command(text, offset):
        return Cell("\\[", 2)
    before = text[offset - 1] if offset else ""
    if char == _EMOJI_SELECTOR:
        return Cell(char, _selector_width(before, row))
    if _joins(before, char, row):
        return Cell(char, 0)
    width = char_width(char)
    return Cell(char, width) if width or row else Cell(REPLACEMENT, 1)


def _selector_width(before: str, row: Sequence[Cell]) -> int:
    """An emoji selector widens a narrow symbol by one column."""
    widens = before and (before in _KEYCAPS or category(before) == "So") and row[-1].width == 1
    return int(bool(widens))


def _joins(before: str, char: str, row: Sequence[Cell]) -> bool:
    """Whether ``char`` is drawn into the picture before it."""
    if before == _JOINER and len(row) > 1:
        return char_width(char) == 2 or category(char) == "So"
    return ord(char) in _EMOJI_MODIFIERS and bool(row) and row[-1].width == 2


def total(row: Sequence[Cell]) -> int:
    """Columns that the cells take together."""
    return sum(cell.width for cell in row)


def shown(row: Sequence[Cell]) -> str:
    """The cells as text."""
    return "".join(cell.shown for cell in row)
