"""Terminal cells: how wide text is shown, and a harmless form of every character of a source line.

Widths follow Unicode's East Asian Width (UAX #11), with the usual rules of terminals for what joins the
character before it: combining marks, variation selectors, zero-width joiners, emoji modifiers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from unicodedata import category, east_asian_width

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.safe import REPLACEMENT, opens_log_command, without_controls

TAB_WIDTH = 4

_JOINER = "\u200d"
_EMOJI_SELECTOR = "\ufe0f"
_EMOJI_MODIFIERS = range(0x1F3FB, 0x1F400)
_JOINING_HANGUL = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))
_KEYCAPS = "#*0123456789"
_BOUND = f"\t{_JOINER}{_EMOJI_SELECTOR}\U0001f3fb-\U0001f3ff"
_RUNS = {
    False: lazy_pattern(f"([^{_BOUND}]+)|{_JOINER}?.", re.DOTALL),
    True: lazy_pattern(f"([^{_BOUND}\\[]+)|{_JOINER}?.", re.DOTALL),
}
"""Runs of characters that are shown each for itself, and single ones that hang on what stands before them;
the bracket is one of these in a text that may hold a log command."""


class Row(NamedTuple):
    """A line, or a part of one, as it is shown."""

    shown: Sequence[str]
    """What stands for each code point; the text itself where that is each code point."""
    columns: Sequence[int]
    """The column that each code point begins at, and at last the one where the row ends."""

    def text(self, start: int, end: int) -> str:
        """The code points from ``start`` to ``end`` as they are shown."""
        return "".join(self.shown[start:end])

    def width(self, start: int, end: int) -> int:
        """Columns that the code points from ``start`` to ``end`` take together."""
        return self.columns[end] - self.columns[start]


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


def cells(text: str) -> Row:
    """The row of ``text``, a line or a part of one; tabs stop every four columns."""
    if text.isascii() and text.isprintable() and "##" not in text:
        return Row(text, range(len(text) + 1))
    safe = without_controls(text, keep="\t")
    if safe and char_width(safe[0]) == 0:
        safe = f"{REPLACEMENT}{safe[1:]}"
    runs = _RUNS["##" in safe]
    whole = runs.fullmatch(safe)
    if whole and whole[1]:
        return Row(safe, [*accumulate(map(char_width, safe), initial=0)])
    shown: list[str] = []
    columns = [0]
    for run in runs.finditer(safe):
        if run[1]:
            shown += run[1]
            columns += accumulate(map(char_width, run[1]), initial=columns.pop())
            continue
        for offset in range(*run.span()):
            cell = _cell(safe, offset, columns)
            shown.append(cell.shown)
            columns.append(columns[-1] + cell.width)
    return Row(shown, columns)


def _cell(text: str, offset: int, columns: Sequence[int]) -> Cell:
    """The code point at ``offset``, whose look may hang on its neighbours."""
    char = text[offset]
    if char == "\t":
        width = TAB_WIDTH - columns[-1] % TAB_WIDTH
        return Cell(" " * width, width)
    if opens_log_command(text, offset):
        return Cell("\\[", 2)
    before = text[offset - 1] if offset else ""
    width_before = columns[-1] - columns[-2] if before else 0
    if char == _EMOJI_SELECTOR:
        return Cell(char, _selector_width(before, width_before))
    if _joins(before, char, width_before):
        return Cell(char, 0)
    return Cell(char, char_width(char))


def _selector_width(before: str, width_before: int) -> int:
    """An emoji selector widens a narrow symbol by one column."""
    is_narrow = width_before == 1 and (before in _KEYCAPS or category(before) == "So")
    return 1 if is_narrow else 0


def _joins(before: str, char: str, width_before: int) -> bool:
    """Whether ``char`` is drawn into the picture before it."""
    if before == _JOINER:
        return char_width(char) == 2 or category(char) == "So"
    return ord(char) in _EMOJI_MODIFIERS and width_before == 2
