r"""Text read command by command, as MathJax does with the package textmacros (in MathJax 4 by default)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sitecheck.math.mathjax_frames import Kind
from sitecheck.math.mathjax_reader import filled
from sitecheck.math.mathjax_refusal import Refusal

if TYPE_CHECKING:
    from sitecheck.math.mathjax_parser import Parser
    from sitecheck.math.mathjax_reader import Piece

_SPECIAL: Final = re.compile(r"[\\${}%^_&#]")


def read_text(parser: Parser, piece: Piece) -> None:
    """Reads a piece as text with commands. Raises Refusal."""
    reader = parser.child(parser.text, piece, parser.origin)
    _read(reader)


def _read(reader: Parser) -> None:
    open_braces: list[tuple[int, int]] = []
    while reader.pos < reader.end:
        match = _SPECIAL.search(reader.text, reader.pos, reader.end)
        if match is None:
            break
        reader.start = match.start()
        reader.pos = match.end()
        character = reader.command = match[0]
        if character == "\\":
            _command(reader, reader.command_name())
        elif character == "$":
            _mathematics(reader, "$")
        elif character == "%":
            end = reader.text.find("\n", reader.pos, reader.end)
            reader.pos = reader.end if end < 0 else end + 1
        elif character == "{":
            open_braces.append(reader.here())
        elif character != "}":
            raise reader.refuse("text-script" if character in "^_" else "misplaced-text")
        elif open_braces:
            open_braces.pop()
        else:
            raise reader.refuse("extra-close")


def _mathematics(reader: Parser, closing: str) -> None:
    start, depth = reader.pos, 0
    while character := reader.next_character():
        at = reader.pos
        reader.pos += 1
        if character == "\\" and reader.command_name() == ")":
            character = "\\)"
        if character == closing and not depth:
            child = reader.child(reader.text, type(reader_piece := (at, at))((start, at)), reader.origin)  # type: ignore[arg-type]
            child.run()
            return
        if character == "{":
            depth += 1
        elif character == "}":
            if not depth:
                raise Refusal("extra-close", reader.place(at, at + 1), related=reader.command_place())
            depth -= 1
    raise Refusal(
        "math-in-text", reader.place(reader.end, reader.end), "\\text", related=reader.command_place()
    )


def _command(reader: Parser, name: str) -> None:
    pass
