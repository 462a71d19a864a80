"""The columns of a table as MathJax 4 reads them; MathJax 2 and 3 take any text for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.mathjax.arguments import DIMENSION, filled

if TYPE_CHECKING:
    from sitecheck.math.mathjax.arguments import Reader

_ALIGNED: Final = frozenset("lcr")
_RULES: Final = frozenset("|:")
_PLAIN: Final = _ALIGNED | _RULES | frozenset(" \n")
_ARGUMENTS: Final = dict.fromkeys("pmbPMB", "d") | dict.fromkeys("wW", "ad") | dict.fromkeys("><@!", "t")
"""What column types take: d a length, a an alignment, t a text that is put into every cell."""
_MOST: Final = 2_000
"""How many columns are read; ours, MathJax allows 10,000."""
_COMMAND: Final = lazy_pattern(r"\\([A-Za-z]+)")


def check_columns(parser: Reader, columns: str) -> bool:
    """Whether a column may put text into its cells.

    Refuses a column type that there is not, or that lacks its argument.
    """
    reader = _Columns(parser, columns)
    for _ in range(_MOST):
        if not reader.column():
            break
    return reader.fills_cells


class _Columns:
    """Reads the argument that describes the columns of a table."""

    def __init__(self, parser: Reader, text: str) -> None:
        self.parser = parser
        self.name = parser.command
        self.text = text
        self.at = 0
        self.fills_cells = False
        self.ruled = False
        """Whether a rule stands before the next column."""

    def column(self) -> bool:
        """Reads one column; false at the end."""
        if self.at >= len(self.text):
            return False
        column = self.text[self.at]
        self.at += 1
        self._read(column)
        return True

    def _read(self, column: str) -> None:
        types = self.parser.session.column_types
        if column in types:
            count, body = types[column]
            arguments = [self._argument(column) for _ in range(count)]
            longest = self.parser.session.longest
            self._replace(filled(body, arguments, longest) or "", longest)
        elif column == "*":
            self._repeat()
        elif column == "{":
            self.at -= 1
            for inner in self._argument(column)[:1]:
                self._read(inner)
        elif column not in _PLAIN:
            self.fills_cells = True
            self._with_arguments(column)
        elif column in _RULES:
            self.fills_cells |= self.ruled  # MathJax: the space between two rules is put into the cells
            self.ruled = True
        elif column in _ALIGNED:
            self.ruled = False

    def _with_arguments(self, column: str) -> None:
        if column not in _ARGUMENTS:
            raise self.parser.refuse("bad-column", self.name, column)
        for kind in _ARGUMENTS[column]:
            argument = self._argument(column)
            if kind == "d" and not DIMENSION.fullmatch(argument):
                raise self.parser.refuse("bad-column-argument", self.name, column)
            if kind == "t":
                self._check_commands(argument)

    def _check_commands(self, text: str) -> None:
        session = self.parser.session
        for name in _COMMAND.findall(text):
            known = name in session.dialect.commands or session.macro(name) is not None
            if not known and session.environment.complete and not session.autoload("commands", name):
                raise self.parser.refuse("unknown-command", "\\" + name)

    def _repeat(self) -> None:
        count, columns = self._argument("*"), self._argument("*")
        if not re.fullmatch(r"0|[1-9][0-9]*", count, re.ASCII):
            raise self.parser.refuse("bad-column-argument", self.name, "*")
        self._replace(columns * min(int(count[:5]), _MOST), _MOST * 10)

    def _replace(self, columns: str, longest: int) -> None:
        rest = self.text[self.at :]
        if len(columns) + len(rest) > longest + len(self.text):
            raise self.parser.refuse("too-long")
        self.text = columns + rest
        self.at = 0

    def _argument(self, column: str) -> str:
        while self.text[self.at : self.at + 1] == " ":
            self.at += 1
        if self.at >= len(self.text):
            raise self.parser.refuse("bad-column-argument", self.name, column)
        if self.text[self.at] != "{":
            self.at += 1
            return self.text[self.at - 1]
        start, depth = self.at + 1, 0
        while self.at < len(self.text):
            character = self.text[self.at]
            self.at += 2 if character == "\\" else 1
            depth += (character == "{") - (character == "}")
            if not depth:
                return self.text[start : self.at - 1]
        raise self.parser.refuse("bad-column-argument", self.name, column)
