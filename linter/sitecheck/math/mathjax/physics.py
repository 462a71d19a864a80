r"""Commands of the package physics: fences that close by themselves, derivatives, bras and kets.

What they make of their arguments (PhysicsMethods.js of MathJax 3 and 4) is read as far as something can be
wrong with it: an argument by itself, in braces or as if after a ``\left``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.mathjax.arguments import Origin, Piece
from sitecheck.math.mathjax.frames import LAST_HOLDER, Frame, Kind
from sitecheck.math.mathjax.registry import method
from sitecheck.math.mathjax.tables import NAMED, PLAIN
from sitecheck.math.mathjax.text import text_piece
from sitecheck.math.mathjax.user_macros import expand

if TYPE_CHECKING:
    from sitecheck.math.mathjax.parser import Parser

_PAIRS: Final = {"(": ")", "[": "]", "{": "}", "|": "|"}
_BIG: Final = lazy_pattern(r"[bB]igg?")
_TAKERS: Final = (Kind.SCRIPT, Kind.POSITION, Kind.BRAKET_ONE)
r"""What waits for one thing and takes a bracket for it; the others wait no longer when one comes, and \not
makes it another character, which closes nonetheless in MathJax 3 and is none that opens."""
_NUMBER: Final = lazy_pattern(r"\s*([+-]?[0-9]+)")
_ALONE: Final = lazy_pattern(r"(0|-?[1-9][0-9]*)\Z")
_COMMA: Final = lazy_pattern(r"\\.|[{},]", re.DOTALL)
_MOST_CELLS: Final = 100
"""How many cells a row that physics makes may have; ours."""
_EXPECTATIONS: Final = ("\\expectationvalue", "\\expval", "\\ev")


# Fences


def _open_fence(parser: Parser, opening: str, closing: str, vanishes: bool = False) -> None:
    """After the bracket everything is the fence's, up to the bracket that closes it."""
    parser.pos += 1
    if "|" in (opening, closing) and not _reads_bars(parser):
        parser.opaque()
        return
    frame = parser.open(Kind.FENCE, opening)
    frame.closing, frame.vanishes = closing, vanishes


def _reads_bars(parser: Parser) -> bool:
    """Whether a bar can close a fence: the package braket of MathJax 4 hands on those it does not want."""
    bar = parser.session.dialect.characters["|"][0]
    return parser.session.version == 4 or (bar == "physics.AutoClose" and not _beside_braket(parser))


def _beside_braket(parser: Parser) -> bool:
    """Whether MathJax 3 has both packages from the start: which one has a name that both bring hangs on their
    order. One that a formula loads has what is left, and in MathJax 4 braket always comes first."""
    session = parser.session
    return session.version == 3 and {"braket", "physics"}.issubset(session.dialect.packages)


@method("physics.Opening")
def _opening(parser: Parser, name: str) -> None:
    if parser.stack[-1].kind != Kind.NOT:
        _settle(parser)
        _count(parser.stack[-1], name)
    parser.atom(PLAIN)


@method("physics.AutoClose")
def _closing(parser: Parser, name: str, *_fixed: Any) -> None:
    stack = parser.stack
    # MathJax 4 asks what is open right now: a prime that waits hides the fence, a fraction does not.
    if parser.session.version == 4:
        over = stack[-1].kind == Kind.OVER
        if _closes(stack[-2 if over else -1], name):
            if over:
                stack.pop()
                parser.atom(PLAIN)
            _end_fence(parser)
            return
    else:
        struck = stack[-1].kind == Kind.NOT
        _settle(parser)
        # MathJax 3 takes the bar that closes for one more that opens, so that it closes none of its own;
        # one that \not strikes out is another character, and closes.
        if not struck:
            _count(stack[-1], name)
        if _closes(stack[-1], name):
            _end_fence(parser)
            return
    parser.atom(PLAIN)


def _count(top: Frame, name: str) -> None:
    if top.kind == Kind.FENCE and top.name == name:
        top.nested += 1


