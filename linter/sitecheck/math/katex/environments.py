r"""KaTeX's environments: ``\begin``, ``\end`` and the tables between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.katex.arguments import arguments, joined, optional_size
from sitecheck.math.katex.expander import TAG
from sitecheck.math.katex.nodes import Node, pieces
from sitecheck.math.katex.refusal import Refusal, shown
from sitecheck.math.katex.tokens import Token

if TYPE_CHECKING:
    from sitecheck.math.katex.nodes import Piece
    from sitecheck.math.katex.parser import Parser

_MOST_COLUMNS: Final = {"split": 2}
_TAGGED: Final = frozenset(
    ("align", "align*", "alignat", "alignat*", "gather", "gather*", "equation", "equation*")
)
_ONE_ROW: Final = frozenset(("equation", "equation*"))
_PAIRED: Final = frozenset(("alignat", "alignat*", "alignedat"))
_OWN_STRETCH: Final = frozenset(("cases", "rcases", "dcases", "drcases", "smallmatrix", "subarray", "CD"))
_STRETCH: Final = lazy_pattern(r" *\+?(?=[0-9.]*[1-9])(?:[0-9]|\.[0-9])")
"""How the text of a positive number begins."""
_STARRED_MATRICES: Final = frozenset(("matrix*", "pmatrix*", "bmatrix*", "Bmatrix*", "vmatrix*", "Vmatrix*"))


def begin(p: Parser, opener: str) -> Node:
    r"""An environment whose ``\begin`` has been read."""
    name = _name(p, opener)
    signature = p.tables.environments.get(name)
    if signature is None:
        message = f"KaTeX does not know the environment {name}"
        if not name:
            message = f"{opener} needs the name of an environment in braces"
        raise Refusal("unknown-environment", message, p.last_name, name=name)
    required, _ = arguments(p, signature, f"\\begin{{{name}}}")
    if name in ("array", "darray", "subarray"):
        _check_columns(name, required[0], opener)
    p.enter()
    if name in p.tables.display_only and not p.display:
        message = f"{name} works in displayed formulas only: use aligned, gathered or the like"
        raise Refusal("misplaced", message, opener, name=name)
    if name in _STARRED_MATRICES:
        _read_alignment(p, name)
    # KaTeX reads the stretch when a table begins, unless the environment brings its own.
    if "\\arraystretch" in p.defined and name not in _OWN_STRETCH:
        _check_stretch(p, opener)
    if name == "CD":
        _diagram(p, opener)
    else:
        _check_widths(name, _table(p, name, opener), required, opener)
    p.depth -= 1
    closer = p.peek()
    p.stack.pop()
    closed = _name(p, closer)
    if closed != name:
        message = f"\\begin{{{name}}} is closed by \\end{{{closed}}}"
        raise Refusal("unbalanced", message, closer, name=name, partner=opener)
    return Node("environment")


def end(p: Parser, name: str) -> Node:
    r"""``\end`` is read by :func:`begin` only."""
    raise p.unexpected(name)


def _name(p: Parser, command: str) -> str:
    p.last_name = command
    stack = p.stack
    if p.in_place and stack[-1] == "{" and stack[-3] == "}" and stack[-2] in p.tables.environments:
        name = stack[-2]
        del stack[-3:]
        return name
    (piece,), _ = arguments(p, p.tables.functions["\\begin"], command)
    if not isinstance(piece, Node):
        return piece
    name = ""
    for part in piece.body:
        if not isinstance(part, str):
            message = f"the name after {command} is plain text in braces"
            raise Refusal("bad-argument", message, piece.token, name=command)
        name += part
    p.last_name = _span(piece)
    return name


def _span(group: Node) -> str:
    """The symbols in a group as one token, for its place."""
    tokens = [part for part in group.body if isinstance(part, Token)]
    return Token.at("", tokens[0].start, tokens[-1].end) if tokens else group.token


def _check_stretch(p: Parser, opener: str) -> None:
    text = joined(p, ["\\arraystretch"])
    if not _STRETCH.match(text):
        message = f"\\arraystretch has to be a positive number, and {text!r} is none"
        raise Refusal("bad-argument", message, opener, name="\\arraystretch")


def _pairs(name: str, number: Piece, opener: str) -> int:
    body = list(pieces(number.body)) if isinstance(number, Node) else [number]
    digits = "".join(part if isinstance(part, str) else "?" for part in body)
    if not (digits.isascii() and digits.isdecimal()) or not digits.strip("0"):
        place = number.token if isinstance(number, Node) else number
        message = f"{name} needs the number of its column pairs in braces first"
        raise Refusal("bad-argument", message, place or opener, name=name)
    return int(digits[:9])


def _check_columns(name: str, columns: Piece, opener: str) -> None:
    # KaTeX has no p{} and no @{}: what else is written here it refuses.
    allowed = "lc" if name == "subarray" else "lcr|:"
    body: list[Piece] = [columns] if isinstance(columns, str) else list(pieces(columns.body))
    for column in body:
        if not isinstance(column, str) or column not in allowed:
            shown_column = column if isinstance(column, str) else "a group"
            message = f"{name} has no column type {shown_column}: there are {' '.join(allowed)}"
            raise Refusal("bad-argument", message, column if isinstance(column, str) else opener, name=name)
    if name == "subarray" and len(body) > 1:
        raise Refusal("bad-argument", "subarray can have one column only", opener, name=name)


def _read_alignment(p: Parser, name: str) -> None:
    """The optional ``[c]`` of a starred matrix."""
    _skip(p)
    if p.stack[-1] != "[":
        return
    p.stack.pop()
    _skip(p)
    found = p.peek()
    if found not in ("l", "c", "r"):
        message = f"{name} takes [l], [c] or [r]: {shown(found)} is none of them"
        raise Refusal("bad-argument", message, found, name=name)
    p.stack.pop()
    _skip(p)
    p.expect("]")
    p.stack.pop()


def _check_widths(name: str, widths: list[int], required: list[Piece], opener: str) -> None:
    if name in _PAIRED:
        most = 2 * _pairs(name, required[0], opener)
        if max(widths) > most:
            raise _too_wide(name, most, opener)
    elif name == "subarray" and widths[0] > 1:
        raise _too_wide(name, 1, opener)


def _table(p: Parser, name: str, opener: str) -> list[int]:
    """Read the rows of a table; how many columns each has."""
    one_row = name in _ONE_ROW
    most = 1 if one_row else _MOST_COLUMNS.get(name, 0)
    p.arrays += not one_row
    # KaTeX has one scope for the table and one for each cell.
    p.open_scope()
    p.open_scope()
    _rules(p)
    widths = [1]
    while True:
        p.atoms(stop="" if one_row else "\\\\")
        p.close_scope()
        p.open_scope()
        found = p.peek()
        if found == "&":
            # KaTeX limits columns as LaTeX does: one in equation, two in split.
            if widths[-1] == most:
                raise _too_wide(name, most, found)
            p.stack.pop()
            widths[-1] += 1
        elif found == "\\end":
            _end_row(p, name)
            break
        elif found == "\\\\" and not one_row:
            _next_row(p, name)
            widths.append(1)
        else:
            raise _not_closed(found, name, opener)
    p.close_scope()
    p.close_scope()
    p.arrays -= not one_row
    return widths


def _next_row(p: Parser, name: str) -> None:
    p.stack.pop()
    # KaTeX: a space keeps [ after \\ from being a length.
    if p.future() != " ":
        optional_size(p)
    _end_row(p, name)
    _rules(p)


def _too_wide(name: str, most: int, place: str) -> Refusal:
    message = f"{name} has at most {most} column{'s' if most > 1 else ''} here, and a row has more"
    return Refusal("misplaced", message, place, name="&")


def _not_closed(found: str, name: str, opener: str) -> Refusal:
    message = f"\\begin{{{name}}} has no \\end{{{name}}}: {shown(found)} comes first"
    return Refusal("unbalanced", message, found, name=name, partner=opener)


def _end_row(p: Parser, name: str) -> None:
    if name in _TAGGED and TAG in p.defined:
        p.read_tag()


def _rules(p: Parser) -> None:
    """Pass over lines between rows."""
    _skip(p)
    if p.stack[-1] == "\\relax":
        p.stack.pop()
        _skip(p)
    while p.stack[-1] in ("\\hline", "\\hdashline"):
        p.stack.pop()
        _skip(p)


def _skip(p: Parser) -> None:
    while p.peek() == " ":
        p.stack.pop()


def _diagram(p: Parser, opener: str) -> None:
    p.arrays += 1
    p.open_scope()
    p.open_scope()
    rows = []
    while True:
        rows.append(list(pieces(p.atoms(stop="\\\\"))))
        p.close_scope()
        p.open_scope()
        found = p.peek()
        if found == "\\end":
            break
        if found not in ("&", "\\\\"):
            raise _not_closed(found, "CD", opener)
        p.stack.pop()
    p.close_scope()
    p.close_scope()
    p.arrays -= 1
    for row in rows:
        _check_arrows(row, opener)


def _check_arrows(row: list[Piece], opener: str) -> None:
    index = 0
    while index < len(row):
        if row[index] == "@":
            index = _arrow_end(row, index + 1, opener)
        index += 1


def _arrow_end(row: list[Piece], index: int, opener: str) -> int:
    """Where the arrow that begins at ``index``, after its @, ends."""
    sign = row[index] if index < len(row) else opener
    if not isinstance(sign, str) or sign not in ("<", ">", "A", "V", "=", "|", "."):
        message = "after @ in a CD diagram comes one of < > A V = | ."
        raise Refusal("syntax", message, sign if isinstance(sign, str) else opener, name="@")
    if sign in "=|.":
        return index
    # KaTeX's CD: labels of an arrow stand between three of its signs.
    for _ in range(2):
        index += 1
        while index < len(row) and row[index] != sign:
            if row[index] == "@":
                break
            index += 1
        if index >= len(row) or row[index] == "@":
            message = f"an arrow of a CD diagram needs three {sign}: one is missing"
            place = row[index] if index < len(row) else sign
            raise Refusal("syntax", message, place if isinstance(place, str) else opener, name="@")
    return index
