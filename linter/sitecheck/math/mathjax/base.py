r"""What the commands of MathJax's core (base, ams) do: fonts, fractions, roots, \left, lines of tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.mathjax.arguments import DIMENSION, Piece, trimmed
from sitecheck.math.mathjax.frames import Kind
from sitecheck.math.mathjax.registry import method
from sitecheck.math.mathjax.sub_and_superscripts import limits, prime, wait_for_script
from sitecheck.math.mathjax.tables import (
    FIXED,
    FREE,
    HAS_SUB,
    HAS_SUP,
    MOVES,
    NAMED,
    OPERATOR,
    PLAIN,
    STACKED,
    known_package,
)
from sitecheck.math.mathjax.text import cases_text
from sitecheck.math.mathjax.user_macros import expand, macro_arguments

if TYPE_CHECKING:
    from sitecheck.math.mathjax.parser import Parser

_STYLE: Final = lazy_pattern(r"(?:\+?0*[0-3]|-0+)(?!\d)", re.ASCII)
_OLD_STYLE: Final = lazy_pattern(r"[0-3]$|length$")
r"""The styles of \genfrac; MathJax 2 looks them up in a list, which also has a length."""


# Characters


@method("base.Open")
def _open(parser: Parser, _name: str) -> None:
    parser.open(Kind.GROUP, "{")


@method("base.Close")
def _close(parser: Parser, _name: str) -> None:
    parser.close("}", "}")


@method("base.Superscript", "base.Subscript")
def _script(parser: Parser, name: str) -> None:
    wait_for_script(parser, name)


@method("base.Prime")
def _prime(parser: Parser, _name: str) -> None:
    prime(parser)


@method("base.Space")
def _space(_parser: Parser, _name: str) -> None:
    pass


@method("base.Comment")
def _comment(parser: Parser, _name: str) -> None:
    end = parser.text.find("\n", parser.pos, parser.end)
    parser.pos = parser.end if end < 0 else end


@method("base.Hash")
def _hash(parser: Parser, _name: str) -> None:
    raise parser.refuse("hash")


# Fonts, styles, functions


@method("base.MathFont", "bbm.ChooseFont", "bboldx.ChooseFont", "dsfont.ChooseFont")
def _math_font(parser: Parser, _name: str, *_fixed: Any) -> None:
    match = parser.session.dialect.simple.match(parser.text, parser.pos, parser.end)
    if match:
        parser.pos = match.end()
        parser.atom(PLAIN)
        return
    parser.atom(parser.flags_of(parser.argument(), several_letters=True) & parser.session.core)


@method("base.SetFont", "base.Hsize")
def _set_font(parser: Parser, name: str, *_fixed: Any) -> None:
    if name == "\\hsize":
        if parser.next_character() == "=":
            parser.pos += 1
        parser.dimension()
    parser.leave_no_trace()


@method("base.SetStyle", "base.SetSize")
def _set_style(parser: Parser, _name: str, *_fixed: Any) -> None:
    parser.wait(Kind.STYLE)


@method("base.NamedFn")
def _named_function(parser: Parser, _name: str, *_fixed: Any) -> None:
    parser.wait(Kind.FUNCTION, NAMED)


@method("base.NamedOp")
def _named_operator(parser: Parser, _name: str, *_fixed: Any) -> None:
    parser.atom(MOVES | OPERATOR)


@method("base.TeXAtom")
def _class_of_atom(parser: Parser, _name: str, texclass: int) -> None:
    flags = parser.math_argument()
    # MathJax: \mathop waits for what it is applied to, as a function name does.
    if texclass == 1:
        parser.wait(Kind.FUNCTION, MOVES | flags & parser.session.core)
    else:
        parser.atom(flags & parser.session.core)


def _trimmed(parser: Parser, piece: Piece) -> Piece:
    """A piece without the blanks around it, which MathJax takes away before it reads a name of an
    operator: a form feed, which it shows nowhere else, is none of it."""
    text = parser.text[piece.start : piece.end]
    start = piece.end - len(text.lstrip())
    return Piece(start, start + len(trimmed(text)))


@method("ams.HandleOperatorName")
def _operator_name(parser: Parser, _name: str) -> None:
    star = parser.star()
    parser.flags_of(_trimmed(parser, parser.argument()), several_letters=True)
    # MathJax takes a \limits after \operatorname itself.
    if not star and parser.next_character() == "\\":
        start = parser.pos
        parser.pos += 1
        if parser.command_name() != "limits":
            parser.pos = start
    flags = NAMED | (MOVES if star else FIXED)
    # Measured: MathJax 3 makes \operatorname an atom, 2 and 4 a function that waits for its argument.
    if parser.session.version != 3:
        parser.wait(Kind.FUNCTION, flags)
    else:
        parser.atom(flags)


@method("base.Limits")
def _limits(parser: Parser, _name: str, stacked: int) -> None:
    limits(parser, bool(stacked))


@method("base.Not")
def _not(parser: Parser, _name: str) -> None:
    parser.wait(Kind.NOT)


@method("base.Dots")
def _dots(parser: Parser, _name: str) -> None:
    parser.wait(Kind.DOTS)


@method("base.Nonscript")
def _nonscript(parser: Parser, _name: str) -> None:
    parser.wait(Kind.NONSCRIPT)


@method("base.Linebreak")
def _linebreak(parser: Parser, _name: str, *_fixed: Any) -> None:
    parser.wait(Kind.BREAK)


@method("base.RaiseLower", "base.MoveLeftRight")
def _move(parser: Parser, _name: str) -> None:
    parser.dimension()
    parser.wait(Kind.POSITION)


# Constructions


@method("base.UnderOver")
def _under_over(parser: Parser, name: str, _character: str, stack: Any = None, *_fixed: Any) -> None:
    flags = parser.math_argument()
    if stack:
        parser.atom(MOVES | FREE | flags & parser.session.core)
    else:
        parser.atom(STACKED | FREE | flags & OPERATOR | (HAS_SUP if name[1:2] == "o" else HAS_SUB))


@method("base.LeftRight")
def _left_right(parser: Parser, name: str) -> None:
    parser.delimiter()
    if name == "\\left":
        parser.open(Kind.LEFT, name)
    else:
        parser.close(name[1:], name)


@method("base.Over")
def _over(parser: Parser, name: str, opening: Any = None, closing: Any = None) -> None:
    if not (opening or closing) and name.endswith("withdelims"):
        parser.delimiter()
        parser.delimiter()
    if name.startswith("\\above"):
        parser.dimension()
    parser.close("over", parser.command)


@method("base.Sqrt")
def _sqrt(parser: Parser, _name: str) -> None:
    # MathJax takes the index first and reads it last: what is wrong in the argument is said first.
    index = parser.bracket()
    start = parser.pos
    piece = parser.argument()
    # MathJax's special case: \sqrt\frac{a}{b} is read as \sqrt{\frac{a}{b}}.
    if parser.text[piece.start : piece.end] == "\\frac":
        parser.math_argument()
        parser.math_argument()
    elif parser.session.dialect.simple.fullmatch(parser.text, start, parser.pos) is None:
        parser.parse(piece)
    if index is not None and index.start < index.end:
        _root_index(parser, index)
    parser.atom(PLAIN)


@method("base.Root")
def _root(parser: Parser, _name: str) -> None:
    index = parser.up_to("\\of")
    parser.math_argument()
    _root_index(parser, index)
    parser.atom(PLAIN)


def _root_index(parser: Parser, piece: Piece) -> None:
    parser.parse(piece, in_root=True)


@method("base.MoveRoot")
def _move_root(parser: Parser, _name: str, which: str) -> None:
    if not parser.in_root:
        raise parser.refuse("only-in-root")
    if which in parser.moved_root:
        raise parser.refuse("multiple-root-move")
    # MathJax looks for a digit anywhere in the argument.
    if not re.search("[0-9]", parser.argument_text()):
        raise parser.refuse("bad-root-move")
    parser.moved_root += (which,)


@method("base.BuildRel")
def _build_relation(parser: Parser, _name: str) -> None:
    parser.parse(parser.up_to("\\over"))
    parser.math_argument()
    parser.atom(PLAIN)


@method("ams.Genfrac")
def _general_fraction(parser: Parser, _name: str, *fixed: Any) -> None:
    left, right, thick, style = [*fixed, None, None, None, None][:4]
    for given in (left, right):
        if given is None:
            parser.delimiter_argument()
    if thick is None:
        parser.argument()
    if style is None:
        style = trimmed(parser.argument_text())
    flags = parser.math_argument()
    parser.math_argument()
    styles = _OLD_STYLE if parser.session.version == 2 else _STYLE
    if style and not styles.match(str(style)):
        raise parser.refuse("bad-script-style")
    parser.atom(PLAIN if left or right else flags & parser.session.core)


@method("ams.CFrac")
def _continued_fraction(parser: Parser, _name: str) -> None:
    align = trimmed(parser.bracket_text() or "")
    pieces = (parser.argument(), parser.argument())
    for piece in pieces:
        parser.parse_in_braces(piece)
    if align not in ("", "l", "r"):
        raise parser.refuse("bad-cfrac-align")
    parser.atom(PLAIN)


@method("ams.MultiIntegral")
def _several_integrals(parser: Parser, _name: str, _integral: str) -> None:
    start = parser.pos
    if parser.next_character() == "\\":
        at = parser.pos
        parser.pos += 1
        # MathJax: \idotsint\limits stacks on the last integral sign only.
        limits = parser.command_name() == "limits"
        parser.pos = at
        if limits:
            parser.atom(PLAIN)
            parser.wait(Kind.FUNCTION, MOVES | OPERATOR)
            return
    parser.pos = max(start, parser.pos)
    parser.atom(OPERATOR)
    parser.atom(OPERATOR)


@method("base.Macro")
def _macro(parser: Parser, _name: str, body: str, count: int = 0, default: str | None = None) -> None:
    expand(parser, body, macro_arguments(parser, int(count or 0), default))


# Tables, tags, references


@method("cases.Entry")
def _entry_of_cases(parser: Parser, name: str) -> None:
    # Only in \begin{numcases}, which is not known here, is & another thing than elsewhere.
    if parser.session.opaque:
        parser.atom(PLAIN)
    else:
        _entry(parser, name)


@method("base.Entry")
def _entry(parser: Parser, name: str) -> None:
    parser.close("&", name)
    top = parser.stack[-1]
    if top.name in ("\\cases", "cases-text"):
        cases_text(parser, top)


@method("base.Cr")
def _carriage_return(parser: Parser, _name: str) -> None:
    parser.close("\\cr", parser.command)


@method("base.CrLaTeX")
def _new_line(parser: Parser, _name: str, no_bracket: bool = False) -> None:
    old = parser.session.version == 2
    if not no_bracket:
        # MathJax 2 has no \\*.
        if parser.text.startswith("*", parser.pos, parser.end) and not old:
            parser.pos += 1
        if parser.text.startswith("[", parser.pos, parser.end):
            length = parser.bracket_text()
            # MathJax 2 allows blanks, a comma and a sign in the length.
            if old and length:
                length = length.replace(" ", "").replace(",", ".", 1).lstrip("+")
            if length and not DIMENSION.fullmatch(length):
                raise parser.refuse("bad-bracket-dimension")
    parser.close("\\\\", parser.command)
    # MathJax: \\ outside of a table is a line break, a thing that scripts can be put on.
    if parser.stack[-1].kind != Kind.TABLE:
        parser.atom(PLAIN)


@method("base.HLine")
def _horizontal_line(parser: Parser, _name: str, *_fixed: Any) -> None:
    top = parser.stack[-1]
    # MathJax: \hline stands where its cell is still empty.
    if top.kind != Kind.TABLE or top.size:
        raise parser.refuse("misplaced")


@method("base.HFill")
def _fill(parser: Parser, _name: str) -> None:
    if parser.stack[-1].kind != Kind.TABLE:
        raise parser.refuse("only-in-array")


@method("base.BreakAlign")
def _break_align(parser: Parser, _name: str) -> None:
    top = parser.stack[-1]
    if top.kind != Kind.TABLE:
        raise parser.refuse("only-in-array")
    kind = parser.argument_text().strip()
    if kind not in ("c", "r", "t"):
        raise parser.refuse("bad-break")
    if top.size or (kind in "rt" and top.row) or (kind == "t" and top.rows):
        raise parser.refuse("begin-only")
    align = "".join(parser.argument_text().split())
    if any(letter not in "tbmc" for letter in align) or (kind == "c" and len(align) > 1):
        raise parser.refuse("bad-break")


@method("ams.HandleShove")
def _shove(parser: Parser, _name: str, _side: str) -> None:
    top = parser.stack[-1]
    if top.table != "multline":
        raise parser.refuse("only-in", parser.command, "multline")
    if top.size:
        raise parser.refuse("begin-only")


@method("require.Require")
def _require(parser: Parser, _name: str) -> None:
    name = parser.argument_text()
    session = parser.session
    # MathJax 3 and 4 refuse any other name before they look for it.
    if not re.fullmatch(r"[_a-zA-Z0-9]+", name) or not known_package(session.version, name):
        raise parser.refuse("bad-package", parser.command, name)
    session.load(name)
    parser.leave_no_trace()