def _closes(top: Frame, name: str) -> bool:
    if top.kind != Kind.FENCE or top.closing != name:
        return False
    top.nested -= 1
    return top.nested < 0


def _end_fence(parser: Parser) -> None:
    if not parser.stack.pop().vanishes:
        parser.atom(PLAIN)


def _settle(parser: Parser) -> None:
    """Completes what waits and does not take a bracket."""
    stack = parser.stack
    while stack[-1].kind > LAST_HOLDER and stack[-1].kind not in _TAKERS:
        top = stack.pop()
        if top.kind not in (Kind.NONSCRIPT, Kind.NOT):
            parser.atom(top.last or PLAIN)


# Pieces


def _between(parser: Parser, piece: Piece, before: str, after: str, *, left: bool = False) -> None:
    r"""Reads an argument with what MathJax writes around it, ``left``: after a \left."""
    text = before + parser.text[piece.start : piece.end] + after
    outer, place = parser.origin, parser.place(*piece)
    if piece.start < outer.limit:
        origin = Origin(len(text), place)
    else:
        origin = Origin(len(before), place, piece.start + outer.shift - len(before))
    child = parser.child(text, Piece(0, len(text)), origin)
    child.command = parser.command
    if left:
        child.stack.append(Frame(Kind.LEFT, place, "\\left"))
    with parser.deeper():
        child.run()


def _fenced(parser: Parser, piece: Piece, closing: str, *, plain: bool) -> None:
    _between(parser, piece, "", f" {closing}" if plain else f" \\right{closing}", left=not plain)


def _in_braces(parser: Parser, least: int, most: int) -> None:
    """Takes so many arguments, each of which MathJax puts into braces."""
    for number in range(most):
        if number >= least and parser.next_character() != "{":
            break
        parser.parse_in_braces(parser.argument())
    parser.atom(PLAIN)


def _big(parser: Parser) -> str | None:
    r"""Takes a \big or one of its kin: its name, ``""`` before another command, ``None`` before none."""
    if parser.next_character() != "\\":
        return None
    start = parser.pos
    parser.pos += 1
    name = parser.command_name()
    if _BIG.fullmatch(name):
        return name
    parser.pos = start
    return ""


@method("physics.Quantity")
def _quantity(parser: Parser, _name: str, _open: str = "(", close: str = ")", *more: Any) -> None:
    needs_braces, named = bool(more[:1] and more[0]), len(more) > 1
    star = needs_braces and parser.star()
    parser.next_character()
    start = parser.pos
    big = _big(parser)
    opening = parser.next_character()
    if big == "" or (opening not in _PAIRS and not needs_braces):
        parser.pos = start
        parser.atom(PLAIN)
        return
    if needs_braces and opening != "{":
        raise parser.refuse("missing-argument")
    if named:
        parser.wait(Kind.FUNCTION, NAMED)
    if opening != "{":
        _open_fence(parser, opening, _PAIRS[opening])
        return
    plain = star or big is not None
    _fenced(parser, parser.argument(), close if needs_braces else "\\}", plain=plain)
    parser.atom(PLAIN)


@method("physics.Eval")
def _evaluated(parser: Parser, _name: str) -> None:
    parser.star()
    opening = parser.next_character()
    if opening and opening in "([":
        _open_fence(parser, opening, "|")
        return
    if opening == "{":
        _between(parser, parser.argument(), "", " \\vphantom{} \\right|", left=True)
    elif parser.session.version == 3:
        raise parser.refuse("missing-argument")
    parser.atom(PLAIN)


@method("physics.Commutator")
def _commutator(parser: Parser, _name: str, _open: str = "[", close: str = "]") -> None:
    plain = parser.star()
    big = _big(parser)
    if big == "" or parser.next_character() != "{":
        raise parser.refuse("missing-argument")
    plain = plain or big is not None
    first, second = parser.argument(), parser.argument()
    _between(parser, first, "", "," if plain else ", \\right.", left=not plain)
    _fenced(parser, second, close, plain=plain)
    parser.atom(PLAIN)


