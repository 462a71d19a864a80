r"""Text in formulas: \text and its kin, with mathematics between dollars (MathJax 2 and 3) or as text (4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.mathjax.arguments import Piece
from sitecheck.math.mathjax.refusal import RefusalError
from sitecheck.math.mathjax.registry import method
from sitecheck.math.mathjax.tables import PLAIN
from sitecheck.math.mathjax.textmacros import read_text

if TYPE_CHECKING:
    from sitecheck.math.mathjax.frames import Frame
    from sitecheck.math.mathjax.parser import Parser

_MARK: Final = lazy_pattern(r"\\(?:eq)?ref\s*\{|\\.|[${}]|\\", re.DOTALL)
_ROW_END: Final = lazy_pattern(r"\\cr(?![A-Za-z])(?=.)|\\\\", re.DOTALL)
_LEVELS: Final = 8
"""How many levels of depth a text counts for: each is searched for its ends once more."""
_SPECIAL: Final = lazy_pattern(r"[\\${}%^_&#]")


@method("base.HBox")
def _text(parser: Parser, _name: str, level: Any = None, *_fixed: Any) -> None:
    piece = parser.argument()
    text_piece(parser, piece)
    # MathJax: an empty \text makes nothing, unless its style is set or commands are read in it.
    if piece.start < piece.end or level is not None or parser.session.dialect.in_text:
        parser.atom(PLAIN)


def text_piece(parser: Parser, piece: Piece) -> None:
    """Reads a piece as text."""
    if _SPECIAL.search(parser.text, *piece) is None:
        return
    with parser.deeper(_LEVELS):
        if parser.session.dialect.in_text:
            read_text(parser, piece)
        else:
            _mixed(parser, piece)


def text_argument(parser: Parser, command: str) -> None:
    """Reads all of a parser's text as text."""
    parser.command = command
    text_piece(parser, Piece(parser.pos, parser.end))


def _mixed(parser: Parser, piece: Piece) -> None:
    r"""Text with mathematics between dollars or \( and \), and references."""
    waiting, start, opened, depth = "", piece.start, piece.start, 0
    for match in _MARK.finditer(parser.text, *piece):
        mark = match[0]
        if mark == "{" and waiting:
            depth += 1
        elif mark == "}" and waiting:
            if waiting == "}" and not depth:
                waiting = ""
            elif depth:
                depth -= 1
        # MathJax 2 and 3 read \ref and \eqref in text, braces balanced.
        elif mark[-1] == "{" and len(mark) > 2:
            waiting, depth = (waiting, depth + 1) if waiting else ("}", 0)
        elif ((mark == "$" and waiting == "$") or (mark == "\\)" and waiting == ")")) and not depth:
            _inner(parser, Piece(start, match.start()))
            waiting = ""
        elif mark in ("$", "\\(") and not waiting:
            waiting = "$" if mark == "$" else ")"
            start, opened, depth = match.end(), match.start(), 0
    if waiting:
        place = parser.place(piece.end, piece.end)
        raise RefusalError("math-in-text", place, parser.command, related=parser.place(opened, opened + 1))


def _inner(parser: Parser, piece: Piece) -> None:
    """Mathematics inside text: nothing of what surrounds it is known there."""
    child = parser.child(parser.text, piece, parser.origin)
    child.run()


def cases_text(parser: Parser, _table: Frame) -> None:
    r"""The second column of \cases: text, unless it is one \text."""
    start, depth, close, at = parser.pos, 0, -1, parser.pos
    text = parser.text
    while at < parser.end:
        character = text[at]
        if character == "{":
            depth += 1
        elif character == "}":
            if not depth:
                break
            depth -= 1
            if not depth and close < 0:
                close = at
        elif character == "&" and not depth:
            raise RefusalError("cases-tab", parser.place(at, at + 1), "\\cases")
        elif character == "\\":
            if _ROW_END.match(text, at, parser.end):
                break
            at += 1
        at += 1
    at = min(at, parser.end)
    entry = text[start:at]
    if not re.match(r"\s*\\text[^a-zA-Z]", entry) or close - start != len(entry.rstrip()) - 1:
        text_piece(parser, Piece(start, at))
        parser.atom(PLAIN)
        parser.pos = at