@method("physics.MatrixQuantity")
def _matrix(parser: Parser, _name: str, small: bool = False) -> None:
    parser.star()
    opening = parser.next_character()
    piece = Piece(parser.pos, parser.pos)
    if opening == "{":
        piece = parser.argument()
    elif opening in _PAIRS:
        parser.pos += 1
        piece = parser.up_to(_PAIRS[opening])
    name = "smallmatrix" if small else "array"
    _between(parser, piece, f"\\begin{{{name}}}{{}} ", f"\\end{{{name}}}")
    parser.atom(PLAIN)


# Cells for a table around them


@method("physics.IdentityMatrix")
def _identity(parser: Parser, _name: str) -> None:
    size = _whole_number(parser)
    rows = [["1" if row == column else "0" for column in range(size)] for row in range(size)]
    _put_cells(parser, rows, " & ")


@method("physics.XMatrix")
def _repeated(parser: Parser, _name: str) -> None:
    star, entry = parser.star(), parser.argument_text()
    height, width = (max(1, _whole_number(parser, alone=True)) for _ in range(2))
    if height * width * (len(entry) + 1) > parser.session.longest:
        parser.opaque()
        return
    numbered = star and height * width > 1
    rows = [[entry + ("_{1}" if numbered else "")] * width for _ in range(height)]
    _put_cells(parser, rows, " & ")


@method("physics.PauliMatrix")
def _pauli(parser: Parser, _name: str) -> None:
    text = parser.argument_text()
    rest = text[1:]
    is_known = text[:1] in tuple("0123xyz")
    _put_cells(parser, [[f"{rest} 0", "0"], ["0", "0"]] if is_known else [[rest]], " & ")


@method("physics.DiagonalMatrix")
def _diagonal(parser: Parser, _name: str, turned: bool = False) -> None:
    if parser.next_character() != "{":
        return
    entries = _at_commas(parser.argument_text())
    count = len(entries)
    if count > _MOST_CELLS:
        parser.opaque()
        return
    before = range(count - 1, -1, -1) if turned else range(count)
    rows = [[""] * empty + [f"\\mqty{{{entry}}}"] for empty, entry in zip(before, entries, strict=True)]
    _put_cells(parser, rows, "&")


def _whole_number(parser: Parser, *, alone: bool = False) -> int:
    """An argument that is a number, as JavaScript's parseInt reads it; ``alone``: with nothing around it."""
    text = parser.argument_text()
    match = (_ALONE if alone else _NUMBER).match(text)
    if match is None:
        raise parser.refuse("bad-count")
    return min(int(match[1][:6]), _MOST_CELLS)


def _at_commas(text: str) -> list[str]:
    """The parts between the commas that stand in no braces."""
    parts, depth, start = [], 0, 0
    for match in _COMMA.finditer(text):
        depth += (match[0] == "{") - (match[0] == "}")
        if match[0] == "," and not depth:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def _put_cells(parser: Parser, rows: list[list[str]], between: str) -> None:
    """Goes on with cells as if they were written; MathJax does so however many there are, we do not."""
    _go_on(parser, "\\\\ ".join(between.join(row) for row in rows))


def _go_on(parser: Parser, text: str) -> None:
    if len(text) + parser.end - parser.pos > parser.session.longest:
        parser.opaque()
        return
    site = parser.here()
    parser.replace(text, site, bounded=False)
    parser.count_macro(site)


# Functions and operators


@method("physics.Expression")
def _expression(parser: Parser, _name: str, has_power: bool = True, *_fixed: Any) -> None:
    power = parser.bracket() if has_power else None
    if power is not None:
        parser.parse(power)
    parser.wait(Kind.FUNCTION, NAMED)
    if parser.next_character() == "(":
        _open_fence(parser, "(", ")")


@method("physics.OperatorApplication", "physics.VectorOperator")
def _operator(parser: Parser, _name: str, _operator: str, *fences: str) -> None:
    parser.atom(PLAIN)
    opening = parser.next_character()
    if opening == "{":
        # What is in the braces is read on without them; MathJax does so however much it is, we do not.
        text = parser.argument_text()
        _go_on(parser, f"\\left\\{{ {text} \\right\\}}" if "{" in fences else f" {text} ")
    elif opening in fences:
        _open_fence(parser, opening, _PAIRS[opening])


@method("physics.Differential")
def _differential(parser: Parser, _name: str, _operator: str) -> None:
    power = parser.bracket()
    if power is not None:
        parser.parse_in_braces(power)
    opening = parser.next_character()
    if opening == "(":
        parser.atom(PLAIN)
        _open_fence(parser, "(", ")")
        return
    piece = parser.argument() if opening == "{" else parser.argument_or_none()
    if piece is not None:
        parser.parse(piece)
    parser.atom(PLAIN)


@method("physics.Derivative")
def _derivative(parser: Parser, _name: str, most: int, _operator: str) -> None:
    flat = parser.star()
    power = parser.bracket()
    if power is not None:
        parser.parse_in_braces(power)
    pieces = [parser.argument()]
    while len(pieces) < most and parser.next_character() == "{":
        pieces.append(parser.argument())
    several = most > 2 and (len(pieces) > 2 or (power is not None and len(pieces) > 1))
    powered = pieces[-1] if power is not None and len(pieces) < 3 else None
    for piece in pieces:
        # With a star MathJax makes \left.…\middle/…\right. of them; the power follows the last once more.
        after = ("^{} " if piece is powered else " ") + ("\\right." if flat else "")
        _between(parser, piece, "", after, left=flat)
    parser.atom(PLAIN)
    if parser.next_character() == "(":
        _open_fence(parser, "(", ")", vanishes=several)


# Vectors, texts, bras and kets


@method("physics.VectorBold")
def _bold_vector(parser: Parser, _name: str) -> None:
    parser.star()
    parser.atom(parser.flags_of(parser.argument()))


@method("physics.StarMacro")
def _star_macro(parser: Parser, _name: str, count: int, *parts: str) -> None:
    star = parser.star()
    expand(parser, ("*" if star else "").join(parts), [parser.argument_text() for _ in range(count)])


@method("physics.Qqtext")
def _quad_text(parser: Parser, _name: str, text: str = "") -> None:
    parser.star()
    if not text:
        text_piece(parser, parser.argument())
    parser.atom(PLAIN)


@method("physics.Vnabla", "physics.DiffD")
def _letter(parser: Parser, _name: str) -> None:
    parser.atom(PLAIN)


@method("physics.Bra")
def _bra(parser: Parser, _name: str) -> None:
    if _beside_braket(parser):
        parser.opaque()
        return
    parser.star()
    parser.parse_in_braces(parser.argument())
    if parser.next_character() == "\\":
        start = parser.pos
        parser.pos += 1
        if parser.command_name() == "ket":
            start = parser.pos
            parser.star()
            if parser.next_character() == "{":
                parser.parse_in_braces(parser.argument())
                start = parser.pos
        parser.pos = start
    parser.atom(PLAIN)


@method("physics.Ket")
def _ket(parser: Parser, _name: str) -> None:
    _states(parser, 1)


@method("physics.BraKet", "physics.KetBra")
def _braket(parser: Parser, _name: str) -> None:
    _states(parser, 2)


def _states(parser: Parser, most: int) -> None:
    """Takes an argument, or as many as there are up to ``most``."""
    if _beside_braket(parser):
        parser.opaque()
        return
    parser.star()
    _in_braces(parser, 1, most)


@method("physics.Expectation", "physics.MatrixElement")
def _expectation(parser: Parser, name: str) -> None:
    if parser.star():
        parser.star()
    _in_braces(parser, *((1, 2) if name in _EXPECTATIONS else (3, 3)))
